/** Every distinct word of the list once, and the search for the words that a query's word may stand for. */
import type { NameToken } from '../names/parsed-name.ts'
import { leastSimilarity, tokenSimilarity } from '../names/token-similarity.ts'
import { type BucketIndex, BucketIndexBuilder } from './bucket-index.ts'
import { editsWithin } from '../names/edit-distance.ts'
import { eachDeletion, eachSkeletonKey, guaranteedEdits, hashGroup, skeletonOf } from './token-keys.ts'

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
  #stamp = 0
  readonly #remembered = new Map<string, TokenMatches>()

  constructor(tokens: readonly NameToken[], index: BucketIndex = indexTokens(tokens)) {
    this.tokens = tokens
    this.index = index
    this.#stamps = new Uint32Array(tokens.length)
  }

  /** All words within the guaranteed edits, and all others that sound, read or abbreviate alike. */
  lookup(token: NameToken): TokenMatches {
    const key = `${token.kind}|${token.script}|${token.original.length}|${token.text}`
    const known = this.#remembered.get(key)
    if (known !== undefined && token.script !== 'han') return known
    const found = this.#search(token)
    if (this.#remembered.size >= rememberedWords) this.#remembered.clear()
    this.#remembered.set(key, found)
    return found
  }

  #search(token: NameToken): TokenMatches {
    this.#stamp++
    const edits = token.kind === 'number' ? 0 : guaranteedEdits(token.text.length)
    const found: { id: number; similarity: number }[] = []
    const consider = (id: number): void => {
      if (this.#stamps[id] === this.#stamp) return
      this.#stamps[id] = this.#stamp
      const other = this.tokens[id]
      if (other === undefined) return
      const similarity = tokenSimilarity(token, other)
      if (similarity >= leastSimilarity) found.push({ id, similarity })
      else if (edits > 0 && other.kind !== 'number' && editsWithin(token.text, other.text, edits)) {
        found.push({ id, similarity: leastSimilarity })
      }
    }
    const visit = (hash: number): void => {
      const { mask, starts, items } = this.index
      const bucket = hash & mask
      const end = starts[bucket + 1] as number
      for (let at = starts[bucket] as number; at < end; at++) consider(items[at] as number)
    }
    eachDeletion(token.text, edits, visit)
    if (token.kind !== 'number') {
      eachSkeletonKey(skeletonOf(token.sounds), visit)
      for (const id of token.spellingGroups) visit(hashGroup('spelling', id))
      for (const id of token.shortGroups) visit(hashGroup('short', id))
    }
    found.sort((a, b) => b.similarity - a.similarity || a.id - b.id)
    return { ids: Uint32Array.from(found, (f) => f.id), similarities: Float32Array.from(found, (f) => f.similarity) }
  }
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
    eachSkeletonKey(skeletonOf(token.sounds), add)
    for (const group of token.spellingGroups) add(hashGroup('spelling', group))
    for (const group of token.shortGroups) add(hashGroup('short', group))
  })
  return builder.build()
}
