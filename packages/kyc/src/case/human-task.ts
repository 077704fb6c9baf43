/** Kinds of work that a person does on a case. */
export const HUMAN_TASK_KINDS = [
  'screening_review',
  'screening_review_second',
  'blacklist_review',
  'identity_review',
  'address_review',
  'account_review',
  'duplicate_review',
  'policy_decline_review',
  'edd_review',
  'edd_senior_approval',
  'rfi',
  'technical_hold',
] as const
export type HumanTaskKind = (typeof HUMAN_TASK_KINDS)[number]

/** A maker proposes, a checker confirms. A checker's step may carry the same task kind as the maker's. */
export interface HumanTask {
  readonly kind: HumanTaskKind
  readonly stage: 'MAKER' | 'CHECKER'
}
