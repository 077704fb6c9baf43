// How full the queues are, and who polls them.

import type { QueueDepth, Queues } from '../api.ts'
import { isTerminal } from '../model/status.ts'
import { queueName } from '../queue/task-queues.ts'
import type { Core } from './core.ts'
import { toTask } from './views.ts'

export function createQueues(core: Core): Queues {
  const { polling, cache } = core
  const { queues } = polling
  const pendingTasks = (taskType: string, start: number, count: number) => {
    const clauses = [
      { field: 'taskType', operator: '=', values: [taskType] },
      { field: 'status', operator: 'IN', values: ['SCHEDULED', 'IN_PROGRESS'] },
    ] as const
    return core.store.searchTasks({
      clauses,
      sort: [{ field: 'scheduledTime', descending: false }],
      start,
      size: count,
    })
  }
  return {
    size: (taskType, domain) => queues.size(queueName(taskType, domain)),
    all() {
      const depths: Record<string, QueueDepth> = { _deciderQueue: { size: core.counts.running, unacked: 0 } }
      for (const name of queues.names()) depths[name] = queues.depth(name)
      return Object.fromEntries(Object.entries(depths).sort(([a], [b]) => (a < b ? -1 : 1)))
    },
    pollData: (taskType) => polling.pollDataOf(taskType),
    async pending(taskType, { start = 0, count = 100 } = {}) {
      await core.commits.flush()
      return pendingTasks(taskType, start, count).hits.flatMap(({ workflowId, taskId }) => {
        const run = cache.get(workflowId)
        const record = run?.tasks.get(taskId)
        return run && record ? [toTask(run, record, core.clock.now())] : []
      })
    },
    requeue(taskType) {
      let requeued = 0
      for (const { workflowId, taskId } of pendingTasks(taskType, 0, -1).hits) {
        const run = cache.get(workflowId)
        const record = run?.tasks.get(taskId)
        if (!run || !record || isTerminal(record.status) || record.status !== 'SCHEDULED') continue
        if (!queues.has(taskId)) polling.sync(run, record)
        requeued += 1
      }
      polling.wakeTouched()
      return requeued
    },
  }
}
