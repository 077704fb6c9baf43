import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PromisingNames } from './promising-names.ts'

describe('PromisingNames', () => {
  it('gives the best as sorting all of them does, equal ones by id', () => {
    const found = fc.array(fc.tuple(fc.nat({ max: 50 }), fc.constantFrom(0.5, 0.6, 0.7, 0.9, 1)), { maxLength: 60 })
    fc.assert(
      fc.property(found, fc.integer({ min: 1, max: 40 }), (pairs, bound) => {
        const names = new PromisingNames()
        for (const [name, promise] of pairs) names.add(name, promise)
        const sorted = pairs.toSorted((a, b) => b[1] - a[1] || a[0] - b[0]).map(([name]) => name)
        expect(names.best(bound)).toEqual(sorted.slice(0, bound))
      }),
    )
  })
})
