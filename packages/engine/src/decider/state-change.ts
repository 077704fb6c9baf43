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

/**
 * One message for each event of the state the record is in now. A key may name several triggers, separated by commas. An
 * event without a queue type is a queue of this workflow and, when nobody listens there, a type of task: Orkes' workers
 * hear of changes that way.
 */
export function stateChangeEffects(
  run: Run,
  record: TaskRecord,
  environment: (name: string) => string | undefined,
): Effect[] {
  const wanted = triggers[record.status]
  const events = Object.entries(record.task.onStateChange).flatMap(([key, listed]) => {
    const trigger = key
      .split(',')
      .map((name) => name.trim())
      .find((name) => wanted.includes(name))
    return trigger === undefined ? [] : listed.map((event) => ({ ...event, trigger }))
  })
  return events.map(({ type, payload = {}, trigger }, index) => {
    const input = resolveMap(payload, scopeOf(run, environment, record.id))
    const isQueue = type.includes(':')
    return {
      kind: 'publish',
      taskId: record.id,
      event: isQueue ? type : `conductor:${run.def.name}:${type}`,
      messageId: `${record.id}:${record.status}:${record.pollCount}:${index}`,
      payload: {
        ...input,
        workflowInstanceId: run.id,
        workflowType: run.def.name,
        taskId: record.id,
        taskReferenceName: record.ref,
        status: record.status,
      },
      ...(isQueue || type === '' ? {} : { work: { taskType: type, ref: `${record.ref}_${trigger}_${type}`, input } }),
    }
  })
}
