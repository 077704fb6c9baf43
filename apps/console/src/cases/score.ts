/** Arithmetic of a score that people check by hand: tenths, never floating point dust. */
import type { WhatIf } from '@gatehouse/kyc/wire'

const tenths = (value: number): number => Math.round(value * 10)

interface Part {
  readonly feature: string
  readonly contribution: number
}

/** Sum of the parts, in points with one decimal. */
export const sumOf = (parts: readonly Part[]): number =>
  parts.reduce((sum, { contribution }) => sum + tenths(contribution), 0) / 10

export interface FeatureChange {
  readonly feature: string
  readonly absent: WhatIf | undefined
  readonly agrees: WhatIf | undefined
}

/** One line a feature that would make a difference, the one that could move the score furthest first. */
export function largestChanges(changes: readonly WhatIf[], score: number): readonly FeatureChange[] {
  const features = [...new Set(changes.map(({ feature }) => feature))]
  const reach = ({ absent, agrees }: FeatureChange): number =>
    Math.max(...[absent, agrees].map((change) => (change === undefined ? 0 : Math.abs(tenths(change.score - score)))))
  return features
    .map((feature) => {
      const of = (wanted: WhatIf['change']) =>
        changes.find((change) => change.feature === feature && change.change === wanted)
      return { feature, absent: of('absent'), agrees: of('agrees') }
    })
    .filter((change) => reach(change) > 0)
    .toSorted((a, b) => reach(b) - reach(a))
}
