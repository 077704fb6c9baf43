/** What may be decided on each kind of review item: outcomes, reason codes, who proposes, who confirms, what follows. */
import {
  FALSE_POSITIVE_REASONS,
  INCONCLUSIVE_REASONS,
  type RejectionReason,
  TRUE_MATCH_REASONS,
} from '../case/reason-codes.ts'
import type { Role } from '../roles/role.ts'

export type CheckerRole = 'senior_analyst' | 'mlro'

/** CLEARED lets the case go on, CONFIRMED makes the finding stand, ASK leaves it open until the applicant has answered. */
export type ItemEffect = 'CLEARED' | 'CONFIRMED' | 'ASK'

export interface OutcomeRule {
  readonly outcome: string
  readonly effect: ItemEffect
  readonly reasonCodes: readonly string[]
  readonly noteMinLength: number
  readonly makers: readonly Role[]
  /** empty: no second approval */
  readonly checkers: readonly CheckerRole[]
  /** set when a confirmed outcome refuses the customer */
  readonly rejects: RejectionReason | null
}

const ANALYSTS: readonly Role[] = ['analyst']
const SENIOR: readonly CheckerRole[] = ['senior_analyst', 'mlro']
const MLRO: readonly CheckerRole[] = ['mlro']
const NOTE = 20

function rule(
  outcome: string,
  effect: ItemEffect,
  reasonCodes: readonly string[],
  more: Partial<OutcomeRule> = {},
): OutcomeRule {
  return { outcome, effect, reasonCodes, noteMinLength: NOTE, makers: ANALYSTS, checkers: [], rejects: null, ...more }
}

const ASK = rule('REQUEST_INFORMATION', 'ASK', ['DATA_MISSING', 'DATA_UNCLEAR', 'EVIDENCE_MISSING'])
const INCONCLUSIVE = rule('INCONCLUSIVE', 'ASK', INCONCLUSIVE_REASONS)

/** Keyed by what was found; the kind of a finding says more than the kind of the human task. */
const RULES: Readonly<Record<string, readonly OutcomeRule[]>> = {
  SANCTIONS_MATCH: [
    rule('FALSE_POSITIVE', 'CLEARED', FALSE_POSITIVE_REASONS, { checkers: SENIOR }),
    rule('TRUE_MATCH', 'CONFIRMED', TRUE_MATCH_REASONS, { checkers: MLRO, rejects: 'SANCTIONS_TRUE_MATCH' }),
    INCONCLUSIVE,
  ],
  BLACKLIST_HIT: blacklist(),
  BLACKLIST_POSSIBLE: blacklist(),
  PEP_MATCH: [
    rule('FALSE_POSITIVE', 'CLEARED', FALSE_POSITIVE_REASONS),
    rule('TRUE_MATCH', 'CONFIRMED', TRUE_MATCH_REASONS),
    INCONCLUSIVE,
  ],
  ADVERSE_MEDIA_MATCH: [
    rule('FALSE_POSITIVE', 'CLEARED', FALSE_POSITIVE_REASONS),
    rule('TRUE_MATCH', 'CONFIRMED', TRUE_MATCH_REASONS),
    INCONCLUSIVE,
  ],
  IDENTITY_FAILED: identity(),
  IDENTITY_MISMATCH: identity(),
  IDENTITY_MANUAL: identity(),
  NAME_QUALITY: [
    rule('ACCEPT', 'CLEARED', ['NAME_AS_ON_DOCUMENT', 'SPELLING_EXPLAINED']),
    ASK,
    rule('REJECT', 'CONFIRMED', ['NAME_NOT_REAL'], { checkers: SENIOR, rejects: 'FRAUD_SUSPECTED' }),
  ],
  ADDRESS_REVIEW: [
    rule('ACCEPT', 'CLEARED', ['NO_FIXED_RESIDENCE', 'PROOF_SEEN', 'EXPLAINED']),
    ASK,
    rule('REJECT', 'CONFIRMED', ['ADDRESS_NOT_PROVED'], { checkers: SENIOR, rejects: 'CDD_INCOMPLETE' }),
  ],
  ACCOUNT_NAME: [
    rule('ACCEPT', 'CLEARED', ['SAME_PERSON_OTHER_SPELLING', 'JOINT_ACCOUNT', 'EXPLAINED']),
    ASK,
    rule('REJECT', 'CONFIRMED', ['ACCOUNT_OF_OTHER_PERSON'], { checkers: SENIOR, rejects: 'FRAUD_SUSPECTED' }),
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
      checkers: SENIOR,
      rejects: 'DUPLICATE_APPLICATION',
    }),
    rule('FRAUD_SUSPECTED', 'CONFIRMED', ['IDENTITY_MISUSED', 'DATA_ALTERED'], {
      checkers: SENIOR,
      rejects: 'FRAUD_SUSPECTED',
    }),
    ASK,
  ],
  POLICY_RESIDENCE: [
    rule('DECLINE', 'CONFIRMED', ['COUNTRY_NOT_SERVED'], { checkers: SENIOR, rejects: 'OUTSIDE_RISK_APPETITE' }),
    // Only the mlro lifts a knock-out that the bank has set itself.
    rule('LIFT', 'CLEARED', ['EXCEPTION_GRANTED', 'RESIDENCE_CORRECTED'], { checkers: MLRO }),
    ASK,
  ],
  EDD_REVIEW: [
    rule('RECOMMEND_APPROVE', 'CLEARED', ['SOF_EVIDENCED', 'SOW_EVIDENCED', 'PURPOSE_PLAUSIBLE', 'RISK_ACCEPTABLE']),
    rule('RECOMMEND_REFUSE', 'CLEARED', [
      'SOF_NOT_EVIDENCED',
      'SOW_NOT_EVIDENCED',
      'PURPOSE_IMPLAUSIBLE',
      'RISK_NOT_ACCEPTABLE',
    ]),
  ],
  EDD_APPROVAL: [
    rule('APPROVE', 'CLEARED', ['RISK_ACCEPTABLE'], { makers: ['mlro'] }),
    rule('APPROVE_WITH_CONDITIONS', 'CLEARED', ['RISK_ACCEPTABLE_WITH_CONDITIONS'], { makers: ['mlro'] }),
    rule(
      'REFUSE',
      'CONFIRMED',
      ['OUTSIDE_RISK_APPETITE', 'SOF_NOT_EVIDENCED', 'SOW_NOT_EVIDENCED', 'LEGAL_RESTRICTION'],
      {
        makers: ['mlro'],
        rejects: 'OUTSIDE_RISK_APPETITE',
      },
    ),
    rule('RETURN', 'ASK', ['CHECKLIST_INCOMPLETE', 'EVIDENCE_MISSING'], { makers: ['mlro'] }),
  ],
}

