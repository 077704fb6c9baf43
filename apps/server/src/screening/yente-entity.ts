/** A list entry in FollowTheMoney's JSON, as clients of yente read it. */
import type { Entity, EntityName } from '@gatehouse/screening'

export interface YenteEntity {
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

/** @param seenAt when the snapshot that holds the entry was fetched, ISO */
export function toYenteEntity(entity: Entity, seenAt: string | undefined): YenteEntity {
  const namesOf = (...kinds: EntityName['kind'][]) =>
    entity.names.filter(({ kind }) => kinds.includes(kind)).map(({ full }) => full)
  const documentsOf = (isPassport: boolean) =>
    entity.documents.filter(({ kind }) => (kind === 'passport') === isPassport).map(({ number }) => number)
  const properties: Record<string, readonly string[]> = {
    ...entity.properties,
    name: namesOf('primary', 'original'),
    alias: namesOf('alias'),
    weakAlias: namesOf('weak'),
    previousName: namesOf('former'),
    abbreviation: namesOf('abbreviation'),
    birthDate: entity.birthDates.map(({ value }) => value),
    deathDate: entity.deathDates.map(({ value }) => value),
    birthPlace: entity.birthPlaces.map(({ text }) => text),
    nationality: entity.nationalities,
    country: entity.countries,
    gender: entity.gender === undefined ? [] : [entity.gender],
    passportNumber: documentsOf(true),
    idNumber: documentsOf(false),
    address: entity.addresses.map(({ text }) => text),
    position: entity.positions.map(({ title }) => title),
    topics: entity.topics,
    program: entity.programmes,
    notes: entity.remarks,
    sourceUrl: entity.sourceUrls,
  }
  // yente's times carry no zone.
  const seen = seenAt?.slice(0, 19) ?? null
  return {
    id: entity.id,
    caption: entity.names[0]?.full ?? entity.id,
    schema: entity.schema,
    properties: Object.fromEntries(Object.entries(properties).filter(([, values]) => values.length > 0)),
    datasets: [entity.listId],
    referents: entity.referents,
    target: true,
    first_seen: entity.listedOn ?? seen,
    last_seen: seen,
    last_change: seen,
  }
}
