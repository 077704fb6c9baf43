// The heart of the engine: given what a run is now and what has happened, what should happen next?

import { assertNever } from '../errors.ts'
import { hasEnded, isTerminal } from '../model/status.ts'
import { kindFor, kindOf } from '../tasks/task-kinds.ts'
import type { TaskAnswer, TaskKind } from '../tasks/task-kind.ts'
import { advance, beginNew, guarded, whole } from './advance.ts'
import type { DeciderEnv } from './effects.ts'
import type { RunEvent, TaskUpdate } from './events.ts'
import { finish } from './finish.ts'
import { applyOperation } from './operations.ts'
import type { Run, TaskRecord } from './run.ts'
import { tasksInOrder } from './run.ts'
import { beginStep, setStatus, setWorkflowStatus, touch } from './step.ts'
import type { Step } from './step.ts'
import { findExpiry, nextExpiryAt } from './timeouts.ts'

const kinds = { kindOf, kindFor }

/** Advances the run by one event. What has to be stored and done is in the answer. */
export function decide(run: Run, event: RunEvent, env: DeciderEnv, now: number, by: string): Step {
  const step = beginStep(run, env, kinds, now, by)
  guarded(step, () => apply(step, event))
  advance(step)
  return step
}

/** When a task has to be looked at again without anything happening to it; undefined for never. Epoch ms. */
export function nextLookAt(record: TaskRecord): number | undefined {
  if (isTerminal(record.status)) return undefined
  const kind = kindFor(record)
  let at = nextExpiryAt(record, hasResponseTimeout(record, kind)) ?? Infinity
  if (record.waitTimeout > 0) at = Math.min(at, record.waitTimeout)
  if (startsWhenDue(record, kind)) at = Math.min(at, record.dueAt)
  return at === Infinity ? undefined : at
}

/** When the whole run is over its time; undefined without a limit that has consequences. Epoch ms. */
export function workflowExpiryAt(run: Run): number | undefined {
  if (hasEnded(run.status) || run.def.timeoutSeconds <= 0 || run.def.timeoutPolicy !== 'TIME_OUT_WF') return undefined
  return (run.lastRetriedTime || run.createTime) + run.def.timeoutSeconds * 1000
}

function startsWhenDue(record: TaskRecord, kind: TaskKind): boolean {
  return !kind.forWorkers && !record.awaiting && (record.status === 'SCHEDULED' || kind.repeats === true)
}

/** JOIN, DO_WHILE, WAIT and HUMAN have none, nor has what somebody else completes. */
function hasResponseTimeout(record: TaskRecord, kind: TaskKind): boolean {
  return kind.responseTimeout && !record.task.asyncComplete
}

function apply(step: Step, event: RunEvent): void {
  const { run } = step
  switch (event.kind) {
    case 'start':
      setWorkflowStatus(step, 'RUNNING', 'start')
      beginNew(step)
      return
    case 'hold':
      run.rateLimited = true
      setWorkflowStatus(step, 'RUNNING', 'start')
      return
    case 'admit':
      run.rateLimited = false
      beginNew(step)
      return
    case 'polled':
      withOpenTask(step, event.taskId, (record) => applyPoll(step, record, event.workerId))
      return
    case 'update':
      withOpenTask(step, event.taskId, (record) => applyUpdate(step, record, event.update))
      return
    case 'extend-lease':
      withOpenTask(step, event.taskId, (record) => {
        record.updateTime = step.now
        touch(step, record)
      })
      return
    case 'answer':
      applyAnswer(step, event.taskId, event.answer)
      return
    case 'due':
      if (event.taskId !== undefined) withOpenTask(step, event.taskId, (record) => checkTask(step, record))
      // A paused run is left alone until somebody asks for a decision.
      else if (run.status === 'RUNNING') checkWorkflowTimeout(step)
      return
    case 'decide':
      checkWorkflowTimeout(step)
      for (const record of tasksInOrder(run)) {
        if (isTerminal(record.status)) continue
        noteRevival(step, record)
        checkTask(step, record)
      }
      return
    case 'recover':
      recoverOpenTasks(step)
      return
    case 'terminate':
      finish(step, {
        status: 'TERMINATED',
        ...(event.reason === undefined ? {} : { reason: event.reason }),
        startsFailureWorkflow: event.startsFailureWorkflow,
        operation: 'terminate',
      })
      return
    case 'fail':
      finish(step, { status: 'FAILED', reason: event.reason, startsFailureWorkflow: true, operation: 'fail' })
      return
    case 'pause':
      setWorkflowStatus(step, 'PAUSED', 'pause')
      return
    case 'resume':
      run.lastRetriedTime = step.now
      setWorkflowStatus(step, 'RUNNING', 'resume')
      recoverOpenTasks(step)
      for (const record of tasksInOrder(run)) if (!isTerminal(record.status)) checkTask(step, record)
      return
    case 'set-variables':
      run.variables = { ...run.variables, ...event.variables }
      run.updateTime = step.now
      return
    case 'set-start':
      run.input = event.input ?? run.input
      run.correlationId = event.correlationId ?? run.correlationId
      return
    case 'message':
      run.messages = [...run.messages, event.message]
      for (const record of tasksInOrder(run)) {
        if (record.taskType === 'PULL_WORKFLOW_MESSAGES' && !isTerminal(record.status)) checkMessages(step, record)
      }
      return
    case 'note-failure-workflow':
      run.output = { ...run.output, 'conductor.failure_workflow': event.text }
      return
    case 'reset-callbacks':
    case 'skip':
    case 'jump':
    case 'upgrade':
    case 'restart':
    case 'retry':
    case 'rerun':
    case 'rerun-task':
    case 'revive':
      applyOperation(step, event)
      return
    default:
      assertNever(event)
  }
}

