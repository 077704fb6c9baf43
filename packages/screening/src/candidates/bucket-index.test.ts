import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BucketIndexBuilder, mayHold } from './bucket-index.ts'

const hash = fc.integer({ min: 0, max: 2 ** 32 - 1 })

describe('a bucket index', () => {
  it('holds every item under its hash, and never denies a hash that occurs', () => {
    fc.assert(
      fc.property(fc.array(hash, { maxLength: 400 }), (hashes) => {
        const builder = new BucketIndexBuilder()
        hashes.forEach((each, item) => builder.add(each, item))
        const index = builder.build()
        hashes.forEach((each, item) => {
          expect(mayHold(index, each)).toBe(true)
          const [from, to] = [index.starts[each & index.mask], index.starts[(each & index.mask) + 1]]
          const at = index.items.subarray(from, to).indexOf(item)
          expect(index.hashes[(from ?? 0) + at]).toBe(each)
        })
      }),
    )
  })

  it('denies most hashes that do not occur', () => {
    const builder = new BucketIndexBuilder()
    const mixed = (n: number): number => Math.imul(n, 0x9e3779b1) >>> 0
    for (let n = 0; n < 10_000; n++) builder.add(mixed(n), n)
    const index = builder.build()
    const others = Array.from({ length: 10_000 }, (_, n) => mixed(n + 10_000))
    expect(others.filter((each) => mayHold(index, each)).length).toBeLessThan(1600)
  })
})
