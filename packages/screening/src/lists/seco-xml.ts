/** Switzerland's sanctions list (SECO). Programmes and places are referred to by id, so they are read first. */
import type {
  Entity,
  EntitySchema,
  ListedAddress,
  ListedDate,
  ListedDocument,
  ListedPlace,
  ListedRelation,
} from '../entity.ts'
import { entityId } from '../entity.ts'
import { finishEntity } from '../entity-hash.ts'
import { addressOf, placeOfParts } from './address.ts'
import { countryCode } from './countries.ts'
import { defined } from './defined.ts'
import { documentKind } from './document-kind.ts'
import { ListError } from './list-error.ts'
import type { ListFile, ParseRequest } from './list-input.ts'
import { dateOfParts, isoDate } from './listed-date.ts'
import { genderOf } from './gender.ts'
import { attributeOf, childOf, childrenOf, nodesAt, readXml, textAt, textsAt, type XmlNode } from './read-xml.ts'
import { secoNames } from './seco-name.ts'

interface References {
  /** Programme key by sanctions set id. */
  readonly programmes: ReadonlyMap<string, string>
  readonly places: ReadonlyMap<string, ListedPlace>
}

const roots = ['swiss-sanctions-list']

export async function* parseSecoXml(request: ParseRequest): AsyncGenerator<Entity> {
  for (const file of request.files) {
    const references = await readReferences(file, request)
    for await (const node of readXml(file, { listId: request.listId, roots, records: ['target'] })) {
      if (node.name !== 'target' || isDelisted(node)) continue
      yield entityOf(node, references, file, request.listId)
    }
  }
}

async function readReferences(file: ListFile, request: ParseRequest): Promise<References> {
  const programmes = new Map<string, string>()
  const places = new Map<string, ListedPlace>()
  const records = ['sanctions-program', 'place']
  for await (const node of readXml(file, { listId: request.listId, roots, records })) {
    if (node.name === 'swiss-sanctions-list') {
      request.onPublication?.(defined({ publishedAt: isoDate(attributeOf(node, 'date')) }))
      if (attributeOf(node, 'list-type') === 'amendment') {
        request.onWarning?.('the file holds the latest amendments only, not the whole list')
      }
    } else if (node.name === 'place') {
      const place = placeOf(node)
      if (place !== undefined) places.set(attributeOf(node, 'ssid') ?? '', place)
    } else {
      const key = inEnglish(childrenOf(node, 'program-key'))
      if (key === undefined) continue
      for (const set of childrenOf(node, 'sanctions-set')) programmes.set(attributeOf(set, 'ssid') ?? '', key)
    }
  }
  return { programmes, places }
}

function inEnglish(nodes: readonly XmlNode[]): string | undefined {
  return (nodes.find((node) => attributeOf(node, 'lang') === 'eng') ?? nodes[0])?.text
}

function placeOf(node: XmlNode): ListedPlace | undefined {
  const country = childOf(node, 'country')
  return placeOfParts({
    city: textAt(node, 'location'),
    region: textAt(node, 'area'),
    country:
      countryCode(attributeOf(country, 'iso-code')) === undefined ? country?.text : attributeOf(country, 'iso-code'),
  })
}

/** The last modification tells whether the target is still listed. */
function isDelisted(node: XmlNode): boolean {
  return attributeOf(childrenOf(node, 'modification').at(-1), 'modification-type') === 'de-listed'
}

