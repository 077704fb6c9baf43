/**
 * The catalogue of field errors: stable codes, and what becomes of each. In the applicant's form an error stops
 * submission; intake by API, branch or partner may accept it, and then it becomes a finding by `disposition`.
 */

/** What happens to an error on a case that was opened all the same. */
export type Disposition =
  /** The applicant is asked for it. */
  | 'RFI'
  /** A person looks at the document, the address. */
  | 'IDENTITY_REVIEW'
  | 'ADDRESS_REVIEW'
  /** Never a finding: the application is refused before any screening. */
  | 'ELIGIBILITY'
  /** Shown to staff, nothing else. */
  | 'NOTE'
  /** Judged by a check of its own, which routes it (account, tax). */
  | 'CHECK'

type Severity = 'error' | 'warning'
type Rule = readonly [Severity, Disposition]

const E = (disposition: Disposition): Rule => ['error', disposition]
const W = (disposition: Disposition): Rule => ['warning', disposition]

const CATALOGUE = {
  // Identity
  NAME_REQUIRED: E('RFI'),
  NAME_CHARACTERS: E('RFI'),
  NAME_TOO_LONG: E('RFI'),
  NAME_MIXED_SCRIPT: W('NOTE'),
  NAME_PLACEHOLDER: W('NOTE'),
  NAME_IDENTICAL: W('NOTE'),
  DOB_REQUIRED: E('RFI'),
  DOB_INVALID: E('RFI'),
  DOB_FUTURE: E('RFI'),
  DOB_IMPLAUSIBLE: E('RFI'),
  AGE_BELOW_MINIMUM: E('ELIGIBILITY'),
  SEX_INVALID: E('RFI'),
  BIRTH_PLACE_REQUIRED: E('RFI'),
  COUNTRY_UNKNOWN: E('RFI'),
  NATIONALITY_REQUIRED: E('RFI'),
  NATIONAL_ID_REQUIRED: E('RFI'),
  NATIONAL_ID_FORMAT: E('RFI'),
  NATIONAL_ID_CHECK: E('RFI'),
  // Contact and residence
  ADDRESS_REQUIRED: E('RFI'),
  POSTAL_CODE_FORMAT: E('RFI'),
  ADDRESS_PO_BOX: E('RFI'),
  ADDRESS_NEEDS_REVIEW: W('ADDRESS_REVIEW'),
  ADDRESS_HISTORY_GAP: E('RFI'),
  POA_TOO_OLD: E('RFI'),
  POA_NAME_MISMATCH: W('ADDRESS_REVIEW'),
  EMAIL_FORMAT: E('RFI'),
  EMAIL_UNCONFIRMED: E('RFI'),
  PHONE_FORMAT: E('RFI'),
  PHONE_UNCONFIRMED: E('RFI'),
  LANGUAGE_UNKNOWN: E('NOTE'),
  RELATION_INCOMPLETE: E('RFI'),
  // Document
  DOC_REQUIRED: E('CHECK'),
  DOC_TYPE_NOT_ACCEPTED: E('CHECK'),
  DOC_STATE_UNKNOWN: E('CHECK'),
  DOC_NUMBER_FORMAT: E('CHECK'),
  DOC_EXPIRED: E('CHECK'),
  DOC_NOT_YET_VALID: E('CHECK'),
  DOC_EXPIRES_SOON: W('NOTE'),
  MRZ_FORMAT: E('CHECK'),
  MRZ_CHECK_DIGIT_DOCUMENT_NUMBER: E('CHECK'),
  MRZ_CHECK_DIGIT_DATE_OF_BIRTH: E('CHECK'),
  MRZ_CHECK_DIGIT_EXPIRY_DATE: E('CHECK'),
  MRZ_CHECK_DIGIT_OPTIONAL_DATA: E('CHECK'),
  MRZ_CHECK_DIGIT_COMPOSITE: E('CHECK'),
  MRZ_DATA_MISMATCH_NUMBER: E('CHECK'),
  MRZ_DATA_MISMATCH_NAME: E('CHECK'),
  MRZ_NAME_CLOSE: W('CHECK'),
  MRZ_DATA_MISMATCH_NATIONALITY: E('CHECK'),
  MRZ_DATA_MISMATCH_DATE_OF_BIRTH: E('CHECK'),
  MRZ_DATA_MISMATCH_SEX: E('CHECK'),
  MRZ_DATA_MISMATCH_EXPIRY_DATE: E('CHECK'),
  FILE_TYPE: E('RFI'),
  FILE_TOO_LARGE: E('RFI'),
  FILE_UNREADABLE: E('RFI'),
  IDENTITY_NOT_VERIFIED: E('CHECK'),
  // Financial
  EMPLOYMENT_REQUIRED: E('RFI'),
  OCCUPATION_UNKNOWN: E('RFI'),
  EMPLOYER_REQUIRED: E('RFI'),
  INCOME_REQUIRED: E('RFI'),
  AMOUNT_NEGATIVE: E('RFI'),
  CURRENCY_UNKNOWN: E('RFI'),
  SOF_REQUIRED: E('RFI'),
  SOW_REQUIRED: E('RFI'),
  PURPOSE_REQUIRED: E('RFI'),
  TURNOVER_REQUIRED: E('RFI'),
  TURNOVER_IMPLAUSIBLE: W('NOTE'),
  // Account
  IBAN_REQUIRED: E('CHECK'),
  IBAN_FORMAT: E('CHECK'),
  IBAN_COUNTRY: E('CHECK'),
  IBAN_LENGTH: E('CHECK'),
  IBAN_CHECKSUM: E('CHECK'),
  BIC_FORMAT: E('CHECK'),
  BIC_COUNTRY_MISMATCH: E('CHECK'),
  ACCOUNT_NAME_NO_MATCH: W('CHECK'),
  ACCOUNT_NAME_CLOSE_MATCH: W('CHECK'),
  // Tax
  TAX_RESIDENCE_REQUIRED: E('CHECK'),
  TIN_REQUIRED: E('CHECK'),
  TIN_FORMAT: W('NOTE'),
  US_TIN_REQUIRED: E('CHECK'),
  US_PERSON_REQUIRED: E('CHECK'),
  FATCA_INDICIUM_UNCURED: E('CHECK'),
  SELF_CERT_UNREASONABLE: W('NOTE'),
  SELF_CERT_UNSIGNED: E('CHECK'),
  // Notices
  PRIVACY_NOTICE_REQUIRED: E('RFI'),
  TERMS_REQUIRED: E('RFI'),
  BIOMETRIC_CONSENT_REQUIRED: E('RFI'),
  PRODUCT_NOT_OFFERED: E('ELIGIBILITY'),
} as const satisfies Record<string, Rule>

export type ErrorCode = keyof typeof CATALOGUE

// Object.keys of a const object yields exactly its keys.
export const ERROR_CODES = Object.keys(CATALOGUE) as readonly ErrorCode[]

export interface FieldError {
  readonly code: ErrorCode
  /** Path into the application, such as `identity.nationalities[1]`. Never holds a value. */
  readonly path: string
  readonly severity: Severity
  /** Key of the translated sentence. */
  readonly textKey: string
}

export function fieldError(code: ErrorCode, path: string): FieldError {
  return { code, path, severity: CATALOGUE[code][0], textKey: `error.${code}` }
}

export function dispositionOf(code: ErrorCode): Disposition {
  return CATALOGUE[code][1]
}

/** True when the errors stop submission in the applicant's own form. */
export function blocksSubmission(errors: readonly FieldError[]): boolean {
  return errors.some((error) => error.severity === 'error')
}
