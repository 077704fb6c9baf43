import { describe, expect, it } from 'vitest'
import { caretAfterGrouping, groupIban, ibanState, plainIban } from './iban.ts'

describe('an IBAN while it is typed', () => {
  it.each([
    ['', ''],
    ['de62', 'DE62'],
    ['de6237', 'DE62 37'],
    ['DE62-3704 0044', 'DE62 3704 0044'],
    ['DE62 3704', 'DE62 3704'],
  ])('groups %j as %j', (typed, shown) => {
    expect(groupIban(typed)).toBe(shown)
  })

  it.each([
    ['DE62', 4, 4],
    ['DE623', 5, 6],
    ['DE62 37', 7, 7],
    ['DXE62 37', 2, 2],
    ['DE62 37049', 10, 11],
    ['', 0, 0],
  ])('keeps the caret of %j at %i as %i', (typed, caret, expected) => {
    expect(caretAfterGrouping(typed, caret)).toBe(expected)
  })

  it.each([
    ['', { kind: 'empty' }],
    ['D', { kind: 'short' }],
    ['XX12', { kind: 'unknown', country: 'XX' }],
    ['__PROTO', { kind: 'unknown', country: 'PR' }],
    ['DE62 3704 0044 0532 0130', { kind: 'partial', country: 'DE', length: 20, total: 22 }],
    ['DE62 3704 0044 0532 0130 01', { kind: 'complete', country: 'DE' }],
    ['DE62 3704 0044 0532 0130 02', { kind: 'checksum', country: 'DE' }],
    ['DE62 3704 0044 0532 0130 011', { kind: 'over', country: 'DE', over: 1 }],
  ])('says of %j %o', (typed, state) => {
    expect(ibanState(typed)).toEqual(state)
  })

  it('keeps the caret inside the grouped text at every position', () => {
    const typed = 'de62370400440532013001'
    for (let caret = 0; caret <= typed.length; caret++) {
      const at = caretAfterGrouping(typed, caret)
      expect(plainIban(groupIban(typed).slice(0, at))).toBe(plainIban(typed.slice(0, caret)))
    }
  })
})