function entityOf(node: XmlNode, references: References, file: ListFile, listId: string): Entity {
  const entryId = attributeOf(node, 'ssid')
  const subject = childOf(node, 'individual') ?? childOf(node, 'entity') ?? childOf(node, 'object')
  const identities = [...childrenOf(subject, 'identity')].sort((a, b) => Number(isMain(b)) - Number(isMain(a)))
  const names = identities.flatMap((identity, at) => secoNames(identity, at === 0))
  if (entryId === undefined || names.length === 0) {
    const place = { list: listId, file: file.name, line: node.line }
    throw new ListError('INVALID_ENTRY', place, `target ${entryId ?? 'without ssid'} has no name`)
  }
  const nodes = (name: string) => identities.flatMap((identity) => childrenOf(identity, name))
  const lands = nodes('nationality').map((land) => countryOf(childOf(land, 'country')))
  const addresses = nodes('address').map((address) => secoAddress(address, references))
  return finishEntity(
    defined({
      listId,
      entryId,
      schema: schemaOf(subject),
      names,
      birthDates: subject?.name === 'individual' ? dates(nodes('day-month-year')) : [],
      foundingDates: subject?.name === 'individual' ? [] : dates(nodes('day-month-year')),
      birthPlaces: nodes('place-of-birth')
        .map((place) => references.places.get(attributeOf(place, 'place-id') ?? ''))
        .filter((place) => place !== undefined),
      nationalities: lands.filter((land) => land !== undefined),
      countries: addresses.map((address) => address?.country).filter((country) => country !== undefined),
      gender: genderOf(attributeOf(subject, 'sex')),
      documents: nodes('identification-document')
        .map(documentOf)
        .filter((document) => document !== undefined),
      addresses: addresses.filter((address) => address !== undefined),
      relations: childrenOf(subject, 'relation').map((relation) => relationOf(relation, listId)),
      topics: ['sanction'],
      programmes: textsAt(node, 'sanctions-set-id').map((id) => references.programmes.get(id) ?? id),
      listedOn: isoDate(listedOn(node)),
      remarks: [...textsAt(subject, 'justification'), ...textsAt(subject, 'other-information')],
      raw: { file: file.name, line: node.line, offset: node.offset },
    }),
  )
}

function isMain(identity: XmlNode): boolean {
  return attributeOf(identity, 'main') === 'true'
}

function schemaOf(subject: XmlNode | undefined): EntitySchema {
  if (subject?.name === 'individual') return 'Person'
  const type = attributeOf(subject, 'object-type') ?? ''
  if (/vessel|ship/i.test(type)) return 'Vessel'
  return /air/i.test(type) ? 'Airplane' : 'Organization'
}

function countryOf(country: XmlNode | undefined): string | undefined {
  return countryCode(attributeOf(country, 'iso-code')) ?? countryCode(country?.text)
}

/** A date of low quality is one that the publisher is not sure of. */
function dates(nodes: readonly XmlNode[]): ListedDate[] {
  return nodes
    .filter((node) => /^gregorian$/i.test(attributeOf(node, 'calendar') ?? 'Gregorian'))
    .map((node) => dateOfParts(node.attributes, attributeOf(node, 'quality') === 'low'))
    .filter((date) => date !== undefined)
}

function documentOf(node: XmlNode): ListedDocument | undefined {
  const number = textAt(node, 'number')
  if (number === undefined) return undefined
  const label = attributeOf(node, 'document-type')
  return defined({
    kind: documentKind(label === 'id-card' ? 'identity card' : (label ?? '')),
    number,
    label,
    country: countryOf(childOf(node, 'issuer')),
    issuedOn: isoDate(textAt(node, 'date-of-issue')),
    expiresOn: isoDate(textAt(node, 'expiry-date')),
  })
}

function secoAddress(node: XmlNode, references: References): ListedAddress | undefined {
  const place = references.places.get(attributeOf(node, 'place-id') ?? '')
  return addressOf({
    street: textAt(node, 'address-details') ?? textAt(node, 'p-o-box'),
    city: place?.city,
    region: place?.region,
    postalCode: textAt(node, 'zip-code'),
    country: place?.country,
  })
}

function relationOf(node: XmlNode, listId: string): ListedRelation {
  const target = attributeOf(node, 'target-id')
  const role = attributeOf(node, 'relation-type') ?? 'related to'
  const name = nodesAt(node, 'remark').map((remark) => remark.text)[0]
  return defined({ kind: 'linked', role, entityId: target === undefined ? undefined : entityId(listId, target), name })
}

function listedOn(node: XmlNode): string | undefined {
  const listed = childrenOf(node, 'modification').find((at) => attributeOf(at, 'modification-type') === 'listed')
  return attributeOf(listed, 'effective-date') ?? attributeOf(listed, 'enactment-date')
}
