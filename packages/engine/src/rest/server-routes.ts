/** What the server says about itself: health, version, metrics. */
import type { Engine } from '../api.ts'
import { json, plain, type Route } from './exchange.ts'

/** The Conductor release whose REST API this is: its console and SDKs read it. */
export const SERVER_VERSION = '3.32.1'

/** The answer of Conductor's health check. 200 also in trouble: what is stored can be read, and starting anew makes no room. */
export function healthOf(engine: Pick<Engine, 'storageTrouble'>): object {
  const trouble = engine.storageTrouble()
  if (trouble === undefined) return { healthResults: [], suppressedHealthResults: [], healthy: true }
  // Anybody may ask: what it is about in detail is in the log.
  const since = new Date(trouble.since).toISOString()
  const errorMessage = `Nothing can be stored since ${since}. The server's log says why; it goes on by itself.`
  return { healthResults: [{ healthy: false, errorMessage }], suppressedHealthResults: [], healthy: false }
}

export function serverRoutes(engine: Engine): Route[] {
  const health = () => json(healthOf(engine))
  return [
    { method: 'GET', path: '/health', summary: 'Health', handle: health },
    { method: 'GET', path: '/api/health', summary: 'Health', handle: health },
    {
      method: 'GET',
      path: '/actuator/health',
      summary: 'Health',
      handle: () => json({ status: engine.storageTrouble() === undefined ? 'UP' : 'DOWN', components: {} }),
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
