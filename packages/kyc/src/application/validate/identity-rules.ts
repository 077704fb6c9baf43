/** Field rules for names, birth and nationality. */
import { ageOn, latestDay, parsePartialDate } from '../../iso-date.ts'
import { isCountry, isCountryOrFormer, isProtectionStatus } from '../../reference/countries.ts'
import type { Application } from '../application.ts'
import { fieldError, type FieldError } from '../field-error.ts'
import { SEXES, type Identity } from '../identity.ts'
import type { ValidationContext } from './context.ts'
import { comparableName, hasMixedScriptWord, hasOnlyNameCharacters, isPlaceholderName, tidyName } from './name-rules.ts'
import { checkNationalId } from './national-id.ts'

const MAX_NAME = 200
const MAX_ORIGINAL_NAME = 400
const MAX_TOWN = 120

export function validateIdentity(application: Application, context: ValidationContext): readonly FieldError[] {
  const { identity } = application
  return [
    ...nameErrors(identity),
    ...birthDateErrors(application, context),
    ...birthPlaceErrors(identity, context),
    ...nationalityErrors(identity, context),
    ...nationalIdErrors(identity, context),
  ]
}

/** Age by the latest birthday that a partial date can mean; null without a usable date. */
export function ageOfApplicant(identity: Identity, today: string): number | null {
  const date = parsePartialDate(identity.dateOfBirth ?? '')
  return date ? ageOn(latestDay(date), today) : null
}

function nameErrors(identity: Identity): readonly FieldError[] {
  const errors: FieldError[] = []
  const given = tidyName(identity.givenNames)
  const surnames = tidyName(identity.surnames)
  if (surnames === '') errors.push(fieldError('NAME_REQUIRED', 'identity.surnames'))
  if (given === '' && !identity.mononym) errors.push(fieldError('NAME_REQUIRED', 'identity.givenNames'))
  errors.push(...formErrors(given, 'identity.givenNames', MAX_NAME))
  errors.push(...formErrors(surnames, 'identity.surnames', MAX_NAME))
  errors.push(...formErrors(identity.nameOriginalScript ?? '', 'identity.nameOriginalScript', MAX_ORIGINAL_NAME))
  for (const [index, other] of identity.otherNames.entries()) {
    errors.push(...formErrors(other.value, `identity.otherNames[${index}].value`, MAX_ORIGINAL_NAME))
  }
  if (given !== '' && comparableName(given) === comparableName(surnames)) {
    errors.push(fieldError('NAME_IDENTICAL', 'identity.surnames'))
  }
  return errors
}

function formErrors(name: string, path: string, maxLength: number): readonly FieldError[] {
  const errors: FieldError[] = []
  if (!hasOnlyNameCharacters(name)) errors.push(fieldError('NAME_CHARACTERS', path))
  if (tidyName(name).length > maxLength) errors.push(fieldError('NAME_TOO_LONG', path))
  if (hasMixedScriptWord(name)) errors.push(fieldError('NAME_MIXED_SCRIPT', path))
  if (isPlaceholderName(name)) errors.push(fieldError('NAME_PLACEHOLDER', path))
  return errors
}

const PRECISION_LENGTH = { DAY: 10, MONTH: 7, YEAR: 4 } as const

function birthDateErrors(application: Application, context: ValidationContext): readonly FieldError[] {
  const { identity, product } = application
  const path = 'identity.dateOfBirth'
  const text = identity.dateOfBirth
  if (!text) return [fieldError('DOB_REQUIRED', path)]
  const date = parsePartialDate(text)
  if (!date || text.length !== PRECISION_LENGTH[identity.dobPrecision]) return [fieldError('DOB_INVALID', path)]
  if (text > context.today.slice(0, text.length)) return [fieldError('DOB_FUTURE', path)]
  const age = ageOn(latestDay(date), context.today)
  if (age > context.policy.maximumAge) return [fieldError('DOB_IMPLAUSIBLE', path)]
  const adultsOnly = !context.policy.productsForMinors.includes(product)
  return adultsOnly && age < context.policy.minimumAge ? [fieldError('AGE_BELOW_MINIMUM', path)] : []
}

function birthPlaceErrors(identity: Identity, context: ValidationContext): readonly FieldError[] {
  const errors: FieldError[] = []
  const town = identity.birthTown?.trim() ?? ''
  if (town === '' || town.length > MAX_TOWN) errors.push(fieldError('BIRTH_PLACE_REQUIRED', 'identity.birthTown'))
  if (!identity.birthCountry) errors.push(fieldError('BIRTH_PLACE_REQUIRED', 'identity.birthCountry'))
  else if (!isCountryOrFormer(context.reference.countries.data, identity.birthCountry)) {
    errors.push(fieldError('COUNTRY_UNKNOWN', 'identity.birthCountry'))
  }
  if (identity.sexOnDocument !== undefined && !SEXES.some((sex) => sex === identity.sexOnDocument)) {
    errors.push(fieldError('SEX_INVALID', 'identity.sexOnDocument'))
  }
  return errors
}

function nationalityErrors(identity: Identity, context: ValidationContext): readonly FieldError[] {
  if (identity.nationalities.length === 0) return [fieldError('NATIONALITY_REQUIRED', 'identity.nationalities')]
  const table = context.reference.countries.data
  return identity.nationalities.flatMap((code, index) =>
    isCountry(table, code) || isProtectionStatus(code)
      ? []
      : [fieldError('COUNTRY_UNKNOWN', `identity.nationalities[${index}]`)],
  )
}

function nationalIdErrors(identity: Identity, context: ValidationContext): readonly FieldError[] {
  const profile = context.reference.countryProfiles.data[context.policy.profile]
  if (!identity.nationalId) {
    const demanded = identity.nationalities.some((code) => profile.nationalIdRequiredFor.includes(code))
    return demanded ? [fieldError('NATIONAL_ID_REQUIRED', 'identity.nationalId')] : []
  }
  const verdict = checkNationalId(identity.nationalId.country, identity.nationalId.value)
  if (verdict === 'OK' || verdict === 'NOT_KNOWN') return []
  return [fieldError(verdict === 'FORMAT' ? 'NATIONAL_ID_FORMAT' : 'NATIONAL_ID_CHECK', 'identity.nationalId.value')]
}
