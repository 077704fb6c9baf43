// HTTP: one call, made by the engine itself.

import { isMap } from '../model/json.ts'
import type { JsonMap } from '../model/json.ts'
import type { HttpTaskRequest } from '../ports.ts'
import { oneCall, timeLimitMs } from './one-call.ts'

const methods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'])

export const http = oneCall({
  awaiting: 'http',
  effect(taskId, input) {
    const request = readRequest(input)
    return typeof request === 'string' ? request : { kind: 'call-http', taskId, request }
  },
  outcome(record, answer) {
    if (answer.kind !== 'http') return undefined
    const { response } = answer.outcome
    if (response !== undefined) record.output = { response }
    return answer.outcome
  },
})

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
    connectionTimeoutMs: timeLimitMs(described.connectionTimeOut),
    readTimeoutMs: timeLimitMs(described.readTimeOut),
  }
}
