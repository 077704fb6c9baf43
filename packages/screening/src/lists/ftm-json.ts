/**
 * FollowTheMoney JSON lines (`entities.ftm.json`). The file is read twice: entities refer to each other by id and in any
 * order, so the first pass gathers what links say and the second hands out the entities with it.
 */
import type { Entity, ListedDocument, ListedPosition, ListedRelation, RelationKind } from '../entity.ts'
import { entityId } from '../entity.ts'
import { addressOf } from './address.ts'
import { countryCode } from './countries.ts'
import { defined } from './defined.ts'
import { documentKind } from './document-kind.ts'
import { type FtmEntity, type FtmLinks, type FtmProperties, ftmToEntity, noLinks } from './ftm-entity.ts'
import { ListError } from './list-error.ts'
import type { ListFile, ParseRequest } from './list-input.ts'
import { isoDate } from './listed-date.ts'
import { isObject, type JsonLine, readJsonLines, textOf, textsOf } from './read-json-lines.ts'
import { screenedSchema } from './screened-schema.ts'

export async function* parseFtmJson(request: ParseRequest): AsyncGenerator<Entity> {
  for (const file of request.files) {
    const gathered = await gatherLinks(file, request.listId)
    for await (const line of readJsonLines(file, request.listId)) {
      const ftm = parseFtm(line.value, line, file, request.listId)
      const schema = screenedSchema(ftm.schema)
      if (schema === undefined) continue
      const raw = { file: file.name, line: line.line, offset: line.offset }
      const links = linksOf(ftm, gathered, request.listId)
      const entity = ftmToEntity(ftm, schema, links, { listId: request.listId, raw })
      if (entity !== undefined) yield entity
    }
  }
}

/** One line as an FtM entity; anything else than an object with id and schema is an error with its place. */
function parseFtm(value: unknown, line: JsonLine, file: ListFile, listId: string): FtmEntity {
  const place = { list: listId, file: file.name, line: line.line }
  if (!isObject(value)) throw new ListError('WRONG_FORMAT', place, 'the line is no JSON object')
  const id = textOf(value['id'])
  const schema = textOf(value['schema'])
  if (id === undefined || schema === undefined) {
    throw new ListError('INVALID_ENTRY', place, 'a FollowTheMoney entity needs id and schema')
  }
  const properties = isObject(value['properties']) ? value['properties'] : {}
  return {
    id,
    schema,
    caption: textOf(value['caption']),
    properties: Object.fromEntries(Object.entries(properties).map(([name, values]) => [name, textsOf(values)])),
    datasets: textsOf(value['datasets']),
    referents: textsOf(value['referents']),
  }
}

/** Everything of the file that is not screened itself, found by the id of the entity it belongs to. */
interface Gathered {
  readonly sanctions: Map<string, FtmProperties[]>
  readonly documents: Map<string, ListedDocument[]>
  readonly ties: Map<string, Tie[]>
  readonly occupancies: Map<string, FtmProperties[]>
  readonly posts: Map<string, FtmEntity>
  readonly addresses: Map<string, FtmProperties>
  readonly captions: Map<string, string>
}

interface Tie {
  readonly kind: RelationKind
  readonly role: string
  readonly otherId: string
}

/** Which property holds which end of a link, and what the link is called when it does not say. */
const linkSchemata: Readonly<Record<string, { from: string; to: string; kind: RelationKind; role: string }>> = {
  Family: { from: 'person', to: 'relative', kind: 'family', role: 'relative' },
  Associate: { from: 'person', to: 'associate', kind: 'associate', role: 'associate' },
  Ownership: { from: 'owner', to: 'asset', kind: 'owner', role: 'owner' },
  Directorship: { from: 'director', to: 'organization', kind: 'director', role: 'director' },
  Employment: { from: 'employee', to: 'employer', kind: 'employee', role: 'employee' },
  Membership: { from: 'member', to: 'organization', kind: 'linked', role: 'member' },
  Representation: { from: 'agent', to: 'client', kind: 'linked', role: 'representative' },
  UnknownLink: { from: 'subject', to: 'object', kind: 'linked', role: 'linked to' },
}

async function gatherLinks(file: ListFile, listId: string): Promise<Gathered> {
  const gathered: Gathered = {
    sanctions: new Map(),
    documents: new Map(),
    ties: new Map(),
    occupancies: new Map(),
    posts: new Map(),
    addresses: new Map(),
    captions: new Map(),
  }
  for await (const line of readJsonLines(file, listId)) gather(parseFtm(line.value, line, file, listId), gathered)
  return gathered
}

