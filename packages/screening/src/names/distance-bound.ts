/**
 * A lower bound of the sound distance, from the sets of sounds alone: spares most pairs of words the exact comparison.
 *
 * A sound that only one word has must be dropped or swapped for one that the other has, each occurrence for itself;
 * exchanging neighbours does not change the sets. So the cheapest ways, summed over one side, are never too much.
 */
import type { SoundCosts } from './sound-costs.ts'

const sounds = 32

const cheapest = new WeakMap<SoundCosts, Float64Array<ArrayBuffer>>()
let lastCosts: SoundCosts | undefined
let lastCheapest = new Float64Array(sounds)

/** Cheapest way to be rid of each sound, whatever the other word has. */
function cheapestOf(costs: SoundCosts): Float64Array {
  if (costs === lastCosts) return lastCheapest
  lastCheapest = cheapest.get(costs) ?? findCheapest(costs)
  lastCosts = costs
  return lastCheapest
}

function findCheapest(costs: SoundCosts): Float64Array<ArrayBuffer> {
  const found = Float64Array.from(costs.gap)
  for (let sound = 0; sound < sounds; sound++) {
    for (let to = 0; to < sounds; to++) {
      const cost = costs.swap[(sound << 5) | to] as number
      if (to !== sound && cost < (found[sound] as number)) found[sound] = cost
    }
  }
  cheapest.set(costs, found)
  return found
}

/** True only when two sound strings, of these sets and at most this norm, are surely less alike than `least`. */
export function surelyFar(a: number, b: number, norm: number, costs: SoundCosts, least: number): boolean {
  const limit = norm * (1 - least) + 1e-6
  const costOf = cheapestOf(costs)
  return sumOf(a & ~b, costOf) > limit || sumOf(b & ~a, costOf) > limit
}

function sumOf(set: number, costs: Float64Array): number {
  let sum = 0
  let left = set
  while (left !== 0) {
    sum += costs[31 - Math.clz32(left & -left)] as number
    left &= left - 1
  }
  return sum
}
