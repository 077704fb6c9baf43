// Retry: what failed is tried again, everything that succeeded stays.

import { isFailure, hasEnded } from '../../model/status.ts'
import { retryRecord } from '../records.ts'
import type { Run, TaskRecord } from '../run.ts'
import { tasksInOrder } from '../run.ts'
import { joinRefs } from '../run-index.ts'
import { insert } from '../schedule.ts'
import { touch } from '../step.ts'
import type { Step } from '../step.ts'
import { carryOn, reopen, reopenRun, reviveParent } from './reset-record.ts'
import type { Refusal } from './restart.ts'

export function retryRefusal(run: Run): Refusal | undefined {
  if (!hasEnded(run.status)) {
    return { code: 'NOT_FOUND', message: `Workflow is still running.  status=${run.status}` }
  }
  if (run.tasks.size === 0) return { code: 'CONFLICT', message: 'Workflow has not started yet' }
  if (failuresOf(run).again.length === 0 && run.status !== 'TIMED_OUT') {
    const message = 'There are no retryable tasks! Use restart if you want to attempt entire workflow execution again.'
    return { code: 'CONFLICT', message }
  }
  return undefined
}

export function retryRun(step: Step, childrenInPlace: boolean): void {
  const { run } = step
  const { again, reopened } = failuresOf(run)
  const inPlace = reopened
  for (const record of reopened) reopen(step, record)
  const anew: TaskRecord[] = []
  for (const record of again) {
    if (retriesInPlace(record)) {
      reopen(step, record)
      record.retryCount += 1
      inPlace.push(record)
    } else if (childrenInPlace && record.taskType === 'SUB_WORKFLOW' && record.subWorkflowId !== undefined) {
      reopen(step, record)
      step.effects.push({ kind: 'retry-child', taskId: record.id, workflowId: record.subWorkflowId })
    } else {
      record.retried = true
      record.executed = true
      touch(step, record)
      anew.push(record)
    }
  }
  run.lastRetriedTime = step.now
  reopenRun(step, 'retry')
  for (const record of anew) {
    const next = retryRecord(step, record, 0, 0)
    next.reason = undefined
    step.kindFor(next).prepare?.(step, next)
    insert(step, next)
  }
  carryOn(step, inPlace)
  if (!childrenInPlace) reviveParent(step, 'retried')
}

interface Failures {
  /** To be tried again, in order. */
  readonly again: TaskRecord[]
  /** Fell with the rest; simply open again. */
  readonly reopened: TaskRecord[]
}

/** The newest failure of each reference that no later success has made good. */
export function failuresOf(run: Run): Failures {
  const again = new Map<string, TaskRecord>()
  const reopened: TaskRecord[] = []
  for (const record of tasksInOrder(run)) {
    if (fellWithTheRest(run, record)) reopened.push(record)
    else if (isFailure(record.status)) again.set(record.ref, record)
    else again.delete(record.ref)
  }
  return { again: [...again.values()].filter((record) => !record.retried), reopened }
}

function fellWithTheRest(run: Run, record: TaskRecord): boolean {
  const { taskType, status } = record
  if (status === 'CANCELED') return taskType === 'JOIN' || taskType === 'DO_WHILE'
  if (status !== 'FAILED' || (taskType !== 'JOIN' && taskType !== 'EXCLUSIVE_JOIN')) return false
  const failed = joinRefs(record)
    .flatMap((ref) => run.newest.get(ref) ?? [])
    .filter((member) => isFailure(member.status))
  return failed.length > 0 && failed.every((member) => member.task.permissive)
}

const inPlaceTypes: ReadonlySet<string> = new Set(['DO_WHILE', 'FORK', 'JOIN', 'EXCLUSIVE_JOIN'])

function retriesInPlace(record: TaskRecord): boolean {
  return inPlaceTypes.has(record.taskType)
}
