/** Results of the seven checks. The `result` words and codes are all that the workflow ever sees of them. */
import type { ErrorCode } from '../application/field-error.ts'
import type { ListSnapshotRef, ScreeningHit } from './screening-hit.ts'

export const CHECK_KINDS = [
  'validate_names',
  'validate_sanctions',
  'validate_account',
  'validate_identity_document',
  'validate_pep_media',
  'validate_duplicates',
  'validate_tax',
] as const
export type CheckKind = (typeof CHECK_KINDS)[number]

export type NamesResult = {
  readonly kind: 'validate_names'
  readonly result: 'CLEAR' | 'QUALITY_ISSUE' | 'BLACKLIST_POSSIBLE' | 'BLACKLIST_HIT'
  readonly errors: readonly ErrorCode[]
  readonly hits: readonly ScreeningHit[]
  readonly blacklistSnapshotId: string
}

export type SanctionsResult = {
  readonly kind: 'validate_sanctions'
  readonly result: 'CLEAR' | 'POTENTIAL_MATCH' | 'UNAVAILABLE'
  /** Hits that raise an alert. */
  readonly alerts: readonly ScreeningHit[]
  /** Every hit at or above the storage threshold, alerts included, best first. */
  readonly hits: readonly ScreeningHit[]
  /** Hits that a valid good-guy entry suppressed; stored and counted, no alert. */
  readonly suppressed: readonly ScreeningHit[]
  readonly topScore: number
  readonly listSnapshots: readonly ListSnapshotRef[]
  readonly matcherConfigId: string | null
  readonly unavailableReason: 'LISTS_UNREADABLE' | 'LIST_MISSING' | 'LIST_STALE' | null
}

export type AccountResult = {
  readonly kind: 'validate_account'
  readonly result: 'VALID' | 'INVALID' | 'NAME_NO_MATCH' | 'NAME_CLOSE_MATCH' | 'NAME_NOT_CHECKED'
  readonly errors: readonly ErrorCode[]
  readonly ibanCountry: string | null
}

export type IdentityDocumentResult = {
  readonly kind: 'validate_identity_document'
  readonly result: 'VERIFIED' | 'FAILED' | 'MISMATCH' | 'MANUAL'
  readonly errors: readonly ErrorCode[]
  readonly warnings: readonly ErrorCode[]
  readonly method: string | null
  readonly level: string | null
}

export type PepMediaResult = {
  readonly kind: 'validate_pep_media'
  readonly pep: 'CLEAR' | 'POTENTIAL_MATCH'
  readonly media: 'CLEAR' | 'POTENTIAL_MATCH'
  readonly pepHits: readonly ScreeningHit[]
  readonly mediaHits: readonly ScreeningHit[]
  /** The applicant, or a declared relation, says yes: decisive without any list. */
  readonly selfDeclared: boolean
  /** NONE: no source is connected for it, which is shown and reported, never silent. */
  readonly coverage: { readonly pep: 'LISTS' | 'NONE'; readonly media: 'LISTS' | 'NONE' }
  readonly available: boolean
  readonly listSnapshots: readonly ListSnapshotRef[]
}

export type DuplicatesResult = {
  readonly kind: 'validate_duplicates'
  readonly result: 'NONE' | 'WEAK' | 'STRONG'
  readonly candidates: readonly DuplicateCandidate[]
}

export interface DuplicateCandidate {
  readonly customerOrCaseId: string
  readonly strength: 'WEAK' | 'STRONG'
  readonly equal: readonly DuplicateFact[]
}

/** Facts whose keyed blind indexes are equal on both sides. */
export type DuplicateFact =
  | 'nationalId'
  | 'documentNumberAndState'
  | 'nameAndBirthDate'
  | 'birthTown'
  | 'phone'
  | 'email'
  | 'iban'
  | 'device'

export const TAX_FLAGS = ['FATCA_REPORTABLE', 'FATCA_INDICIUM', 'FATCA_INDICIUM_CURED', 'CRS_REPORTABLE'] as const
export type TaxFlag = (typeof TAX_FLAGS)[number]

export type TaxResult = {
  readonly kind: 'validate_tax'
  readonly result: 'OK' | 'INCOMPLETE' | 'INDICIUM'
  readonly flags: readonly TaxFlag[]
  readonly errors: readonly ErrorCode[]
}

export type CheckResult =
  | NamesResult
  | SanctionsResult
  | AccountResult
  | IdentityDocumentResult
  | PepMediaResult
  | DuplicatesResult
  | TaxResult

/** One result of every kind, keyed by kind. */
export type CheckResults = { readonly [K in CheckKind]: Extract<CheckResult, { kind: K }> }
