import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareSteps, leaves, parsePath, withPath } from './answers.ts'

const stepsOf = (path: string) => parsePath(path) ?? []

describe('the order of paths', () => {
  it('counts the elements of a list, and takes a record before what is in it', () => {
    const paths = ['tax[10].country', 'tax[2].tin', 'tax[2].country', 'tax', 'name.last', 'name.first', 'Zip', 'tax[2]']
    expect(paths.toSorted((a, b) => compareSteps(stepsOf(a), stepsOf(b)))).toEqual([
      'Zip',
      'name.first',
      'name.last',
      'tax',
      'tax[2]',
      'tax[2].country',
      'tax[2].tin',
      'tax[10].country',
    ])
  })

  it('puts answers together again from their leaves, in whatever order these came', () => {
    const leaf = fc.oneof(fc.integer(), fc.string(), fc.boolean())
    const list = fc.array(fc.oneof(leaf, fc.record({ a: leaf, b: fc.array(leaf) })), { maxLength: 25 })
    const answers = fc.record({ list, other: list, one: leaf })
    const shuffled = answers.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray([...leaves(all)], { minLength: leaves(all).length })),
    )
    fc.assert(
      fc.property(shuffled, ([all, parts]) => {
        const sorted = parts.toSorted(([a], [b]) => compareSteps(stepsOf(a), stepsOf(b)))
        expect(sorted.reduce((built, [path, value]) => withPath(built, stepsOf(path), value), {})).toEqual(all)
      }),
    )
  })
})
