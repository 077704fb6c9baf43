/** Weighted edit distance over sounds, and the similarity made from it. */
import { surelyFar } from './distance-filter.ts'
import type { SoundCosts } from './sound-costs.ts'
import { maxSounds } from '../normalise/sound.ts'

const width = maxSounds * 3 + 2
const rows = [new Float64Array(width), new Float64Array(width), new Float64Array(width)] as const
const gapsOfB = new Float64Array(width)

/** What two neighbouring sounds in the other order cost. */
const transposition = 0.7

/**
 * Similarity of two sound strings, 0 to 1; 1 only for equal ones. The cheapest edit is set against what the two
 * words would cost if they shared nothing. Below `least` the answer is only surely below it.
 */
export function soundSimilarity(a: Uint8Array, b: Uint8Array, costs: SoundCosts, least = 0): number {
  return rangeSimilarity(a, 0, a.length, b, 0, b.length, costs, least)
}

/** The same of pieces of two buffers, ends exclusive. At most `3 * maxSounds` sounds each. */
export function rangeSimilarity(
  a: Uint8Array,
  aFrom: number,
  aTo: number,
  b: Uint8Array,
  bFrom: number,
  bTo: number,
  costs: SoundCosts,
  least: number,
): number {
  const norm = (rangeWeight(a, aFrom, aTo) + rangeWeight(b, bFrom, bTo)) / 2
  if (norm === 0) return 0
  const limit = norm * (1 - least)
  if (surelyFar(a, aFrom, aTo, b, bFrom, bTo, costs, transposition, limit)) return 0
  const distance = rangeDistance(a, aFrom, aTo, b, bFrom, bTo, costs, limit)
  return distance >= norm ? 0 : 1 - distance / norm
}

/** Consonants weigh one, vowels less, as they are less reliable. */
const vowelWeight = 0.6
const firstConsonant = 8

/** What a sound string costs in full against nothing it shares; half the sum of two is the norm of their distance. */
function rangeWeight(sounds: Uint8Array, from: number, to: number): number {
  let weight = 0
  for (let i = from; i < to; i++) weight += (sounds[i] as number) < firstConsonant ? vowelWeight : 1
  return weight
}

/**
 * Cheapest way to turn `a` into `b`: swaps, gaps, neighbours exchanged. Symmetric. Gives up with infinity as soon as
 * the cost must exceed `limit`.
 */
export function soundDistance(
  a: Uint8Array,
  b: Uint8Array,
  costs: SoundCosts,
  limit = Number.POSITIVE_INFINITY,
): number {
  return rangeDistance(a, 0, a.length, b, 0, b.length, costs, limit)
}

function rangeDistance(
  a: Uint8Array,
  aFrom: number,
  aTo: number,
  b: Uint8Array,
  bFrom: number,
  bTo: number,
  costs: SoundCosts,
  limit: number,
): number {
  const { swap, gap } = costs
  const n = aTo - aFrom
  const m = bTo - bFrom
  if (n > m ? isTooLong(a, aFrom, aTo, n - m, gap, limit) : m > n && isTooLong(b, bFrom, bTo, m - n, gap, limit)) {
    return Number.POSITIVE_INFINITY
  }
  let [before, above, row] = rows
  let leastAbove = 0
  let sum = 0
  above[0] = 0
  for (let j = 0; j < m; j++) {
    const cost = gap[b[bFrom + j] as number] as number
    gapsOfB[j] = cost
    sum += cost
    above[j + 1] = sum
  }
  let lastX = -1
  for (let i = 0; i < n; i++) {
    const x = a[aFrom + i] as number
    const swapRow = x << 5
    const gapX = gap[x] as number
    let diagonal = above[0] as number
    let last = diagonal + gapX
    row[0] = last
    let least = last
    let lastY = -1
    for (let j = 0; j < m; j++) {
      const y = b[bFrom + j] as number
      const up = above[j + 1] as number
      let best = diagonal + (swap[swapRow | y] as number)
      const del = up + gapX
      if (del < best) best = del
      const ins = last + (gapsOfB[j] as number)
      if (ins < best) best = ins
      if (x === lastY && y === lastX) {
        const turn = (before[j - 1] as number) + transposition
        if (turn < best) best = turn
      }
      row[j + 1] = best
      last = best
      if (best < least) least = best
      lastY = y
      diagonal = up
    }
    // What comes after passes through this row, or exchanges neighbours from the row above.
    if (least > limit && leastAbove + transposition > limit) return Number.POSITIVE_INFINITY
    leastAbove = least
    lastX = x
    const spare = before
    before = above
    above = row
    row = spare
  }
  return above[m] as number
}

/** The longer word has to drop so many sounds at least. */
function isTooLong(
  longer: Uint8Array,
  from: number,
  to: number,
  surplus: number,
  gap: Float32Array,
  limit: number,
): boolean {
  let least = Number.POSITIVE_INFINITY
  for (let i = from; i < to; i++) {
    const cost = gap[longer[i] as number] as number
    if (cost < least) least = cost
  }
  // A hair more: the same costs added one by one differ in the last digits.
  return surplus * least > limit + 1e-6
}
