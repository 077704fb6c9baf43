/** The gate before any screening: age and product, and whether the checks can run at all. */
import type { ErrorCode, FieldError } from '../application/field-error.ts'
import type { EligibilityReason } from '../case/reason-codes.ts'

export type Eligibility =
  | { readonly eligible: true }
  | { readonly eligible: false; readonly reasonCode: EligibilityReason }

/** Eligibility is no risk decision and may be automatic. Takes the errors of `validateApplication`. */
export function eligibility(errors: readonly FieldError[]): Eligibility {
  const has = (code: ErrorCode) => errors.some((error) => error.code === code)
  if (has('AGE_BELOW_MINIMUM')) return { eligible: false, reasonCode: 'NOT_ELIGIBLE_AGE' }
  if (has('PRODUCT_NOT_OFFERED')) return { eligible: false, reasonCode: 'NOT_ELIGIBLE_PRODUCT' }
  return { eligible: true }
}

/** Without these there is nobody to screen; everything else is asked for after the checks have run. */
const NEEDED_FOR_CHECKS: readonly ErrorCode[] = [
  'NAME_REQUIRED',
  'DOB_REQUIRED',
  'DOB_INVALID',
  'DOB_FUTURE',
  'DOB_IMPLAUSIBLE',
]

export interface Completeness {
  /** No error that stops submission. */
  readonly complete: boolean
  /** Paths, each once, in the order of the form. */
  readonly missingFields: readonly string[]
  /** The checks can run on what is there. */
  readonly checkable: boolean
}

/** Completeness of the part of the application whose paths start with one of the prefixes. */
export function completeness(errors: readonly FieldError[], prefixes: readonly string[] = ['']): Completeness {
  const relevant = errors.filter(
    (error) => error.severity === 'error' && prefixes.some((prefix) => error.path.startsWith(prefix)),
  )
  return {
    complete: relevant.length === 0,
    missingFields: [...new Set(relevant.map((error) => error.path))],
    checkable: !relevant.some((error) => NEEDED_FOR_CHECKS.includes(error.code)),
  }
}
