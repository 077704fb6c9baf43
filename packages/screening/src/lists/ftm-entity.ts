/** FollowTheMoney entities, as OpenSanctions and others publish them, turned into our model. */
import type {
  DocumentKind,
  Entity,
  EntityName,
  EntitySchema,
  ListedAddress,
  ListedContact,
  ListedDocument,
  ListedPlace,
  ListedPosition,
  ListedRelation,
  RawReference,
} from '../entity.ts'
import { finishEntity } from '../entity-hash.ts'
import { placeOfText } from './address.ts'
import { countryCodesIn, countryOfPlace } from './countries.ts'
import { defined } from './defined.ts'
import { isoDate, parseListedDate } from './listed-date.ts'
import { genderOf } from './gender.ts'
import { isOtherScript, wholeName } from './person-name.ts'

/** Properties by name; every value is text. */
export type FtmProperties = Readonly<Record<string, readonly string[]>>

export interface FtmEntity {
  readonly id: string
  readonly schema: string
  readonly caption?: string | undefined
  readonly properties: FtmProperties
  readonly datasets: readonly string[]
  readonly referents: readonly string[]
}

/** What other entities of the file say about this one: its sanctions, documents, posts and ties. */
export interface FtmLinks {
  readonly sanctions: readonly FtmProperties[]
  readonly documents: readonly ListedDocument[]
  readonly positions: readonly ListedPosition[]
  readonly relations: readonly ListedRelation[]
  readonly addresses: readonly ListedAddress[]
}

export const noLinks: FtmLinks = { sanctions: [], documents: [], positions: [], relations: [], addresses: [] }

const documentProperties: readonly (readonly [string, DocumentKind])[] = [
  ['passportNumber', 'passport'],
  ['idNumber', 'national-id'],
  ['socialSecurityNumber', 'social-security'],
  ['taxNumber', 'tax'],
  ['innCode', 'tax'],
  ['vatCode', 'vat'],
  ['registrationNumber', 'registration'],
  ['ogrnCode', 'registration'],
  ['kppCode', 'registration'],
  ['okpoCode', 'registration'],
  ['bikCode', 'registration'],
  ['uscCode', 'registration'],
  ['cikCode', 'registration'],
  ['dunsCode', 'registration'],
  ['leiCode', 'lei'],
  ['swiftBic', 'swift'],
  ['imoNumber', 'imo'],
  ['mmsi', 'mmsi'],
  ['callSign', 'call-sign'],
  ['serialNumber', 'aircraft'],
  ['icaoCode', 'aircraft'],
  ['publicKey', 'wallet'],
  ['isin', 'security'],
]

const nationalityProperties = ['nationality', 'citizenship']
const countryProperties = ['country', 'jurisdiction', 'mainCountry', 'flag', 'pastFlags']

/** Properties that have their own field; what is not here is carried through under its own name. */
const modelled = new Set(
  [
    'name alias weakAlias previousName abbreviation birthDate deathDate incorporationDate buildDate birthPlace'.split(
      ' ',
    ),
    'birthCountry gender address addressEntity phone email website position topics program programId notes'.split(' '),
    ['sourceUrl', 'createdAt'],
    nationalityProperties,
    countryProperties,
    documentProperties.map(([property]) => property),
  ].flat(),
)

