/** Similarities that one query has already asked for: the names that may be meant share most of their words. */
import { tokenSimilarity } from './token-similarity.ts'
import type { TokenTable } from './token-table.ts'

/** A power of two; what falls into the place of another pair takes it. */
const places = 4096
/** More words of a query than can be told apart are not remembered. */
const mostWords = 32
const mostIds = 2 ** 26

export class SimilarityMemory {
  readonly #keys = new Int32Array(places)
  readonly #times = new Uint32Array(places)
  readonly #values = new Float64Array(places)
  #time = 1

  /** Another query, or another table. */
  forget(): void {
    if (++this.#time < 2 ** 32) return
    this.#times.fill(0)
    this.#time = 1
  }

  of(query: TokenTable, i: number, list: TokenTable, j: number): number {
    if (i >= mostWords || j >= mostIds) return tokenSimilarity(query, i, list, j)
    const key = (j << 5) | i
    const place = (key ^ (key >>> 12)) & (places - 1)
    if (this.#keys[place] === key && this.#times[place] === this.#time) return this.#values[place] as number
    const similarity = tokenSimilarity(query, i, list, j)
    this.#keys[place] = key
    this.#times[place] = this.#time
    this.#values[place] = similarity
    return similarity
  }
}
