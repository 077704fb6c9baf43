/** OFAC's enhanced XML: names in several scripts with typed parts, typed features, documents and relationships. */
import type { Entity, EntityName, ListedRelation, RelationKind } from '../entity.ts'
import { entityId } from '../entity.ts'
import { finishEntity } from '../entity-hash.ts'
import { type AddressParts, addressOf, knownCountries } from './address.ts'
import { defined } from './defined.ts'
import { ListError } from './list-error.ts'
import type { ListFile, ParseRequest } from './list-input.ts'
import { schemaOf } from './ofac-csv.ts'
import { addFeature, emptyFeatures, type FeatureTarget } from './ofac-features.ts'
import { aliasKind, typedName } from './ofac-typed-name.ts'
import { attributeOf, childOf, childrenOf, nodesAt, readXml, textAt, textsAt, type XmlNode } from './read-xml.ts'

export async function* parseOfacEnhancedXml(request: ParseRequest): AsyncGenerator<Entity> {
  for (const file of request.files) {
    const reading = { listId: request.listId, roots: ['sanctionsData'], records: ['entity', 'publicationInfo'] }
    for await (const node of readXml(file, reading)) {
      if (node.name === 'publicationInfo') request.onPublication?.(defined({ publishedAt: textAt(node, 'dataAsOf') }))
      else if (node.name === 'entity') yield entityOf(node, file, request.listId)
    }
  }
}

function entityOf(node: XmlNode, file: ListFile, listId: string): Entity {
  const entryId = attributeOf(node, 'id')
  const names = nodesAt(node, 'names', 'name').flatMap(namesOf)
  if (entryId === undefined || names.length === 0) {
    const place = { list: listId, file: file.name, line: node.line }
    throw new ListError('INVALID_ENTRY', place, `entity ${entryId ?? 'without id'} has no name`)
  }
  const target = emptyFeatures()
  const title = textAt(node, 'generalInfo', 'title')
  if (title !== undefined) target.positions.push(...title.split(/;\s*/).map((text) => ({ title: text })))
  for (const feature of nodesAt(node, 'features', 'feature')) addTyped(feature, target)
  for (const document of nodesAt(node, 'identityDocuments', 'identityDocument')) addDocument(document, target)
  const addresses = nodesAt(node, 'addresses', 'address').map(addressParts)
  target.countries.push(...knownCountries(addresses.map((address) => address.country)))
  const lead = names.find((name) => name.kind === 'primary')
  return finishEntity(
    defined({
      listId,
      entryId,
      schema: schemaOf(textAt(node, 'generalInfo', 'entityType')),
      ...target,
      names: lead === undefined ? names : [lead, ...names.filter((name) => name !== lead)],
      addresses: addresses.map(addressOf).filter((address) => address !== undefined),
      relations: [
        ...target.relations,
        ...nodesAt(node, 'relationships', 'relationship').map((tie) => relationOf(tie, listId)),
      ],
      topics: ['sanction'],
      programmes: textsAt(node, 'sanctionsPrograms', 'sanctionsProgram'),
      listedOn: listedOn(node),
      remarks: [...textsAt(node, 'generalInfo', 'remarks'), ...target.remarks],
      raw: { file: file.name, line: node.line, offset: node.offset },
    }),
  )
}

/** One listed name comes in several scripts; each is a name to be found by. */
function namesOf(node: XmlNode): EntityName[] {
  const isPrimary = textAt(node, 'isPrimary') === 'true'
  const kind = aliasKind(isPrimary, textAt(node, 'isLowQuality') === 'true', textAt(node, 'aliasType'))
  return nodesAt(node, 'translations', 'translation').flatMap((translation) => {
    const parts = nodesAt(translation, 'nameParts', 'namePart')
    const isMain = textAt(translation, 'isPrimary') === 'true'
    const name = typedName(
      parts.map((part) => ({ type: textAt(part, 'type') ?? '', value: textAt(part, 'value') ?? '' })),
      kind === 'primary' && !isMain ? 'alias' : kind,
    )
    return name === undefined ? [] : [name]
  })
}

function addTyped(node: XmlNode, target: FeatureTarget): void {
  const label = textAt(node, 'type')
  const value = textAt(node, 'value')
  if (label !== undefined && value !== undefined) addFeature(target, { label, value })
}

function addDocument(node: XmlNode, target: FeatureTarget): void {
  const label = textAt(node, 'type')
  const value = textAt(node, 'documentNumber')
  if (label === undefined || value === undefined) return
  addFeature(target, {
    label,
    value,
    country: textAt(node, 'issuingCountry'),
    issuedOn: textAt(node, 'issueDate', 'fromDateBegin'),
    expiresOn: textAt(node, 'expirationDate', 'fromDateBegin'),
  })
}

function addressParts(node: XmlNode): AddressParts {
  const translations = nodesAt(node, 'translations', 'translation')
  const main = translations.find((at) => textAt(at, 'isPrimary') === 'true') ?? translations[0]
  const parts = nodesAt(main, 'addressParts', 'addressPart')
  const of = (...types: readonly string[]) => {
    const texts = parts
      .filter((part) => types.includes(textAt(part, 'type') ?? ''))
      .map((part) => textAt(part, 'value'))
    return texts.filter((text) => text !== undefined).join(', ') || undefined
  }
  return {
    street: of('ADDRESS1', 'ADDRESS2', 'ADDRESS3'),
    city: of('CITY'),
    region: of('STATE/PROVINCE', 'REGION'),
    postalCode: of('POSTAL CODE'),
    country: textAt(node, 'country'),
  }
}

const relationKinds: Readonly<Record<string, RelationKind>> = {
  'Owned or Controlled By': 'owner',
  'Family member of': 'family',
  'Associate Of': 'associate',
  'Leader or official of': 'director',
}

function relationOf(node: XmlNode, listId: string): ListedRelation {
  const role = textAt(node, 'type') ?? 'Linked To'
  const other = childOf(node, 'relatedEntity')
  const id = attributeOf(other, 'entityId')
  return defined({
    kind: relationKinds[role] ?? 'linked',
    role,
    entityId: id === undefined ? undefined : entityId(listId, id),
    name: other?.text === '' ? undefined : other?.text,
  })
}

function listedOn(node: XmlNode): string | undefined {
  return childrenOf(childOf(node, 'sanctionsLists'), 'sanctionsList')
    .map((list) => attributeOf(list, 'datePublished'))
    .filter((date) => date !== undefined)
    .sort()[0]
}
