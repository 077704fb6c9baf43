// HTTP: one call, made by the engine itself.

import type { TaskRecord } from '../decider/run.ts'
import { setStatus, touch } from '../decider/step.ts'
import type { Step } from '../decider/step.ts'
import { isMap } from '../model/json.ts'
import type { JsonMap } from '../model/json.ts'
import type { HttpTaskOutcome, HttpTaskRequest } from '../ports.ts'
import type { TaskKind } from './task-kind.ts'

const defaultTimeoutMs = 3000
const methods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'])

export const http: TaskKind = {
  initialStatus: 'SCHEDULED',
  retried: true,
  responseTimeout: true,
  prepare(_step, record) {
    record.input = { ...record.input, asyncComplete: record.task.asyncComplete }
  },
  start(step, record) {
    const request = readRequest(record.input)
    record.pollCount += 1
    record.startTime ||= step.now
    record.workerId = step.env.serverId
    record.updateTime = step.now
    if (typeof request === 'string') {
      setStatus(step, record, 'FAILED', request)
      return
    }
    record.awaiting = 'http'
    touch(step, record)
    step.effects.push({ kind: 'call-http', taskId: record.id, request })
  },
  recover(step, record) {
    // IN_PROGRESS means that the call was made and somebody else is to complete the task.
    if (record.status === 'SCHEDULED') http.start?.(step, record)
  },
  answer(step, record, answer) {
    if (answer.kind === 'http') conclude(step, record, answer.outcome)
  },
  cancel(step, record) {
    if (record.awaiting === 'http') step.effects.push({ kind: 'abort-call', taskId: record.id })
  },
}

function conclude(step: Step, record: TaskRecord, outcome: HttpTaskOutcome): void {
  record.updateTime = step.now
  if (outcome.response !== undefined) record.output = { response: outcome.response }
  if (outcome.ok) setStatus(step, record, record.task.asyncComplete ? 'IN_PROGRESS' : 'COMPLETED')
  else setStatus(step, record, outcome.terminal ? 'FAILED_WITH_TERMINAL_ERROR' : 'FAILED', outcome.reason)
}

/** The call that the input describes, or why it describes none. */
export function readRequest(input: JsonMap): HttpTaskRequest | string {
  const described = isMap(input.http_request) ? input.http_request : input
  const { uri, method, headers, body, accept, contentType } = described
  if (typeof uri !== 'string' || uri === '') {
    return 'Missing HTTP URI.  See documentation for HttpTask for required input parameters'
  }
  if (typeof method !== 'string' || method === '') return 'No HTTP method specified'
  if (!methods.has(method)) {
    return `Failed to invoke HTTP task due to: java.lang.IllegalArgumentException: Invalid HTTP method: ${method}`
  }
  return {
    uri,
    method,
    headers: isMap(headers) ? headers : {},
    ...(body === undefined || body === null ? {} : { body }),
    accept: Array.isArray(accept) ? accept.join(', ') : typeof accept === 'string' ? accept : 'application/json',
    contentType: typeof contentType === 'string' ? contentType : 'application/json',
    connectionTimeoutMs: milliseconds(described.connectionTimeOut),
    readTimeoutMs: milliseconds(described.readTimeOut),
  }
}

function milliseconds(value: unknown): number {
  const given = Number(value)
  return Number.isFinite(given) && given > 0 ? given : defaultTimeoutMs
}
