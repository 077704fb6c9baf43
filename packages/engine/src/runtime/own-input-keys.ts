// Which keys the engine itself adds to the input of an execution.

import type { StartSource } from '../ports.ts'

const event = ['conductor.event.messageId', 'conductor.event.name']
const schedule = ['_startedByScheduler', '_scheduledTime', '_executedTime', '_executionId', '_schedulerCron']
const failure = ['workflowId', 'reason', 'failureStatus', 'failureTaskId', 'failedWorkflow']

const keys: Readonly<Record<StartSource, ReadonlySet<string>>> = {
  api: new Set(),
  event: new Set(event),
  webhook: new Set(),
  schedule: new Set(schedule),
  'start-workflow': new Set(),
  'sub-workflow': new Set(['_systemMetadata']),
  failure: new Set(failure),
  'state-change': new Set(),
  rerun: new Set(),
  upgrade: new Set(),
}

export function ownKeysOf(source: StartSource): ReadonlySet<string> {
  return keys[source]
}
