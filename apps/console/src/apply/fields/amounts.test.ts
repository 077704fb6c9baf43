import { describe, expect, it } from 'vitest'
import { parseAmount } from './AmountQuestion.tsx'
import { fromParts, toParts } from './DateQuestion.tsx'

describe('amounts as people write them', () => {
  it.each([
    ['48000', 4_800_000],
    ['48.000', 4_800_000],
    ['48,000', 4_800_000],
    ['48.000,50', 4_800_050],
    ['48,000.5', 4_800_050],
    ['€ 48 000', 4_800_000],
    ['12,5', 1250],
    ['0', 0],
    ['-3', -300],
    ['abc', undefined],
    ['1e5', undefined],
    ['', undefined],
  ])('%j is %s', (text, minor) => {
    expect(parseAmount(text)).toBe(minor)
  })
})

describe('dates in three fields', () => {
  it.each(['1988-03-27', '2004-02-29'])('keeps %s', (iso) => {
    expect(fromParts(toParts(iso), true)).toBe(iso)
  })
  it('keeps a month', () => {
    expect(fromParts(toParts('2019-05'), false)).toBe('2019-05')
  })
  it('keeps an impossible day for the server to name', () => {
    expect(fromParts({ day: '31', month: '2', year: '2001' }, true)).toBe('2001-02-31')
  })
  it('is nothing when nothing is typed', () => {
    expect(fromParts({ day: '', month: '', year: '' }, true)).toBeUndefined()
  })
})
