/** Numbers for Prometheus. Labels are route patterns, states, kinds and names of definitions, never ids. */
import type { Engine } from '@gatehouse/engine'
import type { KycStore } from '@gatehouse/kyc/store'
import type { FastifyInstance } from 'fastify'
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import { registerBusinessMetrics } from './metrics/business-metrics.ts'
import { registerEngineMetrics } from './metrics/engine-metrics.ts'
import { numbers } from './metrics/numbers.ts'
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
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'gatehouse_http_request_seconds',
    help: 'Time to answer a request',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [registry],
  })
  const { engine, dataDir, store, lists, spanSender, retention, now } = sources
  registerBusinessMetrics(registry, { store, lists, dataDir, now })
  if (engine !== undefined) registerEngineMetrics(registry, engine, dataDir)
  if (retention !== undefined) {
    numbers(
      registry,
      'gatehouse_engine_retention',
      'What retention of executions did since the start',
      ['what'],
      () => [
        [{ what: 'archived' }, retention.archived],
        [{ what: 'removed' }, retention.removed],
        [{ what: 'freed_bytes' }, retention.freedBytes],
        [{ what: 'failures' }, retention.failures],
        [{ what: 'last_run_seconds' }, retention.lastRunAt],
      ],
    )
  }
  if (spanSender !== undefined) {
    numbers(registry, 'gatehouse_trace_spans', 'Spans for the collector of traces', ['what'], () => [
      [{ what: 'sent' }, spanSender.counts.sent],
      [{ what: 'dropped' }, spanSender.counts.dropped],
      [{ what: 'waiting' }, spanSender.counts.waiting],
    ])
  }
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