/** Undefined for an entity without a name: it cannot be found. */
export function ftmToEntity(
  ftm: FtmEntity,
  schema: EntitySchema,
  links: FtmLinks,
  at: { readonly listId: string; readonly raw: RawReference; readonly topics?: readonly string[] },
): Entity | undefined {
  const values = (...properties: readonly string[]) => properties.flatMap((name) => ftm.properties[name] ?? [])
  const names = namesOf(ftm, schema)
  if (names.length === 0) return undefined
  const sanction = (...properties: readonly string[]) =>
    links.sanctions.flatMap((link) => properties.flatMap((name) => link[name] ?? []))
  const topics = [...values('topics'), ...(at.topics ?? [])]
  return finishEntity(
    defined({
      listId: at.listId,
      entryId: ftm.id,
      referents: ftm.referents.filter((id) => id !== ftm.id),
      schema,
      names,
      birthDates: dates(values('birthDate')),
      deathDates: dates(values('deathDate')),
      foundingDates: dates(values('incorporationDate', 'buildDate')),
      birthPlaces: placesOf(values('birthPlace'), values('birthCountry')),
      nationalities: values(...nationalityProperties).flatMap(countryCodesIn),
      countries: values(...countryProperties).flatMap(countryCodesIn),
      gender: genderOf(values('gender')[0]),
      documents: [...documentsOf(ftm.properties), ...links.documents],
      addresses: [
        ...values('address').map((text) => defined({ text, country: countryOfPlace(text) })),
        ...links.addresses,
      ],
      contacts: contactsOf(ftm.properties),
      positions: links.positions.length > 0 ? links.positions : values('position').map((title) => ({ title })),
      relations: links.relations,
      topics,
      programmes: [...values('programId', 'program'), ...sanction('programId', 'program')],
      listedOn: earliest([...sanction('listingDate', 'startDate'), ...values('createdAt')]),
      remarks: [...values('notes'), ...sanction('reason')],
      sourceUrls: [...values('sourceUrl'), ...sanction('sourceUrl')],
      properties: carriedProperties(ftm, links),
      raw: at.raw,
    }),
  )
}

/** The caption leads: it is the publisher's choice among the names. */
function namesOf(ftm: FtmEntity, schema: EntitySchema): EntityName[] {
  const values = (name: string) => ftm.properties[name] ?? []
  const [first, ...others] = values('name')
  const primary = ftm.caption !== undefined && values('name').includes(ftm.caption) ? ftm.caption : first
  const rest = [first, ...others].filter((name) => name !== undefined && name !== primary).filter(isText)
  const wallet =
    schema === 'CryptoWallet' || schema === 'Security' ? (values('publicKey')[0] ?? ftm.caption) : undefined
  const lead = primary ?? values('alias')[0] ?? values('previousName')[0] ?? wallet
  return [
    ...[lead].filter(isText).map((text) => wholeName(text, 'primary')),
    ...rest.map((text) => wholeName(text, isOtherScript(text) ? 'original' : 'alias')),
    ...values('alias').map((text) => wholeName(text, isOtherScript(text) ? 'original' : 'alias')),
    ...values('previousName').map((text) => wholeName(text, 'former')),
    ...values('weakAlias').map((text) => wholeName(text, 'weak')),
    ...values('abbreviation').map((text) => wholeName(text, 'abbreviation')),
  ].filter((name) => name.full !== '')
}

function isText(text: string | undefined): text is string {
  return text !== undefined && text.trim() !== ''
}

function dates(texts: readonly string[]) {
  return texts.map((text) => parseListedDate(text)).filter((date) => date !== undefined)
}

function placesOf(places: readonly string[], countries: readonly string[]): ListedPlace[] {
  const country = countries.flatMap(countryCodesIn)[0]
  if (places.length === 0) return country === undefined ? [] : [{ text: country, country }]
  return places.map(placeOfText).map((place) => defined({ ...place, country: place.country ?? country }))
}

function documentsOf(properties: FtmProperties): ListedDocument[] {
  return documentProperties.flatMap(([property, kind]) =>
    (properties[property] ?? []).map((number) => ({ kind, number, label: property })),
  )
}

function contactsOf(properties: FtmProperties): ListedContact[] {
  return (['phone', 'email', 'website'] as const).flatMap((kind) =>
    (properties[kind] ?? []).map((value) => ({ kind, value })),
  )
}

function earliest(texts: readonly string[]): string | undefined {
  return texts
    .map((text) => isoDate(text))
    .filter((date) => date !== undefined)
    .sort()[0]
}

/** What we have no field for stays as it came, sanction details under the names that FollowTheMoney uses. */
function carriedProperties(ftm: FtmEntity, links: FtmLinks): Record<string, readonly string[]> {
  const carried = Object.entries(ftm.properties).filter(([name]) => !modelled.has(name))
  const authority = [...new Set(links.sanctions.flatMap((sanction) => sanction['authority'] ?? []))]
  const provisions = [...new Set(links.sanctions.flatMap((sanction) => sanction['provisions'] ?? []))]
  return {
    ...Object.fromEntries(carried),
    ...(ftm.datasets.length === 0 ? {} : { datasets: ftm.datasets }),
    ...(authority.length === 0 ? {} : { authority }),
    ...(provisions.length === 0 ? {} : { provisions }),
  }
}
