/** What a use case answers: a value, or an expected refusal that the caller must handle. Faults are thrown. */

/** Refusals that happen in life. The server maps each to an HTTP status. */
export type RefusalCode =
  | 'CASE_NOT_FOUND'
  | 'CASE_ERASED'
  | 'CASE_RESTRICTED'
  | 'CASE_TAKEN'
  | 'REVISION_CONFLICT'
  | 'TRANSITION_REFUSED'
  | 'SUBMISSION_BLOCKED'
  | 'EMAIL_UNCONFIRMED'
  | 'CODE_WRONG'
  | 'CODE_EXPIRED'
  | 'CODE_LIMIT'
  | 'ITEM_NOT_FOUND'
  | 'ITEM_NOT_OPEN'
  | 'OUTCOME_NOT_ALLOWED'
  | 'REASON_CODE_REQUIRED'
  | 'NOTE_TOO_SHORT'
  | 'SAME_PERSON'
  | 'ROLE_MISSING'
  | 'RFI_NOT_FOUND'
  | 'RFI_NOT_OPEN'
  | 'CHECK_NOT_FOUND'
  | 'CHECKS_STALE'
  | 'FINDINGS_OPEN'
  | 'NOT_ASSESSED'
  | 'CLASS_PROHIBITED'
  | 'DATA_REVISION_OLD'
  | 'DOCUMENT_NOT_FOUND'
  | 'FILE_TYPE'
  | 'FILE_TOO_LARGE'
  | 'FIELD_NOT_FOUND'
  | 'ENTRY_NOT_FOUND'
  | 'ENTRY_NOT_OPEN'
  | 'NOTIFICATION_NOT_FOUND'
  | 'LEASE_LOST'
  | 'INVALID_INPUT'

export interface Refusal {
  readonly code: RefusalCode
  /** For the log and the developer; names ids and codes, never personal values. */
  readonly message: string
  readonly details?: Readonly<Record<string, unknown>>
}

export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: Refusal }

/** Builds the answer of a use case that did its work. */
export function done<T>(value: T): Outcome<T> {
  return { ok: true, value }
}

/** Builds the answer of a use case that refuses. */
export function refuse(code: RefusalCode, message: string, details?: Record<string, unknown>): Outcome<never> {
  return { ok: false, error: details ? { code, message, details } : { code, message } }
}

/** Faults: the caller cannot repair them, so they are thrown. */
export type KycErrorCode =
  | 'SCHEMA_TOO_NEW'
  | 'ROOT_KEY_WRONG'
  | 'ROOT_KEY_LENGTH'
  | 'DECRYPTION_FAILED'
  | 'KEY_DESTROYED'
  | 'AUDIT_BROKEN'
  | 'ROW_CORRUPT'
  | 'BLOB_MISSING'
  | 'BLOB_NOT_KEPT'

export class KycError extends Error {
  readonly code: KycErrorCode
  readonly details: Readonly<Record<string, unknown>>

  constructor(code: KycErrorCode, message: string, details: Record<string, unknown> = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'KycError'
    this.code = code
    this.details = details
  }
}
