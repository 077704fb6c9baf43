// Publishes the events that a task of a definition wants published when it changes state.

import { resolveMap } from '../expressions/resolve.ts'
import type { TaskStatus } from '../model/status.ts'
import type { Effect } from './effects.ts'
import type { Run, TaskRecord } from './run.ts'
import { scopeOf } from './scope.ts'

const triggers: Record<TaskStatus, readonly string[]> = {
  SCHEDULED: ['onScheduled'],
  IN_PROGRESS: ['onStart'],
  COMPLETED: ['onSuccess'],
  COMPLETED_WITH_ERRORS: ['onSuccess'],
  SKIPPED: [],
  FAILED: ['onFailed'],
  TIMED_OUT: ['onFailed'],
  FAILED_WITH_TERMINAL_ERROR: ['onFailed'],
  CANCELED: ['onCancelled'],
}

/** One message for each event of the state the record is in now. */
export function stateChangeEffects(
  run: Run,
  record: TaskRecord,
  environment: (name: string) => string | undefined,
): Effect[] {
  const { onStateChange } = record.task
  const events = triggers[record.status].flatMap((trigger) => onStateChange[trigger] ?? [])
  return events.map(({ type, payload = {} }, index) => ({
    kind: 'publish',
    // A bare type is a queue of this workflow.
    event: type.includes(':') ? type : `conductor:${run.def.name}:${type}`,
    messageId: `${record.id}:${record.status}:${record.pollCount}:${index}`,
    payload: {
      ...resolveMap(payload, scopeOf(run, environment, record.id)),
      workflowInstanceId: run.id,
      workflowType: run.def.name,
      taskId: record.id,
      taskReferenceName: record.ref,
      status: record.status,
    },
  }))
}
