/**
 * Which words of one name stand for which words of the other.
 *
 * Words may stand in any order; up to three neighbours may be one word on the other side (`Abd al-Rahman`,
 * `Abdurrahman`). Pairs are taken best first, weighed by what they tell.
 */
import type { NameToken } from './parsed-name.ts'
import { surelyFar } from './distance-bound.ts'
import { costsFor, soundPath } from './sound-costs.ts'
import { soundSimilarity, weightOf } from './sound-distance.ts'
import { bitCount, consonants, leastSimilarity, tokenSimilarity } from './token-similarity.ts'

/** Spans of tokens, end exclusive. */
export interface AlignedPair {
  readonly queryFrom: number
  readonly queryTo: number
  readonly listFrom: number
  readonly listTo: number
  readonly similarity: number
  /** Bits of the less telling side. */
  readonly bits: number
}

export interface Alignment {
  readonly pairs: readonly AlignedPair[]
  /** Indices of tokens without a counterpart. */
  readonly queryRest: readonly number[]
  readonly listRest: readonly number[]
}

/** Joined spans need to be this alike: they have more ways to be so by chance. */
const leastJoined = 0.72
const joinCost = 0.01
const longestSpan = 3

/** Similarity of a word of the query and one of the list; `i` and `j` are their positions. */
export type PairSimilarity = (a: NameToken, b: NameToken, i: number, j: number) => number

/** `similarity` may remember what `tokenSimilarity` says, nothing else. */
export function alignNames(
  query: readonly NameToken[],
  list: readonly NameToken[],
  similarity: PairSimilarity = tokenSimilarity,
): Alignment {
  const pairs = singlePairs(query, list, similarity)
  const single = pickPairs(query, list, pairs)
  if (!hasWord(query, single.queryRest) && !hasWord(list, single.listRest)) return single
  const before = pairs.length
  addJoinedPairs(query, list, pairs)
  return pairs.length === before ? single : pickPairs(query, list, pairs)
}

/** Is anything left that a joined or split word could explain? */
function hasWord(tokens: readonly NameToken[], rest: readonly number[]): boolean {
  return rest.some((i) => {
    const kind = tokens[i]?.kind
    return kind === 'word' || kind === 'initial'
  })
}

function singlePairs(
  query: readonly NameToken[],
  list: readonly NameToken[],
  similarityOf: PairSimilarity,
): AlignedPair[] {
  const pairs: AlignedPair[] = []
  for (const [i, a] of query.entries()) {
    for (let j = 0; j < list.length; j++) {
      const b = list[j] as NameToken // In range.
      const similarity = similarityOf(a, b, i, j)
      if (similarity < leastSimilarity) continue
      const bits = Math.min(a.bits, b.bits)
      pairs.push({ queryFrom: i, queryTo: i + 1, listFrom: j, listTo: j + 1, similarity, bits })
    }
  }
  return pairs
}

/** Spans of two or three neighbours against one word or two, where no word of theirs has found its equal. */
function addJoinedPairs(query: readonly NameToken[], list: readonly NameToken[], pairs: AlignedPair[]): void {
  const queryDone = new Uint8Array(query.length)
  const listDone = new Uint8Array(list.length)
  for (const pair of pairs) {
    if (pair.similarity < 0.95) continue
    queryDone[pair.queryFrom] = 1
    listDone[pair.listFrom] = 1
  }
  const queryOpen = openSpans(query, queryDone)
  const listOpen = openSpans(list, listDone)
  for (const a of queryOpen) {
    for (const b of listOpen) {
      if (a.to - a.from === 1 && b.to - b.from === 1) continue
      if (isHopeless(a, b)) continue
      const similarity = spanSimilarity(query, a, list, b)
      if (similarity < leastJoined) continue
      const bits = Math.min(a.bits, b.bits)
      pairs.push({ queryFrom: a.from, queryTo: a.to, listFrom: b.from, listTo: b.to, similarity, bits })
    }
  }
}

interface Span {
  readonly from: number
  readonly to: number
  readonly text: string
  readonly length: number
  readonly soundSet: number
  /** Of all sounds, those that fall together when joined included. */
  readonly weight: number
  readonly token: NameToken
  readonly bits: number
  /** Joined sounds, once they have been needed. */
  sounds: Uint8Array | undefined
}

