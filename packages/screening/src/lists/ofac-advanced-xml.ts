/**
 * OFAC's advanced XML (`SDN_ADVANCED.XML`, over 100 MB): a data model of numbers that refer to each other. Read twice:
 * what is referred to first, then one party at a time.
 */
import type { Entity, EntityName, ListedDate, ListedRelation } from '../entity.ts'
import { entityId } from '../entity.ts'
import { finishEntity } from '../entity-hash.ts'
import { type AddressParts, addressOf, knownCountries, placeOfParts } from './address.ts'
import { defined } from './defined.ts'
import { ListError } from './list-error.ts'
import type { ListFile, ParseRequest } from './list-input.ts'
import { dateRange, parseListedDate } from './listed-date.ts'
import { type AdvancedReferences, advancedRoots, dateOf, readAdvancedReferences } from './ofac-advanced-references.ts'
import { schemaOf } from './ofac-csv.ts'
import { addFeature, emptyFeatures, type FeatureTarget } from './ofac-features.ts'
import { aliasKind, typedName } from './ofac-typed-name.ts'
import { attributeOf, childOf, childrenOf, nodesAt, nodesWithin, readXml, type XmlNode } from './read-xml.ts'

export async function* parseOfacAdvancedXml(request: ParseRequest): AsyncGenerator<Entity> {
  for (const file of request.files) {
    const references = await readAdvancedReferences(file, request)
    const reading = { listId: request.listId, roots: advancedRoots, records: ['DistinctParty'] }
    for await (const node of readXml(file, reading)) {
      if (node.name === 'DistinctParty') yield entityOf(node, references, file, request.listId)
    }
  }
}

function entityOf(node: XmlNode, references: AdvancedReferences, file: ListFile, listId: string): Entity {
  const entryId = attributeOf(node, 'FixedRef')
  const profile = childOf(node, 'Profile')
  const identities = childrenOf(profile, 'Identity').filter((identity) => attributeOf(identity, 'False') !== 'true')
  const names = identities.flatMap((identity) => namesOf(identity, references))
  if (entryId === undefined || names.length === 0) {
    const place = { list: listId, file: file.name, line: node.line }
    throw new ListError('INVALID_ENTRY', place, `party ${entryId ?? 'without FixedRef'} has no name`)
  }
  const target = emptyFeatures()
  const addresses = childrenOf(profile, 'Feature').flatMap((feature) => addAdvanced(feature, references, target))
  for (const identity of identities) addDocuments(identity, references, target)
  target.countries.push(...knownCountries(addresses.map((address) => address.country)))
  const profileId = attributeOf(profile, 'ID') ?? ''
  const entry = references.entries.get(profileId)
  const lead = names.find((name) => name.kind === 'primary') ?? names[0]
  return finishEntity(
    defined({
      listId,
      entryId,
      schema: schemaOf(references.values.get(`PartySubType/${attributeOf(profile, 'PartySubTypeID')}`)),
      ...target,
      names: [...(lead === undefined ? [] : [lead]), ...names.filter((name) => name !== lead)],
      addresses: addresses.map(addressOf).filter((address) => address !== undefined),
      relations: (references.relations.get(profileId) ?? []).map((tie) => relationOf(tie, references, listId)),
      topics: ['sanction'],
      programmes: entry?.programmes ?? [],
      listedOn: entry?.listedOn,
      raw: { file: file.name, line: node.line, offset: node.offset },
    }),
  )
}

function namesOf(identity: XmlNode, references: AdvancedReferences): EntityName[] {
  const groups = new Map(
    nodesAt(identity, 'NamePartGroups', 'MasterNamePartGroup', 'NamePartGroup').map((group) => [
      attributeOf(group, 'ID') ?? '',
      references.values.get(`NamePartType/${attributeOf(group, 'NamePartTypeID')}`) ?? '',
    ]),
  )
  return childrenOf(identity, 'Alias').flatMap((alias) => {
    const type = references.values.get(`AliasType/${attributeOf(alias, 'AliasTypeID')}`)
    const isPrimary = attributeOf(alias, 'Primary') === 'true'
    const kind = aliasKind(isPrimary, attributeOf(alias, 'LowQuality') === 'true', type)
    return childrenOf(alias, 'DocumentedName').flatMap((documented, at) => {
      const parts = nodesAt(documented, 'DocumentedNamePart', 'NamePartValue').map((part) => ({
        type: groups.get(attributeOf(part, 'NamePartGroupID') ?? '') ?? '',
        value: part.text,
      }))
      // The same alias in a second script is an alias, not a second primary name.
      const name = typedName(parts, kind === 'primary' && at > 0 ? 'alias' : kind)
      return name === undefined ? [] : [name]
    })
  })
}

