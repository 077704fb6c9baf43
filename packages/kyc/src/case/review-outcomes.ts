/** For each kind of finding: the outcomes a person may choose, their reason codes, who proposes and who must agree. */
import { assertNever } from '../assert-never.ts'
import type { FindingKind } from '../checks/finding.ts'
import type { ReviewFindingKind } from '../checks/human-tasks-of.ts'
import type { Role } from '../roles/role.ts'
import type { HumanTaskKind } from './human-task.ts'
import {
  FALSE_POSITIVE_REASONS,
  INCONCLUSIVE_REASONS,
  TRUE_MATCH_REASONS,
  type RejectionReason,
} from './reason-codes.ts'

export type CheckerRole = 'senior_analyst' | 'mlro'

/** What is decided about: a finding that goes to people, information that the applicant could not give in several tries, or one of the two steps of EDD. */
export type ReviewSubject = ReviewFindingKind | 'INFORMATION_REFUSED' | 'EDD_REVIEW' | 'EDD_APPROVAL'

/** CLEARED lets the case go on, CONFIRMED makes the finding stand, RFI leaves it open until the applicant has answered. */
export type OutcomeEffect = 'CLEARED' | 'CONFIRMED' | 'RFI' | 'RETURNED'

export interface OutcomeRule {
  readonly outcome: string
  readonly effect: OutcomeEffect
  readonly reasonCodes: readonly string[]
  readonly makerRoles: readonly Role[]
  /** Roles of the second person, any one of them; empty when one person decides alone. */
  readonly checkerRoles: readonly CheckerRole[]
  /** Reason of the rejection that the outcome leads to; null when it leads to none. */
  readonly rejection: RejectionReason | null
  readonly noteMinLength: number
}

const NOTE_MIN_LENGTH = 20
const SENIOR: readonly CheckerRole[] = ['senior_analyst']
const MLRO: readonly CheckerRole[] = ['mlro']

type Extras = Partial<Pick<OutcomeRule, 'makerRoles' | 'checkerRoles' | 'rejection'>>

function rule(
  outcome: string,
  effect: OutcomeEffect,
  reasonCodes: readonly string[],
  extras: Extras = {},
): OutcomeRule {
  return {
    outcome,
    effect,
    reasonCodes,
    makerRoles: ['analyst'],
    checkerRoles: [],
    rejection: null,
    noteMinLength: NOTE_MIN_LENGTH,
    ...extras,
  }
}

const ASK = rule('REQUEST_INFORMATION', 'RFI', ['DATA_MISSING', 'DATA_UNCLEAR', 'EVIDENCE_MISSING'])
const INCONCLUSIVE = rule('INCONCLUSIVE', 'RFI', INCONCLUSIVE_REASONS)

const BLACKLIST: readonly OutcomeRule[] = [
  rule('FALSE_POSITIVE', 'CLEARED', FALSE_POSITIVE_REASONS, { checkerRoles: SENIOR }),
  rule('TRUE_MATCH', 'CONFIRMED', TRUE_MATCH_REASONS, { checkerRoles: SENIOR, rejection: 'INTERNAL_BLACKLIST' }),
  INCONCLUSIVE,
]

/** A confirmed PEP or article is no refusal: it goes into the risk class, and from there to EDD. */
const PEP_AND_MEDIA: readonly OutcomeRule[] = [
  rule('FALSE_POSITIVE', 'CLEARED', FALSE_POSITIVE_REASONS),
  rule('TRUE_MATCH', 'CONFIRMED', TRUE_MATCH_REASONS),
  INCONCLUSIVE,
]

const IDENTITY: readonly OutcomeRule[] = [
  rule('ACCEPT', 'CLEARED', ['DOCUMENT_GENUINE', 'READING_ERROR', 'ORIGINAL_SEEN']),
  ASK,
  rule('REJECT', 'CONFIRMED', ['DOCUMENT_FALSE', 'PERSON_NOT_HOLDER', 'NOT_VERIFIABLE'], {
    checkerRoles: SENIOR,
    rejection: 'IDENTITY_NOT_VERIFIED',
  }),
]

const EDD_RECOMMENDATION_REASONS = ['SOF_EVIDENCED', 'SOW_EVIDENCED', 'PURPOSE_PLAUSIBLE', 'RISK_ACCEPTABLE'] as const
const EDD_DOUBTS = ['SOF_NOT_EVIDENCED', 'SOW_NOT_EVIDENCED', 'PURPOSE_IMPLAUSIBLE', 'RISK_NOT_ACCEPTABLE'] as const

