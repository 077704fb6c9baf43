/** Numbers for Prometheus. Labels are route patterns, states, kinds and names of definitions, never ids. */
import type { Engine } from '@gatehouse/engine'
import type { KycStore } from '@gatehouse/kyc/store'
import type { FastifyInstance } from 'fastify'
import type { Registry } from 'prom-client'
import { createRequestTimes } from './metrics/request-times.ts'
import type { RetentionCounts } from './retention/engine-retention.ts'
import type { Lists } from './screening/lists-in-force.ts'
import type { SpanSender } from './tracing/span-sender.ts'

export interface Metrics {
  observe(app: FastifyInstance): void
  text(): Promise<string>
  readonly contentType: string
}

export interface MetricSources {
  /** Undefined when Conductor runs elsewhere. */
  readonly engine: Engine | undefined
  readonly dataDir: string
  readonly store: Pick<KycStore, 'outbox' | 'countOpenCases'>
  readonly lists: Pick<Lists, 'current' | 'status'>
  readonly spanSender: Pick<SpanSender, 'counts'> | undefined
  readonly retention: RetentionCounts | undefined
  readonly now: () => Date
}

export function createMetrics(sources: MetricSources): Metrics {
  const requests = createRequestTimes()
  let loaded: Promise<Registry> | undefined
  return {
    observe(app) {
      app.addHook('onResponse', (request, reply, done) => {
        const route = request.routeOptions.url ?? 'unknown'
        requests.add({ method: request.method, route, status: String(reply.statusCode) }, reply.elapsedTime / 1000)
        done()
      })
    },
    async text() {
      loaded ??= import('./metrics/registry.ts').then(({ createRegistry }) => createRegistry(sources, requests))
      return (await loaded).metrics()
    },
    contentType: 'text/plain; version=0.0.4; charset=utf-8',
  }
}