/** Adds one feature; those that are places of residence or business come back as addresses. */
function addAdvanced(feature: XmlNode, references: AdvancedReferences, target: FeatureTarget): AddressParts[] {
  const label = references.values.get(`FeatureType/${attributeOf(feature, 'FeatureTypeID')}`) ?? 'other'
  const addresses: AddressParts[] = []
  for (const version of childrenOf(feature, 'FeatureVersion')) {
    const location = references.locations.get(attributeOf(childOf(version, 'VersionLocation'), 'LocationID') ?? '')
    const detail = childOf(version, 'VersionDetail')
    const value = detail?.text || references.values.get(`DetailReference/${attributeOf(detail, 'DetailReferenceID')}`)
    const period = childOf(version, 'DatePeriod')
    if (period !== undefined) addDate(label, period, target)
    else if (location !== undefined && /^location$/i.test(label)) addresses.push(location)
    else if (location !== undefined && /^place of birth$/i.test(label)) {
      const place = placeOfParts(location)
      if (place !== undefined) target.birthPlaces.push(place)
    } else if (location?.country !== undefined) addFeature(target, { label, value: location.country })
    else if (value !== undefined && /^title$/i.test(label)) target.positions.push({ title: value })
    else if (value !== undefined) addFeature(target, { label, value })
  }
  return addresses
}

function addDate(label: string, period: XmlNode, target: FeatureTarget): void {
  const date = listedPeriod(period)
  if (date === undefined) return
  if (/^birthdate$/i.test(label)) target.birthDates.push(date)
  else if (/established|manufacture|build/i.test(label)) target.foundingDates.push(date)
  else addFeature(target, { label, value: date.to === undefined ? date.value : `${date.value} to ${date.to}` })
}

/** A whole year or month is written as its first and last day. */
function listedPeriod(period: XmlNode): ListedDate | undefined {
  const circa = nodesWithin(period, 'Start').some((start) => attributeOf(start, 'Approximate') === 'true')
  const from = dateOf(nodesAt(period, 'Start', 'From')[0])
  const to = dateOf(nodesAt(period, 'End', 'To')[0]) ?? from
  if (from === undefined || to === undefined) return undefined
  if (from.endsWith('-01-01') && to.endsWith('-12-31')) return dateRange(from.slice(0, 4), to.slice(0, 4), circa)
  if (from.endsWith('-01') && from.slice(0, 7) === to.slice(0, 7) && from !== to)
    return parseListedDate(from.slice(0, 7), circa)
  return dateRange(from, to, circa)
}

function addDocuments(identity: XmlNode, references: AdvancedReferences, target: FeatureTarget): void {
  for (const document of references.documents.get(attributeOf(identity, 'ID') ?? '') ?? []) {
    addFeature(target, {
      label: references.values.get(`IDRegDocType/${document.typeId}`) ?? 'Identification',
      value: document.number,
      country: references.countries.get(document.countryId ?? ''),
      issuedOn: document.issuedOn,
      expiresOn: document.expiresOn,
    })
  }
}

/** Profiles and parties share their numbers in OFAC's file. */
function relationOf(
  tie: { readonly typeId: string; readonly profileId: string },
  references: AdvancedReferences,
  listId: string,
): ListedRelation {
  const role = references.values.get(`RelationType/${tie.typeId}`) ?? 'Linked To'
  const kind = /family/i.test(role)
    ? 'family'
    : /own/i.test(role)
      ? 'owner'
      : /leader/i.test(role)
        ? 'director'
        : 'linked'
  return { kind, role, entityId: entityId(listId, tie.profileId) }
}
