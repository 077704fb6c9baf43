/** Names with what they promise, and the best of them: very many may be found where few can be looked at. */

export class PromisingNames {
  size = 0
  #names = new Uint32Array(1024)
  #promises = new Float64Array(1024)

  clear(): void {
    this.size = 0
  }

  add(name: number, promise: number): void {
    if (this.size === this.#names.length) this.#grow()
    this.#names[this.size] = name
    this.#promises[this.size++] = promise
  }

  /** Names by promise, most first, then by id; at most `bound` of them. */
  best(bound: number): number[] {
    const positions: number[] = []
    const least = this.size > bound ? nthLargest(this.#promises.slice(0, this.size), bound) : Number.NEGATIVE_INFINITY
    for (let i = 0; i < this.size; i++) if ((this.#promises[i] as number) >= least) positions.push(i)
    positions.sort(
      (a, b) =>
        (this.#promises[b] as number) - (this.#promises[a] as number) ||
        (this.#names[a] as number) - (this.#names[b] as number),
    )
    return positions.slice(0, bound).map((i) => this.#names[i] as number)
  }

  #grow(): void {
    const names = new Uint32Array(this.#names.length * 2)
    names.set(this.#names)
    this.#names = names
    const promises = new Float64Array(this.#promises.length * 2)
    promises.set(this.#promises)
    this.#promises = promises
  }
}

/** The value that stands at place `n` (from 1) when the largest comes first. Reorders the array. */
function nthLargest(values: Float64Array, n: number): number {
  let low = 0
  let high = values.length - 1
  while (low < high) {
    const pivot = values[(low + high) >> 1] as number
    let i = low
    let j = high
    while (i <= j) {
      while ((values[i] as number) > pivot) i++
      while ((values[j] as number) < pivot) j--
      if (i > j) break
      const value = values[i] as number
      values[i++] = values[j] as number
      values[j--] = value
    }
    if (n - 1 <= j) high = j
    else if (n - 1 >= i) low = i
    else break
  }
  return values[n - 1] as number
}
