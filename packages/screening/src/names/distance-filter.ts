/**
 * The sound distance in whole numbers, rounded down: tells quickly that two words are too far apart. Most pairs are, and
 * smallest values without branches are several times as quick as the exact distance.
 */
import { maxSounds } from '../normalise/sound.ts'
import type { SoundCosts } from './sound-costs.ts'

/** Units of the whole numbers in one. */
const units = 1000
/** Sums of costs differ in the last digits from what they are on paper. */
const slack = 1e-4

interface WholeCosts {
  readonly swap: Int32Array
  readonly gap: Int32Array
}

const known = new WeakMap<SoundCosts, WholeCosts>()
let lastCosts: SoundCosts | undefined
let lastWhole: WholeCosts = { swap: new Int32Array(0), gap: new Int32Array(0) }

function wholeCosts(costs: SoundCosts): WholeCosts {
  if (costs === lastCosts) return lastWhole
  let whole = known.get(costs)
  if (whole === undefined) {
    // A hair more, since .35 in single precision is a little less.
    const down = (cost: number): number => Math.floor(cost * units + 1e-4)
    whole = { swap: Int32Array.from(costs.swap, down), gap: Int32Array.from(costs.gap, down) }
    known.set(costs, whole)
  }
  lastCosts = costs
  lastWhole = whole
  return whole
}

const width = maxSounds * 3 + 2
const rows = [new Int32Array(width), new Int32Array(width), new Int32Array(width)] as const
const gapsOfB = new Int32Array(width)

/** True only when the pieces of two buffers, ends exclusive, are surely further apart than `limit`. */
export function surelyFar(
  a: Uint8Array,
  aFrom: number,
  aTo: number,
  b: Uint8Array,
  bFrom: number,
  bTo: number,
  costs: SoundCosts,
  turnCost: number,
  limit: number,
): boolean {
  const { swap, gap } = wholeCosts(costs)
  const n = aTo - aFrom
  const m = bTo - bFrom
  const enough = Math.ceil((limit + slack) * units)
  const turn = Math.floor(turnCost * units)
  let [before, above, row] = rows
  let sum = 0
  above[0] = 0
  for (let j = 0; j < m; j++) {
    const cost = gap[b[bFrom + j] as number] as number
    gapsOfB[j] = cost
    sum = (sum + cost) | 0
    above[j + 1] = sum
  }
  let leastAbove = 0
  let lastX = -1
  for (let i = 0; i < n; i++) {
    const x = a[aFrom + i] as number
    const swapRow = x << 5
    const gapX = gap[x] as number
    let diagonal = above[0] as number
    let last = (diagonal + gapX) | 0
    row[0] = last
    let least = last
    let lastY = -1
    for (let j = 0; j < m; j++) {
      const y = b[bFrom + j] as number
      const up = above[j + 1] as number
      let best = (diagonal + (swap[swapRow | y] as number)) | 0
      // The smaller of two without a branch: the difference counts only when it is negative.
      let less = (up + gapX - best) | 0
      best = (best + (less & (less >> 31))) | 0
      less = (last + (gapsOfB[j] as number) - best) | 0
      best = (best + (less & (less >> 31))) | 0
      if (x === lastY && y === lastX) best = Math.min(best, (before[j - 1] as number) + turn)
      row[j + 1] = best
      last = best
      less = (best - least) | 0
      least = (least + (less & (less >> 31))) | 0
      lastY = y
      diagonal = up
    }
    // What comes after passes through this row, or exchanges neighbours from the row above.
    if (least > enough && leastAbove + turn > enough) return true
    leastAbove = least
    lastX = x
    const spare = before
    before = above
    above = row
    row = spare
  }
  return (above[m] as number) > enough
}
