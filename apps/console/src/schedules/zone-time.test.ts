import { expect, it } from 'vitest'
import { offsetChanges, zoneTime } from './zone-time.ts'

const day = (text: string): number => Date.parse(`${text}T05:00:00Z`)
const times = [day('2026-10-23'), day('2026-10-24'), day('2026-10-26'), day('2026-10-27')]

it('marks the first time after a change of clocks', () => {
  expect(offsetChanges(times, 'Europe/Berlin')).toEqual([day('2026-10-26')])
  expect(offsetChanges(times, 'UTC')).toEqual([])
  expect(offsetChanges(times, 'Europe/Nowhere')).toEqual([])
})

it('shows a moment as the zone has it', () => {
  expect(zoneTime(day('2026-10-26'), 'Europe/Berlin', 'en')).toContain('06:00:00')
  expect(zoneTime(day('2026-10-26'), 'Europe/Nowhere', 'en')).toContain('05:00:00')
})
