/** The error class of the server. A code is what clients act on; the message is for people. */
export const serverErrorCodes = [
  'INVALID_INPUT',
  'MALFORMED_JSON',
  'UNSUPPORTED_MEDIA_TYPE',
  'BODY_TOO_LARGE',
  'FILE_TYPE',
  'FILE_TOO_LARGE',
  'FILE_MISSING',
  'NOT_SIGNED_IN',
  'FORBIDDEN',
  'WRONG_CREDENTIALS',
  'EXPIRED_TOKEN',
  'INVALID_TOKEN',
  'FOREIGN_HOST',
  'CROSS_SITE',
  'ROUTE_NOT_FOUND',
  'METHOD_NOT_ALLOWED',
  'NOT_FOUND',
  'CONFLICT',
  'RATE_LIMITED',
  'BAD_REQUEST',
  'UPSTREAM_UNAVAILABLE',
  'STORAGE_REFUSED',
  'INTERNAL',
] as const

export type ServerErrorCode = (typeof serverErrorCodes)[number]

/** One wrong field of an input; `path` as in `identity.surnames`. */
export interface FieldProblem {
  readonly path: string
  readonly code: string
  readonly message?: string
}

export class ServerError extends Error {
  readonly code: ServerErrorCode
  readonly fields: readonly FieldProblem[] | undefined

  constructor(
    code: ServerErrorCode,
    message: string,
    options: ErrorOptions & { fields?: readonly FieldProblem[] } = {},
  ) {
    super(message, options)
    this.name = 'ServerError'
    this.code = code
    this.fields = options.fields
  }
}
