/** Workers that do nothing but HTTP: one held poll after the other, each result in a request of its own. */
import type { HttpClient } from './http-client.ts'

export interface PolledTask {
  readonly taskId: string
  readonly workflowInstanceId: string
  readonly taskType: string
}

export interface LeanOptions {
  readonly pollers: number
  readonly count: number
  /** How long the server may hold a poll, in milliseconds. */
  readonly timeoutMs: number
  /** Called once the server has taken a result. */
  readonly onDone: (task: PolledTask) => void
}

export interface RunningWorkers {
  stop(): Promise<void>
}

export function startLeanWorkers(client: HttpClient, types: readonly string[], options: LeanOptions): RunningWorkers {
  let over = false
  const report = async (task: PolledTask): Promise<void> => {
    const { taskId, workflowInstanceId } = task
    await client.ask('POST', '/api/tasks', { taskId, workflowInstanceId, status: 'COMPLETED', outputData: { n: 1 } })
    options.onDone(task)
  }
  const poller = async (type: string): Promise<void> => {
    const path = `/api/tasks/poll/batch/${type}?workerid=bench&count=${options.count}&timeout=${options.timeoutMs}`
    while (!over) {
      // What Conductor answers to a poll.
      const tasks = ((await client.ask('GET', path)) || []) as PolledTask[]
      for (const task of tasks) {
        report(task).catch((error: unknown) => {
          if (!over) throw error
        })
      }
    }
  }
  const running = types.flatMap((type) => Array.from({ length: options.pollers }, () => poller(type)))
  for (const one of running) one.catch(() => {})
  return {
    async stop() {
      over = true
      await Promise.allSettled(running)
    },
  }
}
