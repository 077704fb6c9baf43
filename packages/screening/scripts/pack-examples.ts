/** Examples side by side without their zeros: most features of a pair of names are zero. */
import type { Example } from './fit-logistic.ts'

export interface PackedExamples {
  readonly count: number
  /** Where the values of each example begin; one more than there are examples. */
  readonly starts: Uint32Array
  /** Feature of each value. */
  readonly positions: Uint16Array
  readonly values: Float64Array
  readonly labels: Float64Array
  readonly weights: Float64Array
  readonly offsets: Float64Array
}

export function packExamples(examples: readonly Example[]): PackedExamples {
  const starts = new Uint32Array(examples.length + 1)
  const positions: number[] = []
  const values: number[] = []
  examples.forEach(({ features }, row) => {
    features.forEach((value, k) => {
      if (value === 0) return
      positions.push(k)
      values.push(value)
    })
    starts[row + 1] = values.length
  })
  return {
    count: examples.length,
    starts,
    positions: Uint16Array.from(positions),
    values: Float64Array.from(values),
    labels: Float64Array.from(examples, ({ positive }) => (positive ? 1 : 0)),
    weights: Float64Array.from(examples, ({ weight }) => weight),
    offsets: Float64Array.from(examples, ({ offset }) => offset ?? 0),
  }
}
