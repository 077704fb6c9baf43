/** Field rules for residence, e-mail, phone and language. */
import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js'
import { addMonths, isIsoDate } from '../../iso-date.ts'
import { isCountry } from '../../reference/countries.ts'
import type { Application } from '../application.ts'
import type { Address, Contact } from '../contact.ts'
import { fieldError, type FieldError } from '../field-error.ts'
import type { ValidationContext } from './context.ts'
import { fileErrors } from './file-rules.ts'
import { comparableName } from './name-rules.ts'

// A dot-atom local part and a domain of at least two labels; quoted local parts are legal and never seen in life.
const EMAIL = /^[^\s@"(),:;<>[\]\\]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,63}$/u
const PO_BOX = /\b(?:p\.?\s?o\.?\s?box|post\s?office\s?box|postfach|bo[iî]te postale|apartado|postbus)\b/iu

export function validateContact(application: Application, context: ValidationContext): readonly FieldError[] {
  const { contact } = application
  return [
    ...residenceErrors(contact, context),
    ...historyErrors(contact, context),
    ...proofErrors(application, context),
    ...emailErrors(contact, context),
    ...phoneErrors(contact, context),
    ...(context.policy.languages.includes(contact.preferredLanguage.split('-')[0] ?? '')
      ? []
      : [fieldError('LANGUAGE_UNKNOWN', 'contact.preferredLanguage')]),
  ]
}

/** A number in E.164 form, or null when it is not valid. `country` is the hint for numbers without `+`. */
export function toE164(phone: string, country?: string): string | null {
  // libphonenumber-js ignores a country that it does not know, so any code may be passed as its hint.
  const parsed = parsePhoneNumberFromString(phone, country as CountryCode | undefined)
  return parsed?.isValid() ? parsed.number : null
}

function residenceErrors(contact: Contact, context: ValidationContext): readonly FieldError[] {
  if (!contact.residence) return [fieldError('ADDRESS_REQUIRED', 'contact.residence')]
  const errors = [...addressErrors(contact.residence, 'contact.residence', context)]
  if (contact.addressType === 'POSTAL_ONLY') errors.push(fieldError('ADDRESS_NEEDS_REVIEW', 'contact.addressType'))
  else if (PO_BOX.test(contact.residence.street)) errors.push(fieldError('ADDRESS_PO_BOX', 'contact.residence.street'))
  return errors
}

function addressErrors(address: Address, path: string, context: ValidationContext): readonly FieldError[] {
  const errors: FieldError[] = []
  if (address.street.trim() === '') errors.push(fieldError('ADDRESS_REQUIRED', `${path}.street`))
  if (address.city.trim() === '') errors.push(fieldError('ADDRESS_REQUIRED', `${path}.city`))
  if (!isCountry(context.reference.countries.data, address.country)) {
    return [...errors, fieldError('COUNTRY_UNKNOWN', `${path}.country`)]
  }
  if (!isPostalCode(address, context)) errors.push(fieldError('POSTAL_CODE_FORMAT', `${path}.postalCode`))
  return errors
}

function isPostalCode(address: Address, context: ValidationContext): boolean {
  const { patterns, without } = context.reference.postalCodes.data
  const code = address.postalCode?.trim().toUpperCase() ?? ''
  if (without.includes(address.country)) return true
  const pattern = patterns[address.country]
  if (pattern) return new RegExp(`^(?:${pattern})$`).test(code)
  // A country that the table does not know: any short code, but not none at all.
  return /^[A-Z0-9][A-Z0-9 -]{1,11}$/.test(code)
}

function historyErrors(contact: Contact, context: ValidationContext): readonly FieldError[] {
  if (!contact.residenceSince || contact.previousAddresses.length > 0) return []
  const since = `${contact.residenceSince}-01`
  if (!isIsoDate(since)) return [fieldError('ADDRESS_HISTORY_GAP', 'contact.residenceSince')]
  const enough = addMonths(since, context.policy.residenceHistoryMonths) <= context.today
  return enough ? [] : [fieldError('ADDRESS_HISTORY_GAP', 'contact.previousAddresses')]
}

function proofErrors(application: Application, context: ValidationContext): readonly FieldError[] {
  const proof = application.contact.proofOfAddress
  if (!proof) return []
  const path = 'contact.proofOfAddress'
  const errors = [...fileErrors(proof, path, context)]
  const received = proof.receivedOn ?? context.today
  if (proof.issuedOn && addMonths(proof.issuedOn, context.policy.proofOfAddressMaxMonths) < received) {
    errors.push(fieldError('POA_TOO_OLD', path))
  }
  const { givenNames, surnames } = application.identity
  if (proof.printedName && comparableName(proof.printedName) !== comparableName(`${givenNames} ${surnames}`)) {
    errors.push(fieldError('POA_NAME_MISMATCH', path))
  }
  return errors
}

function emailErrors(contact: Contact, context: ValidationContext): readonly FieldError[] {
  const email = contact.email ?? ''
  if (email.length > 254 || !EMAIL.test(email)) return [fieldError('EMAIL_FORMAT', 'contact.email')]
  const confirmed = contact.emailConfirmedAt !== undefined || context.acceptIncomplete
  return confirmed ? [] : [fieldError('EMAIL_UNCONFIRMED', 'contact.email')]
}

function phoneErrors(contact: Contact, context: ValidationContext): readonly FieldError[] {
  const hint = contact.residence?.country ?? contact.residenceCountry
  if (!toE164(contact.phone ?? '', hint)) return [fieldError('PHONE_FORMAT', 'contact.phone')]
  const unconfirmed = contact.phoneUsedForSignIn && contact.phoneConfirmedAt === undefined
  return unconfirmed && !context.acceptIncomplete ? [fieldError('PHONE_UNCONFIRMED', 'contact.phone')] : []
}
