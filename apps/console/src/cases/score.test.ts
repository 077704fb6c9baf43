import { describe, expect, it } from 'vitest'
import { largestChanges, sumOf } from './score.ts'

const parts = [
  { feature: 'name', contribution: 97 },
  { feature: 'birthDate', contribution: 1.8 },
  { feature: 'nationality', contribution: 0.2 },
  { feature: 'birthPlace', contribution: 0.3 },
  { feature: 'gender', contribution: 0 },
]

describe('a score', () => {
  it('is the sum of its parts, without dust', () => {
    expect(sumOf(parts)).toBe(99.3)
    expect(
      sumOf([
        { feature: 'a', contribution: 0.1 },
        { feature: 'b', contribution: 0.2 },
      ]),
    ).toBe(0.3)
  })

  it('tells its changes by attribute, the furthest first', () => {
    const change = (feature: string, kind: 'absent' | 'agrees', score: number) => ({
      feature,
      change: kind,
      score,
      alert: score >= 75,
    })
    const birth = [change('birthDate', 'absent', 82), change('birthDate', 'agrees', 97)] as const
    const gender = change('gender', 'agrees', 75.1)
    const country = change('country', 'absent', 75)
    expect(largestChanges([country, gender, ...birth], 75)).toEqual([
      { feature: 'birthDate', absent: birth[0], agrees: birth[1] },
      { feature: 'gender', absent: undefined, agrees: gender },
    ])
    expect(largestChanges([], 75)).toEqual([])
  })
})
