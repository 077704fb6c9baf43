/**
 * OFAC's typed values. All of its formats say the same things as label and text (`DOB`, `Passport`, `Gender`,
 * `Digital Currency Address - XBT`); this file gives them their place in an entity, once for all formats.
 */
import type { EntityDraft, Gender, ListedDate, ListedDocument } from '../entity.ts'
import { placeOfText } from './address.ts'
import { countryCode, countryCodesIn } from './countries.ts'
import { defined } from './defined.ts'
import { documentKind } from './document-kind.ts'
import { genderOf } from './gender.ts'
import { isoDate, parseListedDate } from './listed-date.ts'

/** The collecting form of a draft: arrays that are still being filled. */
type Collected = {
  -readonly [K in keyof Required<EntityDraft>]: Required<EntityDraft>[K] extends readonly (infer T)[]
    ? T[]
    : Required<EntityDraft>[K] extends Readonly<Record<string, readonly string[]>>
      ? Record<string, string[]>
      : Required<EntityDraft>[K]
}

/** The part of a draft that the features of any OFAC format can fill. */
export type FeatureTarget = Pick<
  Collected,
  | 'birthDates'
  | 'foundingDates'
  | 'birthPlaces'
  | 'nationalities'
  | 'countries'
  | 'documents'
  | 'contacts'
  | 'relations'
  | 'positions'
  | 'properties'
  | 'remarks'
> & { gender?: Gender }

export function emptyFeatures(): FeatureTarget {
  return {
    birthDates: [],
    foundingDates: [],
    birthPlaces: [],
    nationalities: [],
    countries: [],
    documents: [],
    contacts: [],
    relations: [],
    positions: [],
    properties: {},
    remarks: [],
  }
}

export interface Feature {
  readonly label: string
  readonly value: string
  readonly country?: string | undefined
  readonly issuedOn?: string | undefined
  readonly expiresOn?: string | undefined
}

/** Notes on the sanctions themselves: shown, never matched. */
const noteLabels =
  /sanctions? (?:risk|information)|directive|determination|transactions prohibited|effective date|listing date|divestment|caatsa|information:?$|target type|issuer name/i

/** Adds one feature. A label that is not known becomes a document of kind `other`: a number is worth keeping. */
export function addFeature(target: FeatureTarget, feature: Feature): void {
  const { label, value } = feature
  if (/^(?:DOB|Birthdate)$/i.test(label)) push(target.birthDates, parseListedDate(value))
  else if (/^(?:POB|Place of Birth)$/i.test(label)) target.birthPlaces.push(placeOfText(value))
  else if (/^(?:nationality(?: country)?|citizen|citizenship country)$/i.test(label)) {
    target.nationalities.push(...countryCodesIn(value))
  } else if (/^gender$/i.test(label)) target.gender = genderOf(value) ?? 'other'
  else if (/^organization established date/i.test(label)) push(target.foundingDates, parseListedDate(value))
  else if (/^(?:aircraft manufacture date|vessel year of build)/i.test(label)) {
    push(target.foundingDates, parseListedDate(value))
  } else if (/^website/i.test(label)) target.contacts.push({ kind: 'website', value })
  else if (/^(?:alternate )?e-?mail/i.test(label)) target.contacts.push({ kind: 'email', value })
  else if (/^(?:phone|telephone|fax)/i.test(label)) target.contacts.push({ kind: 'phone', value })
  else if (/^(?:linked to|associate of|owned or controlled by)/i.test(label)) {
    target.relations.push({ kind: 'linked', role: label.replace(/:$/, ''), name: value })
  } else if (/^(?:nationality of registration|vessel flag|flag)/i.test(label)) {
    target.countries.push(...countryCodesIn(value))
  } else if (/^organization type/i.test(label)) addProperty(target, 'classification', value)
  else if (/^aircraft (?:model|operator)|^vessel (?:type|owner)|^other vessel/i.test(label)) {
    addProperty(target, propertyName(label), value)
  } else if (noteLabels.test(label)) target.remarks.push(`${label.replace(/[\s:-]+$/, '')}: ${value}`)
  else target.documents.push(documentOf(feature))
}

function documentOf(feature: Feature): ListedDocument {
  const imo = /^\(?IMO\)? ?(\d{7})$/i.exec(feature.value)?.[1]
  return defined({
    kind: imo === undefined ? documentKind(feature.label) : 'imo',
    number: imo === undefined ? feature.value : `IMO${imo}`,
    label: feature.label,
    country: countryCode(feature.country),
    issuedOn: isoDate(feature.issuedOn),
    expiresOn: isoDate(feature.expiresOn),
  })
}

function push(dates: ListedDate[], date: ListedDate | undefined): void {
  if (date !== undefined) dates.push(date)
}

export function addProperty(target: Pick<FeatureTarget, 'properties'>, name: string, value: string | undefined): void {
  if (value === undefined) return
  const values = (target.properties[name] ??= [])
  values.push(value)
}

function propertyName(label: string): string {
  const words = label
    .replace(/[^A-Za-z ]/g, '')
    .trim()
    .split(/\s+/)
  return words
    .map((word, at) => (at === 0 ? word.toLowerCase() : word[0]?.toUpperCase() + word.slice(1).toLowerCase()))
    .join('')
}
