// The one error class of the engine. A code says what kind of trouble it is; the message is Conductor's own
// where clients compare it.

export type EngineErrorCode =
  /** The named definition, execution or task does not exist. */
  | 'NOT_FOUND'
  /** It exists already, or has ended, or is otherwise in a state that forbids this. */
  | 'CONFLICT'
  /** The argument makes no sense. */
  | 'INVALID'
  /** The caller has not proven who it is. */
  | 'FORBIDDEN'
  /** A limit on size was exceeded. */
  | 'TOO_LARGE'
  /** A queue or a limit of running executions is full. */
  | 'TOO_MANY'
  /** The engine is closing or its store is gone; try again later. */
  | 'UNAVAILABLE'
  /** Another process owns the data. */
  | 'LEASE_HELD'
  /** The data were written by a newer version. */
  | 'SCHEMA_TOO_NEW'
  /** A defect of the engine itself. */
  | 'INTERNAL'

export class EngineError extends Error {
  readonly code: EngineErrorCode
  readonly details: Readonly<Record<string, unknown>>

  constructor(
    code: EngineErrorCode,
    message: string,
    details: Readonly<Record<string, unknown>> = {},
    options?: ErrorOptions,
  ) {
    super(message, options)
    this.name = 'EngineError'
    this.code = code
    this.details = details
  }
}

/** Ends a `switch` over a union: the compiler refuses a forgotten member. */
export function assertNever(value: never): never {
  throw new EngineError('INTERNAL', `Unexpected value: ${JSON.stringify(value)}`)
}
