/** Pairs of spans of two names with how alike they are, in typed arrays that are used again and again. */

const width = 4

export class PairList {
  size = 0
  #places = new Uint16Array(64 * width)
  #similarities = new Float64Array(64)
  #bits = new Float64Array(64)
  #worths = new Float64Array(64)
  readonly #order: number[] = []

  clear(): void {
    this.size = 0
  }

  /** Spans end exclusive. `bits`: those of the less telling side. */
  add(queryFrom: number, queryTo: number, listFrom: number, listTo: number, similarity: number, bits: number): void {
    if (this.size === this.#bits.length) this.#grow()
    const at = this.size++
    this.#places[at * width] = queryFrom
    this.#places[at * width + 1] = queryTo
    this.#places[at * width + 2] = listFrom
    this.#places[at * width + 3] = listTo
    this.#similarities[at] = similarity
    this.#bits[at] = bits
    // Its bits as far as the words agree. Exactness counts more than length.
    this.#worths[at] = (similarity - 0.5) * bits
  }

  queryFrom(at: number): number {
    return this.#places[at * width] as number
  }

  queryTo(at: number): number {
    return this.#places[at * width + 1] as number
  }

  listFrom(at: number): number {
    return this.#places[at * width + 2] as number
  }

  listTo(at: number): number {
    return this.#places[at * width + 3] as number
  }

  similarity(at: number): number {
    return this.#similarities[at] as number
  }

  bits(at: number): number {
    return this.#bits[at] as number
  }

  /** Positions, worthiest first; good until the next call. */
  ranked(): readonly number[] {
    const order = this.#order
    order.length = 0
    for (let at = 0; at < this.size; at++) order.push(at)
    if (this.size > manyPairs) return order.sort((a, b) => (this.#isBefore(a, b) ? -1 : 1))
    for (let i = 1; i < order.length; i++) {
      const at = order[i] as number
      let k = i
      while (k > 0 && this.#isBefore(at, order[k - 1] as number)) {
        order[k] = order[k - 1] as number
        k--
      }
      order[k] = at
    }
    return order
  }

  #isBefore(a: number, b: number): boolean {
    const worthA = this.#worths[a] as number
    const worthB = this.#worths[b] as number
    if (worthA !== worthB) return worthA > worthB
    const query = this.queryFrom(a) - this.queryFrom(b)
    if (query !== 0) return query < 0
    const list = this.listFrom(a) - this.listFrom(b)
    return list === 0 ? a < b : list < 0
  }

  #grow(): void {
    const places = new Uint16Array(this.#places.length * 2)
    places.set(this.#places)
    this.#places = places
    this.#similarities = doubled(this.#similarities)
    this.#bits = doubled(this.#bits)
    this.#worths = doubled(this.#worths)
  }
}

/** Sorting by insertion is quicker up to here. */
const manyPairs = 40

function doubled(array: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(array.length * 2)
  larger.set(array)
  return larger
}
