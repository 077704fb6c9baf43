/**
 * Lower bounds of the sound distance, from the sets of sounds alone: spare most pairs of words the exact comparison.
 *
 * A sound that the other word does not have must be dropped or swapped for one that it has, each occurrence for itself;
 * exchanging neighbours does not change the sets. So the cheapest ways, summed over one side, are never too much.
 */
import type { SoundCosts } from './sound-costs.ts'

const sounds = 32

/** For each sound, what the others may be had for instead, cheapest first, as far as that is cheaper than a gap. */
interface Swaps {
  readonly order: Uint8Array
  readonly cost: Float64Array
  /** Number of swaps of each sound that are cheaper than dropping it. */
  readonly count: Uint8Array
}

const known = new WeakMap<SoundCosts, Swaps>()
let lastCosts: SoundCosts | undefined
let lastSwaps: Swaps = { order: new Uint8Array(0), cost: new Float64Array(0), count: new Uint8Array(sounds) }

function swapsOf(costs: SoundCosts): Swaps {
  if (costs === lastCosts) return lastSwaps
  let swaps = known.get(costs)
  if (swaps === undefined) {
    swaps = findSwaps(costs)
    known.set(costs, swaps)
  }
  lastSwaps = swaps
  lastCosts = costs
  return swaps
}

function findSwaps({ swap, gap }: SoundCosts): Swaps {
  const order = new Uint8Array(sounds * sounds)
  const cost = new Float64Array(sounds * sounds)
  const count = new Uint8Array(sounds)
  for (let sound = 0; sound < sounds; sound++) {
    const costOf = (to: number): number => swap[(sound << 5) | to] as number
    const cheaper = Array.from({ length: sounds }, (_, to) => to)
      .filter((to) => to !== sound && costOf(to) < (gap[sound] as number))
      .sort((a, b) => costOf(a) - costOf(b))
    cheaper.forEach((to, k) => {
      order[(sound << 5) | k] = to
      cost[(sound << 5) | k] = costOf(to)
    })
    count[sound] = cheaper.length
  }
  return { order, cost, count }
}

/** The least that a sound costs in a word that does not have it. */
function leastCost(sound: number, set: number, swaps: Swaps, gap: Float32Array): number {
  const first = sound << 5
  const end = first + (swaps.count[sound] as number)
  for (let at = first; at < end; at++) {
    if (((set >>> (swaps.order[at] as number)) & 1) === 1) return swaps.cost[at] as number
  }
  return gap[sound] as number
}

/** The same costs added one by one in another order differ in the last digits. */
const slack = 1e-6

/** True only when words of these sets of sounds surely cost more than `limit` to turn into each other. */
export function surelyBeyond(a: number, b: number, costs: SoundCosts, limit: number): boolean {
  const swaps = swapsOf(costs)
  return sumOf(a & ~b, b, swaps, costs.gap) > limit + slack || sumOf(b & ~a, a, swaps, costs.gap) > limit + slack
}

function sumOf(own: number, other: number, swaps: Swaps, gap: Float32Array): number {
  let sum = 0
  let left = own
  while (left !== 0) {
    sum += leastCost(31 - Math.clz32(left & -left), other, swaps, gap)
    left &= left - 1
  }
  return sum
}
