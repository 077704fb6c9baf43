import { describe, expect, it } from 'vitest'
import { run, task } from './test-run.test-data.ts'
import { ticksOf, timelineOf } from './timeline.ts'

describe('timelineOf', () => {
  it('separates waiting from running and orders by time', () => {
    const { bars, from, to } = timelineOf(
      run(
        'COMPLETED',
        [
          task('b', 'COMPLETED', { scheduledTime: 200, startTime: 250, endTime: 300 }),
          task('a', 'COMPLETED', { scheduledTime: 100, startTime: 120, endTime: 200 }),
        ],
        { startTime: 100, endTime: 310 },
      ),
      999,
    )
    expect(
      bars.map((bar) => [bar.task.referenceTaskName, bar.started - bar.scheduled, bar.ended - bar.started]),
    ).toEqual([
      ['a', 20, 80],
      ['b', 50, 50],
    ])
    expect([from, to]).toEqual([100, 310])
  })

  it('lets open tasks end now', () => {
    expect(
      timelineOf(
        run('RUNNING', [task('a', 'IN_PROGRESS', { scheduledTime: 100, startTime: 150 })], { startTime: 100 }),
        400,
      ).to,
    ).toBe(400)
  })

  it('draws four to nine ticks at round moments', () => {
    for (const length of [3, 29, 450, 8_000, 61_000, 5_000_000, 400_000_000]) {
      expect(ticksOf(length).length).toBeGreaterThanOrEqual(3)
      expect(ticksOf(length).length).toBeLessThanOrEqual(9)
    }
  })
})