function openSpans(tokens: readonly NameToken[], done: Uint8Array): Span[] {
  const spans: Span[] = []
  for (let from = 0; from < tokens.length; from++) {
    let text = ''
    let bits = 0
    let length = 0
    let soundSet = 0
    let weight = 0
    for (let to = from + 1; to <= Math.min(tokens.length, from + longestSpan); to++) {
      const token = tokens[to - 1]
      if (token === undefined || done[to - 1] === 1 || token.kind === 'number') break
      text += token.text
      bits += token.bits
      length += token.sounds.length
      soundSet |= token.soundSet
      weight += weightOf(token.sounds)
      const first = tokens[from]
      if (first !== undefined) {
        spans.push({ from, to, text, bits, token: first, length, soundSet, weight, sounds: undefined })
      }
    }
  }
  return spans
}

/** Far apart in length, or too many consonants that only one side has. */
function isHopeless(a: Span, b: Span): boolean {
  if (a.text.length * 2 + 2 < b.text.length || b.text.length * 2 + 2 < a.text.length) return true
  return a.token.script === b.token.script && bitCount((a.soundSet ^ b.soundSet) & consonants) > 5
}

function spanSimilarity(query: readonly NameToken[], a: Span, list: readonly NameToken[], b: Span): number {
  if (a.text === b.text) return 1 - joinCost
  const shorter = Math.min(a.length, b.length)
  const longer = Math.max(a.length, b.length)
  if (shorter < 3 || longer > shorter * 2.2 + 1 || longer > 60) return 0
  const costs = costsFor(soundPath(a.token.script, b.token.script))
  if (surelyFar(a.soundSet, b.soundSet, (a.weight + b.weight) / 2, costs, leastJoined - 0.01)) return 0
  const similarity = soundSimilarity(joinSounds(query, a), joinSounds(list, b), costs, leastJoined - 0.01)
  return Math.min(similarity, 0.97) - joinCost * (a.to - a.from + b.to - b.from - 1)
}

function joinSounds(tokens: readonly NameToken[], span: Span): Uint8Array {
  if (span.to - span.from === 1) return span.token.sounds
  span.sounds ??= joinedSounds(tokens, span)
  return span.sounds
}

function joinedSounds(tokens: readonly NameToken[], span: Span): Uint8Array {
  const joined = new Uint8Array(span.length)
  let n = 0
  for (let i = span.from; i < span.to; i++) {
    const sounds = tokens[i]?.sounds
    if (sounds === undefined) continue
    for (let k = 0; k < sounds.length; k++) {
      const sound = sounds[k] as number
      if (n === 0 || joined[n - 1] !== sound) joined[n++] = sound
    }
  }
  return joined.subarray(0, n)
}

function pickPairs(query: readonly NameToken[], list: readonly NameToken[], pairs: AlignedPair[]): Alignment {
  pairs.sort((a, b) => worth(b) - worth(a) || a.queryFrom - b.queryFrom || a.listFrom - b.listFrom)
  const queryUsed = new Uint8Array(query.length)
  const listUsed = new Uint8Array(list.length)
  const picked: AlignedPair[] = []
  for (const pair of pairs) {
    if (isUsed(queryUsed, pair.queryFrom, pair.queryTo) || isUsed(listUsed, pair.listFrom, pair.listTo)) continue
    queryUsed.fill(1, pair.queryFrom, pair.queryTo)
    listUsed.fill(1, pair.listFrom, pair.listTo)
    picked.push(pair)
  }
  return { pairs: picked, queryRest: unusedOf(queryUsed), listRest: unusedOf(listUsed) }
}

/** What a pair is worth: its bits as far as the words agree. Exactness counts more than length. */
function worth(pair: AlignedPair): number {
  return (pair.similarity - 0.5) * pair.bits
}

function isUsed(used: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (used[i] === 1) return true
  return false
}

function unusedOf(used: Uint8Array): number[] {
  const rest: number[] = []
  used.forEach((flag, i) => {
    if (flag === 0) rest.push(i)
  })
  return rest
}