function blacklist(): readonly OutcomeRule[] {
  return [
    rule('FALSE_POSITIVE', 'CLEARED', FALSE_POSITIVE_REASONS, { checkers: SENIOR }),
    rule('TRUE_MATCH', 'CONFIRMED', TRUE_MATCH_REASONS, { checkers: SENIOR, rejects: 'INTERNAL_BLACKLIST' }),
    rule('INCONCLUSIVE', 'ASK', INCONCLUSIVE_REASONS),
  ]
}

function identity(): readonly OutcomeRule[] {
  return [
    rule('ACCEPT', 'CLEARED', ['DOCUMENT_GENUINE', 'READING_ERROR', 'ORIGINAL_SEEN']),
    ASK,
    rule('REJECT', 'CONFIRMED', ['DOCUMENT_FALSE', 'PERSON_NOT_HOLDER', 'NOT_VERIFIABLE'], {
      checkers: SENIOR,
      rejects: 'IDENTITY_NOT_VERIFIED',
    }),
  ]
}

/** Outcomes for an item by the kind of its finding (`EDD_REVIEW` and `EDD_APPROVAL` for the two EDD items). */
export function outcomesOf(findingKind: string): readonly OutcomeRule[] {
  return RULES[findingKind] ?? [rule('ACCEPT', 'CLEARED', ['EXPLAINED']), ASK]
}

const WEAK_CONFLICTS: readonly string[] = ['NATIONALITY_CONFLICT', 'GENDER_CONFLICT', 'GEOGRAPHY_CONFLICT']

/** Codes that cannot clear a sanctions hit by themselves: one weak conflict alone, or death (funds stay frozen). */
export function clearsSanctions(reasonCodes: readonly string[]): boolean {
  const strong = reasonCodes.filter((code) => code !== 'DECEASED' && !WEAK_CONFLICTS.includes(code))
  const weak = reasonCodes.filter((code) => WEAK_CONFLICTS.includes(code))
  return strong.length > 0 || weak.length > 1
}

const SLA_HOURS: Readonly<Record<string, number>> = {
  SANCTIONS_MATCH: 4,
  IDENTITY_FAILED: 4,
  IDENTITY_MISMATCH: 4,
  IDENTITY_MANUAL: 4,
  EDD_REVIEW: 120,
  EDD_APPROVAL: 120,
}

/** Hours that an item of this finding may wait for a person. */
export function slaHoursOf(findingKind: string): number {
  return SLA_HOURS[findingKind] ?? 24
}
