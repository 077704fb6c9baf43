/** Customers that come, change and go, kept ready to be found by list entries that change. */
import type { MatcherConfig } from '../candidates/screening-index.ts'
import type { Entity } from '../entity.ts'
import { type BackwardHit, createCustomerIndex, type CustomerIndex } from './customer-index.ts'
import type { CustomerRecord } from './customer-store.ts'

interface Segment {
  readonly index: CustomerIndex
  /** Customers of the segment that changed since, or left. */
  readonly outdated: Set<string>
}

/** Customers are indexed so many at a time; those that came last wait in a small segment that is made anew. */
const segmentSize = 100_000

export class CustomerBase {
  readonly #size: number
  readonly #segmentOf = new Map<string, Segment>()
  readonly #recent = new Map<string, CustomerRecord>()
  #segments: Segment[] = []
  #recentIndex: CustomerIndex | undefined

  constructor(size = segmentSize) {
    this.#size = size
  }

  get count(): number {
    return this.#segmentOf.size + this.#recent.size
  }

  /** Adds customers, or replaces those that are known by the same id. */
  put(customers: readonly CustomerRecord[]): void {
    for (const customer of customers) {
      this.#forget(customer.id)
      this.#recent.set(customer.id, customer)
    }
    this.#recentIndex = undefined
    if (this.#recent.size >= this.#size) this.#freeze()
  }

  remove(ids: readonly string[]): void {
    for (const id of ids) this.#forget(id)
    this.#recentIndex = undefined
  }

  /** Every pair of a customer and one of these entries that forward screening stores as a hit. */
  screen(entities: readonly Entity[], config: MatcherConfig): BackwardHit[] {
    this.#recentIndex ??= createCustomerIndex(this.#recent.values())
    return [
      ...this.#segments.flatMap(({ index, outdated }) => index.screen(entities, config, outdated)),
      ...this.#recentIndex.screen(entities, config),
    ]
  }

  #forget(id: string): void {
    this.#recent.delete(id)
    const segment = this.#segmentOf.get(id)
    if (segment === undefined) return
    this.#segmentOf.delete(id)
    segment.outdated.add(id)
    if (segment.outdated.size * 2 > segment.index.count) this.#dissolve(segment)
  }

  #freeze(): void {
    const segment = { index: createCustomerIndex(this.#recent.values()), outdated: new Set<string>() }
    for (const id of this.#recent.keys()) this.#segmentOf.set(id, segment)
    this.#segments.push(segment)
    this.#recent.clear()
  }

  /** A segment that is mostly outdated goes; those it still holds wait with the recent ones. */
  #dissolve(segment: Segment): void {
    this.#segments = this.#segments.filter((other) => other !== segment)
    for (const id of segment.index.ids) {
      if (segment.outdated.has(id)) continue
      const customer = segment.index.customer(id)
      this.#segmentOf.delete(id)
      if (customer !== undefined) this.#recent.set(id, customer)
    }
  }
}
