// Works through what has happened in a run until nothing is left to follow up.

import { MappingError } from '../tasks/task-kind.ts'
import { isFailure, isTerminal, hasEnded } from '../model/status.ts'
import { failingStatus, finish } from './finish.ts'
import { keepOutput, reusableWorkflowOutput } from './output-cache.ts'
import { retryRecord } from './records.ts'
import { decideRetry } from './retry-policy.ts'
import type { Run, TaskRecord } from './run.ts'
import { countLive, indexRun, isLive } from './run-index.ts'
import { insert, scheduleSuccessor, scheduleNode } from './schedule.ts'
import { setStatus, touch } from './step.ts'
import type { Step } from './step.ts'

/** Begins a new execution: with its first task, or with its end when its output is known already. */
export function beginNew(step: Step): void {
  const reused = step.run.def.cacheConfig ? reusableWorkflowOutput(step) : undefined
  if (reused) finish(step, { status: 'COMPLETED', output: reused, startsFailureWorkflow: false })
  else begin(step)
}

/** Schedules the first task. */
export function begin(step: Step): void {
  const { first } = step.run.plan
  if (!first) {
    finish(step, { status: 'COMPLETED', reason: 'No tasks found to be executed', startsFailureWorkflow: false })
    return
  }
  whole(step, () => scheduleNode(step, { node: first, loop: undefined, turn: 0 }))
}

/** Follows up everything on the agenda, in a loop and not by recursion: a long loop must not exhaust the stack. */
export function advance(step: Step): void {
  const { run } = step
  // A paused run keeps its agenda: what has ended is followed up when it is resumed.
  for (let at = 0; run.status === 'RUNNING'; at += 1) {
    const record = run.agenda[at]
    if (!record) {
      run.agenda.length = 0
      completeIfDone(step)
      return
    }
    // Forget what is behind now and then, so that a loop of thousands of turns does not keep a list of all of them.
    if (at === 1024) {
      run.agenda.splice(0, at)
      at = 0
    }
    whole(step, () => followUp(step, record))
  }
  if (hasEnded(run.status)) run.agenda.length = 0
}

/** A task that cannot be made fails the workflow. */
export function guarded(step: Step, work: () => void): void {
  try {
    work()
  } catch (error) {
    if (!(error instanceof MappingError)) throw error
    finish(step, { status: 'FAILED', reason: error.message, startsFailureWorkflow: true })
  }
}

/** Schedules all that follows or nothing: of a fork that cannot be made, no branch is there. The workflow fails. */
export function whole(step: Step, work: () => void): void {
  const from = step.run.nextSeq
  guarded(step, () => {
    try {
      work()
    } catch (error) {
      unmake(step, from)
      throw error
    }
  })
}

function followUp(step: Step, record: TaskRecord): void {
  if (!isTerminal(record.status)) {
    step.kindFor(record).start?.(step, record)
    return
  }
  if (record.executed || record.retried || step.run.tasks.get(record.id) !== record) return
  if (isFailure(record.status) && !outlives(step, record)) return
  settle(step, record)
}

/** Takes back the records that were made from a place in the order on; nobody has seen them. */
function unmake(step: Step, from: number): void {
  const { run } = step
  const made = new Set<string>()
  for (const record of run.tasks.values()) {
    if (record.seq < from) continue
    made.add(record.id)
    if (record.awaiting === 'script') run.pendingScripts -= 1
    run.tasks.delete(record.id)
    step.changed.delete(record)
  }
  indexRun(run)
  const isMade = (of: object) => 'taskId' in of && typeof of.taskId === 'string' && made.has(of.taskId)
  step.effects.splice(0, Infinity, ...step.effects.filter((effect) => !isMade(effect)))
  step.entries.splice(0, Infinity, ...step.entries.filter((entry) => !isMade(entry)))
}

