/** What an open run waits for: a person, a time, a signal, a worker. Pure. */
import type { Execution, Task } from '../api/conductor.ts'
import { bareReference } from '../diagram/run-overlay.ts'

export type WaitKind = 'person' | 'until' | 'signal' | 'worker'

export interface Waiting {
  readonly kind: WaitKind
  readonly task: Task
  readonly ref: string
  /** Epoch milliseconds. */
  readonly since: number
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
    return kind === undefined ? [] : [{ kind, task, ref: bareReference(task), since: task.scheduledTime }]
  })
}

function kindOf(task: Task, now: number): WaitKind | undefined {
  if (task.status !== 'SCHEDULED' && task.status !== 'IN_PROGRESS') return undefined
  const type = task.workflowTask?.type ?? task.taskType
  if (type === 'HUMAN') return 'person'
  if (type === 'WAIT')
    return task.callbackAfterSeconds === noDeadline || task.callbackAfterSeconds === 0 ? 'signal' : 'until'
  if (type === 'WAIT_FOR_WEBHOOK') return 'signal'
  return task.status === 'SCHEDULED' && now - task.scheduledTime > patienceMs ? 'worker' : undefined
}
