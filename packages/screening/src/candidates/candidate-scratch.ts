/** Scratch space of one search, kept between searches: an index answers one query at a time. */
import { PromisingNames } from './promising-names.ts'

/**
 * Which names have been met, which of them have been chosen, and what the chosen ones are credited with. Most names are
 * met once and never chosen; a bit for each of them stays in the processor's nearest memory where a number would not.
 */
export class CandidateScratch {
  readonly found = new PromisingNames()
  /** Of the names chosen; by place. */
  names = new Uint32Array(1024)
  /** Bits of the query that the name may hold. */
  shared = new Float32Array(1024)
  size = 0
  readonly #met: Uint32Array
  readonly #chosen: Uint32Array
  /** Places of the names chosen, by name. */
  readonly #places: Uint32Array
  /** Round in which each was credited last; by place. */
  #credited = new Uint32Array(1024)
  #round = 0

  /** @param names number of all */
  constructor(names: number) {
    this.#met = new Uint32Array(Math.ceil(names / 32))
    this.#chosen = new Uint32Array(this.#met.length)
    this.#places = new Uint32Array(names)
  }

  begin(): void {
    this.found.clear()
    this.#met.fill(0)
    this.#chosen.fill(0)
    this.size = 0
    this.#round = 0
  }

  /** Names met for the second time are chosen. */
  meet(names: Uint32Array, from: number, to: number): void {
    const met = this.#met
    for (let at = from; at < to; at++) {
      const name = names[at] as number
      const bit = 1 << name
      const known = met[name >>> 5] as number
      if ((known & bit) !== 0) this.choose(name)
      else met[name >>> 5] = known | bit
    }
  }

  /** Has the name been met? It now has. */
  isMet(name: number): boolean {
    const known = this.#met[name >>> 5] as number
    this.#met[name >>> 5] = known | (1 << name)
    return (known & (1 << name)) !== 0
  }

  choose(name: number): void {
    const known = this.#chosen[name >>> 5] as number
    if ((known & (1 << name)) !== 0) return
    this.#met[name >>> 5] = (this.#met[name >>> 5] as number) | (1 << name)
    this.#chosen[name >>> 5] = known | (1 << name)
    if (this.size === this.names.length) this.#grow()
    const place = this.size++
    this.#places[name] = place
    this.names[place] = name
    this.shared[place] = 0
    this.#credited[place] = 0
  }

  /** Credits of one word of the query begin: a name takes the first of them only. */
  beginRound(): void {
    this.#round++
  }

  /** Credits those of the names that have been chosen. */
  credit(names: Uint32Array, from: number, to: number, bits: number): void {
    const chosen = this.#chosen
    for (let at = from; at < to; at++) {
      const name = names[at] as number
      if (((chosen[name >>> 5] as number) & (1 << name)) !== 0) this.#creditChosen(name, bits)
    }
  }

  #creditChosen(name: number, bits: number): void {
    const place = this.#places[name] as number
    if (this.#credited[place] === this.#round) return
    this.#credited[place] = this.#round
    this.shared[place] = (this.shared[place] as number) + bits
  }

  #grow(): void {
    const room = this.size * 2
    this.names = copied(this.names, new Uint32Array(room))
    this.shared = copied(this.shared, new Float32Array(room))
    this.#credited = copied(this.#credited, new Uint32Array(room))
  }
}

function copied<T extends Uint32Array | Float32Array>(from: T, to: T): T {
  to.set(from)
  return to
}
