/** Every distinct word of the list once, and the search for the words that a query's word may stand for. */
import type { NameToken } from '../names/parsed-name.ts'
import { leastSimilarity, tokenSimilarity } from '../names/token-similarity.ts'
import type { NameDomain } from '../names/name-information.ts'
import { surelyFar } from '../names/distance-bound.ts'
import { editsWithin } from '../names/edit-distance.ts'
import { costsFor, pathOfRank, scriptRank } from '../names/sound-costs.ts'
import { weightOf } from '../names/sound-distance.ts'
import { type BucketIndex, BucketIndexBuilder, hashText } from './bucket-index.ts'
import {
  describeTokens,
  domainBit,
  domainsOf,
  everyDomain,
  isGroupedIn,
  isMeasured,
  isMeasuredIn,
  lengthOf,
  rankOf,
  rowWidth,
  type TokenColumns,
  weightIn,
} from './token-columns.ts'
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
/** Similarities are remembered for so many pairs of words, some 40 bytes each. */
const rememberedPairs = 400_000

interface RememberedWord {
  matches: TokenMatches | undefined
  similarities: Map<number, number> | undefined
}

function isPlain(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return false
  return true
}

export class TokenDictionary {
  readonly tokens: readonly NameToken[]
  readonly index: BucketIndex
  readonly columns: TokenColumns
  readonly #stamps: Uint32Array
  /** About the word asked for: whether bounds hold for it, its hash, its groups, its sounds, the domains asked. */
  #bounded = false
  #hash = 0
  #grouped = false
  #set = 0
  #weight = 0
  #rank = 0
  #domains = everyDomain
  #stamp = 0
  #foundIds = new Uint32Array(256)
  #foundSimilarities = new Float32Array(256)
  #size = 0
  readonly #remembered = new Map<string, RememberedWord>()
  #rememberedPairs = 0

  /** `domains`: for each word, the bits of the domains of the names that hold it; all when left out. */
  constructor(tokens: readonly NameToken[], index: BucketIndex = indexTokens(tokens), domains?: Uint8Array) {
    this.tokens = tokens
    this.index = index
    this.columns = describeTokens(tokens, domains)
    this.#stamps = new Uint32Array(tokens.length)
  }

  /**
   * All words within the guaranteed edits, and all others that sound, read or abbreviate alike; words of names of the
   * other domain are left out when a domain is given.
   */
  lookup(token: NameToken, domain?: NameDomain): TokenMatches {
    const word = this.#wordOf(token, domain)
    if (word.matches === undefined) {
      this.#ask(token, domain)
      word.matches = this.#search(token)
    }
    return word.matches
  }

  /** Similarities of a word, as far as they are known, by id; filled through `similarity`. */
  knownSimilarities(token: NameToken, domain: NameDomain): Map<number, number> {
    const word = this.#wordOf(token, domain)
    word.similarities ??= new Map()
    return word.similarities
  }

  /** What `tokenSimilarity` says of a word and the listed word `id`, remembered in `known`. */
  similarity(token: NameToken, id: number, known: Map<number, number>): number {
    const found = known.get(id)
    if (found !== undefined) return found
    const similarity = tokenSimilarity(token, this.tokens[id] as NameToken) // Ids come from the index itself.
    if (++this.#rememberedPairs > rememberedPairs) this.#forget()
    known.set(id, similarity)
    return similarity
  }

  #wordOf(token: NameToken, domain: NameDomain | undefined): RememberedWord {
    // Words that read alike may sound otherwise: Müller is heard as Mueller, and written muller like Muller.
    const original = token.script === 'latin' && isPlain(token.original) ? '' : token.original
    const key = `${token.kind}|${token.script}|${original}|${domain ?? ''}|${token.text}`
    const known = this.#remembered.get(key)
    if (known !== undefined) return known
    if (this.#remembered.size >= rememberedWords) this.#forget()
    const word: RememberedWord = { matches: undefined, similarities: undefined }
    this.#remembered.set(key, word)
    return word
  }

  #forget(): void {
    this.#remembered.clear()
    this.#rememberedPairs = 0
  }

