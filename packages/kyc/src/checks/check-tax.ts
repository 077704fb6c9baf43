/** validate_tax: the self-certification, and which reports the account falls under. */
import type { Application } from '../application/application.ts'
import type { ValidationContext } from '../application/validate/context.ts'
import { isCured, usIndicia, validateTax } from '../application/validate/tax-rules.ts'
import type { TaxFlag, TaxResult } from './check-result.ts'

export function checkTax(application: Application, context: ValidationContext): TaxResult {
  const errors = validateTax(application, context)
    .filter((error) => error.severity === 'error')
    .map((error) => error.code)
  const result = errors.includes('FATCA_INDICIUM_UNCURED') ? 'INDICIUM' : errors.length > 0 ? 'INCOMPLETE' : 'OK'
  return { kind: 'validate_tax', result, flags: flagsOf(application, context), errors }
}

function flagsOf(application: Application, context: ValidationContext): readonly TaxFlag[] {
  const { tax } = application
  const flags: TaxFlag[] = []
  if (tax.usPerson === true) flags.push('FATCA_REPORTABLE')
  else {
    const indicia = usIndicia(application)
    const uncured = indicia.some((indicium) => !isCured(application, indicium))
    if (indicia.length > 0) flags.push(uncured ? 'FATCA_INDICIUM' : 'FATCA_INDICIUM_CURED')
  }
  // The US is not a CRS country; its persons are reported under FATCA.
  const abroad = tax.taxResidences.some(({ country }) => country !== context.policy.homeCountry && country !== 'US')
  if (abroad) flags.push('CRS_REPORTABLE')
  return flags
}
