/** Weighted edit distance over sounds, and the similarity made from it. */
import type { SoundCosts } from './sound-costs.ts'
import { maxSounds } from '../normalise/sound.ts'

const width = maxSounds * 3 + 2
let before = new Float64Array(width)
let above = new Float64Array(width)
let row = new Float64Array(width)

/** What two neighbouring sounds in the other order cost. */
const transposition = 0.7

/**
 * Similarity of two sound strings, 0 to 1; 1 only for equal ones. The cheapest edit is set against what the two
 * words would cost if they shared nothing.
 */
export function soundSimilarity(a: Uint8Array, b: Uint8Array, costs: SoundCosts, least = 0): number {
  const norm = (weightOf(a) + weightOf(b)) / 2
  if (norm === 0) return 0
  const distance = soundDistance(a, b, costs, norm * (1 - least))
  return distance >= norm ? 0 : 1 - distance / norm
}

/** Consonants weigh one, vowels less, as they are less reliable. */
const vowelWeight = 0.6
const firstConsonant = 8

/** What a sound string costs in full against nothing it shares; half the sum of two is the norm of their distance. */
export function weightOf(sounds: Uint8Array): number {
  let weight = 0
  for (let i = 0; i < sounds.length; i++) weight += (sounds[i] as number) < firstConsonant ? vowelWeight : 1
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
  const { swap, gap } = costs
  const n = a.length
  const m = b.length
  if (n !== m && isTooLong(n > m ? a : b, Math.abs(n - m), gap, limit)) return Number.POSITIVE_INFINITY
  let leastAbove = 0
  above[0] = 0
  for (let j = 0; j < m; j++) above[j + 1] = (above[j] as number) + (gap[b[j] as number] as number)
  for (let i = 0; i < n; i++) {
    const x = a[i] as number
    const gapX = gap[x] as number
    let last = (above[0] as number) + gapX
    row[0] = last
    let least = last
    for (let j = 0; j < m; j++) {
      const y = b[j] as number
      let best = (above[j] as number) + (swap[(x << 5) | y] as number)
      const del = (above[j + 1] as number) + gapX
      if (del < best) best = del
      const ins = last + (gap[y] as number)
      if (ins < best) best = ins
      if (i > 0 && j > 0 && x === b[j - 1] && y === a[i - 1]) {
        const turn = (before[j - 1] as number) + transposition
        if (turn < best) best = turn
      }
      row[j + 1] = best
      last = best
      if (best < least) least = best
    }
    // What comes after passes through this row, or exchanges neighbours from the row above.
    if (least > limit && leastAbove + transposition > limit) return Number.POSITIVE_INFINITY
    leastAbove = least
    const spare = before
    before = above
    above = row
    row = spare
  }
  return above[m] as number
}

/** The longer word has to drop so many sounds at least. */
function isTooLong(longer: Uint8Array, surplus: number, gap: Float32Array, limit: number): boolean {
  let least = Number.POSITIVE_INFINITY
  for (let i = 0; i < longer.length; i++) {
    const cost = gap[longer[i] as number] as number
    if (cost < least) least = cost
  }
  // A hair more: the same costs added one by one differ in the last digits.
  return surplus * least > limit + 1e-6
}
