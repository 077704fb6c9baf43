/** An entity in FollowTheMoney's JSON, as clients of yente read it. */
import type { Entity, EntityName } from '../entity.ts'
import { firstSeen, lastChange } from './entity-filter.ts'
import type { ApiState } from './api-message.ts'

export interface FtmEntity {
  readonly id: string
  readonly caption: string
  readonly schema: string
  readonly properties: Readonly<Record<string, readonly string[]>>
  readonly datasets: readonly string[]
  readonly referents: readonly string[]
  readonly target: boolean
  readonly first_seen: string | null
  readonly last_seen: string | null
  readonly last_change: string | null
}

export function toFtmEntity(entity: Entity, state: ApiState): FtmEntity {
  // Times carry no zone there.
  const seen = state.datasets.find((dataset) => dataset.name === entity.listId)?.updatedAt.slice(0, 19) ?? null
  const changed = lastChange(entity.id, entity.listId, state)
  const properties = Object.entries(propertiesOf(entity)).filter(([, values]) => values.length > 0)
  return {
    id: entity.id,
    caption: entity.names[0]?.full ?? entity.id,
    schema: entity.schema,
    properties: Object.fromEntries(properties),
    datasets: [entity.listId],
    referents: entity.referents,
    target: true,
    first_seen: firstSeen(entity, state),
    last_seen: seen,
    last_change: changed === '' ? null : changed,
  }
}

function propertiesOf(entity: Entity): Record<string, readonly string[]> {
  const names = (...kinds: EntityName['kind'][]): string[] =>
    entity.names.filter((name) => kinds.includes(name.kind)).map((name) => name.full)
  const numbers = (isPassport: boolean): string[] =>
    entity.documents.filter((document) => (document.kind === 'passport') === isPassport).map(({ number }) => number)
  return {
    ...entity.properties,
    name: names('primary', 'original'),
    alias: names('alias'),
    weakAlias: names('weak'),
    previousName: names('former'),
    abbreviation: names('abbreviation'),
    birthDate: entity.birthDates.map((date) => date.value),
    deathDate: entity.deathDates.map((date) => date.value),
    birthPlace: entity.birthPlaces.map((place) => place.text),
    nationality: entity.nationalities,
    country: entity.countries,
    gender: entity.gender === undefined ? [] : [entity.gender],
    passportNumber: numbers(true),
    idNumber: numbers(false),
    address: entity.addresses.map((address) => address.text),
    position: entity.positions.map((position) => position.title),
    topics: entity.topics,
    program: entity.programmes,
    notes: entity.remarks,
    sourceUrl: entity.sourceUrls,
  }
}
