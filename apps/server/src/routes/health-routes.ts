/** `/health` for load balancers, `/metrics` for Prometheus. */
import type { FastifyInstance } from 'fastify'
import type { Parts } from './parts.ts'

export function registerHealthRoutes(app: FastifyInstance, { metrics, access }: Parts): void {
  // Conductor's own answer: its SDKs and start scripts look at it too.
  app.get('/health', async () => ({ healthResults: [], suppressedHealthResults: [], healthy: true }))

  app.get('/metrics', async (request, reply) => {
    await access.check(request, reply, { scope: 'engine', permission: 'engine.read' })
    return reply.type(metrics.contentType).send(await metrics.text())
  })
}
