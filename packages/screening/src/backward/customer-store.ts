/** Customers as bytes: a million objects would take gigabytes and be looked at by every collection of garbage. */
import type { EntityStore } from '../candidates/entity-store.ts'
import { nothingKnown } from '../entity.ts'
import type { Entity } from '../entity.ts'
import type { ScreeningQuery } from '../scoring/query.ts'

/** A customer as it is screened. */
export interface CustomerRecord {
  readonly id: string
  readonly query: ScreeningQuery
}

export class CustomerStore {
  readonly ids: readonly string[]
  readonly #bytes: Buffer
  readonly #ends: Float64Array
  #positions: ReadonlyMap<string, number> | undefined

  constructor(customers: Iterable<CustomerRecord>) {
    const ids: string[] = []
    const parts: Buffer[] = []
    const ends: number[] = []
    let length = 0
    for (const { id, query } of customers) {
      const bytes = Buffer.from(JSON.stringify(query))
      ids.push(id)
      parts.push(bytes)
      ends.push((length += bytes.length))
    }
    this.#bytes = Buffer.concat(parts, length)
    this.#ends = Float64Array.from(ends)
    this.ids = ids
  }

  get count(): number {
    return this.ids.length
  }

  /** Throws `RangeError` for a position outside. */
  at(position: number): CustomerRecord {
    const id = this.ids[position]
    const to = this.#ends[position]
    if (id === undefined || to === undefined) throw new RangeError(`No customer at position ${position}`)
    const from = position === 0 ? 0 : (this.#ends[position - 1] ?? 0)
    // Written by the constructor.
    return { id, query: JSON.parse(this.#bytes.toString('utf8', from, to)) as ScreeningQuery }
  }

  find(id: string): CustomerRecord | undefined {
    this.#positions ??= new Map(this.ids.map((known, at) => [known, at]))
    const position = this.#positions.get(id)
    return position === undefined ? undefined : this.at(position)
  }
}

/** Customers in the place of entries, as people, for an index over names and documents. */
export function asEntities(store: CustomerStore): EntityStore {
  return {
    count: store.count,
    at(position) {
      const { id, query } = store.at(position)
      return {
        ...nothingListed,
        id: `CUSTOMERS:${id}`,
        entryId: id,
        names: query.names.map((full) => ({ full, kind: 'primary' })),
        documents: (query.documents ?? []).map(({ number }) => ({ kind: 'other', number })),
      }
    },
    schemaAt: () => 'Person',
    idAt: (position) => store.ids[position] ?? '',
    find: () => undefined,
  }
}

/** Only names and documents are indexed; hashes would take most of the time. */
const nothingListed: Omit<Entity, 'id' | 'entryId' | 'names'> = {
  ...nothingKnown,
  listId: 'CUSTOMERS',
  schema: 'Person',
  raw: { line: 0 },
  contentHash: '',
  displayHash: '',
}
