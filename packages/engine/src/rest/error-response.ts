/** The one place that turns errors into answers: Conductor's error body, and a status for each kind. */
import { EngineError, type EngineErrorCode } from '../errors.ts'
import { QueryError } from '../search/search-query.ts'
import { type Violation, ValidationFailed } from '../validation/violation.ts'
import { UnreadableBody } from '../validation/wire-reader.ts'
import { type ApiResponse, json } from './exchange.ts'
import { RequestError } from './request-error.ts'

interface ErrorBody {
  readonly status: number
  readonly message: string
  readonly instance?: string
  readonly retryable: boolean
  readonly validationErrors?: readonly Violation[]
}

const STATUS_BY_CODE: Readonly<Record<EngineErrorCode, number>> = {
  NOT_FOUND: 404,
  CONFLICT: 409,
  INVALID: 400,
  FORBIDDEN: 403,
  TOO_LARGE: 413,
  TOO_MANY: 429,
  UNAVAILABLE: 503,
  LEASE_HELD: 503,
  SCHEMA_TOO_NEW: 503,
  INTERNAL: 500,
}

/** @param instance the name of this server, as the error body shows it. */
export function toErrorResponse(error: unknown, instance: string): ApiResponse {
  if (error instanceof ValidationFailed) {
    return answer({ status: 400, message: error.message, retryable: false, validationErrors: error.violations })
  }
  const status = statusOf(error)
  // What went wrong inside is for the log, not for the caller.
  const message = status === 500 ? 'Internal server error' : messageOf(error)
  return answer({ status, message, instance, retryable: status === 503 })
}

/** True for what is the server's fault and belongs into its log. */
export function isDefect(error: unknown): boolean {
  return !(error instanceof ValidationFailed) && statusOf(error) === 500
}

function statusOf(error: unknown): number {
  if (error instanceof EngineError) return STATUS_BY_CODE[error.code]
  if (error instanceof RequestError) return error.status
  if (error instanceof UnreadableBody || error instanceof QueryError) return 400
  // A body nested so deeply that reading it used up the stack.
  if (error instanceof RangeError && error.message.includes('call stack')) return 400
  return 500
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function answer(body: ErrorBody): ApiResponse {
  return json(body, body.status)
}
