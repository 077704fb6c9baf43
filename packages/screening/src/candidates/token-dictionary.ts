/** Every distinct word of the list once, and the search for the words that a query's word may stand for. */
import type { NameToken } from '../names/parsed-name.ts'
import { leastSimilarity, tokenSimilarity } from '../names/token-similarity.ts'
import { type BucketIndex, BucketIndexBuilder } from './bucket-index.ts'
import { editsWithin } from '../names/edit-distance.ts'
import {
  eachDeletion,
  eachSkeletonKey,
  guaranteedEdits,
  hashGroup,
  hashSkeleton,
  leastJoinSkeleton,
  skeletonsOf,
} from './token-keys.ts'

/** Words of the list that a query word may stand for, most alike first. */
export interface TokenMatches {
  readonly ids: Uint32Array
  readonly similarities: Float32Array
}

/** Matches are remembered for so many different query words: names repeat. */
const rememberedWords = 60_000

export class TokenDictionary {
  readonly tokens: readonly NameToken[]
  readonly index: BucketIndex
  readonly #stamps: Uint32Array
  /** Letters of each word, at most 255: a look at it spares most looks at the word. */
  readonly #lengths: Uint8Array
  #stamp = 0
  #foundIds = new Uint32Array(256)
  #foundSimilarities = new Float32Array(256)
  #size = 0
  readonly #remembered = new Map<string, TokenMatches>()

  constructor(tokens: readonly NameToken[], index: BucketIndex = indexTokens(tokens)) {
    this.tokens = tokens
    this.index = index
    this.#stamps = new Uint32Array(tokens.length)
    this.#lengths = Uint8Array.from(tokens, (token) => Math.min(255, token.text.length))
  }

  /** All words within the guaranteed edits, and all others that sound, read or abbreviate alike. */
  lookup(token: NameToken): TokenMatches {
    const original = token.script === 'han' ? token.original : ''
    const key = `${token.kind}|${token.script}|${original}|${token.text}`
    const known = this.#remembered.get(key)
    if (known !== undefined) return known
    const found = this.#search(token)
    if (this.#remembered.size >= rememberedWords) this.#remembered.clear()
    this.#remembered.set(key, found)
    return found
  }

  /**
   * Words that neighbours of a query written as one may be: within one edit, or of the same consonants. Not
   * remembered: hardly any pair of neighbours comes twice.
   */
  lookupJoined(token: NameToken): TokenMatches {
    this.#stamp++
    this.#size = 0
    eachDeletion(token.text, 1, (hash) => this.#visit(hash, token, 1))
    for (const skeleton of skeletonsOf(token.sounds)) {
      if (skeleton.length >= leastJoinSkeleton) this.#visitSkeleton(skeleton, token)
    }
    return this.#ranked()
  }

  #search(token: NameToken): TokenMatches {
    this.#stamp++
    this.#size = 0
    const edits = token.kind === 'number' ? 0 : guaranteedEdits(token.text.length)
    eachDeletion(token.text, edits, (hash) => this.#visit(hash, token, edits))
    if (token.kind !== 'number') {
      for (const skeleton of skeletonsOf(token.sounds)) if (skeleton.length > 1) this.#visitSkeleton(skeleton, token)
      for (const id of token.spellingGroups) this.#visit(hashGroup('spelling', id), token, 0)
      for (const id of token.shortGroups) this.#visit(hashGroup('short', id), token, 0)
    }
    return this.#ranked()
  }

  /**
   * Within Latin script the deletions reach what a skeleton with one class less would; across scripts a consonant may
   * be written on one side only.
   */
  #visitSkeleton(skeleton: string, token: NameToken): void {
    if (token.script === 'latin') this.#visit(hashSkeleton(skeleton), token, 0)
    else eachSkeletonKey(skeleton, (hash) => this.#visit(hash, token, 0))
  }

  /** Considers every word of a bucket once; with `edits`, words within so many count however they sound. */
  #visit(hash: number, token: NameToken, edits: number): void {
    const { mask, starts, items, hashes } = this.index
    const length = Math.min(255, token.text.length)
    const bucket = hash & mask
    const end = starts[bucket + 1] as number
    for (let at = starts[bucket] as number; at < end; at++) {
      // Other keys share the bucket; the whole hash tells them apart without touching the word.
      if (hashes[at] !== hash) continue
      const id = items[at] as number
      if (this.#stamps[id] === this.#stamp) continue
      // Found under a deletion only because their beginnings agree: another key leads to it if it sounds alike.
      if (edits > 0 && Math.abs((this.#lengths[id] as number) - length) > edits) continue
      this.#stamps[id] = this.#stamp
      const other = this.tokens[id] as NameToken // Items are ids of tokens.
      const similarity = tokenSimilarity(token, other)
      if (similarity >= leastSimilarity) this.#keep(id, similarity)
      else if (edits > 0 && other.kind !== 'number' && editsWithin(token.text, other.text, edits)) {
        this.#keep(id, leastSimilarity)
      }
    }
  }

  #keep(id: number, similarity: number): void {
    if (this.#size === this.#foundIds.length) {
      this.#foundIds = grown(this.#foundIds, new Uint32Array(this.#size * 2))
      this.#foundSimilarities = grown(this.#foundSimilarities, new Float32Array(this.#size * 2))
    }
    this.#foundIds[this.#size] = id
    this.#foundSimilarities[this.#size++] = similarity
  }

  #ranked(): TokenMatches {
    const ids = this.#foundIds
    const similarities = this.#foundSimilarities
    const order = new Uint32Array(this.#size)
    for (let i = 0; i < order.length; i++) order[i] = i
    order.sort(
      (a, b) => (similarities[b] as number) - (similarities[a] as number) || (ids[a] as number) - (ids[b] as number),
    )
    return {
      ids: order.map((i) => ids[i] as number),
      similarities: Float32Array.from(order, (i) => similarities[i] as number),
    }
  }
}

function grown<T extends Uint32Array | Float32Array>(from: T, to: T): T {
  to.set(from)
  return to
}

function indexTokens(tokens: readonly NameToken[]): BucketIndex {
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
  return builder.build(true)
}
