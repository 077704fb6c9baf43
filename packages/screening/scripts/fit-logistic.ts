/** Logistic regression whose weights keep the sign they are given: accelerated projected gradient, no randomness. */

export interface Example {
  readonly features: Float64Array
  readonly positive: boolean
  /** How much the example counts. */
  readonly weight: number
  /** Log-odds known beforehand. */
  readonly offset?: number
}

export interface Fit {
  readonly weights: Float64Array
  readonly base: number
}

export interface FitOptions {
  /** Wanted sign of each weight: 1 or −1. */
  readonly signs: readonly number[]
  /** Pull of each weight towards zero. */
  readonly ridge: number
  readonly rounds: number
  /** Keep the base at zero: the offsets hold it. */
  readonly baseFixed?: boolean
}

export function fitLogistic(examples: readonly Example[], options: FitOptions): Fit {
  const size = options.signs.length
  const total = examples.reduce((sum, example) => sum + example.weight, 0)
  const step = 1 / (curvature(examples, total) + options.ridge)
  let weights = new Float64Array(size)
  let base = 0
  let ahead = weights.slice()
  let baseAhead = 0
  let momentum = 1
  for (let round = 0; round < options.rounds; round++) {
    const slope = slopeAt(examples, ahead, baseAhead, total)
    const next = new Float64Array(size)
    for (let k = 0; k < size; k++) {
      const value = at(ahead, k) - step * (at(slope.weights, k) + options.ridge * at(ahead, k))
      next[k] = value * (options.signs[k] ?? 1) > 0 ? value : 0
    }
    const nextBase = options.baseFixed === true ? 0 : baseAhead - step * slope.base
    const nextMomentum = (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2
    const push = (momentum - 1) / nextMomentum
    for (let k = 0; k < size; k++) ahead[k] = at(next, k) + push * (at(next, k) - at(weights, k))
    baseAhead = nextBase + push * (nextBase - base)
    weights = next
    base = nextBase
    momentum = nextMomentum
  }
  return { weights, base }
}

function slopeAt(examples: readonly Example[], weights: Float64Array, base: number, total: number): Fit {
  const slope = new Float64Array(weights.length)
  let baseSlope = 0
  for (const example of examples) {
    let sum = base + (example.offset ?? 0)
    const { features } = example
    for (let k = 0; k < features.length; k++) sum += at(weights, k) * at(features, k)
    const error = (example.weight * (1 / (1 + Math.exp(-sum)) - (example.positive ? 1 : 0))) / total
    baseSlope += error
    for (let k = 0; k < features.length; k++) {
      const value = at(features, k)
      if (value !== 0) slope[k] = at(slope, k) + error * value
    }
  }
  return { weights: slope, base: baseSlope }
}

/** An upper bound on the curvature of the loss, for a step that never overshoots. */
function curvature(examples: readonly Example[], total: number): number {
  let sum = 0
  for (const example of examples) {
    let square = 1
    for (const value of example.features) square += value * value
    sum += example.weight * square
  }
  return (sum / total) * 0.25
}

function at(values: Float64Array, index: number): number {
  return values[index] ?? 0
}
