import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createVirtualClock } from './clock.ts'
import { Timers } from './timers.ts'

describe('timers', () => {
  it('call back each key once, at its latest time, in order of time', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(9), fc.option(fc.nat(100), { nil: undefined })), { maxLength: 60 }),
        async (changes) => {
          const clock = createVirtualClock(0)
          const fired: [number, number][] = []
          const timers = new Timers<number>(clock, (key) => fired.push([key, clock.now()]))
          const expected = new Map<number, number>()
          for (const [key, at] of changes) {
            timers.set(key, at)
            if (at === undefined) expected.delete(key)
            else expected.set(key, at)
          }
          await clock.advance(200)
          expect(new Map(fired)).toEqual(expected)
          expect(fired).toHaveLength(expected.size)
          expect(fired.map(([, at]) => at)).toEqual(fired.map(([, at]) => at).toSorted((a, b) => a - b))
        },
      ),
      { numRuns: 50 },
    )
  })

  it('can be set again while they fire', async () => {
    const clock = createVirtualClock(0)
    let count = 0
    const timers = new Timers<string>(clock, (key) => {
      count += 1
      if (count < 5) timers.set(key, clock.now() + 10)
    })
    timers.set('k', 10)
    await clock.advance(1000)
    expect(count).toBe(5)
  })

  it('do not keep what has been replaced', async () => {
    const clock = createVirtualClock(0)
    const fired: string[] = []
    const timers = new Timers<string>(clock, (key) => fired.push(key))
    for (let n = 0; n < 50_000; n += 1) timers.set('k', 3_600_000 - n)
    timers.set('k', 5)
    await clock.advance(5)
    expect(fired).toEqual(['k'])
    await clock.advance(4_000_000)
    expect(fired).toEqual(['k'])
  })
})
