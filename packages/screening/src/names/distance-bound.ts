/**
 * A lower bound of the sound distance, from the sets of sounds alone: spares most pairs of words the exact comparison.
 *
 * A sound that only one word has must be dropped or swapped for one that the other has, each occurrence for itself;
 * exchanging neighbours does not change the sets. So the cheapest ways, summed over one side, are never too much.
 */
import { costsFor, pathOfRank, type SoundCosts, scriptRanks } from './sound-costs.ts'

const sounds = 32

const cheapest = new WeakMap<SoundCosts, Float64Array>()

/** Cheapest way to be rid of each sound, whatever the other word has. */
function cheapestOf(costs: SoundCosts): Float64Array {
  const known = cheapest.get(costs)
  if (known !== undefined) return known
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
  return sumOf(a & ~b, costOf, 0) > limit || sumOf(b & ~a, costOf, 0) > limit
}

/** Bounds of one word against many; set anew for each word asked. */
export class DistanceBound {
  #set = 0
  #weight = 0
  #rank = 0
  /** By rank and sound: cheapest way to be rid of it. `own` for sounds of the word asked, `other` for the opposite. */
  readonly #own = new Float64Array(scriptRanks * sounds)
  readonly #other = new Float64Array(scriptRanks * sounds)
  readonly #ready = new Uint8Array(scriptRanks)

  /** `weight` as of `weightOf`, `rank` as of `scriptRank`. */
  ask(set: number, weight: number, rank: number): void {
    this.#set = set
    this.#weight = weight
    this.#rank = rank
    this.#ready.fill(0)
  }

  /** True only when the similarity of the two words is surely below `least`. */
  excludes(set: number, weight: number, rank: number, least: number): boolean {
    const path = rank > this.#rank ? rank : this.#rank
    if (this.#ready[path] === 0) this.#prepare(path)
    // A hair more than what would do: sums of the same costs in another order differ in the last digits.
    const limit = ((this.#weight + weight) / 2) * (1 - least) + 1e-6
    const missing = set & ~this.#set
    return sumOf(missing, this.#other, path) > limit || sumOf(this.#set & ~set, this.#own, path) > limit
  }

  #prepare(path: number): void {
    this.#ready[path] = 1
    const { swap, gap } = costsFor(pathOfRank(path))
    for (let sound = 0; sound < sounds; sound++) {
      let own = gap[sound] as number
      let other = own
      for (let to = 0; to < sounds; to++) {
        if (to === sound) continue
        const cost = swap[(sound << 5) | to] as number
        if (cost < own) own = cost
        if (cost < other && ((this.#set >>> to) & 1) === 1) other = cost
      }
      this.#own[path * sounds + sound] = own
      this.#other[path * sounds + sound] = other
    }
  }
}

function sumOf(set: number, costs: Float64Array, path: number): number {
  let sum = 0
  let left = set
  while (left !== 0) {
    sum += costs[path * sounds + 31 - Math.clz32(left & -left)] as number
    left &= left - 1
  }
  return sum
}
