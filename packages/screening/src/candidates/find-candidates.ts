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

/** Scratch space of one search, kept between searches: an index answers one query at a time. */
export class CandidateScratch {
  readonly bits: Float32Array
  readonly touched: Uint32Array
  readonly round: Uint32Array
  readonly found = new PromisingNames()
  size = 0
  rounds = 0
  constructor(names: number) {
    this.bits = new Float32Array(names)
    this.touched = new Uint32Array(names)
    this.round = new Uint32Array(names)
  }
}

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
  reset(scratch)
  for (const token of query.tokens) addToken(store, token, query.domain, scratch)
  addJoins(store, query, scratch)
  return select(store, query, least, bound, scratch, accepts)
}

function reset(scratch: CandidateScratch): void {
  for (let i = 0; i < scratch.size; i++) scratch.bits[scratch.touched[i] as number] = 0
  scratch.size = 0
}

function addToken(store: NameStore, token: NameToken, domain: NameDomain, scratch: CandidateScratch): void {
  if (token.kind === 'form' || token.kind === 'filler' || token.kind === 'particle') return
  addMatches(store, store.dictionary.lookup(token, domain), scratch)
}

function addMatches(store: NameStore, matches: TokenMatches, scratch: CandidateScratch): void {
  const { ids, bits, size } = matches
  const { postings, postingStarts } = store
  scratch.rounds++
  for (let i = 0; i < size; i++) {
    const id = ids[i] as number
    // Most alike first: the first hit of a name in this round is its best.
    const lent = bits[i] as number
    const end = postingStarts[id + 1] as number
    for (let at = postingStarts[id] as number; at < end; at++) credit(postings[at] as number, lent, scratch)
  }
}

function credit(name: number, bits: number, scratch: CandidateScratch): void {
  if (scratch.round[name] === scratch.rounds) return
  scratch.round[name] = scratch.rounds
  const before = scratch.bits[name] as number
  if (before === 0) scratch.touched[scratch.size++] = name
  scratch.bits[name] = before + bits
}

/** A word of the query may be two of the list, and two of the query one of the list. */
function addJoins(store: NameStore, query: ParsedName, scratch: CandidateScratch): void {
  for (const token of query.tokens) {
    if (token.kind !== 'word' || token.text.length < 4) continue
    scratch.rounds++
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
  store: NameStore,
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
    const shared = scratch.bits[name] as number
    const bits = store.bits[name] as number
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