/** Most frequent outcome first. */
export const OUTCOME_RULES: Readonly<Record<ReviewSubject, readonly OutcomeRule[]>> = {
  SANCTIONS_MATCH: [
    rule('FALSE_POSITIVE', 'CLEARED', FALSE_POSITIVE_REASONS, { checkerRoles: ['senior_analyst', 'mlro'] }),
    rule('TRUE_MATCH', 'CONFIRMED', TRUE_MATCH_REASONS, { checkerRoles: MLRO, rejection: 'SANCTIONS_TRUE_MATCH' }),
    INCONCLUSIVE,
  ],
  BLACKLIST_HIT: BLACKLIST,
  BLACKLIST_POSSIBLE: BLACKLIST,
  PEP_MATCH: PEP_AND_MEDIA,
  ADVERSE_MEDIA_MATCH: PEP_AND_MEDIA,
  IDENTITY_FAILED: IDENTITY,
  IDENTITY_MISMATCH: IDENTITY,
  IDENTITY_MANUAL: IDENTITY,
  NAME_QUALITY: [
    rule('ACCEPT', 'CLEARED', ['NAME_AS_ON_DOCUMENT', 'SPELLING_EXPLAINED']),
    ASK,
    rule('REJECT', 'CONFIRMED', ['NAME_NOT_REAL'], { checkerRoles: SENIOR, rejection: 'FRAUD_SUSPECTED' }),
  ],
  ADDRESS_REVIEW: [
    rule('ACCEPT', 'CLEARED', ['NO_FIXED_RESIDENCE', 'PROOF_SEEN', 'EXPLAINED']),
    ASK,
    rule('REJECT', 'CONFIRMED', ['ADDRESS_NOT_PROVED'], { checkerRoles: SENIOR, rejection: 'CDD_INCOMPLETE' }),
  ],
  ACCOUNT_NAME: [
    rule('ACCEPT', 'CLEARED', ['SAME_PERSON_OTHER_SPELLING', 'JOINT_ACCOUNT', 'EXPLAINED']),
    ASK,
    rule('REJECT', 'CONFIRMED', ['ACCOUNT_OF_OTHER_PERSON'], { checkerRoles: SENIOR, rejection: 'FRAUD_SUSPECTED' }),
  ],
  DUPLICATE: [
    rule('DIFFERENT_PERSON', 'CLEARED', [
      'DOB_CONFLICT',
      'BIRTHPLACE_CONFLICT',
      'DOCUMENT_CONFLICT',
      'PHOTO_CONFLICT',
      'EXPLAINED',
    ]),
    rule('SAME_PERSON', 'CONFIRMED', ['DOCUMENT_EQUAL', 'NAME_DOB_EQUAL', 'ADMITTED', 'PHOTO_EQUAL'], {
      checkerRoles: SENIOR,
      rejection: 'DUPLICATE_APPLICATION',
    }),
    rule('FRAUD_SUSPECTED', 'CONFIRMED', ['IDENTITY_MISUSED', 'DATA_ALTERED'], {
      checkerRoles: SENIOR,
      rejection: 'FRAUD_SUSPECTED',
    }),
    ASK,
  ],
  POLICY_RESIDENCE: [
    rule('DECLINE', 'CONFIRMED', ['COUNTRY_NOT_SERVED'], { checkerRoles: SENIOR, rejection: 'OUTSIDE_RISK_APPETITE' }),
    // Only the mlro lifts a knock-out that the bank has set.
    rule('LIFT', 'CLEARED', ['EXCEPTION_GRANTED', 'RESIDENCE_CORRECTED'], { checkerRoles: MLRO }),
    ASK,
  ],
  INFORMATION_REFUSED: [
    rule('ACCEPT', 'CLEARED', ['EXPLAINED', 'ORIGINAL_SEEN']),
    rule('REJECT', 'CONFIRMED', ['NOT_VERIFIABLE'], { checkerRoles: SENIOR, rejection: 'CDD_INCOMPLETE' }),
    ASK,
  ],
  EDD_REVIEW: [
    rule('RECOMMEND_APPROVE', 'CLEARED', EDD_RECOMMENDATION_REASONS),
    rule('RECOMMEND_REFUSE', 'CLEARED', EDD_DOUBTS),
  ],
  // The mlro is the second person here; the analyst of the review was the first.
  EDD_APPROVAL: [
    rule('APPROVE', 'CLEARED', ['RISK_ACCEPTABLE'], { makerRoles: MLRO }),
    rule('APPROVE_WITH_CONDITIONS', 'CLEARED', ['RISK_ACCEPTABLE_WITH_CONDITIONS'], { makerRoles: MLRO }),
    rule(
      'REFUSE',
      'CONFIRMED',
      ['OUTSIDE_RISK_APPETITE', 'SOF_NOT_EVIDENCED', 'SOW_NOT_EVIDENCED', 'LEGAL_RESTRICTION'],
      { makerRoles: MLRO, rejection: 'OUTSIDE_RISK_APPETITE' },
    ),
    rule('RETURN', 'RETURNED', ['CHECKLIST_INCOMPLETE', 'EVIDENCE_MISSING'], { makerRoles: MLRO }),
  ],
}

/** Outcomes of a human task; the finding says more than the task where both are known. */
export function outcomesFor(task: HumanTaskKind, finding: FindingKind | null): readonly OutcomeRule[] {
  const subject = subjectOf(task, finding)
  return subject === null ? [] : OUTCOME_RULES[subject]
}

/** What a task decides about. Without a finding, the one that the task is mostly about. */
export function subjectOf(task: HumanTaskKind, finding: FindingKind | null): ReviewSubject | null {
  switch (task) {
    case 'edd_review':
      return 'EDD_REVIEW'
    case 'edd_senior_approval':
      return 'EDD_APPROVAL'
    case 'rfi':
    case 'technical_hold':
      return null
    case 'screening_review':
    case 'screening_review_second':
      return known(finding) ?? 'SANCTIONS_MATCH'
    case 'blacklist_review':
      return known(finding) ?? 'BLACKLIST_HIT'
    case 'identity_review':
      return known(finding) ?? (finding === null ? 'IDENTITY_FAILED' : 'INFORMATION_REFUSED')
    case 'address_review':
      return known(finding) ?? 'ADDRESS_REVIEW'
    case 'account_review':
      return known(finding) ?? 'ACCOUNT_NAME'
    case 'duplicate_review':
      return known(finding) ?? 'DUPLICATE'
    case 'policy_decline_review':
      return known(finding) ?? 'POLICY_RESIDENCE'
    default:
      return assertNever(task)
  }
}

function known(finding: FindingKind | null): ReviewSubject | null {
  return finding !== null && isReviewSubject(finding) ? finding : null
}

/** True for kinds of findings that a person decides about. */
export function isReviewSubject(kind: string): kind is ReviewSubject {
  return Object.hasOwn(OUTCOME_RULES, kind)
}
