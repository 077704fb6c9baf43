/** What can be wrong with a customer that a client sends to be screened. Messages never repeat a value. */

export const customerErrorCodes = [
  'LINE_TOO_LONG',
  'NOT_UTF8',
  'NOT_JSON',
  'FIELD_MISSING',
  'FIELD_UNKNOWN',
  'FIELD_INVALID',
] as const

export type CustomerErrorCode = (typeof customerErrorCodes)[number]

export class CustomerError extends Error {
  readonly code: CustomerErrorCode
  /** As in `birthPlaces[0].city`; absent where the whole is wrong. */
  readonly path: string | undefined

  constructor(code: CustomerErrorCode, message: string, path?: string) {
    super(message)
    this.name = 'CustomerError'
    this.code = code
    this.path = path
  }
}
