/** Field rules for IBAN and BIC. */
import { ValidationErrorsBIC, ValidationErrorsIBAN, electronicFormatIBAN, validateBIC, validateIBAN } from 'ibantools'
import type { Account } from '../account.ts'
import { fieldError, type FieldError } from '../field-error.ts'

/** Territories whose banks use the BIC of one country and the IBAN of another; both sides are one group. */
const BIC_GROUPS: readonly (readonly string[])[] = [
  ['FR', 'GF', 'GP', 'MQ', 'MF', 'BL', 'RE', 'PF', 'TF', 'YT', 'NC', 'PM', 'WF'],
  ['GB', 'GG', 'IM', 'JE'],
  ['FI', 'AX'],
]

export function validateAccount(account: Account): readonly FieldError[] {
  const iban = electronicFormatIBAN(account.iban ?? '') ?? ''
  if (iban === '') return [fieldError('IBAN_REQUIRED', 'account.iban')]
  return [...ibanErrors(iban), ...bicErrors(account.bic, iban.slice(0, 2))]
}

function ibanErrors(iban: string): readonly FieldError[] {
  const path = 'account.iban'
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]+$/.test(iban)) return [fieldError('IBAN_FORMAT', path)]
  const found = validateIBAN(iban).errorCodes
  // The first objection explains the others: a wrong length also fails the pattern and mostly the checksum.
  if (found.includes(ValidationErrorsIBAN.NoIBANCountry)) return [fieldError('IBAN_COUNTRY', path)]
  if (found.includes(ValidationErrorsIBAN.WrongBBANLength)) return [fieldError('IBAN_LENGTH', path)]
  if (found.includes(ValidationErrorsIBAN.WrongIBANChecksum)) return [fieldError('IBAN_CHECKSUM', path)]
  return found.length > 0 ? [fieldError('IBAN_FORMAT', path)] : []
}

function bicErrors(bic: string | undefined, ibanCountry: string): readonly FieldError[] {
  if (!bic) return []
  const path = 'account.bic'
  const code = bic.toUpperCase().replaceAll(/\s/gu, '')
  const { errorCodes } = validateBIC(code)
  if (errorCodes.includes(ValidationErrorsBIC.WrongBICFormat)) return [fieldError('BIC_FORMAT', path)]
  if (errorCodes.length > 0) return [fieldError('BIC_FORMAT', path)]
  const bicCountry = code.slice(4, 6)
  const sameGroup = BIC_GROUPS.some((group) => group.includes(bicCountry) && group.includes(ibanCountry))
  return bicCountry === ibanCountry || sameGroup ? [] : [fieldError('BIC_COUNTRY_MISMATCH', path)]
}
