/** Hash to item ids, in two typed arrays: built once by counting, read without allocation. */
import { mixHash } from '../names/token-table.ts'

/** What `hashText` says of a text with one or two characters left out, without building the string. */
export function hashWithout(text: string, length: number, skip1: number, skip2: number): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < length; i++) {
    if (i !== skip1 && i !== skip2) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  }
  return mixHash(hash)
}

/** Items of one bucket share the low bits of their hash; the whole hash of each tells them apart. */
export interface BucketIndex {
  /** Bucket count less one; a power of two less one. */
  readonly mask: number
  /** Start of each bucket in `items`; one more than there are buckets. */
  readonly starts: Uint32Array
  readonly items: Uint32Array
  /** The whole hash of each item. */
  readonly hashes: Uint32Array
  /** A bit for the low bits of each hash that occurs: spares most questions about others a look at their bucket. */
  readonly present: Uint32Array
}

/** False only when surely no item has this hash. */
export function mayHold({ present }: BucketIndex, hash: number): boolean {
  return ((present[(hash >>> 5) & (present.length - 1)] as number) & (1 << hash)) !== 0
}

/** On average; their hashes lie side by side. */
const itemsOfBucket = 4
/** At least; one question in so many about a hash that does not occur looks at a bucket in vain. */
const bitsOfItem = 8

/** Collects (hash, item) pairs and builds the index from them. */
export class BucketIndexBuilder {
  #hashes = new Uint32Array(1024)
  #items = new Uint32Array(1024)
  #size = 0

  add(hash: number, item: number): void {
    if (this.#size === this.#hashes.length) this.#grow()
    this.#hashes[this.#size] = hash
    this.#items[this.#size] = item
    this.#size++
  }

  build(): BucketIndex {
    const buckets = powerOfTwo(this.#size / itemsOfBucket)
    const mask = buckets - 1
    const present = new Uint32Array(powerOfTwo((this.#size * bitsOfItem) / 32))
    const starts = new Uint32Array(buckets + 1)
    for (let i = 0; i < this.#size; i++) {
      const bucket = (this.#hashes[i] as number) & mask
      starts[bucket + 1] = (starts[bucket + 1] as number) + 1
    }
    for (let i = 0; i < buckets; i++) starts[i + 1] = (starts[i + 1] as number) + (starts[i] as number)
    const next = starts.slice(0, buckets)
    const items = new Uint32Array(this.#size)
    const hashes = new Uint32Array(this.#size)
    for (let i = 0; i < this.#size; i++) {
      const hash = this.#hashes[i] as number
      const bucket = hash & mask
      const at = next[bucket] as number
      items[at] = this.#items[i] as number
      hashes[at] = hash
      next[bucket] = at + 1
      const word = (hash >>> 5) & (present.length - 1)
      present[word] = (present[word] as number) | (1 << hash)
    }
    return { mask, starts, items, hashes, present }
  }

  #grow(): void {
    const hashes = new Uint32Array(this.#hashes.length * 2)
    hashes.set(this.#hashes)
    this.#hashes = hashes
    const items = new Uint32Array(this.#items.length * 2)
    items.set(this.#items)
    this.#items = items
  }
}

/** The least power of two that is no less, and at least 16. */
function powerOfTwo(least: number): number {
  let power = 16
  while (power < least) power *= 2
  return power
}
