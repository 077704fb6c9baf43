/** Numbers for Prometheus. Labels are route patterns and states, never ids. */
import type { Engine } from '@gatehouse/engine'
import type { FastifyInstance } from 'fastify'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

export interface Metrics {
  observe(app: FastifyInstance): void
  text(): Promise<string>
  readonly contentType: string
}

export function createMetrics(engine: Engine | undefined): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'gatehouse_http_request_seconds',
    help: 'Time to answer a request',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [registry],
  })
  if (engine !== undefined) registerEngine(registry, engine)
  return {
    observe(app) {
      app.addHook('onResponse', async (request, reply) => {
        const route = request.routeOptions.url ?? 'unknown'
        requests.observe({ method: request.method, route, status: String(reply.statusCode) }, reply.elapsedTime / 1000)
      })
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  }
}

function registerEngine(registry: Registry, engine: Engine): void {
  const gauge = new Gauge({
    name: 'gatehouse_engine',
    help: 'Counters of the embedded engine since it was opened',
    labelNames: ['counter'],
    registers: [],
    collect() {
      for (const [counter, value] of Object.entries(engine.counters())) this.set({ counter }, value)
    },
  })
  registry.registerMetric(gauge)
}
