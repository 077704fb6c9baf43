/** What the server says about itself: health, version, metrics. */
import type { Engine } from '../api.ts'
import { json, plain, type Route } from './exchange.ts'

/** The Conductor release whose REST API this is: its console and SDKs read it. */
export const SERVER_VERSION = '3.32.1'

const HEALTHY = { healthResults: [], suppressedHealthResults: [], healthy: true }

export function serverRoutes(engine: Engine): Route[] {
  const health = () => json(HEALTHY)
  return [
    { method: 'GET', path: '/health', summary: 'Health', handle: health },
    { method: 'GET', path: '/api/health', summary: 'Health', handle: health },
    {
      method: 'GET',
      path: '/actuator/health',
      summary: 'Health',
      handle: () => json({ status: 'UP', components: {} }),
    },
    {
      method: 'GET',
      path: '/actuator/prometheus',
      summary: 'Counters in the text form of Prometheus',
      handle: () => ({
        status: 200,
        headers: { 'content-type': 'text/plain;version=0.0.4;charset=utf-8' },
        body: metricsText(engine),
      }),
    },
    { method: 'GET', path: '/api/version', summary: 'Version', handle: () => plain(SERVER_VERSION) },
    {
      method: 'GET',
      path: '/context.js',
      summary: 'Settings of the web console',
      handle: () => ({ status: 200, headers: { 'content-type': 'text/javascript' }, body: '' }),
    },
  ]
}

function metricsText(engine: Engine): string {
  const { started, failed, completed, runningWorkflows, polls, commits, rows } = engine.counters()
  const metrics: readonly [string, 'counter' | 'gauge', number][] = [
    ['workflow_running', 'gauge', runningWorkflows],
    ['workflow_start_success_total', 'counter', started],
    ['workflow_completed_total', 'counter', completed],
    ['workflow_failure_total', 'counter', failed],
    ['task_poll_total', 'counter', polls],
    ['store_commits_total', 'counter', commits],
    ['store_rows_written_total', 'counter', rows],
  ]
  const lines = metrics.flatMap(([name, type, value]) => [`# TYPE ${name} ${type}`, `${name} ${value}`])
  const depths = Object.entries(engine.queues.all()).map(
    ([queue, { size }]) => `task_queue_depth{taskType="${queue.replaceAll(/["\\\n]/g, '_')}"} ${size}`,
  )
  return `${[...lines, '# TYPE task_queue_depth gauge', ...depths].join('\n')}\n`
}
