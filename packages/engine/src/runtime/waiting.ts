// Waiting on an execution: until it ends, is blocked on a WAIT that no clock ends or a YIELD, a named task has ended, or
// time is up.

import type { BlockedWorkflow, ExecuteOptions } from '../api.ts'
import type { Run, TaskRecord } from '../decider/run.ts'
import { tasksInOrder } from '../decider/run.ts'
import { hasEnded, isTerminal } from '../model/status.ts'
import type { Core } from './core.ts'
import { toTask, toWorkflow } from './views.ts'

const defaultWaitSeconds = 10

/** Answers with what is on disk, never with what a crash could still undo. */
export async function waitFor(core: Core, workflowId: string, options: ExecuteOptions): Promise<BlockedWorkflow> {
  const refs = options.waitUntilTaskRefs ?? []
  // Looked up anew each time: when a change could not be stored, the run in memory is thrown away for the stored one.
  const current = () => core.cache.require(workflowId)
  const isOver = () => {
    const run = current()
    return hasEnded(run.status) || blockingWait(core, run) !== undefined || reachedTask(core, run, refs) !== undefined
  }
  const at = core.clock.now() + (options.waitForSeconds || defaultWaitSeconds) * 1000
  for (;;) {
    const timedOut = isOver() ? false : await untilOver(core, workflowId, isOver, at, options)
    while (core.commits.hasUnwritten((run) => isWithin(core, run, workflowId))) await core.commits.flush()
    if (timedOut || isOver()) return describe(core, current(), timedOut, refs)
  }
}

/** Whether a run is the execution or one below it. */
function isWithin(core: Core, run: Run, workflowId: string): boolean {
  for (let above: Run | undefined = run; above; above = above.parentId ? core.cache.get(above.parentId) : undefined) {
    if (above.id === workflowId) return true
  }
  return false
}

/** True when time was up first. `at`: epoch ms */
function untilOver(
  core: Core,
  workflowId: string,
  isOver: () => boolean,
  at: number,
  options: ExecuteOptions,
): Promise<boolean> {
  return new Promise((resolve) => {
    const stop = (timedOut: boolean) => {
      unwatch()
      cancelAlarm()
      resolve(timedOut)
    }
    const unwatch = core.watchTree(workflowId, () => {
      if (isOver()) stop(false)
    })
    const cancelAlarm = core.clock.setAlarm(at, () => stop(!isOver()))
    options.signal?.addEventListener('abort', () => stop(true), { once: true })
  })
}

export function describe(core: Core, run: Run, timedOut: boolean, refs: readonly string[]): BlockedWorkflow {
  const now = core.clock.now()
  const blocking = blockingWait(core, run) ?? firstOpen(run)
  const reached = reachedTask(core, run, refs)
  return {
    target: toWorkflow(run, true, now),
    ...(blocking
      ? {
          blocking: toWorkflow(blocking.run, true, now),
          blockingTask: toTask(blocking.run, blocking.record, now),
        }
      : {}),
    ...(reached ? { reachedTask: toTask(reached.run, reached.record, now) } : {}),
    timedOut,
  }
}

interface Found {
  readonly run: Run
  readonly record: TaskRecord
}

/** The first open YIELD, or WAIT without a deadline: the run's own first, then those of open children, depth first. */
export function blockingWait(core: Core, run: Run): Found | undefined {
  return findWait(core, run, (record) => record.waitTimeout === 0)
}

/** The first open YIELD, or WAIT of either kind. */
export function openWait(core: Core, run: Run): Found | undefined {
  return findWait(core, run, () => true)
}

/** Whether a YIELD has ever held the run up, or one below it. */
export function hasYielded(core: Core, run: Run): boolean {
  const records = [...run.tasks.values()]
  if (records.some(({ taskType }) => taskType === 'YIELD')) return true
  return childrenOf(core, records).some((child) => hasYielded(core, child))
}

function findWait(core: Core, run: Run, suits: (record: TaskRecord) => boolean): Found | undefined {
  if (hasEnded(run.status)) return undefined
  const open = tasksInOrder(run).filter((record) => !isTerminal(record.status))
  const own = open.find((record) => waitsForSignal(record) && suits(record))
  if (own) return { run, record: own }
  for (const child of childrenOf(core, open)) {
    const found = findWait(core, child, suits)
    if (found) return found
  }
  return undefined
}

function waitsForSignal({ taskType }: TaskRecord): boolean {
  return taskType === 'WAIT' || taskType === 'YIELD'
}

function firstOpen(run: Run): Found | undefined {
  const record = tasksInOrder(run).find((candidate) => !isTerminal(candidate.status))
  return record ? { run, record } : undefined
}

/** A task that was waited for and has ended: the run's own first, then those of children, depth first. */
function reachedTask(core: Core, run: Run, refs: readonly string[]): Found | undefined {
  if (refs.length === 0) return undefined
  const records = [...run.tasks.values()]
  const own = records.find(
    (record) =>
      isTerminal(record.status) && !record.retried && (refs.includes(record.ref) || refs.includes(record.node.ref)),
  )
  if (own) return { run, record: own }
  for (const child of childrenOf(core, records)) {
    const found = reachedTask(core, child, refs)
    if (found) return found
  }
  return undefined
}

function childrenOf(core: Core, records: readonly TaskRecord[]): Run[] {
  return records.flatMap((record) => (record.subWorkflowId ? (core.cache.get(record.subWorkflowId) ?? []) : []))
}