function withOpenTask(step: Step, taskId: string, work: (record: TaskRecord) => void): void {
  const record = step.run.tasks.get(taskId)
  if (record && !isTerminal(record.status) && !hasEnded(step.run.status)) work(record)
}

function applyPoll(step: Step, record: TaskRecord, workerId: string | undefined): void {
  record.startTime ||= step.now
  record.updateTime = step.now
  record.callbackAfterSeconds = 0
  record.pollCount += 1
  record.workerId = workerId
  setStatus(step, record, 'IN_PROGRESS')
}

function applyUpdate(step: Step, record: TaskRecord, update: TaskUpdate): void {
  const kind = step.kindFor(record)
  record.output = update.output
  record.reason = update.reason
  if (update.workerId !== undefined) record.workerId = update.workerId
  if (update.subWorkflowId !== undefined) record.subWorkflowId = update.subWorkflowId
  record.callbackAfterSeconds = update.callbackAfterSeconds
  if (update.status === 'IN_PROGRESS') {
    record.updateTime = step.now
    record.dueAt = step.now + update.callbackAfterSeconds * 1000
    setStatus(step, record, kind.forWorkers ? 'SCHEDULED' : 'IN_PROGRESS')
    return
  }
  setStatus(step, record, update.status)
  if (record.awaiting === 'http' || record.awaiting === 'kafka' || update.status === 'CANCELED')
    kind.cancel?.(step, record)
  record.awaiting = undefined
}

function applyAnswer(step: Step, taskId: string, answer: TaskAnswer): void {
  const { run } = step
  if (answer.kind === 'script') run.pendingScripts = Math.max(0, run.pendingScripts - 1)
  const record = run.tasks.get(taskId)
  if (!record || isTerminal(record.status) || hasEnded(run.status)) return
  if (answer.kind === 'script' || answer.kind === 'http' || answer.kind === 'kafka') {
    if (record.awaiting !== answer.kind) return
    record.awaiting = undefined
    // A paused run schedules nothing, so a script's answer is dropped and asked for again on resuming.
    if (answer.kind === 'script' && run.status === 'PAUSED') return
  } else if (answer.kind !== 'child') record.awaiting = undefined
  touch(step, record)
  whole(step, () => step.kindFor(record).answer?.(step, record, answer))
}

/** Ends a WAIT whose time has come, applies limits that have passed, starts what had to wait for a retry delay. */
function checkTask(step: Step, record: TaskRecord): void {
  const kind = step.kindFor(record)
  if (record.waitTimeout > 0 && step.now >= record.waitTimeout) {
    record.updateTime = step.now
    setStatus(step, record, 'COMPLETED')
    return
  }
  if (step.run.status !== 'RUNNING') return
  const expiry = findExpiry(record, hasResponseTimeout(record, kind), step.now)
  if (expiry) {
    setStatus(step, record, 'TIMED_OUT', expiry.reason)
    kind.cancel?.(step, record)
    record.awaiting = undefined
    if (expiry.policy === 'TIME_OUT_WF') {
      finish(step, { status: 'TIMED_OUT', reason: expiry.reason, cause: record, startsFailureWorkflow: true })
    }
    return
  }
  if (startsWhenDue(record, kind) && record.dueAt <= step.now) step.run.agenda.push(record)
}

/** A task that waits for messages takes them, unless the run is paused: then it does on resuming. */
function checkMessages(step: Step, record: TaskRecord): void {
  if (step.run.status === 'RUNNING' && step.run.messages.length > 0) step.kindFor(record).start?.(step, record)
}

/** A decision takes note of a child that was brought back, which takes the mark of that away. */
function noteRevival(step: Step, record: TaskRecord): void {
  if (!record.subworkflowChanged) return
  record.subworkflowChanged = false
  touch(step, record)
}

function checkWorkflowTimeout(step: Step): void {
  const { run, now } = step
  const at = workflowExpiryAt(run)
  if (at === undefined || now < at) return
  const since = run.lastRetriedTime || run.createTime
  const elapsed = Math.floor((now - since) / 1000)
  finish(step, {
    status: 'TIMED_OUT',
    reason: `Workflow timed out after ${elapsed} seconds. Timeout configured as ${run.def.timeoutSeconds} seconds. Timeout policy configured to ${run.def.timeoutPolicy}`,
    startsFailureWorkflow: true,
  })
}

/** Asks again whatever was asked and not answered: after reading a run back, and on resuming it. */
function recoverOpenTasks(step: Step): void {
  for (const record of tasksInOrder(step.run)) {
    if (isTerminal(record.status) || record.awaiting) continue
    const kind = step.kindFor(record)
    if (kind.forWorkers || (record.status === 'SCHEDULED' && record.dueAt > step.now)) continue
    whole(step, () => (kind.recover ? kind.recover(step, record) : kind.start?.(step, record)))
  }
}
