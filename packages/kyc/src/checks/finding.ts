/** Something about a case that must be settled by a person or by the applicant before it can go on. */
import type { ErrorCode } from '../application/field-error.ts'
import type { HumanTask } from '../case/human-task.ts'
import type { RejectionReason } from '../case/reason-codes.ts'
import type { KnockoutId } from '../risk/assessment.ts'
import type { FindingId } from '../ids.ts'
import type { CheckKind } from './check-result.ts'

export const FINDING_KINDS = [
  'SANCTIONS_MATCH',
  'BLACKLIST_HIT',
  'BLACKLIST_POSSIBLE',
  'PEP_MATCH',
  'ADVERSE_MEDIA_MATCH',
  'IDENTITY_FAILED',
  'IDENTITY_MISMATCH',
  'IDENTITY_MANUAL',
  'NAME_QUALITY',
  'ADDRESS_REVIEW',
  'ACCOUNT_NAME',
  'DUPLICATE',
  'POLICY_RESIDENCE',
  'MISSING_OR_INVALID_DATA',
  'ACCOUNT_INVALID',
  'DOCUMENT_INVALID',
  'TAX_INCOMPLETE',
  'WEALTH_UNEXPLAINED',
  'CHECK_UNAVAILABLE',
] as const
export type FindingKind = (typeof FINDING_KINDS)[number]

/** One thing to ask the applicant for. */
export interface RfiItem {
  readonly code: ErrorCode | 'WEALTH_EVIDENCE'
  /** Path into the application, such as `contact.residence`. */
  readonly path: string
  readonly textKey: string
}

export type Finding = {
  readonly id: FindingId
  readonly kind: FindingKind
  /** Check that raised it; null for field errors and policy. */
  readonly check: CheckKind | null
  readonly codes: readonly string[]
  /** Keys `listId:entryId` of the hits it rests on. */
  readonly hitKeys: readonly string[]
} & (
  | {
      readonly route: 'REVIEW'
      readonly tasks: readonly HumanTask[]
      readonly knockout: KnockoutId | null
      /** Reason of the rejection that follows when the finding is confirmed; null when the case goes on all the same. */
      readonly rejection: RejectionReason | null
    }
  | { readonly route: 'RFI'; readonly items: readonly RfiItem[] }
  | { readonly route: 'HOLD' }
)

/** How a finding was settled. `CLEARED` lets the case go on; `CONFIRMED` makes it stand against the applicant. */
export interface FindingResolution {
  readonly findingId: FindingId
  readonly resolution: 'CLEARED' | 'CONFIRMED'
  /** Another reason than the finding's own, such as FRAUD_SUSPECTED for a duplicate. */
  readonly rejection?: RejectionReason
}

/** `HOLD` needs no person of the business: a check has no result, and the case waits for operators. */
export type ValidationOutcome = 'CLEAR' | 'REVIEW' | 'RFI' | 'KNOCKOUT' | 'HOLD'

export interface ValidationEvaluation {
  readonly outcome: ValidationOutcome
  /** `customer` only when everything is CLEAR: an unfinished case is never accepted. */
  readonly acceptance: 'customer' | 'no_customer'
  /** Findings without a resolution, those for people first. */
  readonly openFindings: readonly Finding[]
  /** Knock-outs that stand: confirmed by a person. */
  readonly knockouts: readonly KnockoutId[]
  /** Knock-outs that an open finding would cause when confirmed. */
  readonly pendingKnockouts: readonly KnockoutId[]
  /** Why there will be no customer; null unless the outcome is KNOCKOUT. */
  readonly reasonCode: RejectionReason | null
}
