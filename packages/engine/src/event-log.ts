// The event log: every transition of an execution and of its tasks, in order, with who caused it.

import type { TaskStatus, WorkflowStatus } from './model/status.ts'

interface EntryBase {
  /** Epoch ms. */
  readonly at: number
  /** A worker's id, `api` for an operation by a caller, `engine` for what follows by itself. */
  readonly by: string
}

export interface WorkflowTransition extends EntryBase {
  readonly kind: 'workflow'
  readonly from?: WorkflowStatus
  readonly to: WorkflowStatus
  readonly reason?: string
  /** The operation behind it: start, pause, resume, retry, rerun, restart, terminate … */
  readonly operation?: string
}

export interface TaskTransition extends EntryBase {
  readonly kind: 'task'
  readonly taskId: string
  readonly ref: string
  readonly taskType: string
  readonly retryCount: number
  // Said to be missing where there is none: of these many are made, and all alike are cheaper.
  readonly from?: TaskStatus | undefined
  readonly to: TaskStatus
  readonly reason?: string | undefined
}

export type EventLogEntry = WorkflowTransition | TaskTransition

/** What a subscriber gets: one commit's entries of one execution. */
export interface EngineEvent {
  /** Grows by one for each; a subscriber can tell what it has seen. */
  readonly sequence: number
  readonly workflowId: string
  readonly workflowName: string
  readonly workflowVersion: number
  readonly correlationId?: string
  readonly status: WorkflowStatus
  readonly entries: readonly EventLogEntry[]
}
