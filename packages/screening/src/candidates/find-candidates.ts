/** Names of the list that may be the name asked for, most promising first. */
import type { NameDomain } from '../names/name-information.ts'
import type { NameToken, ParsedName } from '../names/parsed-name.ts'
import { soundSetOf } from '../normalise/sound.ts'
import type { BucketIndex } from './bucket-index.ts'
import { eachJoin, type NameStore } from './name-store.ts'
import { PromisingNames } from './promising-names.ts'
import type { TokenMatches } from './token-dictionary.ts'
import { hashJoin, hashSkeleton, leastJoinSkeleton, skeletonsOf } from './token-keys.ts'

export interface Candidates {
  /** Name ids. */
  readonly names: readonly number[]
  /** More names were promising than the bound allows. */
  readonly truncated: boolean
}

/**
 * Scratch space of one search, kept between searches: an index answers one query at a time. What is read of a name lies
 * side by side, since names are met in no order and a look at memory is what a search costs.
 */
export class CandidateScratch {
  /** `slotWidth` numbers for each name; those at `roundAt` are read as integers through `rounds`. */
  readonly slots: Float32Array
  readonly rounds: Uint32Array
  readonly touched: Uint32Array
  readonly found = new PromisingNames()
  size = 0
  /** Counts every word that was looked for; a name of an earlier round than `firstRound` is as good as empty. */
  round = 0
  firstRound = 0

  constructor(bits: Float32Array) {
    this.slots = new Float32Array(bits.length * slotWidth)
    this.rounds = new Uint32Array(this.slots.buffer)
    this.touched = new Uint32Array(bits.length)
    for (let name = 0; name < bits.length; name++) this.slots[name * slotWidth + nameBitsAt] = bits[name] as number
  }

  begin(): void {
    this.size = 0
    if (this.round > lastRound) this.#forget()
    this.firstRound = this.round + 1
  }

  #forget(): void {
    for (let at = roundAt; at < this.rounds.length; at += slotWidth) this.rounds[at] = 0
    this.round = 0
  }
}

const slotWidth = 4
/** Bits of the query that the name may hold. */
const sharedAt = 0
/** Round in which it was met last. */
const roundAt = 1
/** Bits of the name. */
const nameBitsAt = 2
/** Rounds are counted in 32 bits; no query has so many words. */
const lastRound = 2 ** 32 - 2 ** 16

/** Optimistic share of an aligned word's bits: a search must not be stricter than the score. */
const joinShare = 1

/**
 * Adds up, for each name, the bits of the query's words that it may hold, and keeps the names that could still
 * reach `least` (0 to 1) of agreement.
 */
export function findCandidates(
  store: NameStore,
  query: ParsedName,
  least: number,
  bound: number,
  scratch: CandidateScratch,
  accepts: (name: number) => boolean,
): Candidates {
  scratch.begin()
  for (const token of query.tokens) addToken(store, token, query.domain, scratch)
  addJoins(store, query, scratch)
  return select(query, least, bound, scratch, accepts)
}

function addToken(store: NameStore, token: NameToken, domain: NameDomain, scratch: CandidateScratch): void {
  if (token.kind === 'form' || token.kind === 'filler' || token.kind === 'particle') return
  addMatches(store, store.dictionary.lookup(token, domain), scratch)
}

function addMatches(store: NameStore, matches: TokenMatches, scratch: CandidateScratch): void {
  const { ids, bits, size } = matches
  const { postings, postingStarts } = store
  scratch.round++
  for (let i = 0; i < size; i++) {
    const id = ids[i] as number
    // Most alike first: the first hit of a name in this round is its best.
    const lent = bits[i] as number
    const end = postingStarts[id + 1] as number
    for (let at = postingStarts[id] as number; at < end; at++) credit(postings[at] as number, lent, scratch)
  }
}

function credit(name: number, bits: number, scratch: CandidateScratch): void {
  const { slots, rounds } = scratch
  const at = name * slotWidth
  const met = rounds[at + roundAt] as number
  if (met === scratch.round) return
  rounds[at + roundAt] = scratch.round
  if (met < scratch.firstRound) {
    scratch.touched[scratch.size++] = name
    slots[at + sharedAt] = bits
  } else {
    slots[at + sharedAt] = (slots[at + sharedAt] as number) + bits
  }
}

/** A word of the query may be two of the list, and two of the query one of the list. */
function addJoins(store: NameStore, query: ParsedName, scratch: CandidateScratch): void {
  for (const token of query.tokens) {
    if (token.kind !== 'word' || token.text.length < 4) continue
    scratch.round++
    const add = (hash: number): void => creditBucket(store.joins, hash, token.bits * joinShare, scratch)
    add(hashJoin(token.text))
    for (const skeleton of skeletonsOf(token.sounds)) {
      if (skeleton.length >= leastJoinSkeleton) add(hashSkeleton(skeleton))
    }
  }
  eachJoin(query.tokens, (text, sounds) => {
    const first = query.tokens[0]
    if (first === undefined) return
    const joined: NameToken = {
      ...first,
      kind: 'word',
      text,
      sounds,
      soundSet: soundSetOf(sounds),
      original: text,
      bits: 12,
      spellingGroups: [],
      shortGroups: [],
    }
    addMatches(store, store.dictionary.lookupJoined(joined, query.domain), scratch)
  })
}

function creditBucket(index: BucketIndex, hash: number, bits: number, scratch: CandidateScratch): void {
  const bucket = hash & index.mask
  const end = index.starts[bucket + 1] as number
  for (let at = index.starts[bucket] as number; at < end; at++) {
    if (index.hashes[at] === hash) credit(index.items[at] as number, bits, scratch)
  }
}

function select(
  query: ParsedName,
  least: number,
  bound: number,
  scratch: CandidateScratch,
  accepts: (name: number) => boolean,
): Candidates {
  const found = scratch.found
  found.clear()
  // Omissions only lower a promise: below this share of the shorter name nothing can be promising.
  const leastOfQuery = least * query.bits
  for (let i = 0; i < scratch.size; i++) {
    const name = scratch.touched[i] as number
    const shared = scratch.slots[name * slotWidth + sharedAt] as number
    const bits = scratch.slots[name * slotWidth + nameBitsAt] as number
    if (shared < leastOfQuery && shared < least * bits) continue
    const promise = promiseOf(shared, query.bits, bits)
    if (promise >= least && accepts(name)) found.add(name, promise)
  }
  return { names: found.best(bound), truncated: found.size > bound }
}

/** The most that a pair of names with so many bits in common can agree, less for what one side has alone. */
function promiseOf(shared: number, query: number, list: number): number {
  const common = Math.min(shared, query, list)
  const confronted = Math.min(query, list)
  const omitted = Math.max(query, list) - confronted
  const missing = omitted / (omitted + common + 0.01)
  return (common / confronted) * (1 - 0.3 * missing * missing)
}
