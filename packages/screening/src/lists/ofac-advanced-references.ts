/** The first pass over OFAC's advanced XML: everything that parties refer to by number. */
import type { AddressParts } from './address.ts'
import type { ListFile, ParseRequest } from './list-input.ts'
import { attributeOf, childOf, childrenOf, nodesAt, readXml, textAt, textsWithin, type XmlNode } from './read-xml.ts'

interface AdvancedDocument {
  readonly typeId: string
  readonly number: string
  readonly countryId: string | undefined
  readonly issuedOn: string | undefined
  readonly expiresOn: string | undefined
}

export interface AdvancedReferences {
  /** Text of a reference value by set and id: `FeatureType/8` is `Birthdate`. */
  readonly values: ReadonlyMap<string, string>
  /** ISO code of a country by its id. */
  readonly countries: ReadonlyMap<string, string>
  readonly locations: ReadonlyMap<string, AddressParts>
  /** Documents by identity id. */
  readonly documents: ReadonlyMap<string, readonly AdvancedDocument[]>
  /** By the profile that the relation starts from. */
  readonly relations: ReadonlyMap<string, readonly { readonly typeId: string; readonly profileId: string }[]>
  /** By profile id. */
  readonly entries: ReadonlyMap<
    string,
    { readonly programmes: readonly string[]; readonly listedOn: string | undefined }
  >
}

export const advancedRoots = ['Sanctions']

/** Elements whose text is meant by an id elsewhere. */
const valueElements = [
  'AliasType',
  'Country',
  'DetailReference',
  'FeatureType',
  'IDRegDocDateType',
  'IDRegDocType',
  'LocPartType',
  'NamePartType',
  'PartySubType',
  'PartyType',
  'RelationType',
  'SanctionsType',
  'Script',
]

export async function readAdvancedReferences(file: ListFile, request: ParseRequest): Promise<AdvancedReferences> {
  const values = new Map<string, string>()
  const countries = new Map<string, string>()
  const partyTypes = new Map<string, string>()
  const rawLocations = new Map<string, XmlNode>()
  const documents = new Map<string, AdvancedDocument[]>()
  const relations = new Map<string, { typeId: string; profileId: string }[]>()
  const entries = new Map<string, { programmes: readonly string[]; listedOn: string | undefined }>()
  const records = [
    ...valueElements,
    'DateOfIssue',
    'Location',
    'IDRegDocument',
    'ProfileRelationship',
    'SanctionsEntry',
  ]
  for await (const node of readXml(file, { listId: request.listId, roots: advancedRoots, records })) {
    const id = attributeOf(node, 'ID') ?? ''
    if (node.name === 'DateOfIssue') publish(node, request)
    else if (node.name === 'Location') rawLocations.set(id, node)
    else if (node.name === 'IDRegDocument') addDocument(node, documents, values)
    else if (node.name === 'ProfileRelationship') {
      const typeId = attributeOf(node, 'RelationTypeID') ?? ''
      const profileId = attributeOf(node, 'To-ProfileID') ?? ''
      append(relations, attributeOf(node, 'From-ProfileID') ?? '', { typeId, profileId })
    } else if (node.name === 'SanctionsEntry') entries.set(attributeOf(node, 'ProfileID') ?? '', entryOf(node, values))
    else {
      values.set(`${node.name}/${id}`, node.text)
      const iso = attributeOf(node, 'ISO2')
      if (node.name === 'Country' && iso !== undefined) countries.set(id, iso)
      const partyType = attributeOf(node, 'PartyTypeID')
      if (node.name === 'PartySubType' && partyType !== undefined) partyTypes.set(id, partyType)
    }
  }
  // A sub-type `Unknown` says nothing; its party type says whether it is a person.
  for (const [id, partyType] of partyTypes) {
    const own = values.get(`PartySubType/${id}`)
    if (own === undefined || /^unknown$/i.test(own)) {
      values.set(`PartySubType/${id}`, values.get(`PartyType/${partyType}`) ?? 'Entity')
    }
  }
  const locations = new Map([...rawLocations].map(([id, node]) => [id, locationOf(node, values, countries)] as const))
  return { values, countries, locations, documents, relations, entries }
}

function publish(node: XmlNode, request: ParseRequest): void {
  const publishedAt = dateOf(node)
  if (publishedAt !== undefined) request.onPublication?.({ publishedAt })
}

/** `Year`, `Month`, `Day` elements as an ISO prefix. */
export function dateOf(node: XmlNode | undefined): string | undefined {
  const year = textAt(node, 'Year')
  const month = textAt(node, 'Month')?.padStart(2, '0')
  const day = textAt(node, 'Day')?.padStart(2, '0')
  if (year === undefined) return undefined
  return [year, month, month === undefined ? undefined : day].filter((part) => part !== undefined).join('-')
}

function locationOf(
  node: XmlNode,
  values: ReadonlyMap<string, string>,
  countries: ReadonlyMap<string, string>,
): AddressParts {
  const parts = childrenOf(node, 'LocationPart').map((part) => ({
    type: values.get(`LocPartType/${attributeOf(part, 'LocPartTypeID')}`) ?? '',
    value: textAt(part, 'LocationPartValue', 'Value'),
  }))
  const of = (pattern: RegExp) => {
    const texts = parts.filter(({ type }) => pattern.test(type)).map(({ value }) => value)
    return texts.filter((text) => text !== undefined).join(', ') || undefined
  }
  const countryId = attributeOf(childOf(node, 'LocationCountry'), 'CountryID') ?? ''
  return {
    street: of(/^ADDRESS/i),
    city: of(/^CITY/i),
    region: of(/^(?:STATE|REGION)/i),
    postalCode: of(/^POSTAL/i),
    country: countries.get(countryId) ?? values.get(`Country/${countryId}`) ?? of(/^Unknown$/i),
  }
}

function addDocument(
  node: XmlNode,
  documents: Map<string, AdvancedDocument[]>,
  values: ReadonlyMap<string, string>,
): void {
  const number = textAt(node, 'IDRegistrationNo')
  const identityId = attributeOf(node, 'IdentityID')
  if (number === undefined || identityId === undefined) return
  const date = (pattern: RegExp) => {
    const found = childrenOf(node, 'DocumentDate').find((at) =>
      pattern.test(values.get(`IDRegDocDateType/${attributeOf(at, 'IDRegDocDateTypeID')}`) ?? ''),
    )
    return dateOf(nodesAt(found, 'DatePeriod', 'Start', 'From')[0])
  }
  append(documents, identityId, {
    typeId: attributeOf(node, 'IDRegDocTypeID') ?? '',
    number,
    countryId: attributeOf(node, 'IssuedBy-CountryID'),
    issuedOn: date(/issue/i),
    expiresOn: date(/expir/i),
  })
}

/** Programmes are written as the comment of a measure of type `Program`. */
function entryOf(node: XmlNode, values: ReadonlyMap<string, string>) {
  const measures = childrenOf(node, 'SanctionsMeasure').filter((measure) =>
    /^program$/i.test(values.get(`SanctionsType/${attributeOf(measure, 'SanctionsTypeID')}`) ?? ''),
  )
  return {
    programmes: measures.flatMap((measure) => textsWithin(measure, 'Comment')),
    listedOn: nodesAt(node, 'EntryEvent', 'Date')
      .map(dateOf)
      .filter((date) => date !== undefined)
      .sort()[0],
  }
}

function append<T>(map: Map<string, T[]>, key: string, value: T): void {
  const held = map.get(key)
  if (held === undefined) map.set(key, [value])
  else held.push(value)
}
