/** What all editions of the EU's financial sanctions list have in common: records that make up an entity. */
import type {
  Entity,
  EntityName,
  ListedAddress,
  ListedContact,
  ListedDate,
  ListedDocument,
  ListedPlace,
  RawReference,
} from '../entity.ts'
import { finishEntity } from '../entity-hash.ts'
import { type AddressParts, addressOf, knownCountries, placeOfParts } from './address.ts'
import { countryCode } from './countries.ts'
import { defined } from './defined.ts'
import { documentKind } from './document-kind.ts'
import { dateOfParts, dateRange, isoDate, parseListedDate } from './listed-date.ts'
import { genderOf } from './gender.ts'
import { isOtherScript, nameOfParts, tidy } from './person-name.ts'

type Text = string | undefined

export interface EuName {
  readonly first: Text
  readonly middle: Text
  readonly last: Text
  readonly whole: Text
  readonly language: Text
  readonly gender: Text
  readonly title: Text
  readonly function: Text
  readonly isWeak: boolean
}

export interface EuBirth {
  readonly date: Text
  readonly year: Text
  readonly month: Text
  readonly day: Text
  readonly rangeFrom: Text
  readonly rangeTo: Text
  readonly isCirca: boolean
  readonly calendar: Text
  readonly city: Text
  readonly place: Text
  readonly region: Text
  readonly country: Text
}

export interface EuIdentification {
  readonly type: Text
  readonly typeText: Text
  readonly number: Text
  readonly country: Text
  readonly issuedOn: Text
  readonly expiresOn: Text
}

/** All that is said about one `sanctionEntity`, gathered from elements or from rows. */
export interface EuParts {
  readonly referenceNumber: Text
  readonly logicalId: Text
  readonly subjectType: Text
  readonly unitedNationsId: Text
  readonly designatedOn: Text
  readonly remarks: readonly Text[]
  readonly programmes: readonly Text[]
  readonly regulations: readonly Text[]
  readonly urls: readonly Text[]
  readonly names: readonly EuName[]
  readonly births: readonly EuBirth[]
  readonly identifications: readonly EuIdentification[]
  readonly citizenships: readonly Text[]
  readonly addresses: readonly AddressParts[]
  readonly contacts: readonly ListedContact[]
}

/** Undefined when the parts hold no key or no name; the caller knows the place and says so. */
export function euEntity(
  parts: EuParts,
  at: { readonly listId: string; readonly raw: RawReference },
): Entity | undefined {
  const entryId = parts.referenceNumber ?? parts.logicalId
  const names = parts.names.map((name, index) => nameOf(name, index === 0)).filter((name) => name !== undefined)
  if (entryId === undefined || names.length === 0) return undefined
  return finishEntity(
    defined({
      listId: at.listId,
      entryId,
      schema: /^p/i.test(parts.subjectType ?? '') ? 'Person' : 'Organization',
      names,
      birthDates: parts.births.map(birthDateOf).filter((date) => date !== undefined),
      birthPlaces: parts.births.map(birthPlaceOf).filter((place) => place !== undefined),
      nationalities: knownCountries(parts.citizenships),
      countries: knownCountries(parts.addresses.map((address) => address.country)),
      gender: parts.names.map((name) => genderOf(name.gender)).find((gender) => gender !== undefined),
      documents: parts.identifications.map(documentOf).filter((document) => document !== undefined),
      addresses: parts.addresses.map(addressOf).filter((address): address is ListedAddress => address !== undefined),
      contacts: parts.contacts,
      positions: texts(parts.names.map((name) => name.function)).map((title) => ({ title })),
      topics: ['sanction'],
      programmes: texts(parts.programmes),
      listedOn: isoDate(parts.designatedOn),
      remarks: [...texts(parts.remarks), ...parts.births.flatMap(otherCalendar)],
      sourceUrls: texts(parts.urls),
      properties: propertiesOf(parts),
      raw: at.raw,
    }),
  )
}

/** Organisation names come in most languages of the Union; all are kept, with their language. */
function nameOf(name: EuName, isFirst: boolean): EntityName | undefined {
  const parted = nameOfParts(defined({ given: name.first, middle: name.middle, family: name.last }), 'alias')
  const full = name.whole === undefined ? parted?.full : tidy(name.whole)
  if (full === undefined || full === '') return undefined
  const strong = isFirst ? 'primary' : isOtherScript(full) ? 'original' : 'alias'
  return defined({
    full,
    kind: name.isWeak ? 'weak' : strong,
    parts: parted?.parts,
    language: name.language?.toLowerCase(),
  })
}

/** Other calendars are kept as text: a converted date would look like a listed one. */
function birthDateOf(birth: EuBirth): ListedDate | undefined {
  if (birth.calendar !== undefined && !/^gregorian$/i.test(birth.calendar)) return undefined
  const { rangeFrom, rangeTo } = birth
  if (rangeFrom !== undefined && rangeTo !== undefined) return dateRange(rangeFrom, rangeTo, birth.isCirca)
  return parseListedDate(birth.date, birth.isCirca) ?? dateOfParts(birth, birth.isCirca)
}

function otherCalendar(birth: EuBirth): string[] {
  if (birthDateOf(birth) !== undefined) return []
  const text = birth.date ?? [birth.year, birth.month, birth.day].filter((part) => part !== undefined).join('-')
  return text === '' ? [] : [`Date of birth as listed: ${text} (${birth.calendar ?? 'unknown'} calendar)`]
}

function birthPlaceOf(birth: EuBirth): ListedPlace | undefined {
  const city = [birth.city, birth.place].find((text) => text !== undefined && text !== '-')
  const country = countryCode(birth.country) === undefined ? undefined : birth.country
  return placeOfParts({ city, region: birth.region, country })
}

function documentOf(identification: EuIdentification): ListedDocument | undefined {
  const { number, type, typeText } = identification
  if (number === undefined) return undefined
  return defined({
    kind: documentKind(type === 'id' ? 'identity card' : `${type ?? ''} ${typeText ?? ''}`),
    number,
    label: typeText ?? type,
    country: countryCode(identification.country),
    issuedOn: isoDate(identification.issuedOn),
    expiresOn: isoDate(identification.expiresOn),
  })
}

function propertiesOf(parts: EuParts): Record<string, string[]> {
  const unitedNations = texts([parts.unitedNationsId])
  const title = texts(parts.names.map((name) => name.title))
  const regulations = texts(parts.regulations)
  return {
    ...(title.length === 0 ? {} : { title }),
    ...(unitedNations.length === 0 ? {} : { unscId: unitedNations }),
    ...(regulations.length === 0 ? {} : { provisions: regulations }),
  }
}

function texts(values: readonly Text[]): string[] {
  return [...new Set(values.filter((value) => value !== undefined))]
}
