import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { surelyFar } from './distance-bound.ts'
import { costsFor, pathOfRank } from './sound-costs.ts'
import { soundDistance, soundSimilarity, weightOf } from './sound-distance.ts'

const word = fc.uint8Array({ min: 0, max: 31, minLength: 1, maxLength: 12 })

function setOf(sounds: Uint8Array): number {
  return sounds.reduce((set, sound) => set | (1 << sound), 0)
}

describe('bounds of the distance between sounds', () => {
  it('never exclude a pair that is as alike as asked, whatever the two scripts', () => {
    fc.assert(
      fc.property(
        word,
        word,
        fc.nat({ max: 9 }),
        fc.nat({ max: 9 }),
        fc.double({ min: 0, max: 0.9, noNaN: true }),
        (a, b, x, y, least) => {
          const costs = costsFor(pathOfRank(Math.max(x, y)))
          const norm = (weightOf(a) + weightOf(b)) / 2
          const alike = 1 - soundDistance(a, b, costs) / norm >= least
          const excluded = surelyFar(setOf(a), setOf(b), norm, costs, least)
          expect(alike && excluded).toBe(false)
        },
      ),
      { numRuns: 3000 },
    )
  })

  it('exclude words that share nothing', () => {
    expect(
      surelyFar(setOf(Uint8Array.of(8, 13, 26, 27, 28)), setOf(Uint8Array.of(18, 0)), 3.3, costsFor('same'), 0.6),
    ).toBe(true)
  })

  it('giving up early changes no similarity that is at least the one asked for', () => {
    fc.assert(
      fc.property(
        word,
        word,
        fc.nat({ max: 9 }),
        fc.double({ min: 0, max: 0.95, noNaN: true }),
        (a, b, rank, least) => {
          const costs = costsFor(pathOfRank(rank))
          const exact = soundSimilarity(a, b, costs)
          const found = soundSimilarity(a, b, costs, least)
          expect(exact >= least + 1e-9 ? found === exact : found <= exact).toBe(true)
        },
      ),
      { numRuns: 3000 },
    )
  })
})
