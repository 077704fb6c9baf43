/** Every distinct word of the list once, and the search for the words that a query's word may stand for. */
import { rangeEditsWithin } from '../names/edit-distance.ts'
import type { NameDomain } from '../names/name-information.ts'
import type { NameToken } from '../names/parsed-name.ts'
import { leastSimilarity, tokenSimilarity } from '../names/token-similarity.ts'
import {
  kindIn,
  lengthIn,
  metaAt,
  numberKind,
  ownIn,
  rowWidth,
  ScratchTable,
  scriptIn,
  type TokenTable,
} from '../names/token-table.ts'
import { scripts } from '../normalise/script.ts'
import { type BucketIndex, BucketIndexBuilder, mayHold } from './bucket-index.ts'
import { RememberedMatches } from './remembered-matches.ts'
import {
  askedSkeletons,
  eachDeletion,
  eachSkeletonKey,
  guaranteedEdits,
  hashGroup,
  hashSkeleton,
  leastJoinSkeleton,
  skeletonsOf,
} from './token-keys.ts'

/** Words of the list that a query word may stand for, most alike first, and the bits that each lends to its names. */
export interface TokenMatches {
  readonly ids: ArrayLike<number>
  readonly bits: ArrayLike<number>
  readonly size: number
}

/** Matches that stay as they are whatever is asked next. */
export function copyOf({ ids, bits, size }: TokenMatches): TokenMatches {
  return {
    ids: Array.from({ length: size }, (_, i) => ids[i] as number),
    bits: Array.from({ length: size }, (_, i) => bits[i] as number),
    size,
  }
}

/** Domains of the names that hold a word, as bits kept with it. */
export const domainBit: Readonly<Record<NameDomain, number>> = { person: 1, organisation: 2 }
export const everyDomain = 3

export class TokenDictionary {
  readonly table: TokenTable
  readonly index: BucketIndex
  readonly #stamps: Uint32Array
  #stamp = 0
  /** The word asked for, the only one of its table. */
  readonly #asked = new ScratchTable(1, 64, 64)
  #askedLength = 0
  #domains = everyDomain
  #foundIds = new Uint32Array(256)
  #foundSimilarities = new Float32Array(256)
  #foundBits = new Float64Array(256)
  #keys = new Float64Array(256)
  #size = 0
  readonly #remembered = new RememberedMatches()

  constructor(table: TokenTable, index: BucketIndex) {
    this.table = table
    this.index = index
    this.#stamps = new Uint32Array(table.count)
  }

  /**
   * All words within the guaranteed edits, and all others that sound, read or abbreviate alike; words of names of the
   * other domain are left out when a domain is given.
   */
  lookup(token: NameToken, domain?: NameDomain): TokenMatches {
    const key = keyOf(token, domain)
    const known = this.#remembered.get(key)
    if (known !== undefined) return known
    this.#ask(token, domain)
    this.#search(token)
    return this.#remembered.set(key, copyOf(this.#ranked(token)))
  }

  /**
   * Words that neighbours of a query written as one may be: within one edit, or of the same consonants. Not
   * remembered: hardly any pair of neighbours comes twice. The answer is good until the next question.
   */
  lookupJoined(token: NameToken, domain?: NameDomain): TokenMatches {
    this.#ask(token, domain)
    eachDeletion(token.text, 1, (hash) => this.#visit(hash, 1))
    for (const skeleton of askedSkeletons(token.sounds, token.script)) {
      if (skeleton.length >= leastJoinSkeleton) this.#visitSkeleton(skeleton, token)
    }
    return this.#ranked(token)
  }

  #ask(token: NameToken, domain: NameDomain | undefined): void {
    this.#asked.load([token])
    this.#askedLength = Math.min(255, token.text.length)
    this.#domains = domain === undefined ? everyDomain : domainBit[domain]
    this.#stamp++
    this.#size = 0
  }

  #search(token: NameToken): void {
    const edits = token.kind === 'number' ? 0 : guaranteedEdits(token.text.length)
    eachDeletion(token.text, edits, (hash) => this.#visit(hash, edits))
    if (token.kind === 'number') return
    for (const skeleton of askedSkeletons(token.sounds, token.script)) {
      if (skeleton.length > 1) this.#visitSkeleton(skeleton, token)
    }
    for (const id of token.spellingGroups) this.#visit(hashGroup('spelling', id), 0)
    for (const id of token.shortGroups) this.#visit(hashGroup('short', id), 0)
  }

  /**
   * Within Latin script the deletions reach what a skeleton with one class less would; across scripts a consonant may
   * be written on one side only.
   */
  #visitSkeleton(skeleton: string, token: NameToken): void {
    if (token.script === 'latin') this.#visit(hashSkeleton(skeleton), 0)
    else eachSkeletonKey(skeleton, (hash) => this.#visit(hash, 0))
  }

