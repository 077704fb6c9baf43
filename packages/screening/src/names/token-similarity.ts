/** How alike two words of two names are, and in what way. */
import { costsOfRank } from './sound-costs.ts'
import { rangeSimilarity } from './sound-distance.ts'
import {
  formKind,
  hashAt,
  initialKind,
  isGroupedIn,
  isMeasuredIn,
  kindIn,
  metaAt,
  numberKind,
  particleKind,
  rankIn,
  rowWidth,
  setAt,
  soundsAt,
  type TokenTable,
  titleKind,
} from './token-table.ts'

/** Below this two words are held to be different words. */
export const leastSimilarity = 0.6

/** Fixed strengths of relations that are not measured sound by sound. */
export const relationStrength = {
  sameSound: 0.97,
  sameReading: 0.95,
  spellingGroup: 0.95,
  shortForm: 0.82,
  initial: 0.8,
} as const

/**
 * Similarity of word `i` of one table and word `j` of another, 0 to 1. Symmetric. Zero where nothing speaks for the
 * same word; other values below `leastSimilarity` say no more than that.
 */
export function tokenSimilarity(a: TokenTable, i: number, b: TokenTable, j: number): number {
  const rowA = i * rowWidth
  const rowB = j * rowWidth
  const metaA = a.rows[rowA + metaAt] as number
  const metaB = b.rows[rowB + metaAt] as number
  if (a.rows[rowA + hashAt] === b.rows[rowB + hashAt] || !isMeasuredIn(metaA & metaB)) {
    const byRule = similarityByRule(a, i, metaA, b, j, metaB)
    if (byRule !== undefined) return byRule
  }
  const heard = heardSimilarity(a, rowA, metaA, b, rowB, metaB)
  if (!isGroupedIn(metaA & metaB) || heard >= relationStrength.spellingGroup) return heard
  const groupsA = a.groups.get(i)
  const groupsB = b.groups.get(j)
  if (groupsA === undefined || groupsB === undefined) return heard
  if (share(groupsA.spelling, groupsB.spelling)) return relationStrength.spellingGroup
  if (heard >= relationStrength.shortForm) return heard
  return share(groupsA.short, groupsB.short) ? relationStrength.shortForm : heard
}

/** What letters alone decide; `undefined` leaves it to the sounds. */
function similarityByRule(
  a: TokenTable,
  i: number,
  metaA: number,
  b: TokenTable,
  j: number,
  metaB: number,
): number | undefined {
  const kindA = kindIn(metaA)
  const kindB = kindIn(metaB)
  const same = textsEqual(a, i, b, j)
  if (kindA === numberKind || kindB === numberKind) return kindA === kindB && same ? 1 : 0
  if (kindA === formKind || kindB === formKind) return same || (a.forms[i] !== 0 && a.forms[i] === b.forms[j]) ? 1 : 0
  if (same) return isAmbiguous(a, i, b, j) ? relationStrength.sameReading : 1
  if (kindA !== initialKind && kindB !== initialKind) return undefined
  return isInitialOf(a, i, kindA, b, j, kindB) ? relationStrength.initial : 0
}

/** Different Han characters of one reading are not yet the same word. */
function isAmbiguous(a: TokenTable, i: number, b: TokenTable, j: number): boolean {
  const original = a.originals.get(i)
  if (original === undefined) return false
  const other = b.originals.get(j)
  return other !== undefined && other !== original
}

/** Is one the beginning of the other: `J.` of John, `Kh.` of Khalid, `Yu.` of Yuri? */
function isInitialOf(a: TokenTable, i: number, kindA: number, b: TokenTable, j: number, kindB: number): boolean {
  return lengthOf(a, i) <= lengthOf(b, j) ? isStartOf(a, i, kindA, b, j, kindB) : isStartOf(b, j, kindB, a, i, kindA)
}

function isStartOf(a: TokenTable, i: number, kindA: number, b: TokenTable, j: number, kindB: number): boolean {
  if (kindA !== initialKind || kindB === titleKind || kindB === particleKind) return false
  const from = a.textStarts[i] as number
  const start = b.textStarts[j] as number
  const length = lengthOf(a, i)
  let k = 0
  while (k < length && a.texts[from + k] === b.texts[start + k]) k++
  if (k === length) return true
  return firstSound(a, i) >= 0 && firstSound(a, i) === firstSound(b, j)
}

function firstSound(table: TokenTable, id: number): number {
  const from = table.rows[id * rowWidth + soundsAt] as number
  return from < (table.rows[(id + 1) * rowWidth + soundsAt] as number) ? (table.sounds[from] as number) : -1
}

function lengthOf(table: TokenTable, id: number): number {
  return (table.textStarts[id + 1] as number) - (table.textStarts[id] as number)
}

/** Empty texts are equal to none. */
export function textsEqual(a: TokenTable, i: number, b: TokenTable, j: number): boolean {
  if (a.rows[i * rowWidth + hashAt] !== b.rows[j * rowWidth + hashAt]) return false
  const length = lengthOf(a, i)
  if (length === 0 || length !== lengthOf(b, j)) return false
  const fromA = a.textStarts[i] as number
  const fromB = b.textStarts[j] as number
  for (let k = 0; k < length; k++) if (a.texts[fromA + k] !== b.texts[fromB + k]) return false
  return true
}

function heardSimilarity(
  a: TokenTable,
  rowA: number,
  metaA: number,
  b: TokenTable,
  rowB: number,
  metaB: number,
): number {
  const fromA = a.rows[rowA + soundsAt] as number
  const toA = a.rows[rowA + rowWidth + soundsAt] as number
  const fromB = b.rows[rowB + soundsAt] as number
  const toB = b.rows[rowB + rowWidth + soundsAt] as number
  if (fromA === toA || fromB === toB) return 0
  const rank = Math.max(rankIn(metaA), rankIn(metaB))
  if (rank === 0) {
    const differing = (a.rows[rowA + setAt] as number) ^ (b.rows[rowB + setAt] as number)
    if (isHopeless(differing, Math.min(toA - fromA, toB - fromB))) return 0
  }
  const costs = costsOfRank(rank)
  const alike = rangeSimilarity(a.sounds, fromA, toA, b.sounds, fromB, toB, costs, leastSimilarity - 0.01)
  return Math.min(alike, relationStrength.sameSound)
}

/** Bits of a sound set that are consonants. */
export const consonants = ~0xff

/** A bound from which sounds occur at all: consonants of one word that the other lacks cost at least .2 each. */
function isHopeless(differing: number, shorter: number): boolean {
  return bitCount(differing & consonants) > 2 + shorter
}

export function bitCount(value: number): number {
  let v = value - ((value >>> 1) & 0x55555555)
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333)
  return (((v + (v >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24
}

function share(a: readonly number[], b: readonly number[]): boolean {
  for (const id of a) if (b.includes(id)) return true
  return false
}
