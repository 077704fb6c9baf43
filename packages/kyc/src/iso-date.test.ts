import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addMonths, ageOn, dateInZone, daysBetween, isIsoDate, latestDay, parsePartialDate } from './iso-date.ts'

describe('calendar dates', () => {
  it.each([
    ['2000-02-29', true],
    ['1900-02-29', false],
    ['2026-13-01', false],
    ['2026-11', false],
    ['2026-1-1', false],
    ['', false],
  ])('%s is a date: %s', (text, real) => {
    expect(isIsoDate(text)).toBe(real)
  })

  it.each([
    ['2008-11-23', '2026-11-23', 18],
    ['2008-11-24', '2026-11-23', 17],
    ['2008-02-29', '2026-02-28', 17],
    ['2008-02-29', '2026-03-01', 18],
  ])('someone born %s is on %s %i years old', (birth, today, years) => {
    expect(ageOn(birth, today)).toBe(years)
  })

  it('counts the date in the zone of the bank', () => {
    expect(dateInZone('2026-11-22T23:30:00.000Z', 'Europe/Berlin')).toBe('2026-11-23')
    expect(dateInZone('2026-11-23T03:00:00.000Z', 'America/New_York')).toBe('2026-11-22')
  })

  it.each([
    ['2026-11-23', 60, '2031-11-23'],
    ['2026-11-30', 3, '2027-02-28'],
    ['2027-12-31', 2, '2028-02-29'],
    ['2026-01-15', -2, '2025-11-15'],
  ])('%s plus %i months is %s', (date, months, result) => {
    expect(addMonths(date, months)).toBe(result)
  })

  it('takes the latest day that a partial date can mean', () => {
    const latest = (text: string) => {
      const date = parsePartialDate(text)
      return date && latestDay(date)
    }
    expect([latest('2008'), latest('2008-02'), latest('2008-02-03')]).toEqual([
      '2008-12-31',
      '2008-02-29',
      '2008-02-03',
    ])
  })

  it('measures the way back as the way there', () => {
    const dates = fc.date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
    fc.assert(
      fc.property(dates, dates, (a, b) => {
        const [from, to] = [a.toISOString().slice(0, 10), b.toISOString().slice(0, 10)]
        expect(daysBetween(from, to) + daysBetween(to, from)).toBe(0)
      }),
    )
  })
})
