// Puts records that have ended back to work, and a run with them.

import { isTerminal } from '../../model/status.ts'
import { whole } from '../advance.ts'
import { inputFor } from '../records.ts'
import type { Revival } from '../effects.ts'
import { indexRun } from '../run-index.ts'
import type { TaskRecord } from '../run.ts'
import { logTask, setWorkflowStatus, touch } from '../step.ts'
import type { Step } from '../step.ts'

/** Open again as it was: what it waited for still stands. */
export function reopen(step: Step, record: TaskRecord): void {
  const from = record.status
  record.status = 'IN_PROGRESS'
  record.endTime = 0
  record.reason = undefined
  record.executed = false
  record.retried = false
  record.awaiting = undefined
  record.updateTime = step.now
  logTask(step, record, from)
  touch(step, record)
}

/** From the beginning, under the same id: input computed again, nothing left of the earlier attempt. */
export function reset(step: Step, record: TaskRecord): void {
  const from = record.status
  const kind = step.kindFor(record)
  record.status = kind.initialStatus
  record.scheduledTime = step.now
  record.startTime = kind.initialStatus === 'IN_PROGRESS' ? step.now : 0
  record.updateTime = record.startTime
  record.endTime = 0
  record.reason = undefined
  record.executed = false
  record.retried = false
  record.awaiting = undefined
  record.output = {}
  record.workerId = undefined
  record.pollCount = 0
  record.callbackAfterSeconds = 0
  record.startDelayInSeconds = 0
  record.dueAt = step.now
  record.waitTimeout = 0
  record.subWorkflowId = undefined
  record.input = inputFor(step, record)
  kind.prepare?.(step, record)
  record.inputChanged = true
  logTask(step, record, from)
  touch(step, record)
}

/** The run is open again; its indexes are computed from its records as they now are. */
export function reopenRun(step: Step, operation: string): void {
  const { run } = step
  run.reason = undefined
  run.endTime = 0
  indexRun(run)
  setWorkflowStatus(step, 'RUNNING', operation)
}

/** Asks the kinds of reopened records to carry on: a JOIN to look around, a loop to see whether its turn is over. */
export function carryOn(step: Step, records: readonly TaskRecord[]): void {
  for (const record of records) {
    const kind = step.kindFor(record)
    if (kind.forWorkers || record.awaiting || isTerminal(record.status)) continue
    whole(step, () => (kind.recover ? kind.recover(step, record) : kind.start?.(step, record)))
  }
}

export function reviveParent(step: Step, verb: Revival): void {
  const { parentId, parentTaskId } = step.run
  if (parentId === undefined || parentTaskId === undefined) return
  step.effects.push({ kind: 'revive-parent', parentId, parentTaskId, verb })
}
