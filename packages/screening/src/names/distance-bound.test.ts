import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { soundSetOf } from '../normalise/sound.ts'
import { surelyBeyond } from './distance-bound.ts'
import { surelyFar } from './distance-filter.ts'
import { costsFor, pathOfRank } from './sound-costs.ts'
import { soundDistance, soundSimilarity } from './sound-distance.ts'

const word = fc.uint8Array({ min: 0, max: 31, minLength: 1, maxLength: 12 })

describe('bounds of the distance between sounds', () => {
  it('never exclude a pair that is as near as asked, whatever the two scripts', () => {
    fc.assert(
      fc.property(word, word, fc.nat({ max: 9 }), fc.double({ min: 0, max: 12, noNaN: true }), (a, b, rank, limit) => {
        const costs = costsFor(pathOfRank(rank))
        if (soundDistance(a, b, costs) > limit) return
        expect(surelyBeyond(soundSetOf(a), soundSetOf(b), costs, limit)).toBe(false)
        expect(surelyFar(a, 0, a.length, b, 0, b.length, costs, 0.7, limit)).toBe(false)
      }),
      { numRuns: 3000 },
    )
  })

  it('exclude words that share nothing', () => {
    const [a, b] = [Uint8Array.of(8, 13, 26, 27, 28), Uint8Array.of(18, 0)]
    expect(surelyBeyond(soundSetOf(a), soundSetOf(b), costsFor('same'), 1.3)).toBe(true)
    expect(surelyFar(a, 0, a.length, b, 0, b.length, costsFor('same'), 0.7, 1.3)).toBe(true)
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
