import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseListedDate, parseListedDates } from './listed-date.ts'

describe('dates as lists write them', () => {
  it.each([
    ['1962-11-23', '1962-11-23', 'day', undefined, false],
    ['1955-12-26T00:00:00', '1955-12-26', 'day', undefined, false],
    ['1962-11', '1962-11', 'month', undefined, false],
    ['1962', '1962', 'year', undefined, false],
    ['23 Nov 1962', '1962-11-23', 'day', undefined, false],
    ['3 November 1962', '1962-11-03', 'day', undefined, false],
    ['November 3, 1962', '1962-11-03', 'day', undefined, false],
    ['Nov 1962', '1962-11', 'month', undefined, false],
    ['circa 1962', '1962', 'year', undefined, true],
    ['circa 23 Nov 1962', '1962-11-23', 'day', undefined, true],
    ['approximately 1962', '1962', 'year', undefined, true],
    ['1962 to 1964', '1962', 'year', '1964', false],
    ['1964 to 1962', '1962', 'year', '1964', false],
    ['circa 1962-1964', '1962', 'year', '1964', true],
    ['between 1962 and 1964', '1962', 'year', '1964', false],
    ['01 Jan 1962 to 31 Mar 1962', '1962-01-01', 'day', '1962-03-31', false],
    ['Between Aug. and Sep. 1977', '1977-08', 'month', '1977-09', false],
    ['23/11/1962', '1962-11-23', 'day', undefined, false],
    ['dd/mm/1962', '1962', 'year', undefined, false],
    ['dd/11/1962', '1962-11', 'month', undefined, false],
    ['00/00/1962', '1962', 'year', undefined, false],
    ['11.8.1960', '1960-08-11', 'day', undefined, false],
    ['31 Feb 1962', '1962-02', 'month', undefined, false],
    ['1962-00-00', '1962', 'year', undefined, false],
  ])('reads %s', (text, value, precision, to, circa) => {
    const expected = { value, precision, circa, ...(to === undefined ? {} : { to }) }
    expect(parseListedDate(text)).toMatchObject(expected)
    expect(parseListedDate(text)?.to).toBe(to)
  })

  it.each(['', 'unknown', '-', '12345', 'Karachi', '99', '0062-11-23'])('takes %j for no date', (text) => {
    expect(parseListedDate(text)).toBeUndefined()
  })

  it('reads several dates of one text', () => {
    expect(parseListedDates('1962; 23 Nov 1963 or 1964-01-02').map(({ value }) => value)).toEqual([
      '1962',
      '1963-11-23',
      '1964-01-02',
    ])
  })

  it('reads back every day that exists', () => {
    const days = fc.date({ min: new Date('1500-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
    fc.assert(
      fc.property(days, (day) => {
        const iso = day.toISOString().slice(0, 10)
        expect(parseListedDate(iso)).toEqual({ value: iso, precision: 'day', circa: false })
      }),
    )
  })

  it('never throws and never invents precision', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(parseListedDate(text)?.value ?? '1962').toMatch(/^\d{4}(-\d\d(-\d\d)?)?$/)
      }),
    )
  })
})
