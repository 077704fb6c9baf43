import { describe, expect, it } from 'vitest'
import { createTimeOrderedIds } from './time-ordered-ids.ts'

describe('time-ordered ids', () => {
  it('are UUIDs of version 7 that begin with the time', () => {
    const id = createTimeOrderedIds(() => 0x0199_0000_abcd)()
    expect(id).toMatch(/^01990000-abcd-7000-[89ab][\da-f]{3}-[\da-f]{12}$/)
  })

  it('grow, and stay different, within a millisecond and while the clock is set back', () => {
    const times = [1000, 1000, 900, 1001, 5]
    let calls = 0
    const newId = createTimeOrderedIds(() => times[calls++ % times.length] ?? 0)
    const ids = Array.from({ length: 10_000 }, () => newId())
    expect(ids.toSorted()).toEqual(ids)
    expect(new Set(ids).size).toBe(ids.length)
  })
})
