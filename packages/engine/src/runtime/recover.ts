// Start-up: queues and timers are rebuilt from the tasks that have one, without reading the executions themselves; only
// those that had asked for something and not got an answer are read at once. What waits for a person is not looked at.

import type { PendingTaskRow } from '../store/rows.ts'
import type { Core } from './core.ts'

export function recover(core: Core): void {
  const { store, polling, timers, cache, dispatcher, registry } = core
  registry.load(store.readDefinitions())
  polling.restorePolls(store.readPolls())
  core.counts.running = store.countOpen()
  for (const id of store.readLimited()) {
    const run = cache.get(id)
    if (run?.rateLimited) core.limits.wait(run)
    else if (run) core.limits.enter(run)
  }
  const asking = new Set<string>()
  for (const row of store.readPendingTasks()) {
    restoreTask(core, row)
    if (row.awaiting !== null) asking.add(row.workflowId)
  }
  for (const { id, expires } of store.readExpiring()) timers.set(id, expires, id)
  for (const { workflowId, taskId } of store.readMissedChildren()) {
    const parent = cache.get(workflowId)
    const childId = parent?.tasks.get(taskId)?.subWorkflowId
    const child = childId ? cache.get(childId) : undefined
    if (parent && child) dispatcher.childEnded(parent, taskId, child)
  }
  for (const id of asking) {
    const run = cache.get(id)
    if (run) dispatcher.apply(run, { kind: 'recover' }, 'engine')
  }
  polling.wakeTouched()
}

function restoreTask({ polling, timers, clock }: Core, row: PendingTaskRow): void {
  if (row.look_at !== null) timers.set(row.id, row.look_at, row.workflowId)
  if (row.queue === null) return
  const entry = {
    taskId: row.id,
    workflowId: row.workflowId,
    queue: row.queue,
    priority: row.priority,
    // The clock may have been set back: what had no delay has none now, and no other waits longer than its delay.
    dueAt: Math.min(row.due, clock.now() + Math.max(0, row.due - Math.max(row.scheduled, row.updated))),
  }
  polling.restore(entry, row.def_name, row.status === 'IN_PROGRESS')
}
