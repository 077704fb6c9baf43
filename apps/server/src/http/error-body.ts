/** Turns whatever was thrown into the answer a client gets. */
import { STATUS_CODES } from 'node:http'
import type { ErrorBody } from '@gatehouse/kyc/wire'
import { KycError } from '@gatehouse/kyc/store'
import type { FieldProblem } from '../errors.ts'
import { ServerError } from '../errors.ts'
import { Refused } from '../refused.ts'
import type { ErrorCode } from './error-status.ts'
import { statusOf } from './error-status.ts'

export interface Problem {
  readonly status: number
  readonly code: ErrorCode
  readonly message: string
  readonly fields: readonly FieldProblem[] | undefined
}

/** A fault's message stays in the log: the client is told only that it happened. */
export function toProblem(error: unknown): Problem {
  const known = fromKnown(error)
  const status = statusOf[known.code]
  return status === 500
    ? { ...known, status, message: 'Something went wrong here. The request id finds it in the log.' }
    : { ...known, status }
}

/** The error body of everything outside `/api`. */
export function toErrorBody(problem: Problem, requestId: string): ErrorBody {
  const { code, message, fields } = problem
  return { error: { code, message, requestId, ...(fields === undefined ? {} : { fields: [...fields] }) } }
}

/** The error body that Conductor's clients read. */
export function toConductorBody(problem: Problem): Record<string, unknown> {
  return {
    status: problem.status,
    message: problem.message,
    instance: 'gatehouse',
    retryable: problem.status >= 500,
    code: problem.code,
    // What SDKs look at to know that a new token would help.
    ...(problem.code === 'EXPIRED_TOKEN' || problem.code === 'INVALID_TOKEN' ? { error: problem.code } : {}),
  }
}

type Known = Omit<Problem, 'status'>

function fromKnown(error: unknown): Known {
  if (error instanceof ServerError) return { code: error.code, message: error.message, fields: error.fields }
  if (error instanceof Refused) return { code: error.code, message: error.message, fields: fieldsOf(error.details) }
  if (error instanceof KycError && error.code === 'BLOB_NOT_KEPT')
    return {
      code: error.code,
      message: 'The file could not be kept. Nothing was changed; try again later.',
      fields: undefined,
    }
  if (isRefusedByDisk(error))
    return {
      code: 'STORAGE_REFUSED',
      message: 'This could not be stored. Nothing was changed; try again later.',
      fields: undefined,
    }
  if (error instanceof KycError)
    return { code: error.code, message: 'The data of this case can no longer be read.', fields: undefined }
  return fromFastify(error)
}

/** SQLite's result codes of a file that cannot be written: locked, read-only, failing, full. */
const refusals: ReadonlySet<number> = new Set([5, 8, 10, 13])
const postgresRefusals: ReadonlySet<string> = new Set(['53100', '25006'])

function isRefusedByDisk(error: unknown): boolean {
  if (!isRecord(error)) return false
  const { errcode, code } = error
  if (typeof errcode === 'number') return refusals.has(errcode & 0xff)
  return typeof code === 'string' && postgresRefusals.has(code)
}

/** SUBMISSION_BLOCKED and INVALID_INPUT carry what is missing or wrong, field by field. */
function fieldsOf(details: Readonly<Record<string, unknown>>): readonly FieldProblem[] | undefined {
  const problems = details['problems'] ?? details['fields'] ?? details['objections']
  // What a rule of the bank objects to is said in words; what a person typed is not.
  const isSaid = Array.isArray(details['objections'])
  if (!Array.isArray(problems)) return undefined
  return problems.flatMap((problem: unknown) =>
    isRecord(problem)
      ? [
          {
            path: String(problem['path']),
            code: String(problem['code']),
            ...(isSaid ? { message: String(problem['message']) } : {}),
          },
        ]
      : [],
  )
}

const fastifyCodes: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: ['MALFORMED_JSON', 'The body is not valid JSON.'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['MALFORMED_JSON', 'The body is empty, but its type says JSON.'],
  FST_ERR_CTP_BODY_TOO_LARGE: ['BODY_TOO_LARGE', 'The body is larger than this address takes.'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['UNSUPPORTED_MEDIA_TYPE', 'This address does not take bodies of that content type.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['BAD_REQUEST', 'The body is not as long as its header says.'],
  FST_REQ_FILE_TOO_LARGE: ['FILE_TOO_LARGE', 'The file is larger than 10 MB.'],
  FST_FILES_LIMIT: ['INVALID_INPUT', 'One file at a time.'],
  FST_FIELDS_LIMIT: ['INVALID_INPUT', 'Too many fields.'],
  FST_PARTS_LIMIT: ['INVALID_INPUT', 'Too many parts.'],
  FST_INVALID_MULTIPART_CONTENT_TYPE: ['UNSUPPORTED_MEDIA_TYPE', 'A file comes as multipart/form-data.'],
  FST_ERR_BAD_URL: ['BAD_REQUEST', 'The address cannot be decoded.'],
  FST_ERR_MAX_PARAM_LENGTH: ['ROUTE_NOT_FOUND', 'There is nothing at an address with so long a part.'],
}

function fromFastify(error: unknown): Known {
  const code = isRecord(error) ? error['code'] : undefined
  const mapped = typeof code === 'string' ? fastifyCodes[code] : undefined
  if (mapped !== undefined) return { code: mapped[0], message: mapped[1], fields: undefined }
  // Prototype poisoning and the like: fastify gives these a plain statusCode 400.
  const status = isRecord(error) ? error['statusCode'] : undefined
  if (status === 400) return { code: 'BAD_REQUEST', message: STATUS_CODES[400] ?? '', fields: undefined }
  return { code: 'INTERNAL', message: '', fields: undefined }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
