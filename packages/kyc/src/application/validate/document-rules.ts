/** Field rules for the identity document: type, dates, machine-readable zone, and the zone against what was declared. */
import { daysBetween, isIsoDate } from '../../iso-date.ts'
import { compareMrzName } from '../../mrz/name-comparison.ts'
import { mrzBirthDate, mrzExpiryDate } from '../../mrz/mrz-date.ts'
import { readMrz, type Mrz } from '../../mrz/read-mrz.ts'
import { isCountry, travelDocumentState } from '../../reference/countries.ts'
import type { Application } from '../application.ts'
import { fieldError, type FieldError } from '../field-error.ts'
import type { IdentityDocument } from '../identity-document.ts'
import type { ValidationContext } from './context.ts'
import { fileErrors } from './file-rules.ts'

export function validateDocument(application: Application, context: ValidationContext): readonly FieldError[] {
  const { document } = application
  if (!document) return [fieldError('DOC_REQUIRED', 'document')]
  return [
    ...headErrors(document, context),
    ...dateErrors(document, context),
    ...mrzErrors(application, document, context),
    ...document.images.flatMap((image, index) => fileErrors(image, `document.images[${index}]`, context)),
  ]
}

function headErrors(document: IdentityDocument, context: ValidationContext): readonly FieldError[] {
  const errors: FieldError[] = []
  const profile = context.reference.countryProfiles.data[context.policy.profile]
  if (!profile.acceptedDocuments.includes(document.type)) {
    errors.push(fieldError('DOC_TYPE_NOT_ACCEPTED', 'document.type'))
  }
  const table = context.reference.countries.data
  if (!isCountry(table, document.issuingState) && !travelDocumentState(table, document.issuingState)) {
    errors.push(fieldError('DOC_STATE_UNKNOWN', 'document.issuingState'))
  }
  if (!/^[A-Z0-9]{1,20}$/.test(plainNumber(document.number))) {
    errors.push(fieldError('DOC_NUMBER_FORMAT', 'document.number'))
  }
  return errors
}

function dateErrors(document: IdentityDocument, context: ValidationContext): readonly FieldError[] {
  const errors: FieldError[] = []
  if (document.issueDate !== undefined && (!isIsoDate(document.issueDate) || document.issueDate > context.today)) {
    errors.push(fieldError('DOC_NOT_YET_VALID', 'document.issueDate'))
  }
  // Some documents never expire and show no date; a date that is shown holds through the end of its day.
  if (document.expiryDate === undefined) return errors
  if (!isIsoDate(document.expiryDate) || document.expiryDate < context.today) {
    errors.push(fieldError('DOC_EXPIRED', 'document.expiryDate'))
  } else if (daysBetween(context.today, document.expiryDate) < context.policy.documentExpiresSoonDays) {
    errors.push(fieldError('DOC_EXPIRES_SOON', 'document.expiryDate'))
  }
  return errors
}

function mrzErrors(
  application: Application,
  document: IdentityDocument,
  context: ValidationContext,
): readonly FieldError[] {
  if (!document.mrz || document.mrz.length === 0) return []
  const mrz = readMrz(document.mrz)
  if (!mrz) return [fieldError('MRZ_FORMAT', 'document.mrz')]
  return [
    ...mrz.wrongCheckDigits.map((field) => fieldError(`MRZ_CHECK_DIGIT_${field}`, 'document.mrz')),
    ...mismatches(application, document, mrz, context),
  ]
}

function mismatches(
  { identity }: Application,
  document: IdentityDocument,
  mrz: Mrz,
  context: ValidationContext,
): readonly FieldError[] {
  const errors: FieldError[] = []
  if (mrz.documentNumber !== plainNumber(document.number)) {
    errors.push(fieldError('MRZ_DATA_MISMATCH_NUMBER', 'document.number'))
  }
  const names = compareMrzName(identity, mrz.name)
  if (names === 'MISMATCH') errors.push(fieldError('MRZ_DATA_MISMATCH_NAME', 'identity.surnames'))
  if (names === 'CLOSE') errors.push(fieldError('MRZ_NAME_CLOSE', 'identity.surnames'))
  if (!declaresNationality(identity.nationalities, mrz.nationality, context)) {
    errors.push(fieldError('MRZ_DATA_MISMATCH_NATIONALITY', 'identity.nationalities'))
  }
  if (!sameBirthDate(identity.dateOfBirth, mrzBirthDate(mrz.birthDate, context.today))) {
    errors.push(fieldError('MRZ_DATA_MISMATCH_DATE_OF_BIRTH', 'identity.dateOfBirth'))
  }
  if (identity.sexOnDocument !== undefined && identity.sexOnDocument !== mrz.sex) {
    errors.push(fieldError('MRZ_DATA_MISMATCH_SEX', 'identity.sexOnDocument'))
  }
  if (document.expiryDate !== undefined && document.expiryDate !== mrzExpiryDate(mrz.expiryDate)) {
    errors.push(fieldError('MRZ_DATA_MISMATCH_EXPIRY_DATE', 'document.expiryDate'))
  }
  return errors
}

/** Unspecified (`XXX`) and codes that name no state or status contradict nothing. */
function declaresNationality(declared: readonly string[], code: string, context: ValidationContext): boolean {
  const state = travelDocumentState(context.reference.countries.data, code)
  if (!state) return false
  if (state.kind === 'OTHER') return true
  if (state.kind === 'COUNTRY') return declared.includes(state.country)
  // Travel documents know one refugee code each for two conventions and none for subsidiary protection.
  return declared.includes(state.status) || (state.status === 'REFUGEE' && declared.includes('SUBSIDIARY_PROTECTION'))
}

function sameBirthDate(declared: string | undefined, onDocument: string | null): boolean {
  if (!declared || !onDocument) return false
  const shorter = Math.min(declared.length, onDocument.length)
  return declared.slice(0, shorter) === onDocument.slice(0, shorter)
}

function plainNumber(number: string): string {
  return number.toUpperCase().replaceAll(/[\s<-]/gu, '')
}
