// What has happened to a run since it was last written, and the rows that tell of it.

import type { Effect } from '../decider/effects.ts'
import type { Run, TaskRecord } from '../decider/run.ts'
import type { Step } from '../decider/step.ts'
import type { EventLogEntry } from '../event-log.ts'
import type { Batch } from '../store/rows.ts'
import { toEventText } from './event-text.ts'
import { toExecutionRow, toTaskRow } from './run-codec.ts'
import type { RowText } from './run-codec.ts'

export interface Waiter {
  readonly done: () => void
  readonly failed: (error: unknown) => void
  /** Waits for the scripts of the run as well. */
  patient: boolean
}

export interface Pending {
  readonly run: Run
  readonly changed: Set<TaskRecord>
  readonly removed: TaskRecord[]
  readonly entries: EventLogEntry[]
  /**
   * Tasks that a worker has taken and to which nothing else has happened. Losing that only means that such a task is
   * handed out again, so it waits for the task's result, and is written for itself only when that is long in coming.
   */
  taken: Map<TaskRecord, readonly EventLogEntry[]>
  /** To be done once it is on disk. */
  readonly after: Effect[]
  waiters: Waiter[]
  /** Other runs know of it: it must be written with them. */
  shared: boolean
  /** When the first thing happened that must not be lost; undefined before. Times are epoch ms. */
  urgentSince: number | undefined
  /** When the first of `taken` was. */
  takenSince: number
}

export function newPending(run: Run): Pending {
  return {
    run,
    changed: new Set(),
    removed: [],
    entries: [],
    taken: new Map(),
    after: [],
    waiters: [],
    shared: false,
    urgentSince: undefined,
    takenSince: Infinity,
  }
}

/** Notes that a worker has taken a task: all that this step has changed. */
export function noteTaken(pending: Pending, step: Step): void {
  pending.takenSince = Math.min(pending.takenSince, step.now)
  for (const record of step.changed) {
    const before = pending.taken.get(record)
    if (pending.changed.has(record)) pending.entries.push(...step.entries)
    else pending.taken.set(record, before ? [...before, ...step.entries] : step.entries)
  }
}

export function noteStep(pending: Pending, step: Step): void {
  pending.urgentSince ??= step.now
  for (const record of step.changed) {
    writeTaken(pending, record)
    pending.changed.add(record)
  }
  for (const record of step.removed) {
    writeTaken(pending, record)
    pending.changed.delete(record)
    pending.removed.push(record)
  }
  pending.entries.push(...step.entries)
}

/** What was taken must not wait any longer. */
export function includeTaken(pending: Pending, now: number): void {
  pending.urgentSince ??= now
  pending.takenSince = Infinity
  for (const record of pending.taken.keys()) writeTaken(pending, record)
}

/** The part of it that goes on waiting when the rest is written; undefined when there is none. */
export function splitTaken(pending: Pending): Pending | undefined {
  const { run, taken, takenSince } = pending
  if (taken.size === 0) return undefined
  const kept = newPending(run)
  kept.taken = taken
  kept.takenSince = takenSince
  pending.taken = new Map()
  return kept
}

function writeTaken(pending: Pending, record: TaskRecord): void {
  const entries = pending.taken.get(record)
  if (entries === undefined) return
  pending.taken.delete(record)
  pending.changed.add(record)
  pending.entries.push(...entries)
}

/** Notes that the run's row is as it is on disk. */
export function noteWritten(run: Run): void {
  run.written = changeableOf(run)
}

function isSame(written: readonly unknown[] | undefined, now: readonly unknown[]): boolean {
  return written !== undefined && now.every((value, index) => written[index] === value)
}

/** What a step may have changed of a run's own row; all of it is replaced, never changed in place. */
function changeableOf(run: Run): readonly unknown[] {
  return [
    run.status,
    run.endTime,
    run.reason,
    run.output,
    run.variables,
    run.input,
    run.defHash,
    run.lastRetriedTime,
    run.createTime,
    run.correlationId,
    run.failedRefs,
    run.failedNames,
    run.rateLimited,
    run.messages,
  ]
}

/** Adds the rows of what has happened. A batch is left as it was when they cannot be made. */
export function encode(pending: Pending, batch: Batch, rowText: RowText): void {
  const lengths = runRows.map((key) => batch[key].length)
  try {
    encodeRun(pending, batch, rowText)
    encodeTasks(pending, batch, rowText)
    encodeEntries(pending, batch)
  } catch (error) {
    for (const [index, key] of runRows.entries()) batch[key].length = lengths[index] ?? 0
    throw error
  }
}

const runRows = ['newExecutions', 'executions', 'newTasks', 'tasks', 'removedTasks', 'events', 'payloads'] as const

function encodeRun({ run }: Pending, batch: Batch, rowText: RowText): void {
  const now = changeableOf(run)
  if (run.stored && isSame(run.written, now)) return
  if (run.stored) batch.executions.push(toExecutionRow(run, rowText))
  else batch.newExecutions.push(toExecutionRow(run, rowText))
  run.stored = true
  run.written = now
}

function encodeTasks({ run, removed, changed }: Pending, batch: Batch, rowText: RowText): void {
  for (const record of removed) if (record.stored) batch.removedTasks.push(record.row)
  for (const record of changed) {
    const row = toTaskRow(run, record, rowText)
    if (record.stored) batch.tasks.push(row)
    else batch.newTasks.push(row)
    record.stored = true
    record.inputChanged = false
  }
}

function encodeEntries({ run, entries }: Pending, batch: Batch): void {
  if (entries.length === 0) return
  run.logCount += 1
  batch.events.push({ execution: run.row, number: run.logCount, entries: toEventText(entries) })
}
