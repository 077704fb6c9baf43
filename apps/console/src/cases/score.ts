/** Arithmetic of a score that people check by hand: tenths, never floating point dust. */

const tenths = (value: number): number => Math.round(value * 10)

interface Part {
  readonly feature: string
  readonly contribution: number
}

/** Sum of the parts, in points with one decimal. */
export const sumOf = (parts: readonly Part[]): number =>
  parts.reduce((sum, { contribution }) => sum + tenths(contribution), 0) / 10

/** What the score would be without each part that matters, the weightiest first. */
export function withoutEach(parts: readonly Part[], score: number): readonly { feature: string; score: number }[] {
  return parts
    .filter(({ contribution }) => tenths(contribution) !== 0)
    .toSorted((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution))
    .map(({ feature, contribution }) => ({
      feature,
      score: Math.min(100, Math.max(0, tenths(score) - tenths(contribution)) / 10),
    }))
}
