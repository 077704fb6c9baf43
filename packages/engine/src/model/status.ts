// The states of a task and of an execution, spelled as Conductor spells them, with what each of them allows.

export const taskStatuses = [
  'SCHEDULED',
  'IN_PROGRESS',
  'COMPLETED',
  'COMPLETED_WITH_ERRORS',
  'SKIPPED',
  'FAILED',
  'TIMED_OUT',
  'FAILED_WITH_TERMINAL_ERROR',
  'CANCELED',
] as const
export type TaskStatus = (typeof taskStatuses)[number]

export const workflowStatuses = ['RUNNING', 'PAUSED', 'COMPLETED', 'FAILED', 'TIMED_OUT', 'TERMINATED'] as const
export type WorkflowStatus = (typeof workflowStatuses)[number]

/** What a worker may report. */
export const taskResultStatuses = [
  'IN_PROGRESS',
  'FAILED',
  'FAILED_WITH_TERMINAL_ERROR',
  'COMPLETED',
  'CANCELED',
] as const
export type TaskResultStatus = (typeof taskResultStatuses)[number]

interface TaskStatusTraits {
  readonly successful: boolean
  readonly retriable: boolean
}

const traits: Record<TaskStatus, TaskStatusTraits> = {
  SCHEDULED: { successful: true, retriable: true },
  IN_PROGRESS: { successful: true, retriable: true },
  COMPLETED: { successful: true, retriable: true },
  COMPLETED_WITH_ERRORS: { successful: true, retriable: true },
  SKIPPED: { successful: true, retriable: false },
  FAILED: { successful: false, retriable: true },
  TIMED_OUT: { successful: false, retriable: true },
  FAILED_WITH_TERMINAL_ERROR: { successful: false, retriable: false },
  CANCELED: { successful: false, retriable: false },
}

export function isTerminal(status: TaskStatus): boolean {
  return status !== 'SCHEDULED' && status !== 'IN_PROGRESS'
}

export function isSuccessful(status: TaskStatus): boolean {
  return traits[status].successful
}

export function isRetriable(status: TaskStatus): boolean {
  return traits[status].retriable
}

/** A task that has ended badly: its retry policy, or the workflow, has to answer for it. */
export function isFailure(status: TaskStatus): boolean {
  return !traits[status].successful
}

/** RUNNING and PAUSED are open; everything else has ended. */
export function hasEnded(status: WorkflowStatus): boolean {
  return status !== 'RUNNING' && status !== 'PAUSED'
}