  /** Considers every word of a bucket once; with `edits`, words within so many count however they sound. */
  #visit(hash: number, edits: number): void {
    if (!mayHold(this.index, hash)) return
    const { mask, starts, items, hashes } = this.index
    const { rows } = this.table
    const bucket = hash & mask
    const end = starts[bucket + 1] as number
    for (let at = starts[bucket] as number; at < end; at++) {
      // Other keys share the bucket; the whole hash tells them apart without touching the word.
      if (hashes[at] !== hash) continue
      const id = items[at] as number
      if (this.#stamps[id] === this.#stamp) continue
      const meta = rows[id * rowWidth + metaAt] as number
      if ((ownIn(meta) & this.#domains) === 0) continue
      // Found under a deletion only because their beginnings agree: another key leads to it if it sounds alike.
      if (edits > 0 && Math.abs(lengthIn(meta) - this.#askedLength) > edits) continue
      this.#stamps[id] = this.#stamp
      const similarity = tokenSimilarity(this.#asked, 0, this.table, id)
      if (similarity >= leastSimilarity) this.#keep(id, similarity)
      else if (edits > 0 && kindIn(meta) !== numberKind && this.#isWithin(id, edits)) this.#keep(id, leastSimilarity)
    }
  }

  #isWithin(id: number, edits: number): boolean {
    const { texts, textStarts } = this.table
    const from = textStarts[id] as number
    const to = textStarts[id + 1] as number
    const asked = this.#asked
    return rangeEditsWithin(asked.texts, 0, asked.textStarts[1] as number, texts, from, to, edits)
  }

  #keep(id: number, similarity: number): void {
    if (this.#size === this.#foundIds.length) this.#grow()
    this.#foundIds[this.#size] = id
    this.#foundSimilarities[this.#size++] = similarity
  }

  #grow(): void {
    const room = this.#size * 2
    this.#foundIds = grown(this.#foundIds, new Uint32Array(room))
    this.#foundSimilarities = grown(this.#foundSimilarities, new Float32Array(room))
    this.#foundBits = new Float64Array(room)
    this.#keys = new Float64Array(room)
  }

  #ranked(token: NameToken): TokenMatches {
    const keys = this.#keys
    const size = this.#size
    for (let i = 0; i < size; i++) {
      asFloat[0] = this.#foundSimilarities[i] as number
      keys[i] = (bitsOfOne - (asBits[0] as number)) * idRange + (this.#foundIds[i] as number)
    }
    sortFirst(keys, size)
    const script = scripts.indexOf(token.script)
    const { rows, bits } = this.table
    for (let i = 0; i < size; i++) {
      const key = keys[i] as number
      const id = key % idRange
      asBits[0] = bitsOfOne - (key - id) / idRange
      const sameScript = script === scriptIn(rows[id * rowWidth + metaAt] as number)
      this.#foundIds[i] = id
      this.#foundBits[i] = Math.min(token.bits, bits[id] as number) * creditOf(asFloat[0] as number, sameScript)
    }
    return { ids: this.#foundIds, bits: this.#foundBits, size }
  }
}

/** Words that read alike may sound otherwise: Müller is heard as Mueller, and written muller like Muller. */
function keyOf(token: NameToken, domain: NameDomain | undefined): string {
  const original = token.script === 'latin' && isPlain(token.original) ? '' : token.original
  return `${token.kind}|${token.script}${token.native ? '+' : ''}|${original}|${domain ?? ''}|${token.text}`
}

function isPlain(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return false
  return true
}

/**
 * Share of a word's bits that its likeness may carry; an optimistic reading of the learned curves. Across scripts
 * chance likeness is so common that half-alike words carry little.
 */
function creditOf(similarity: number, sameScript: boolean): number {
  if (similarity >= 0.9) return 1
  if (!sameScript) return Math.max(0.15, (similarity - 0.6) / 0.3)
  return similarity >= 0.85 ? 1 : 0.4 + Math.max(0, (similarity - 0.6) / 0.25) * 0.6
}

/**
 * Similarity and id as one number that sorts most alike first, then by id: the bits of a positive float rise with it,
 * and between `leastSimilarity` and 1 they differ by less than 2^23.
 */
const asFloat = new Float32Array(1)
const asBits = new Uint32Array(asFloat.buffer)
const bitsOfOne = 0x3f800000
const idRange = 2 ** 30

/** Sorting a few by insertion is quicker than a call of the built-in. */
const few = 48

function sortFirst(keys: Float64Array, size: number): void {
  if (size > few) {
    keys.subarray(0, size).sort()
    return
  }
  for (let i = 1; i < size; i++) {
    const key = keys[i] as number
    let k = i
    while (k > 0 && (keys[k - 1] as number) > key) {
      keys[k] = keys[k - 1] as number
      k--
    }
    keys[k] = key
  }
}

function grown<T extends Uint32Array | Float32Array>(from: T, to: T): T {
  to.set(from)
  return to
}

/** Keys of every word, for finding it. */
export function indexTokens(tokens: readonly NameToken[]): BucketIndex {
  const builder = new BucketIndexBuilder()
  tokens.forEach((token, id) => {
    const add = (hash: number): void => builder.add(hash, id)
    // A query of length 7 asks with two deletions of its own; a listed word of 6 may be one of its answers. Both
    // sides leave out as many as the longest query that may reach them does.
    const edits = token.kind === 'number' ? 0 : guaranteedEdits(token.text.length + 2)
    eachDeletion(token.text, edits, add)
    if (token.kind === 'number') return
    for (const skeleton of skeletonsOf(token.sounds)) eachSkeletonKey(skeleton, add)
    for (const group of token.spellingGroups) add(hashGroup('spelling', group))
    for (const group of token.shortGroups) add(hashGroup('short', group))
  })
  return builder.build()
}
