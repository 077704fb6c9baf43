/** What hangs together with an entry: its designations, its documents' holders, and the entries it is tied to. */
import type { Entity, ListedRelation, RelationKind } from '../entity.ts'
import { ApiError, type ApiState } from './api-message.ts'
import { type FtmEntity, toFtmEntity } from './ftm-entity.ts'
import { integerOf } from './parameters.ts'

const mostResults = 500

/** A link in FollowTheMoney's JSON. */
type Neighbour = Pick<FtmEntity, 'id' | 'caption' | 'schema' | 'datasets' | 'target'> & {
  readonly properties: Readonly<Record<string, readonly unknown[]>>
}

const linkOf: Readonly<Record<RelationKind, { readonly property: string; readonly schema: string }>> = {
  family: { property: 'familyPerson', schema: 'Family' },
  associate: { property: 'associates', schema: 'Associate' },
  owner: { property: 'ownershipOwner', schema: 'Ownership' },
  director: { property: 'directorshipDirector', schema: 'Directorship' },
  employee: { property: 'employers', schema: 'Employment' },
  linked: { property: 'unknownLinkFrom', schema: 'UnknownLink' },
}

/** Neighbours by the property of the entry that leads to them. */
export function neighboursOf(entity: Entity, state: ApiState): Readonly<Record<string, readonly Neighbour[]>> {
  const found: Record<string, Neighbour[]> = {}
  if (entity.programmes.length > 0 || entity.listedOn !== undefined) found['sanctions'] = [designationOf(entity)]
  entity.relations.forEach((relation, at) => {
    const { property } = linkOf[relation.kind]
    ;(found[property] ??= []).push(linkTo(relation, at, entity, state))
  })
  return found
}

export function toNestedEntity(entity: Entity, state: ApiState): object {
  const flat = toFtmEntity(entity, state)
  return { ...flat, properties: { ...flat.properties, ...neighboursOf(entity, state) } }
}

/** Without a property, a page of each; with one, a page of that. */
export function answerAdjacent(entity: Entity, property: string | undefined, query: URLSearchParams, state: ApiState) {
  const limit = integerOf(query, 'limit', 10, mostResults)
  const offset = integerOf(query, 'offset', 0, mostResults * 20)
  const neighbours = neighboursOf(entity, state)
  const page = (all: readonly Neighbour[]) => ({
    results: all.slice(offset, offset + limit),
    total: { value: all.length, relation: 'eq' },
    limit,
    offset,
  })
  if (property !== undefined) {
    if (!/^[A-Za-z]+$/.test(property)) throw new ApiError(404, 'No such property!')
    return page(neighbours[property] ?? [])
  }
  return {
    entity: toFtmEntity(entity, state),
    adjacent: Object.fromEntries(Object.entries(neighbours).map(([name, all]) => [name, page(all)])),
  }
}

function designationOf(entity: Entity): Neighbour {
  return {
    id: `${entity.id}:sanction`,
    caption: entity.programmes[0] ?? entity.listId,
    schema: 'Sanction',
    datasets: [entity.listId],
    target: false,
    properties: {
      entity: [entity.id],
      authorityId: [entity.entryId],
      program: entity.programmes,
      ...(entity.listedOn === undefined ? {} : { listingDate: [entity.listedOn] }),
      ...(entity.sourceUrls.length === 0 ? {} : { sourceUrl: entity.sourceUrls }),
    },
  }
}

function linkTo(relation: ListedRelation, at: number, entity: Entity, state: ApiState): Neighbour {
  const other = relation.entityId === undefined ? undefined : state.index.entity(relation.entityId)
  const name = relation.name ?? other?.names[0]?.full
  return {
    id: `${entity.id}:link:${at}`,
    caption: relation.role,
    schema: linkOf[relation.kind].schema,
    datasets: [entity.listId],
    target: false,
    properties: {
      role: [relation.role],
      subject: [entity.id],
      object: [
        other === undefined ? { caption: name ?? null, id: relation.entityId ?? null } : toFtmEntity(other, state),
      ],
    },
  }
}