/** Deals with a failed attempt; true when the flow goes on behind it. */
function outlives(step: Step, record: TaskRecord): boolean {
  const { task } = record
  const decision = step.kindOf(task.type).retried
    ? decideRetry(record, step.now, step.env.random)
    : ({ kind: 'give-up' } as const)
  if (decision.kind === 'retry') {
    retry(step, record, decision.delaySeconds, decision.extraMs)
    return false
  }
  if (decision.kind === 'out-of-time') {
    const status = record.status === 'TIMED_OUT' ? 'TIMED_OUT' : 'FAILED'
    finish(step, { status, reason: decision.reason, cause: record, startsFailureWorkflow: true })
    return false
  }
  if (task.optional) {
    setStatus(step, record, 'COMPLETED_WITH_ERRORS')
    return true
  }
  if (task.permissive) return true
  failBecauseOf(step, record)
  return false
}

function retry(step: Step, failed: TaskRecord, delaySeconds: number, extraMs: number): void {
  const next = retryRecord(step, failed, delaySeconds, extraMs)
  step.kindFor(next).prepare?.(step, next)
  insert(step, next)
  countLive(step.run, failed, -1)
  failed.retried = true
  touch(step, failed)
}

export function failBecauseOf(step: Step, record: TaskRecord): void {
  const status = failingStatus(record.status)
  finish(step, {
    status,
    reason: `Task ${record.id} failed with status: ${status} and reason: '${record.reason ?? 'null'}'`,
    cause: record,
    startsFailureWorkflow: true,
  })
}

/** Marks an ended record as done with and schedules what follows. */
function settle(step: Step, record: TaskRecord): void {
  const { run } = step
  const kind = step.kindFor(record)
  touch(step, record)
  if (record.task.cacheConfig && record.status === 'COMPLETED') keepOutput(step, record)
  if (kind.follow) kind.follow(step, record)
  else scheduleSuccessor(step, record)
  if (hasEnded(run.status)) return
  record.executed = true
  step.lastSettled.push(record)
  countLive(run, record, -1)
  tellJoins(step, record)
  if (record.loop?.live === 0 && !isTerminal(record.loop.status)) {
    step.kindFor(record.loop).turnOver?.(step, record.loop)
  }
}

function tellJoins(step: Step, record: TaskRecord): void {
  const { joins } = step.run
  const waiting = joins.get(record.ref)
  if (!waiting) return
  joins.delete(record.ref)
  for (const join of waiting) {
    join.waitingFor?.delete(record.ref)
    if (!isTerminal(join.status)) step.kindFor(join).joined?.(step, join, record)
  }
}

/** Nothing is open and nothing is to be followed up: the run is complete once its outermost tasks have all ended. */
function completeIfDone(step: Step): void {
  const { run } = step
  const done =
    run.live === 0 &&
    run.tasks.size > 0 &&
    run.plan.topLevel.every((ref) => {
      const record = run.newest.get(ref)
      return record !== undefined && isTerminal(record.status)
    })
  if (!done) {
    const { passedEnd } = run
    if (passedEnd && hasNothingToDo(run)) step.kindFor(passedEnd).follow?.(step, passedEnd)
    return
  }
  const failures = permissiveFailures(step)
  // Conductor does not come back to what ended last; whoever reads the flag knows it so.
  for (const record of step.lastSettled) record.executed = false
  finish(
    step,
    failures
      ? { status: 'FAILED', reason: failures, startsFailureWorkflow: true }
      : { status: 'COMPLETED', startsFailureWorkflow: false },
  )
}

const waitsForOthers: ReadonlySet<string> = new Set(['JOIN', 'EXCLUSIVE_JOIN', 'DO_WHILE'])

/** What is open only waits for others. */
function hasNothingToDo({ tasks, live }: Run): boolean {
  if (live === 0) return true
  for (const record of tasks.values()) {
    if (isTerminal(record.status) ? isLive(record) : !waitsForOthers.has(record.taskType) || record.awaiting)
      return false
  }
  return true
}

function permissiveFailures(step: Step): string | undefined {
  const failed: TaskRecord[] = []
  for (const record of step.run.newest.values()) {
    if (record.task.permissive && !record.task.optional && isFailure(record.status)) failed.push(record)
  }
  if (failed.length === 0) return undefined
  return failed
    .map(({ id, status, reason }) => `Task ${id} failed with status: ${status} and reason: '${reason ?? 'null'}'`)
    .join(', ')
}
