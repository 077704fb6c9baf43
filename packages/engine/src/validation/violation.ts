/** What a request did wrong, one entry a rule, as Conductor lists it in `validationErrors`. */

export interface Violation {
  /** Java method, argument and property: `registerTaskDef.arg0[0].retryCount`. */
  readonly path: string
  readonly message: string
  /** The offending value as text, when it is a plain one. */
  readonly invalidValue?: string
}

export class ValidationFailed extends Error {
  readonly violations: readonly Violation[]

  constructor(violations: readonly Violation[]) {
    super('Validation failed, check below errors for detail.')
    this.name = 'ValidationFailed'
    this.violations = violations
  }
}

/** @throws ValidationFailed when there is any. */
export function refuse(violations: readonly Violation[]): void {
  if (violations.length > 0) throw new ValidationFailed(violations)
}

export function violation(path: string, message: string, value?: unknown): Violation {
  const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  return { path, message, ...(isPlain ? { invalidValue: String(value) } : {}) }
}
