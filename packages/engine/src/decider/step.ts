// One step of the decider: the run it advances, the time it is for, and what has come of it so far.
//
// NOTE The decider changes the run it was given instead of answering with a new one: copying the indexes of an
// execution with thousands of tasks on each step would make a long loop cost quadratic work. It reads no clock, no store
// and no other run; the same run, event, time and ids always give the same result.

import type { EventLogEntry } from '../event-log.ts'
import type { WorkflowStatus, TaskStatus } from '../model/status.ts'
import { isTerminal } from '../model/status.ts'
import type { TaskKind } from '../tasks/task-kind.ts'
import type { DeciderEnv, Effect } from './effects.ts'
import type { Run, TaskRecord } from './run.ts'
import { enlist, unlist } from './run-index.ts'
import { taskPayloadRefusal } from '../payloads/payload-limit.ts'
import { schemaViolation } from '../schema/schema-check.ts'
import { stateChangeEffects } from './state-change.ts'
import { statusNews } from './status-news.ts'

export interface Step {
  readonly run: Run
  readonly now: number
  /** Who caused it: a worker's id, `api`, or `engine`. */
  readonly by: string
  readonly env: DeciderEnv
  /** The behaviour of a task type; of worker tasks for a name that is none. */
  readonly kindOf: (type: string) => TaskKind
  readonly kindFor: (record: TaskRecord) => TaskKind
  readonly changed: Set<TaskRecord>
  readonly removed: TaskRecord[]
  readonly effects: Effect[]
  readonly entries: EventLogEntry[]
  /** Done with since anything last ended or was scheduled: if the workflow completes now, this was its last look at them. */
  lastSettled: TaskRecord[]
}

export function beginStep(
  run: Run,
  env: DeciderEnv,
  { kindOf, kindFor }: Pick<Step, 'kindOf' | 'kindFor'>,
  now: number,
  by: string,
): Step {
  const changed = new Set<TaskRecord>()
  return { run, now, by, env, kindOf, kindFor, changed, removed: [], effects: [], entries: [], lastSettled: [] }
}

/** Takes a new record into the run. */
export function addRecord(step: Step, record: TaskRecord): void {
  record.seq = record.status === 'SKIPPED' ? 0 : step.run.nextSeq++
  enlist(step.run, record)
  step.changed.add(record)
  step.lastSettled = []
  logTask(step, record, undefined)
}

export function dropRecord(step: Step, record: TaskRecord): void {
  unlist(step.run, record)
  step.changed.delete(record)
  step.removed.push(record)
}

export function touch(step: Step, record: TaskRecord): void {
  step.changed.add(record)
}

/** Moves a record to another state; one that ends joins the agenda, to be followed up. */
export function setStatus(step: Step, record: TaskRecord, wanted: TaskStatus, given?: string): void {
  const from = record.status
  const judged = isTerminal(wanted) && wanted !== 'CANCELED'
  const tooLarge = judged ? taskPayloadRefusal(step.run.id, record.id, record.output) : undefined
  if (tooLarge !== undefined) record.output = {}
  const violation = tooLarge ?? (wanted === 'COMPLETED' ? outputViolation(record) : undefined)
  const status = violation === undefined ? wanted : 'FAILED_WITH_TERMINAL_ERROR'
  const reason = violation ?? given
  record.status = status
  if (reason !== undefined) record.reason = reason
  step.changed.add(record)
  if (from !== status) logTask(step, record, from)
  if (!isTerminal(status)) return
  record.endTime = step.now
  if (isTerminal(from)) return
  step.lastSettled = []
  step.run.agenda.push(record)
}

/** A result that its definition's schema refuses is a failure that trying again does not mend. */
function outputViolation({ definition, output, ref }: TaskRecord): string | undefined {
  if (!definition?.enforceSchema || !definition.outputSchema) return undefined
  return schemaViolation(definition.outputSchema, output, `The output of task ${ref}`)
}

/** Moves the run to another status, and publishes it when its definition wants that. */
export function setWorkflowStatus(step: Step, status: WorkflowStatus, operation?: string): void {
  const { run } = step
  const from = run.status
  run.status = status
  run.updateTime = step.now
  if (operation === 'start' || from !== status) step.effects.push(...statusNews(run, step.now, step.env.newId()))
  step.entries.push({
    kind: 'workflow',
    at: step.now,
    by: step.by,
    ...(operation === 'start' ? {} : { from }),
    to: status,
    ...(run.reason === undefined ? {} : { reason: run.reason }),
    ...(operation === undefined ? {} : { operation }),
  })
}

/** Notes a transition of a record, and publishes what its definition wants published of it. */
export function logTask(step: Step, record: TaskRecord, from: TaskStatus | undefined): void {
  if (hasTriggers(record)) step.effects.push(...stateChangeEffects(step.run, record, step.env.environment))
  step.entries.push({
    kind: 'task',
    at: step.now,
    by: step.by,
    taskId: record.id,
    ref: record.ref,
    taskType: record.taskType,
    retryCount: record.retryCount,
    from,
    to: record.status,
    reason: record.reason,
  })
}

function hasTriggers({ task }: TaskRecord): boolean {
  for (const _ in task.onStateChange) return true
  return false
}
