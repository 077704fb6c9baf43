/** What an open run waits for: a person, a time, a signal, a worker, a child run. Pure. */
import type { Execution, Task } from '../api/conductor.ts'
import { bareReference } from '../diagram/run-overlay.ts'

export type WaitKind = 'person' | 'until' | 'signal' | 'worker' | 'child'

export interface Waiting {
  readonly kind: WaitKind
  readonly task: Task
  readonly ref: string
  /** Epoch milliseconds. */
  readonly since: number
  /** The run that has to end first. */
  readonly childId: string | undefined
}

// What Conductor writes for a WAIT that has no deadline.
const noDeadline = 2_147_483_647

/** A task younger than this is on its way, not waiting. */
const patienceMs = 3_000

/** @param now epoch milliseconds */
export function findWaiting(run: Execution, now: number): readonly Waiting[] {
  if (run.status !== 'RUNNING') return []
  return run.tasks.flatMap((task) => {
    const kind = kindOf(task, now)
    return kind === undefined
      ? []
      : [{ kind, task, ref: bareReference(task), since: task.scheduledTime, childId: task.subWorkflowId }]
  })
}

/** Children that are still running, each with the reference of the task that awaits it. */
export const openChildren = (run: Execution): readonly { readonly ref: string; readonly childId: string }[] =>
  run.tasks.flatMap((task) =>
    isOpenChild(task) && task.subWorkflowId !== undefined
      ? [{ ref: bareReference(task), childId: task.subWorkflowId }]
      : [],
  )

/** How an open child stands, as the status of the task that awaits it: waiting when something in it waits for anything but a worker. */
export function statusOfChild(child: Execution, now: number): string {
  if (child.status !== 'RUNNING') return child.status
  return findWaiting(child, now).some(({ kind }) => kind !== 'worker') ? 'WAITING' : child.status
}

const typeOf = (task: Task): string => task.workflowTask?.type ?? task.taskType
const isOpenChild = (task: Task): boolean =>
  typeOf(task) === 'SUB_WORKFLOW' && task.status === 'IN_PROGRESS' && task.subWorkflowId !== undefined

function kindOf(task: Task, now: number): WaitKind | undefined {
  if (task.status !== 'SCHEDULED' && task.status !== 'IN_PROGRESS') return undefined
  const type = typeOf(task)
  if (type === 'HUMAN') return 'person'
  if (type === 'WAIT')
    return task.callbackAfterSeconds === noDeadline || task.callbackAfterSeconds === 0 ? 'signal' : 'until'
  if (type === 'WAIT_FOR_WEBHOOK' || type === 'YIELD') return 'signal'
  if (isOpenChild(task)) return 'child'
  return task.status === 'SCHEDULED' && now - task.scheduledTime > patienceMs ? 'worker' : undefined
}
