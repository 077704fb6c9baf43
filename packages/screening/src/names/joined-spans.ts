/** Neighbouring words of one name as one word of the other: `Abd al-Rahman` and `Abdurrahman`. */
import type { NameWords } from './align.ts'
import { surelyBeyond } from './distance-bound.ts'
import type { PairList } from './pair-list.ts'
import { costsOfRank } from './sound-costs.ts'
import { rangeSimilarity } from './sound-distance.ts'
import { bitCount, consonants } from './token-similarity.ts'
import { kindIn, metaAt, numberKind, particleKind, rankIn, rowWidth, scriptIn, setAt, soundsAt } from './token-table.ts'

/** Joined spans need to be this alike: they have more ways to be so by chance. */
const leastJoined = 0.72
const joinCost = 0.01
const longestSpan = 3
/** Words this alike are not looked for in joined ones any more. */
export const surelyAlike = 0.95
/** Longer spans than so many sounds are not compared by them. */
const mostSounds = 60

/** One side's words that have not found their equal, and the spans of one to three neighbours of them. */
class Spans {
  words: NameWords | undefined
  count = 0
  closed = new Uint8Array(32)
  from = new Uint16Array(96)
  to = new Uint16Array(96)
  letters = new Uint32Array(96)
  sounds = new Uint32Array(96)
  sets = new Int32Array(96)
  bits = new Float64Array(96)
  /** Where the sounds lie in `joined`; the end is −1 until they have been needed. */
  starts = new Uint32Array(96)
  ends = new Int32Array(96)
  joined = new Uint8Array(1024)
  #room = 0

  reset(words: NameWords): void {
    this.words = words
    this.count = 0
    this.#room = 0
    if (this.closed.length < words.count) this.#grow(words.count * 2)
    this.closed.fill(0, 0, words.count)
    for (let i = 0; i < words.count; i++) if (kindIn(metaOf(words, i)) === numberKind) this.closed[i] = 1
  }

  /** Words without a wall between them: is there one at least, and are there two side by side? */
  openRun(): 0 | 1 | 2 {
    const count = this.words?.count ?? 0
    let longest: 0 | 1 | 2 = 0
    for (let i = 0; i < count; i++) {
      if (this.closed[i] === 1) continue
      if (i > 0 && this.closed[i - 1] === 0) return 2
      longest = 1
    }
    return longest
  }

  findSpans(): void {
    const { words } = this
    if (words === undefined) return
    for (let from = 0; from < words.count; from++) {
      let letters = 0
      let sounds = 0
      let set = 0
      let bits = 0
      const last = Math.min(words.count, from + longestSpan)
      for (let to = from + 1; to <= last && this.closed[to - 1] === 0; to++) {
        const id = words.ids[words.from + to - 1] as number
        const { rows, textStarts } = words.table
        const row = id * rowWidth
        letters += (textStarts[id + 1] as number) - (textStarts[id] as number)
        sounds += (rows[row + rowWidth + soundsAt] as number) - (rows[row + soundsAt] as number)
        set |= rows[row + setAt] as number
        bits += words.table.bits[id] as number
        const at = this.count++
        this.from[at] = from
        this.to[at] = to
        this.letters[at] = letters
        this.sounds[at] = sounds
        this.sets[at] = set
        this.bits[at] = bits
        this.ends[at] = -1
      }
    }
  }

  /** Meta of the first word. */
  metaAt(at: number): number {
    return this.words === undefined ? 0 : metaOf(this.words, this.from[at] as number)
  }

  /** Writes the sounds of a span side by side; equal ones that meet fall together. */
  joinSounds(at: number): void {
    const { words } = this
    if (words === undefined || this.ends[at] !== -1) return
    const start = this.#room
    if (start + (this.sounds[at] as number) > this.joined.length) this.#growJoined(this.sounds[at] as number)
    const { joined } = this
    let n = start
    for (let i = this.from[at] as number; i < (this.to[at] as number); i++) {
      const row = (words.ids[words.from + i] as number) * rowWidth
      const end = words.table.rows[row + rowWidth + soundsAt] as number
      for (let k = words.table.rows[row + soundsAt] as number; k < end; k++) {
        const sound = words.table.sounds[k] as number
        if (n === start || joined[n - 1] !== sound) joined[n++] = sound
      }
    }
    this.starts[at] = start
    this.ends[at] = n
    this.#room = n
  }

  #growJoined(more: number): void {
    const larger = new Uint8Array(this.joined.length * 2 + more)
    larger.set(this.joined)
    this.joined = larger
  }

  #grow(words: number): void {
    const spans = words * longestSpan
    this.closed = new Uint8Array(words)
    this.from = new Uint16Array(spans)
    this.to = new Uint16Array(spans)
    this.letters = new Uint32Array(spans)
    this.sounds = new Uint32Array(spans)
    this.sets = new Int32Array(spans)
    this.bits = new Float64Array(spans)
    this.starts = new Uint32Array(spans)
    this.ends = new Int32Array(spans)
  }
}

function metaOf(words: NameWords, at: number): number {
  return words.table.rows[(words.ids[words.from + at] as number) * rowWidth + metaAt] as number
}

const querySpans = new Spans()
const listSpans = new Spans()

