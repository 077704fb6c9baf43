import { describe, expect, it } from 'vitest'
import { parseWaitDuration, parseWaitUntil } from './wait-literals.ts'

describe('parseWaitDuration', () => {
  it.each([
    ['10s', 10_000],
    ['10 seconds', 10_000],
    ['1d 2h 30 mins 10s', 95_410_000],
    ['1D2H', 93_600_000],
    [' 5 MINUTES ', 300_000],
    ['0s', 0],
    ['1 week', undefined],
    ['PT1S', undefined],
    ['10', undefined],
    ['', undefined],
    ['s', undefined],
    ['-1s', undefined],
    ['1.5h', undefined],
  ])('%j is %s ms', (text, ms) => expect(parseWaitDuration(text)).toBe(ms))
})

describe('parseWaitUntil', () => {
  it.each([
    ['2026-01-15', Date.parse('2026-01-15T00:00Z')],
    ['2026-01-15 10:30', Date.parse('2026-01-15T10:30Z')],
    ['2026-01-15 10:30 GMT+02:00', Date.parse('2026-01-15T08:30Z')],
    ['2026-01-15 10:30 UTC', Date.parse('2026-01-15T10:30Z')],
    ['2026-01-15 10:30 EST', Date.parse('2026-01-15T15:30Z')],
    ['2026-07-15 10:30 Europe/Paris', Date.parse('2026-07-15T08:30Z')],
    ['2026-01-15 10:30 Europe/Paris', Date.parse('2026-01-15T09:30Z')],
    ['2026-01-15T10:30', undefined],
    ['2026-02-30', undefined],
    ['2026-01-15 25:00', undefined],
    ['2026-01-15 10:30 Nowhere/Land', undefined],
    ['tomorrow', undefined],
  ])('%j', (text, ms) => expect(parseWaitUntil(text)).toBe(ms))
})
