/** Reason codes of a final decision, and of a verdict on a hit. */
export const APPROVAL_REASONS = ['APPROVED_STP', 'APPROVED_REVIEWED', 'APPROVED_EDD'] as const
export type ApprovalReason = (typeof APPROVAL_REASONS)[number]

export const REJECTION_REASONS = [
  'SANCTIONS_TRUE_MATCH',
  'INTERNAL_BLACKLIST',
  'OUTSIDE_RISK_APPETITE',
  'IDENTITY_NOT_VERIFIED',
  'CDD_INCOMPLETE',
  'FRAUD_SUSPECTED',
  'NOT_ELIGIBLE_AGE',
  'NOT_ELIGIBLE_PRODUCT',
  'DUPLICATE_APPLICATION',
] as const
export type RejectionReason = (typeof REJECTION_REASONS)[number]

export const ELIGIBILITY_REASONS = ['NOT_ELIGIBLE_AGE', 'NOT_ELIGIBLE_PRODUCT'] as const
export type EligibilityReason = (typeof ELIGIBILITY_REASONS)[number]

export const REASON_CODES = [...APPROVAL_REASONS, ...REJECTION_REASONS, 'APPLICANT_WITHDREW'] as const
export type ReasonCode = (typeof REASON_CODES)[number]

export const FALSE_POSITIVE_REASONS = [
  'DOB_CONFLICT',
  'NAME_ONLY_PARTIAL',
  'NAME_TYPE_CONFLICT',
  'GENDER_CONFLICT',
  'NATIONALITY_CONFLICT',
  'BIRTHPLACE_CONFLICT',
  'DOCUMENT_CONFLICT',
  'PHOTO_CONFLICT',
  'DECEASED',
  'GEOGRAPHY_CONFLICT',
] as const
export type FalsePositiveReason = (typeof FALSE_POSITIVE_REASONS)[number]

export const TRUE_MATCH_REASONS = [
  'DOCUMENT_EQUAL',
  'NAME_DOB_EQUAL',
  'NAME_DOB_BIRTHPLACE',
  'ADMITTED',
  'PHOTO_EQUAL',
  'OTHER_IDENTIFIER',
] as const
export type TrueMatchReason = (typeof TRUE_MATCH_REASONS)[number]

export const INCONCLUSIVE_REASONS = ['DATA_MISSING_CUSTOMER', 'DATA_MISSING_LIST'] as const
export type InconclusiveReason = (typeof INCONCLUSIVE_REASONS)[number]

export type VerdictReason = FalsePositiveReason | TrueMatchReason | InconclusiveReason

export const VERDICTS = ['TRUE_MATCH', 'FALSE_POSITIVE', 'INCONCLUSIVE'] as const
export type Verdict = (typeof VERDICTS)[number]
