// HTTP_POLL: calls again and again until a condition on the answer holds.

import type { TaskRecord } from '../decider/run.ts'
import { setStatus, touch } from '../decider/step.ts'
import type { Step } from '../decider/step.ts'
import { isMap } from '../model/json.ts'
import type { JsonMap } from '../model/json.ts'
import type { HttpTaskOutcome } from '../ports.ts'
import { readRequest } from './http.ts'
import { failCall, noteAttempt } from './one-call.ts'
import { isTrue, runScript } from './scripts.ts'
import type { TaskKind } from './task-kind.ts'

const defaultIntervalSeconds = 60
const longestIntervalSeconds = 86_400

export const httpPoll: TaskKind = {
  initialStatus: 'SCHEDULED',
  retried: true,
  responseTimeout: true,
  repeats: true,
  start(step, record) {
    const request = readRequest(record.input)
    noteAttempt(step, record)
    record.callbackAfterSeconds = 0
    if (typeof request === 'string') {
      setStatus(step, record, 'FAILED', request)
      return
    }
    setStatus(step, record, 'IN_PROGRESS')
    record.awaiting = 'http'
    step.effects.push({ kind: 'call-http', taskId: record.id, request })
  },
  recover(step, record) {
    if (record.dueAt <= step.now) httpPoll.start?.(step, record)
  },
  answer(step, record, answer) {
    record.updateTime = step.now
    if (answer.kind === 'http') judge(step, record, answer.outcome)
    if (answer.kind !== 'script') return
    const { outcome } = answer
    if (!outcome.ok) setStatus(step, record, outcome.terminal ? 'FAILED_WITH_TERMINAL_ERROR' : 'FAILED', outcome.error)
    else if (isTrue(outcome.value)) setStatus(step, record, 'COMPLETED')
    else waitForNext(step, record)
  },
  cancel(step, record) {
    if (record.awaiting === 'http') step.effects.push({ kind: 'abort-call', taskId: record.id })
  },
}

function judge(step: Step, record: TaskRecord, outcome: HttpTaskOutcome): void {
  if (outcome.response !== undefined) record.output = { response: outcome.response }
  if (!outcome.ok) {
    failCall(step, record, outcome)
    return
  }
  const condition = settingsOf(record.input).terminationCondition
  // Without a condition, the first answer is good.
  if (typeof condition !== 'string' || condition.trim() === '') setStatus(step, record, 'COMPLETED')
  else runScript(step, record, 'javascript', condition, conditionInput(record, outcome))
}

/** The condition sees the task's input and output, and the answer's body under its own names. */
function conditionInput(record: TaskRecord, { response }: HttpTaskOutcome): JsonMap {
  const answer: JsonMap = isMap(response) ? response : { body: response }
  const body = isMap(answer.body) ? answer.body : {}
  return {
    ...body,
    input: record.input,
    output: { ...answer, response: answer },
    response: answer,
    pollCount: record.pollCount,
  }
}

function waitForNext(step: Step, record: TaskRecord): void {
  const seconds = intervalSeconds(settingsOf(record.input), record.pollCount)
  record.callbackAfterSeconds = seconds
  record.dueAt = step.now + seconds * 1000
  touch(step, record)
}

/** @param polls how many there have been, from 1. */
function intervalSeconds({ pollingInterval, pollingStrategy }: JsonMap, polls: number): number {
  const given = Number(pollingInterval)
  const base = Number.isFinite(given) && given > 0 ? given : defaultIntervalSeconds
  const factor =
    pollingStrategy === 'LINEAR_BACKOFF' ? polls : pollingStrategy === 'EXPONENTIAL_BACKOFF' ? 2 ** (polls - 1) : 1
  return Math.min(longestIntervalSeconds, base * factor)
}

/** The settings stand beside the request's own fields, or around the request. */
function settingsOf(input: JsonMap): JsonMap {
  return isMap(input.http_request) ? { ...input.http_request, ...input } : input
}
