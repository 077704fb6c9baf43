/** For each kind of review: the outcomes a person may choose, their reason codes, and who must agree. */
import { assertNever } from '../assert-never.ts'
import type { FindingKind } from '../checks/finding.ts'
import type { HumanTaskKind } from './human-task.ts'
import {
  FALSE_POSITIVE_REASONS,
  INCONCLUSIVE_REASONS,
  TRUE_MATCH_REASONS,
  type RejectionReason,
} from './reason-codes.ts'

export type CheckerRole = 'senior_analyst' | 'mlro'

/** What a chosen outcome means for the finding: settled either way, sent to the applicant, or a step inside EDD. */
export type OutcomeEffect =
  | 'CLEARED'
  | 'CONFIRMED'
  | 'RFI'
  | 'EDD_COMPLETE'
  | 'EDD_APPROVED'
  | 'EDD_REFUSED'
  | 'EDD_RETURNED'

export interface OutcomeRule {
  readonly outcome: string
  readonly effect: OutcomeEffect
  readonly reasonCodes: readonly string[]
  /** Roles of the second person, any one of them; empty when one person decides alone. */
  readonly checkerRoles: readonly CheckerRole[]
  /** Reason of the rejection that the outcome leads to; null when it leads to none. */
  readonly rejection: RejectionReason | null
  readonly noteMinLength: number
}

const NOTE_MIN_LENGTH = 20

function rule(
  outcome: string,
  effect: OutcomeEffect,
  reasonCodes: readonly string[],
  checkerRoles: readonly CheckerRole[] = [],
  rejection: RejectionReason | null = null,
): OutcomeRule {
  return { outcome, effect, reasonCodes, checkerRoles, rejection, noteMinLength: NOTE_MIN_LENGTH }
}

const SANCTIONS: readonly OutcomeRule[] = [
  rule('FALSE_POSITIVE', 'CLEARED', FALSE_POSITIVE_REASONS, ['senior_analyst', 'mlro']),
  rule('TRUE_MATCH', 'CONFIRMED', TRUE_MATCH_REASONS, ['mlro'], 'SANCTIONS_TRUE_MATCH'),
  rule('INCONCLUSIVE', 'RFI', INCONCLUSIVE_REASONS),
]

const BLACKLIST: readonly OutcomeRule[] = [
  rule('FALSE_POSITIVE', 'CLEARED', FALSE_POSITIVE_REASONS, ['senior_analyst']),
  rule('TRUE_MATCH', 'CONFIRMED', TRUE_MATCH_REASONS, ['senior_analyst'], 'INTERNAL_BLACKLIST'),
  rule('INCONCLUSIVE', 'RFI', INCONCLUSIVE_REASONS),
]

/** A confirmed PEP or article is no refusal: it goes into the risk class, and from there to EDD. */
const PEP_AND_MEDIA: readonly OutcomeRule[] = [
  rule('TRUE_MATCH', 'CONFIRMED', TRUE_MATCH_REASONS),
  rule('FALSE_POSITIVE', 'CLEARED', FALSE_POSITIVE_REASONS),
  rule('INCONCLUSIVE', 'RFI', INCONCLUSIVE_REASONS),
]

const IDENTITY: readonly OutcomeRule[] = [
  rule('ACCEPT', 'CLEARED', ['IMAGE_REREAD_CLEAN', 'SPELLING_VARIANT', 'ORIGINAL_SEEN', 'PROVIDER_CONFIRMED']),
  rule('REQUEST_INFORMATION', 'RFI', ['NEW_IMAGE', 'NEW_DOCUMENT', 'DATA_CORRECTION']),
  rule('REJECT', 'CONFIRMED', ['NOT_VERIFIABLE', 'NOT_THE_HOLDER'], ['senior_analyst'], 'IDENTITY_NOT_VERIFIED'),
  rule('FRAUD_SUSPECTED', 'CONFIRMED', ['DOCUMENT_FORGED', 'STOLEN_IDENTITY'], ['senior_analyst'], 'FRAUD_SUSPECTED'),
]

const ADDRESS: readonly OutcomeRule[] = [
  rule('ACCEPT', 'CLEARED', ['NO_FIXED_RESIDENCE', 'SHELTER_CONFIRMED', 'NAME_VARIANT']),
  rule('REQUEST_INFORMATION', 'RFI', ['PROOF_OF_ADDRESS', 'DATA_CORRECTION']),
  rule('REJECT', 'CONFIRMED', ['ADDRESS_NOT_VERIFIABLE'], ['senior_analyst'], 'CDD_INCOMPLETE'),
]

