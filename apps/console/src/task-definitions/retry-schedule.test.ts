import { expect, it } from 'vitest'
import { retrySchedule } from './retry-schedule.ts'

const policy = {
  retryCount: 3,
  retryLogic: 'FIXED',
  retryDelaySeconds: 10,
  backoffScaleFactor: 1,
  maxRetryDelaySeconds: 0,
}

it.each([
  [policy, [10, 20, 30]],
  [{ ...policy, retryLogic: 'EXPONENTIAL_BACKOFF' }, [10, 30, 70]],
  [{ ...policy, retryLogic: 'LINEAR_BACKOFF', backoffScaleFactor: 2 }, [20, 60, 120]],
  [{ ...policy, retryLogic: 'EXPONENTIAL_BACKOFF', maxRetryDelaySeconds: 15 }, [10, 25, 40]],
  [{ ...policy, retryCount: 0 }, []],
])('counts the attempts of %j', (given, starts) => {
  expect(retrySchedule(given)).toEqual(starts)
})
