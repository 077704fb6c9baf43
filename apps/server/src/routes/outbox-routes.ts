/** `/kyc/v1/outbox`: deliveries that were given up, and the button that tries again. */
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { ServerError } from '../errors.ts'
import { parse } from '../http/parse.ts'
import type { Parts } from './parts.ts'

const ParamsSchema = z.object({ id: z.string().max(60) })

export function registerOutboxRoutes(app: FastifyInstance, { store, gate }: Parts): void {
  app.get('/kyc/v1/outbox/dead', async (request, reply) => {
    await gate.require(request, reply, 'outbox.read')
    return store.outbox.listDead(200)
  })

  app.post('/kyc/v1/outbox/dead/:id/revival', async (request, reply) => {
    const actor = await gate.require(request, reply, 'outbox.revive')
    const { id } = parse(ParamsSchema, request.params)
    if (!(await store.outbox.revive(id)))
      throw new ServerError('NOT_FOUND', 'There is no given-up delivery of that id.')
    await store.recordAudit({ actor, action: 'OUTBOX_REVIVED', object: { type: 'outbox', id } })
    return { id }
  })
}