const ACCOUNT: readonly OutcomeRule[] = [
  rule('ACCEPT', 'CLEARED', ['NAME_VARIANT', 'JOINT_ACCOUNT', 'LEGAL_GUARDIAN']),
  rule('REQUEST_INFORMATION', 'RFI', ['OWN_ACCOUNT']),
  rule('REJECT', 'CONFIRMED', ['THIRD_PARTY_ACCOUNT'], ['senior_analyst'], 'FRAUD_SUSPECTED'),
]

const DUPLICATE: readonly OutcomeRule[] = [
  rule('DIFFERENT_PERSON', 'CLEARED', ['DOB_CONFLICT', 'BIRTHPLACE_CONFLICT', 'DOCUMENT_CONFLICT', 'PHOTO_CONFLICT']),
  rule(
    'SAME_PERSON',
    'CONFIRMED',
    ['DOCUMENT_EQUAL', 'NAME_DOB_EQUAL', 'NAME_DOB_BIRTHPLACE', 'ADMITTED', 'PHOTO_EQUAL'],
    ['senior_analyst'],
    'DUPLICATE_APPLICATION',
  ),
  rule('FRAUD_SUSPECTED', 'CONFIRMED', ['DOCUMENT_FORGED', 'STOLEN_IDENTITY'], ['senior_analyst'], 'FRAUD_SUSPECTED'),
  rule('REQUEST_INFORMATION', 'RFI', ['DATA_CORRECTION', 'NEW_DOCUMENT']),
]

const POLICY_DECLINE: readonly OutcomeRule[] = [
  rule('CONFIRM_DECLINE', 'CONFIRMED', ['COUNTRY_NOT_SERVED'], ['senior_analyst'], 'OUTSIDE_RISK_APPETITE'),
  // Only the mlro lifts a knock-out that the bank has set.
  rule('LIFT', 'CLEARED', ['EXCEPTION_GRANTED', 'RESIDENCE_MISREAD'], ['mlro']),
]

const EDD_REVIEW: readonly OutcomeRule[] = [
  rule('COMPLETE', 'EDD_COMPLETE', ['CHECKLIST_COMPLETE', 'CHECKLIST_WITH_RESERVATIONS']),
  rule('REQUEST_INFORMATION', 'RFI', ['SOW_EVIDENCE', 'SOF_EVIDENCE', 'PURPOSE_DETAIL']),
]

const EDD_APPROVAL: readonly OutcomeRule[] = [
  rule('APPROVE', 'EDD_APPROVED', ['RISK_ACCEPTED']),
  rule('APPROVE_WITH_CONDITIONS', 'EDD_APPROVED', ['RISK_ACCEPTED_WITH_CONDITIONS']),
  rule(
    'REFUSE',
    'EDD_REFUSED',
    ['OUTSIDE_RISK_APPETITE', 'FRAUD_SUSPECTED', 'CDD_INCOMPLETE'],
    [],
    'OUTSIDE_RISK_APPETITE',
  ),
  rule('RETURN', 'EDD_RETURNED', ['EVIDENCE_MISSING', 'ANALYSIS_INCOMPLETE']),
]

/** Outcomes of a review, the most frequent first. `finding` tells sanctions from PEP and media hits. */
export function outcomesFor(task: HumanTaskKind, finding: FindingKind | null): readonly OutcomeRule[] {
  switch (task) {
    case 'screening_review':
    case 'screening_review_second':
      return finding === 'PEP_MATCH' || finding === 'ADVERSE_MEDIA_MATCH' ? PEP_AND_MEDIA : SANCTIONS
    case 'blacklist_review':
      return BLACKLIST
    case 'identity_review':
      return IDENTITY
    case 'address_review':
      return ADDRESS
    case 'account_review':
      return ACCOUNT
    case 'duplicate_review':
      return DUPLICATE
    case 'policy_decline_review':
      return POLICY_DECLINE
    case 'edd_review':
      return EDD_REVIEW
    case 'edd_senior_approval':
      return EDD_APPROVAL
    case 'rfi':
    case 'technical_hold':
      return []
    default:
      return assertNever(task)
  }
}
