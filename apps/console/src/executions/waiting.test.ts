import { describe, expect, it } from 'vitest'
import { run, task } from './test-run.test-data.ts'
import { findWaiting } from './waiting.ts'

const now = 1_000_000

describe('findWaiting', () => {
  it.each([
    ['HUMAN', 'IN_PROGRESS', {}, ['person']],
    ['WAIT', 'IN_PROGRESS', { callbackAfterSeconds: 120 }, ['until']],
    ['WAIT', 'IN_PROGRESS', { callbackAfterSeconds: 2_147_483_647 }, ['signal']],
    ['SIMPLE', 'SCHEDULED', { scheduledTime: now - 10_000 }, ['worker']],
    ['SIMPLE', 'SCHEDULED', { scheduledTime: now - 100 }, []],
    ['SIMPLE', 'IN_PROGRESS', {}, []],
    ['HUMAN', 'COMPLETED', {}, []],
  ])('reads %s %s', (taskType, status, more, kinds) => {
    expect(
      findWaiting(run('RUNNING', [task('t', status, { taskType, ...more })]), now).map((item) => item.kind),
    ).toEqual(kinds)
  })

  it('waits for nothing once the run has ended', () => {
    expect(findWaiting(run('TERMINATED', [task('t', 'IN_PROGRESS', { taskType: 'HUMAN' })]), now)).toEqual([])
  })
})
