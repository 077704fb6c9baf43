/** The entries of an index by position: in memory, or read from an image when they are needed. */
import type { Entity, EntitySchema } from '../entity.ts'

/** Entities in id order; positions go from 0 to `count` less one. */
export interface EntityStore {
  readonly count: number
  /** Throws `RangeError` for a position outside. */
  at(position: number): Entity
  schemaAt(position: number): EntitySchema
  idAt(position: number): string
  find(id: string): number | undefined
}

export function storeEntities(entities: readonly Entity[]): EntityStore {
  const sorted = [...entities].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
  const positions = new Map(sorted.map((entity, position) => [entity.id as string, position]))
  const at = (position: number): Entity => {
    const entity = sorted[position]
    if (entity === undefined) throw new RangeError(`No entity at position ${position}`)
    return entity
  }
  return {
    count: sorted.length,
    at,
    schemaAt: (position) => at(position).schema,
    idAt: (position) => at(position).id,
    find: (id) => positions.get(id),
  }
}

/** Reads every entity, in id order. */
export function allEntities(store: EntityStore): Entity[] {
  return Array.from({ length: store.count }, (_, position) => store.at(position))
}
