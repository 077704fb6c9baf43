/**
 * Which words of one name stand for which words of the other.
 *
 * Words may stand in any order; up to three neighbours may be one word on the other side (`Abd al-Rahman`,
 * `Abdurrahman`). Pairs are taken best first, weighed by what they tell.
 */
import type { NameToken } from './parsed-name.ts'
import { PairList } from './pair-list.ts'
import { addJoinedPairs, hasJoins, surelyAlike } from './joined-spans.ts'
import { SimilarityMemory } from './similarity-memory.ts'
import { leastSimilarity } from './token-similarity.ts'
import { initialKind, kindIn, metaAt, rowWidth, ScratchTable, type TokenTable, wordKind } from './token-table.ts'

/** A name as words of a table: `ids[from]` to `ids[from + count - 1]`. */
export interface NameWords {
  table: TokenTable
  ids: Uint32Array
  from: number
  count: number
}

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

/**
 * The words of one name set against those of another. Kept and used again: comparing allocates nothing. What it holds
 * is good until the next comparison.
 */
export class Aligner {
  /** Pairs that were considered; `picked` holds positions of those taken, best first. */
  readonly pairs = new PairList()
  readonly picked: number[] = []
  /** 1 for each word that is part of a picked pair. */
  queryUsed = new Uint8Array(64)
  listUsed = new Uint8Array(64)

  readonly #similarities = new SimilarityMemory()

  /** Another name is asked for, or listed names come from another table. */
  begin(): void {
    this.#similarities.forget()
  }

  /** Between two calls of `begin` the query and the table of the list stay the same. */
  align(query: NameWords, list: NameWords): void {
    this.#makeRoom(query.count, list.count)
    this.pairs.clear()
    this.#addSinglePairs(query, list)
    this.#pick(query, list)
    const open = hasOpenWord(query, this.queryUsed) || hasOpenWord(list, this.listUsed)
    if (!open && !this.#mayJoinBetter(query, list)) return
    if (!hasJoins(query, list, this.pairs)) return
    const before = this.pairs.size
    addJoinedPairs(query, list, this.pairs)
    if (this.pairs.size > before) this.#pick(query, list)
  }

  /**
   * A particle left over may belong to a word that is not quite alike, as in `Al-Houthi` and `Alhouthi`; and two words that
   * are hardly alike may be parted otherwise: `Abd Elrahman` and `Abdel Rahman`.
   */
  #mayJoinBetter(query: NameWords, list: NameWords): boolean {
    const { pairs, picked, queryUsed, listUsed } = this
    const rest = hasRest(queryUsed, query.count) || hasRest(listUsed, list.count)
    const alike = rest ? surelyAlike : hardlyAlike
    return picked.some((at) => pairs.similarity(at) < alike)
  }

  #makeRoom(query: number, list: number): void {
    if (this.queryUsed.length < query) this.queryUsed = new Uint8Array(query * 2)
    if (this.listUsed.length < list) this.listUsed = new Uint8Array(list * 2)
  }

  #addSinglePairs(query: NameWords, list: NameWords): void {
    for (let i = 0; i < query.count; i++) {
      const a = query.ids[query.from + i] as number
      for (let j = 0; j < list.count; j++) {
        const b = list.ids[list.from + j] as number
        const similarity = this.#similarities.of(query.table, a, list.table, b)
        if (similarity < leastSimilarity) continue
        const bits = Math.min(query.table.bits[a] as number, list.table.bits[b] as number)
        this.pairs.add(i, i + 1, j, j + 1, similarity, bits)
      }
    }
  }

  /** Takes pairs by worth until no more fit. Equal ones by position, then in the order in which they were added. */
  #pick(query: NameWords, list: NameWords): void {
    const { pairs, queryUsed, listUsed } = this
    queryUsed.fill(0, 0, query.count)
    listUsed.fill(0, 0, list.count)
    this.picked.length = 0
    for (const at of pairs.ranked()) {
      if (isUsed(queryUsed, pairs.queryFrom(at), pairs.queryTo(at))) continue
      if (isUsed(listUsed, pairs.listFrom(at), pairs.listTo(at))) continue
      queryUsed.fill(1, pairs.queryFrom(at), pairs.queryTo(at))
      listUsed.fill(1, pairs.listFrom(at), pairs.listTo(at))
      this.picked.push(at)
    }
  }
}

/** Words paired by so little may be parts of other words. */
const hardlyAlike = 0.8

/** Is anything left that a joined or split word could explain? */
function hasOpenWord(words: NameWords, used: Uint8Array): boolean {
  for (let i = 0; i < words.count; i++) {
    if (used[i] === 1) continue
    const kind = kindIn(words.table.rows[(words.ids[words.from + i] as number) * rowWidth + metaAt] as number)
    if (kind === wordKind || kind === initialKind) return true
  }
  return false
}

function hasRest(used: Uint8Array, count: number): boolean {
  for (let i = 0; i < count; i++) if (used[i] === 0) return true
  return false
}

function isUsed(used: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (used[i] === 1) return true
  return false
}

/** Name words of a scratch table of their own. */
export class ScratchName implements NameWords {
  readonly table = new ScratchTable(32, 32 * 16, 32 * 16)
  ids = Uint32Array.from({ length: 32 }, (_, i) => i)
  readonly from = 0
  count = 0

  load(tokens: readonly NameToken[]): this {
    this.table.load(tokens)
    if (this.ids.length < tokens.length) this.ids = Uint32Array.from(tokens, (_, i) => i)
    this.count = tokens.length
    return this
  }
}

const queryScratch = new ScratchName()
const listScratch = new ScratchName()
const aligner = new Aligner()

/** Aligns two names and tells what it found. */
export function alignNames(query: readonly NameToken[], list: readonly NameToken[]): Alignment {
  aligner.begin()
  aligner.align(queryScratch.load(query), listScratch.load(list))
  const { pairs, picked } = aligner
  return {
    pairs: picked.map((at) => ({
      queryFrom: pairs.queryFrom(at),
      queryTo: pairs.queryTo(at),
      listFrom: pairs.listFrom(at),
      listTo: pairs.listTo(at),
      similarity: pairs.similarity(at),
      bits: pairs.bits(at),
    })),
    queryRest: restOf(aligner.queryUsed, query.length),
    listRest: restOf(aligner.listUsed, list.length),
  }
}

function restOf(used: Uint8Array, count: number): number[] {
  const rest: number[] = []
  for (let i = 0; i < count; i++) if (used[i] === 0) rest.push(i)
  return rest
}
