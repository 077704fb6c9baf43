/** Division of integers, rounded half-up: the only rounding in the risk model. */
export function divideHalfUp(dividend: number, divisor: number): number {
  return Math.floor((2 * dividend + divisor) / (2 * divisor))
}
