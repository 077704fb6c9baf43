import { describe, expect, it } from 'vitest'
import { sumOf, withoutEach } from './score.ts'

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

  it('says what it would be without each part that counts', () => {
    expect(withoutEach(parts, 99.3)).toEqual([
      { feature: 'name', score: 2.3 },
      { feature: 'birthDate', score: 97.5 },
      { feature: 'birthPlace', score: 99 },
      { feature: 'nationality', score: 99.1 },
    ])
  })

  it('gives back what a difference took', () => {
    expect(withoutEach([{ feature: 'gender', contribution: -5 }], 80)).toEqual([{ feature: 'gender', score: 85 }])
  })
})
