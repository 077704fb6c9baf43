import { describe, expect, it } from 'vitest'
import { parseDuration, parseUntil } from './wait-time.ts'

describe('a duration', () => {
  it.each([
    ['3 seconds', 3000],
    ['1d 2h 30 mins 10s', 95_410_000],
    ['2HOURS', 7_200_000],
    ['1 day', 86_400_000],
    ['0s', 0],
    ['1hr 5min', 3_900_000],
  ])('%s is %d ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms)
  })

  it.each([['1 week'], ['PT1S'], ['5'], [''], ['seconds 5'], ['-1 s']])('%s is none', (text) => {
    expect(parseDuration(text)).toBeUndefined()
  })
})

describe('a date', () => {
  it.each([
    ['2026-11-23', '2026-11-23T00:00:00Z'],
    ['2026-11-23 12:30', '2026-11-23T12:30:00Z'],
    ['2026-11-23 12:30 GMT+02:00', '2026-11-23T10:30:00Z'],
    ['2026-11-23 12:30 GMT-5', '2026-11-23T17:30:00Z'],
    ['2026-07-01 12:00 Europe/Paris', '2026-07-01T10:00:00Z'],
    ['2026-12-01 12:00 Europe/Paris', '2026-12-01T11:00:00Z'],
    ['2026-12-01 12:00 EST', '2026-12-01T17:00:00Z'],
  ])('%s is %s', (text, expected) => {
    expect(parseUntil(text)).toBe(Date.parse(expected))
  })

  it.each([['2026-11-23T12:30'], ['2026-02-30'], ['2026-11-23 25:00'], ['2026-11-23 12:00 Nowhere'], ['tomorrow']])(
    '%s is none',
    (text) => {
      expect(parseUntil(text)).toBeUndefined()
    },
  )
})
