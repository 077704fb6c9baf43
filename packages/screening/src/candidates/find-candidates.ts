/** Names of the list that may be the name asked for, most promising first. */
import type { NameToken, ParsedName } from '../names/parsed-name.ts'
import { soundSetOf } from '../normalise/sound.ts'
import { type BucketIndex, mayHold } from './bucket-index.ts'
import type { CandidateScratch } from './candidate-scratch.ts'
import { bitsStep, eachJoin, type NameStore } from './name-store.ts'
import { mostPromisingBits, promiseOf } from './name-promise.ts'
import { copyOf, type TokenMatches } from './token-dictionary.ts'
import { hashJoin, hashSkeleton, leastJoinSkeleton, skeletonsOf } from './token-keys.ts'

export interface Candidates {
  /** Name ids. */
  readonly names: readonly number[]
  /** More names were promising than the bound allows. */
  readonly truncated: boolean
}

/** A name as it is looked for. */
export type SearchedName = Pick<ParsedName, 'tokens' | 'bits' | 'domain'>

/** Names that promise at least `least` (0 to 1) of agreement, the best `bound` of them. */
export interface Wanted {
  readonly least: number
  readonly bound: number
  readonly accepts: (name: number) => boolean
}

/**
 * What one word of the query, or two neighbours, lead to: names by the words that they hold, or by two of their words
 * written as one. A name that it leads to in several ways takes the first of them.
 */
export type Round =
  | { readonly kind: 'words'; readonly matches: TokenMatches }
  | { readonly kind: 'joins'; readonly hashes: readonly number[]; readonly bits: number }

/** Optimistic share of an aligned word's bits: a search must not be stricter than the score. */
const joinShare = 1

/**
 * Adds up, for each name, the bits of the query's words that it may hold, and keeps the names that could still
 * reach `least` of agreement. Only names that are met twice, or promise enough by the one word that leads to them, are
 * added up at all.
 */
export function findCandidates(
  store: NameStore,
  query: SearchedName,
  wanted: Wanted,
  scratch: CandidateScratch,
): Candidates {
  const rounds = roundsOf(store, query)
  scratch.begin()
  for (const round of rounds) chooseNames(store, round, query.bits, wanted.least, scratch)
  if (scratch.size > 0) for (const round of rounds) creditNames(store, round, scratch)
  return select(store, query, wanted, scratch)
}

export function roundsOf({ dictionary }: NameStore, query: SearchedName): Round[] {
  const rounds: Round[] = []
  const addWords = (matches: TokenMatches): void => {
    if (matches.size > 0) rounds.push({ kind: 'words', matches })
  }
  for (const token of query.tokens) if (isSought(token)) addWords(dictionary.lookup(token, query.domain))
  for (const token of query.tokens) {
    if (token.kind !== 'word' || token.text.length < 4) continue
    const skeletons = skeletonsOf(token.sounds).filter(({ length }) => length >= leastJoinSkeleton)
    rounds.push({
      kind: 'joins',
      hashes: [hashJoin(token.text), ...skeletons.map(hashSkeleton)],
      bits: token.bits * joinShare,
    })
  }
  const [first] = query.tokens
  eachJoin(query.tokens, (text, sounds) => {
    if (first !== undefined) addWords(copyOf(dictionary.lookupJoined(joined(first, text, sounds), query.domain)))
  })
  return rounds
}

function isSought({ kind }: NameToken): boolean {
  return kind !== 'form' && kind !== 'filler' && kind !== 'particle'
}

/** Two neighbours of a query as one word. */
function joined(first: NameToken, text: string, sounds: Uint8Array): NameToken {
  return {
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
}

/** Chooses names that promise enough by this round alone, and those that an earlier round has led to. */
function chooseNames(store: NameStore, round: Round, query: number, least: number, scratch: CandidateScratch): void {
  if (round.kind === 'joins') {
    const most = mostPromisingBits(round.bits, query, least)
    for (const hash of round.hashes) {
      eachOfBucket(store.joins, hash, (items, at) => {
        const name = items[at] as number
        if (scratch.isMet(name) || (store.bits[name] as number) <= most) scratch.choose(name)
      })
    }
    return
  }
  const { postings, postingStarts, bits } = store
  const { matches } = round
  for (let i = 0; i < matches.size; i++) {
    const id = matches.ids[i] as number
    const end = postingStarts[id + 1] as number
    let at = postingStarts[id] as number
    // Names come by rising bits, a step more or less.
    const most = mostPromisingBits(matches.bits[i] as number, query, least) + bitsStep
    while (at < end && (bits[postings[at] as number] as number) <= most) scratch.choose(postings[at++] as number)
    scratch.meet(postings, at, end)
  }
}

function creditNames(store: NameStore, round: Round, scratch: CandidateScratch): void {
  scratch.beginRound()
  if (round.kind === 'joins') {
    for (const hash of round.hashes) {
      eachOfBucket(store.joins, hash, (items, at) => scratch.credit(items, at, at + 1, round.bits))
    }
    return
  }
  const { postings, postingStarts } = store
  const { ids, bits, size } = round.matches
  for (let i = 0; i < size; i++) {
    const id = ids[i] as number
    // Most alike first: the first hit of a name in this round is its best.
    scratch.credit(postings, postingStarts[id] as number, postingStarts[id + 1] as number, bits[i] as number)
  }
}

function eachOfBucket(index: BucketIndex, hash: number, visit: (items: Uint32Array, at: number) => void): void {
  if (!mayHold(index, hash)) return
  const { mask, starts, items, hashes } = index
  const bucket = hash & mask
  const end = starts[bucket + 1] as number
  for (let at = starts[bucket] as number; at < end; at++) if (hashes[at] === hash) visit(items, at)
}

function select(store: NameStore, query: SearchedName, wanted: Wanted, scratch: CandidateScratch): Candidates {
  const { least, bound, accepts } = wanted
  const { found, names, shared: credits, size } = scratch
  // Omissions only lower a promise: below this share of the shorter name nothing can be promising.
  const leastOfQuery = least * query.bits
  for (let place = 0; place < size; place++) {
    const name = names[place] as number
    const shared = credits[place] as number
    const bits = store.bits[name] as number
    if (shared < leastOfQuery && shared < least * bits) continue
    const promise = promiseOf(shared, query.bits, bits)
    if (promise >= least && accepts(name)) found.add(name, promise)
  }
  return { names: found.best(bound), truncated: found.size > bound }
}
