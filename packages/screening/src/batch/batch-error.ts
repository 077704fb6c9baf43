/** What can be wrong with a table of pairs or queries, or with a batch over one. */

export type BatchErrorCode =
  | 'TABLE_EMPTY'
  | 'TABLE_MALFORMED'
  | 'COLUMN_MISSING'
  | 'VALUE_INVALID'
  | 'BATCH_CANCELLED'
  | 'BATCH_WORKER_FAILED'

export interface BatchErrorDetails {
  /** 1-based line of the file. */
  readonly line?: number
  readonly column?: string
  readonly value?: string
}

export class BatchError extends Error {
  readonly code: BatchErrorCode
  readonly details: BatchErrorDetails

  constructor(code: BatchErrorCode, message: string, details: BatchErrorDetails = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'BatchError'
    this.code = code
    this.details = details
  }
}
