/** Numbers for Prometheus. Labels are route patterns, states, kinds and names of definitions, never ids. */
import type { FastifyInstance } from 'fastify'
import { loadOnce } from '../load-once.ts'
import type { MetricSources } from './metric-sources.ts'
import { createRequestTimes } from './request-times.ts'

export interface Metrics {
  observe(app: FastifyInstance): void
  text(): Promise<string>
  readonly contentType: string
}

export function createMetrics(sources: MetricSources): Metrics {
  const requests = createRequestTimes()
  const registry = loadOnce(async () => (await import('./registry.ts')).createRegistry(sources, requests))
  return {
    observe(app) {
      app.addHook('onResponse', (request, reply, done) => {
        const route = request.routeOptions.url ?? 'unknown'
        requests.add({ method: request.method, route, status: String(reply.statusCode) }, reply.elapsedTime / 1000)
        done()
      })
    },
    text: async () => (await registry()).metrics(),
    contentType: 'text/plain; version=0.0.4; charset=utf-8',
  }
}