/** Could joining words find anything at all? Also makes ready for `addJoinedPairs` of the same names. */
export function hasJoins(query: NameWords, list: NameWords, pairs: PairList): boolean {
  querySpans.reset(query)
  listSpans.reset(list)
  for (let at = 0; at < pairs.size; at++) {
    if (pairs.similarity(at) < surelyAlike) continue
    close(querySpans, query, pairs.queryFrom(at))
    close(listSpans, list, pairs.listFrom(at))
  }
  const open = querySpans.openRun()
  return open > 0 && open + listSpans.openRun() >= 3 && listSpans.openRun() > 0
}

/** A particle that has found its equal may all the same belong to its neighbours: the other side has another one. */
function close(spans: Spans, words: NameWords, at: number): void {
  if (kindIn(metaOf(words, at)) !== particleKind) spans.closed[at] = 1
}

/** Spans of two or three neighbours against one word or more, where no word of theirs has found its equal. */
export function addJoinedPairs(query: NameWords, list: NameWords, pairs: PairList): void {
  querySpans.findSpans()
  listSpans.findSpans()
  const singles = pairs.size
  for (let a = 0; a < querySpans.count; a++) {
    const queryFrom = querySpans.from[a] as number
    const queryTo = querySpans.to[a] as number
    for (let b = 0; b < listSpans.count; b++) {
      const listFrom = listSpans.from[b] as number
      const listTo = listSpans.to[b] as number
      const words = queryTo - queryFrom + listTo - listFrom
      if (words === 2 || isHopeless(a, b)) continue
      const similarity = spanSimilarity(query, a, list, b, words)
      if (similarity < leastJoined) continue
      const both = queryTo - queryFrom > 1 && listTo - listFrom > 1
      if (both && isPartedBetter(pairs, singles, queryFrom, queryTo, listFrom, listTo, similarity)) continue
      const bits = Math.min(querySpans.bits[a] as number, listSpans.bits[b] as number)
      pairs.add(queryFrom, queryTo, listFrom, listTo, similarity, bits)
    }
  }
}

/** Do the first and the last words of both spans agree better than the spans as a whole? Then they are no one word. */
function isPartedBetter(
  pairs: PairList,
  singles: number,
  queryFrom: number,
  queryTo: number,
  listFrom: number,
  listTo: number,
  similarity: number,
): boolean {
  let first = 0
  let last = 0
  for (let at = 0; at < singles; at++) {
    if (pairs.queryFrom(at) === queryFrom && pairs.listFrom(at) === listFrom) first = pairs.similarity(at)
    if (pairs.queryTo(at) === queryTo && pairs.listTo(at) === listTo) last = pairs.similarity(at)
  }
  return first > 0 && last > 0 && (first + last) / 2 >= similarity
}

/** Far apart in length, or too many consonants that only one side has. */
function isHopeless(a: number, b: number): boolean {
  const lettersA = querySpans.letters[a] as number
  const lettersB = listSpans.letters[b] as number
  if (lettersA * 2 + 2 < lettersB || lettersB * 2 + 2 < lettersA) return true
  const differing = ((querySpans.sets[a] as number) ^ (listSpans.sets[b] as number)) & consonants
  return bitCount(differing) > 5 && scriptIn(querySpans.metaAt(a)) === scriptIn(listSpans.metaAt(b))
}

function spanSimilarity(query: NameWords, a: number, list: NameWords, b: number, words: number): number {
  if (querySpans.letters[a] === listSpans.letters[b] && spansEqual(query, a, list, b)) return 1 - joinCost
  const soundsA = querySpans.sounds[a] as number
  const soundsB = listSpans.sounds[b] as number
  const shorter = Math.min(soundsA, soundsB)
  const longer = Math.max(soundsA, soundsB)
  if (shorter < 3 || longer > shorter * 2.2 + 1 || longer > mostSounds) return 0
  const costs = costsOfRank(Math.max(rankIn(querySpans.metaAt(a)), rankIn(listSpans.metaAt(b))))
  // No sound weighs more than one.
  const most = (soundsA + soundsB) / 2
  const limit = most * (1 - leastJoined + 0.01)
  if (surelyBeyond(querySpans.sets[a] as number, listSpans.sets[b] as number, costs, limit)) return 0
  querySpans.joinSounds(a)
  listSpans.joinSounds(b)
  const similarity = rangeSimilarity(
    querySpans.joined,
    querySpans.starts[a] as number,
    querySpans.ends[a] as number,
    listSpans.joined,
    listSpans.starts[b] as number,
    listSpans.ends[b] as number,
    costs,
    leastJoined - 0.01,
  )
  return Math.min(similarity, 0.97) - joinCost * (words - 1)
}

/** Do two spans of so many letters have the same ones? */
function spansEqual(query: NameWords, a: number, list: NameWords, b: number): boolean {
  let word = (listSpans.from[b] as number) + list.from
  let at = list.table.textStarts[list.ids[word] as number] as number
  let end = list.table.textStarts[(list.ids[word] as number) + 1] as number
  for (let i = querySpans.from[a] as number; i < (querySpans.to[a] as number); i++) {
    const id = query.ids[query.from + i] as number
    const stop = query.table.textStarts[id + 1] as number
    for (let k = query.table.textStarts[id] as number; k < stop; k++) {
      while (at === end) {
        const next = list.ids[++word] as number
        at = list.table.textStarts[next] as number
        end = list.table.textStarts[next + 1] as number
      }
      if (query.table.texts[k] !== list.table.texts[at++]) return false
    }
  }
  return true
}
