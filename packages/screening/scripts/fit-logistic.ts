/** Logistic regression whose weights keep the sign they are given: accelerated projected gradient, no randomness. */
import { type PackedExamples, packExamples } from './pack-examples.ts'

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
  const packed = packExamples(examples)
  const step = 1 / (curvature(examples, total) + options.ridge)
  let weights = new Float64Array(size)
  let base = 0
  let ahead = weights.slice()
  let baseAhead = 0
  let momentum = 1
  for (let round = 0; round < options.rounds; round++) {
    const slope = slopeAt(packed, ahead, baseAhead, total)
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

/** What a fit makes of features. */
export function logOddsIn(fit: Fit, features: Float64Array): number {
  return features.reduce((sum, value, k) => sum + value * at(fit.weights, k), fit.base)
}

function slopeAt(examples: PackedExamples, weights: Float64Array, base: number, total: number): Fit {
  const { starts, positions, values } = examples
  const slope = new Float64Array(weights.length)
  let baseSlope = 0
  for (let row = 0; row < examples.count; row++) {
    const from = at(starts, row)
    const to = at(starts, row + 1)
    let sum = base + at(examples.offsets, row)
    for (let k = from; k < to; k++) sum += at(weights, at(positions, k)) * at(values, k)
    const error = (at(examples.weights, row) * (1 / (1 + Math.exp(-sum)) - at(examples.labels, row))) / total
    baseSlope += error
    for (let k = from; k < to; k++) {
      const position = at(positions, k)
      slope[position] = at(slope, position) + error * at(values, k)
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

function at(values: Float64Array | Uint16Array | Uint32Array, index: number): number {
  return values[index] ?? 0
}
