// A child lives again: its task in this run is open again, and so is what fell because of it.

import { hasEnded, isFailure } from '../../model/status.ts'
import type { Revival } from '../effects.ts'
import type { Run, TaskRecord } from '../run.ts'
import { logTask, touch } from '../step.ts'
import type { Step } from '../step.ts'
import { carryOn, reopen, reopenRun, reviveParent } from './reset-record.ts'

/** A task that is gone, optional or superseded does not pass the revival on. */
export function canRevive(run: Run, taskId: string): boolean {
  const record = run.tasks.get(taskId)
  return record !== undefined && !record.task.optional && !record.retried
}

export function revive(step: Step, taskId: string, verb: Revival): void {
  const { run } = step
  const own = run.tasks.get(taskId)
  if (!own || !canRevive(run, taskId)) return
  const wasOver = hasEnded(run.status)
  if (own.status !== 'IN_PROGRESS') reopen(step, own)
  own.subworkflowChanged = true
  const fallen = wasOver ? [...run.newest.values()].filter((record) => record !== own && isFailure(record.status)) : []
  const carriedOn: TaskRecord[] = []
  const queued: TaskRecord[] = []
  for (const record of fallen) {
    if (record.retried) continue
    if (record.taskType === 'SUB_WORKFLOW' && record.subWorkflowId !== undefined) {
      reopen(step, record)
      step.effects.push({ kind: 'retry-child', taskId: record.id, workflowId: record.subWorkflowId })
    } else if (record.taskType === 'JOIN' || (record.taskType === 'DO_WHILE' && record.status === 'CANCELED')) {
      reopen(step, record)
      carriedOn.push(record)
    } else if (record.status === 'CANCELED') queued.push(record)
  }
  for (const record of queued) requeue(step, record)
  if (!wasOver) return
  run.lastRetriedTime = step.now
  run.failedRefs = []
  run.failedNames = []
  reopenRun(step, 'revive')
  for (const record of queued) restartIfOurs(step, record)
  carryOn(step, carriedOn)
  reviveParent(step, verb)
}

/** The same record again, counted as another attempt. */
function requeue(step: Step, record: TaskRecord): void {
  const from = record.status
  record.status = 'SCHEDULED'
  record.retryCount += 1
  record.scheduledTime = step.now
  record.startTime = 0
  record.endTime = 0
  record.updateTime = 0
  record.reason = undefined
  record.executed = false
  record.workerId = undefined
  record.callbackAfterSeconds = 0
  record.dueAt = step.now
  record.waitTimeout = 0
  record.awaiting = undefined
  logTask(step, record, from)
  touch(step, record)
}

/** Types of the engine's own are started by it; workers will poll for theirs. */
function restartIfOurs(step: Step, record: TaskRecord): void {
  if (!step.kindFor(record).forWorkers) step.run.agenda.push(record)
}