  /**
   * Words that neighbours of a query written as one may be: within one edit, or of the same consonants. Not
   * remembered: hardly any pair of neighbours comes twice.
   */
  lookupJoined(token: NameToken, domain?: NameDomain): TokenMatches {
    this.#ask(token, domain)
    this.#stamp++
    this.#size = 0
    eachDeletion(token.text, 1, (hash) => this.#visit(hash, token, 1))
    for (const skeleton of skeletonsOf(token.sounds)) {
      if (skeleton.length >= leastJoinSkeleton) this.#visitSkeleton(skeleton, token)
    }
    return this.#ranked()
  }

  #ask(token: NameToken, domain: NameDomain | undefined): void {
    let set = 0
    for (const sound of token.sounds) set |= 1 << sound
    this.#bounded = isMeasured(token.kind)
    this.#hash = hashText(token.text) | 0
    this.#grouped = token.spellingGroups.length > 0 || token.shortGroups.length > 0
    this.#domains = domain === undefined ? everyDomain : domainBit[domain]
    this.#set = set
    this.#weight = weightOf(token.sounds)
    this.#rank = scriptRank(token.script)
  }

  /** Is the word surely less alike than words have to be? Needs no look at the word itself. */
  #isFar(id: number, meta: number): boolean {
    const { rows } = this.columns
    const at = id * rowWidth
    if (!this.#bounded || !isMeasuredIn(meta) || rows[at + 1] === this.#hash) return false
    if (this.#grouped && isGroupedIn(meta)) return false
    const costs = costsFor(pathOfRank(Math.max(this.#rank, rankOf(meta))))
    const norm = (this.#weight + weightIn(meta)) / 2
    return surelyFar(this.#set, rows[at] as number, norm, costs, leastSimilarity - 0.01)
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
    const { rows } = this.columns
    const wanted = this.#domains
    const length = Math.min(255, token.text.length)
    const bucket = hash & mask
    const end = starts[bucket + 1] as number
    for (let at = starts[bucket] as number; at < end; at++) {
      // Other keys share the bucket; the whole hash tells them apart without touching the word.
      if (hashes[at] !== hash) continue
      const id = items[at] as number
      if (this.#stamps[id] === this.#stamp) continue
      const meta = rows[id * rowWidth + 2] as number
      if ((domainsOf(meta) & wanted) === 0) continue
      // Found under a deletion only because their beginnings agree: another key leads to it if it sounds alike.
      if (edits > 0 && Math.abs(lengthOf(meta) - length) > edits) continue
      this.#stamps[id] = this.#stamp
      const far = this.#isFar(id, meta)
      if (far && edits === 0) continue
      const other = this.tokens[id] as NameToken // Items are ids of tokens.
      const similarity = far ? 0 : tokenSimilarity(token, other)
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
    const keys = new Float64Array(this.#size)
    for (let i = 0; i < keys.length; i++) {
      asFloat[0] = this.#foundSimilarities[i] as number
      keys[i] = (bitsOfOne - (asBits[0] as number)) * idRange + (this.#foundIds[i] as number)
    }
    keys.sort()
    const ids = new Uint32Array(keys.length)
    const similarities = new Float32Array(keys.length)
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i] as number
      const id = key % idRange
      ids[i] = id
      asBits[0] = bitsOfOne - (key - id) / idRange
      similarities[i] = asFloat[0] as number
    }
    return { ids, similarities }
  }
}

/**
 * Similarity and id as one number that sorts most alike first, then by id: the bits of a positive float rise with it,
 * and between `leastSimilarity` and 1 they differ by less than 2^23.
 */
const asFloat = new Float32Array(1)
const asBits = new Uint32Array(asFloat.buffer)
const bitsOfOne = 0x3f800000
const idRange = 2 ** 30

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
