// What HTTP and KAFKA_PUBLISH have in common: one call, made by the engine itself once the task is on disk. A crash before
// the answer is on disk makes it again.

import type { Effect } from '../decider/effects.ts'
import type { TaskRecord } from '../decider/run.ts'
import { setStatus, touch } from '../decider/step.ts'
import type { Step } from '../decider/step.ts'
import type { JsonMap } from '../model/json.ts'
import type { TaskAnswer, TaskKind } from './task-kind.ts'

/** `terminal`: the same call can never succeed. */
export type CallOutcome =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: string; readonly terminal: boolean }

interface OneCall {
  readonly awaiting: 'http' | 'kafka'
  /** The call that the input describes, or why it describes none. */
  effect(taskId: string, input: JsonMap): Effect | string
  /** Takes the answer into the record's output; undefined when it is no answer to this call. */
  outcome(record: TaskRecord, answer: TaskAnswer): CallOutcome | undefined
}

export function oneCall(call: OneCall): TaskKind {
  const start = (step: Step, record: TaskRecord): void => {
    const effect = call.effect(record.id, record.input)
    noteAttempt(step, record)
    if (typeof effect === 'string') {
      setStatus(step, record, 'FAILED', effect)
      return
    }
    record.awaiting = call.awaiting
    touch(step, record)
    step.effects.push(effect)
  }
  return {
    initialStatus: 'SCHEDULED',
    retried: true,
    responseTimeout: true,
    prepare(_step, record) {
      record.input = { ...record.input, asyncComplete: record.task.asyncComplete }
    },
    start,
    recover(step, record) {
      // IN_PROGRESS means that the call was made and somebody else is to complete the task.
      if (record.status === 'SCHEDULED') start(step, record)
    },
    answer(step, record, answer) {
      const outcome = call.outcome(record, answer)
      if (outcome === undefined) return
      record.updateTime = step.now
      if (outcome.ok) setStatus(step, record, record.task.asyncComplete ? 'IN_PROGRESS' : 'COMPLETED')
      else failCall(step, record, outcome)
    },
    cancel(step, record) {
      if (record.awaiting === call.awaiting) step.effects.push({ kind: 'abort-call', taskId: record.id })
    },
  }
}

/** The engine itself is the worker that takes the task. */
export function noteAttempt(step: Step, record: TaskRecord): void {
  record.pollCount += 1
  record.startTime ||= step.now
  record.workerId = step.env.serverId
  record.updateTime = step.now
}

export function failCall(step: Step, record: TaskRecord, { terminal, reason }: CallOutcome & { ok: false }): void {
  setStatus(step, record, terminal ? 'FAILED_WITH_TERMINAL_ERROR' : 'FAILED', reason)
}

/** A time limit in ms as it was given, when it is one above 0. */
export function timeLimitMs(value: unknown): number {
  const given = Number(value)
  return Number.isFinite(given) && given > 0 ? given : defaultTimeLimitMs
}

const defaultTimeLimitMs = 3000
