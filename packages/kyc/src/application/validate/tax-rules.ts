/** Field rules for the tax self-certification: CRS residences, US status, and the reasonableness test. */
import { parsePhoneNumberFromString } from 'libphonenumber-js'
import { isCountry } from '../../reference/countries.ts'
import type { Application } from '../application.ts'
import { fieldError, type FieldError } from '../field-error.ts'
import type { TaxResidence } from '../tax.ts'
import type { ValidationContext } from './context.ts'
import { checkTin } from './national-id.ts'

/** Signs of US status on the file of someone who denies it. */
export type UsIndicium = 'NATIONALITY' | 'BIRTH_COUNTRY' | 'ADDRESS' | 'PHONE' | 'STANDING_ORDER' | 'POWER_OF_ATTORNEY'

export function validateTax(application: Application, context: ValidationContext): readonly FieldError[] {
  const { tax } = application
  const errors: FieldError[] = []
  if (tax.taxResidences.length === 0) errors.push(fieldError('TAX_RESIDENCE_REQUIRED', 'tax.taxResidences'))
  for (const [index, residence] of tax.taxResidences.entries()) {
    errors.push(...residenceErrors(residence, `tax.taxResidences[${index}]`, context))
  }
  errors.push(...usErrors(application))
  if (!tax.signedAt || !tax.signature?.trim()) errors.push(fieldError('SELF_CERT_UNSIGNED', 'tax.signature'))
  if (isUnreasonable(application)) errors.push(fieldError('SELF_CERT_UNREASONABLE', 'tax.taxResidences'))
  return errors
}

export function usIndicia({ identity, contact, tax }: Application): readonly UsIndicium[] {
  const indicia: UsIndicium[] = []
  if (identity.nationalities.includes('US')) indicia.push('NATIONALITY')
  if (identity.birthCountry === 'US') indicia.push('BIRTH_COUNTRY')
  if (contact.residence?.country === 'US') indicia.push('ADDRESS')
  if (parsePhoneNumberFromString(contact.phone ?? '')?.country === 'US') indicia.push('PHONE')
  if (tax.standingOrderToUs) indicia.push('STANDING_ORDER')
  if (tax.usPowerOfAttorney) indicia.push('POWER_OF_ATTORNEY')
  return indicia
}

/** Birthplace needs a certificate of loss of nationality or an explanation; the other signs need a document. */
export function isCured(application: Application, indicium: UsIndicium): boolean {
  const cure = application.tax.usCure
  if (!cure) return false
  if (indicium === 'BIRTH_COUNTRY') {
    if (cure.kind === 'LOSS_OF_NATIONALITY') return cure.evidenceRef !== undefined
    return cure.kind === 'REASONABLE_EXPLANATION' && (cure.text?.trim().length ?? 0) > 0
  }
  if (indicium === 'NATIONALITY') return cure.kind === 'LOSS_OF_NATIONALITY' && cure.evidenceRef !== undefined
  return cure.evidenceRef !== undefined
}

function residenceErrors(residence: TaxResidence, path: string, context: ValidationContext): readonly FieldError[] {
  if (!isCountry(context.reference.countries.data, residence.country)) {
    return [fieldError('COUNTRY_UNKNOWN', `${path}.country`)]
  }
  if (!residence.tin?.trim()) return missingTin(residence, path)
  const verdict = checkTin(residence.country, residence.tin)
  return verdict === 'FORMAT' || verdict === 'CHECK' ? [fieldError('TIN_FORMAT', `${path}.tin`)] : []
}

/** The US issues a number to every taxpayer, so that no reason stands in for it; reason B needs a sentence. */
function missingTin(residence: TaxResidence, path: string): readonly FieldError[] {
  if (residence.country === 'US') return [fieldError('US_TIN_REQUIRED', `${path}.tin`)]
  const { noTinReason, noTinExplanation } = residence
  const explained = noTinReason !== undefined && (noTinReason !== 'B' || (noTinExplanation?.trim() ?? '') !== '')
  return explained ? [] : [fieldError('TIN_REQUIRED', `${path}.tin`)]
}

function usErrors(application: Application): readonly FieldError[] {
  const { tax } = application
  if (tax.usPerson === undefined) return [fieldError('US_PERSON_REQUIRED', 'tax.usPerson')]
  if (tax.usPerson) {
    const listed = tax.taxResidences.some((residence) => residence.country === 'US')
    return listed ? [] : [fieldError('US_TIN_REQUIRED', 'tax.taxResidences')]
  }
  const uncured = usIndicia(application).some((indicium) => !isCured(application, indicium))
  return uncured ? [fieldError('FATCA_INDICIUM_UNCURED', 'tax.usCure')] : []
}

/** The country of residence is missing among the tax residences. */
function isUnreasonable({ contact, tax }: Application): boolean {
  const country = contact.residence?.country ?? contact.residenceCountry
  return (
    country !== undefined &&
    tax.taxResidences.length > 0 &&
    !tax.taxResidences.some((residence) => residence.country === country)
  )
}
