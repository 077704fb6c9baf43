/** Everything that Prometheus is told, put together. Loaded by the first who looks. */
import { collectDefaultMetrics, Registry } from 'prom-client'
import type { Metric } from 'prom-client'
import type { MetricSources } from './metric-sources.ts'
import { registerBusinessMetrics } from './business-metrics.ts'
import { registerEngineMetrics } from './engine-metrics.ts'
import { numbers } from './numbers.ts'
import type { RequestTimes, RouteTimes } from './request-times.ts'
import { requestSeconds } from './request-times.ts'

export function createRegistry(sources: MetricSources, requests: RequestTimes): Registry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  registerRequestMetrics(registry, requests)
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
  return registry
}

function registerRequestMetrics(registry: Registry, requests: RequestTimes): void {
  const name = 'gatehouse_http_request_seconds'
  const valuesOf = ({ labels, count, sumSeconds, within }: RouteTimes) => {
    const bucket = (le: string, value: number) => ({ metricName: `${name}_bucket`, labels: { ...labels, le }, value })
    return [
      ...requestSeconds.map((bound, at) => bucket(String(bound), within[at] ?? 0)),
      bucket('+Inf', count),
      { metricName: `${name}_sum`, labels, value: sumSeconds },
      { metricName: `${name}_count`, labels, value: count },
    ]
  }
  const histogram = {
    name,
    help: 'Time to answer a request',
    type: 'histogram',
    aggregator: 'sum',
    get: async () => ({ name, help: histogram.help, type: 'histogram', values: requests.read().flatMap(valuesOf) }),
  }
  // A registry asks this much of a metric; its type asks for the ways of counting too, and the counting is done.
  registry.registerMetric(histogram as unknown as Metric)
}