function gather(ftm: FtmEntity, gathered: Gathered): void {
  const { properties } = ftm
  const link = linkSchemata[ftm.schema]
  if (link !== undefined) gatherTie(properties, link, gathered.ties)
  else if (ftm.schema === 'Sanction') {
    for (const id of properties['entity'] ?? []) append(gathered.sanctions, id, properties)
  } else if (ftm.schema === 'Passport' || ftm.schema === 'Identification') {
    for (const id of properties['holder'] ?? []) append(gathered.documents, id, ...documentsOf(ftm))
  } else if (ftm.schema === 'Occupancy') {
    for (const id of properties['holder'] ?? []) append(gathered.occupancies, id, properties)
  } else if (ftm.schema === 'Position') gathered.posts.set(ftm.id, ftm)
  else if (ftm.schema === 'Address') gathered.addresses.set(ftm.id, properties)
  else {
    const caption = ftm.caption ?? properties['name']?.[0]
    if (caption !== undefined && screenedSchema(ftm.schema) !== undefined) gathered.captions.set(ftm.id, caption)
  }
}

/** Both ends learn of the tie: a spouse is found from either side. */
function gatherTie(
  properties: FtmProperties,
  link: { from: string; to: string; kind: RelationKind; role: string },
  ties: Map<string, Tie[]>,
): void {
  const role = properties['relationship']?.[0] ?? properties['role']?.[0] ?? link.role
  for (const from of properties[link.from] ?? []) {
    for (const to of properties[link.to] ?? []) {
      append(ties, from, { kind: link.kind, role, otherId: to })
      append(ties, to, { kind: link.kind, role, otherId: from })
    }
  }
}

function documentsOf(ftm: FtmEntity): ListedDocument[] {
  const { properties } = ftm
  const label = properties['type']?.[0] ?? ftm.schema
  return (properties['number'] ?? []).map((number) =>
    defined({
      kind: ftm.schema === 'Passport' ? 'passport' : documentKind(label),
      number,
      label,
      country: countryCode(properties['country']?.[0]),
      issuedOn: isoDate(properties['startDate']?.[0]),
      expiresOn: isoDate(properties['endDate']?.[0]),
    }),
  )
}

function linksOf(ftm: FtmEntity, gathered: Gathered, listId: string): FtmLinks {
  const { id, properties } = ftm
  return {
    ...noLinks,
    sanctions: gathered.sanctions.get(id) ?? [],
    documents: gathered.documents.get(id) ?? [],
    positions: (gathered.occupancies.get(id) ?? []).flatMap((occupancy) => positionsOf(occupancy, gathered)),
    relations: (gathered.ties.get(id) ?? []).map((tie) => relationOf(tie, gathered, listId)),
    addresses: (properties['addressEntity'] ?? [])
      .map((addressId) => ftmAddress(gathered.addresses.get(addressId)))
      .filter((address) => address !== undefined),
  }
}

function relationOf(tie: Tie, gathered: Gathered, listId: string): ListedRelation {
  const name = gathered.captions.get(tie.otherId)
  return defined({ kind: tie.kind, role: tie.role, entityId: entityId(listId, tie.otherId), name })
}

const levels = [
  ['gov.igo', 'international'],
  ['gov.national', 'national'],
  ['gov.state', 'regional'],
  ['gov.muni', 'local'],
] as const

function positionsOf(occupancy: FtmProperties, gathered: Gathered): ListedPosition[] {
  return (occupancy['post'] ?? []).flatMap((postId) => {
    const post = gathered.posts.get(postId)
    const title = post?.properties['name']?.[0] ?? post?.caption
    if (title === undefined) return []
    const topics = post?.properties['topics'] ?? []
    return [
      defined({
        title,
        level: levels.find(([topic]) => topics.includes(topic))?.[1],
        country: countryCode(post?.properties['country']?.[0]),
        from: isoDate(occupancy['startDate']?.[0]),
        to: isoDate(occupancy['endDate']?.[0]),
      }),
    ]
  })
}

function ftmAddress(properties: FtmProperties | undefined) {
  if (properties === undefined) return undefined
  const country = properties['country']?.[0]
  const address = addressOf({
    street: properties['street']?.[0],
    city: properties['city']?.[0],
    region: properties['region']?.[0] ?? properties['state']?.[0],
    postalCode: properties['postalCode']?.[0],
    country,
  })
  const full = properties['full']?.[0]
  if (full === undefined) return address
  return address === undefined ? defined({ text: full, country: countryCode(country) }) : { ...address, text: full }
}

function append<T>(map: Map<string, T[]>, key: string, ...values: readonly T[]): void {
  const held = map.get(key)
  if (held === undefined) map.set(key, [...values])
  else held.push(...values)
}
