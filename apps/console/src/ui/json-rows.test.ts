import { describe, expect, it } from 'vitest'
import { jsonRows } from './json-rows.ts'

const closed = { toggled: new Set<string>(), openDepth: 0, search: '' }
const value = { name: 'Anna', list: [1, { deep: 'Wert' }] }
const keys = (view: Partial<typeof closed>) => jsonRows(value, { ...closed, ...view }).map((row) => row.key)

describe('jsonRows', () => {
  it('shows the root alone while all is folded', () => {
    expect(keys({})).toEqual([undefined])
  })

  it('unfolds to a depth, and one branch by hand', () => {
    expect(keys({ openDepth: 1 })).toEqual([undefined, 'name', 'list'])
    expect(keys({ openDepth: 1, toggled: new Set(['["list"]']) })).toEqual([undefined, 'name', 'list', 0, 1])
  })

  it('unfolds what leads to a match and marks it', () => {
    const rows = jsonRows(value, { ...closed, search: 'wert' })
    expect(rows.filter((row) => row.isMatch).map((row) => row.path)).toEqual([['list', 1, 'deep']])
  })
})
