import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toTaskDef } from '../model/definition-defaults.ts'
import { decideRetry, retryDelaySeconds } from './retry-policy.ts'

describe('the delay before a retry', () => {
  it.each([
    ['FIXED', 5, 1, 0, [5, 5, 5]],
    ['LINEAR_BACKOFF', 2, 3, 0, [6, 12, 18]],
    ['EXPONENTIAL_BACKOFF', 3, 1, 0, [3, 6, 12]],
    ['EXPONENTIAL_BACKOFF', 3, 1, 10, [3, 6, 10]],
  ] as const)(
    '%s of %d s, scale %d, cap %d: %j',
    (retryLogic, retryDelaySecondsBase, backoffScaleFactor, cap, expected) => {
      const definition = toTaskDef({
        name: 't',
        retryLogic,
        retryDelaySeconds: retryDelaySecondsBase,
        backoffScaleFactor,
        maxRetryDelaySeconds: cap,
      })
      expect([0, 1, 2].map((attempt) => retryDelaySeconds(definition, attempt))).toEqual(expected)
    },
  )

  it('never goes beyond the largest int, nor beyond its cap', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('FIXED', 'LINEAR_BACKOFF', 'EXPONENTIAL_BACKOFF'),
        fc.nat(1_000_000),
        fc.nat(2000),
        fc.nat(100),
        (retryLogic, retryDelaySecondsBase, attempt, maxRetryDelaySeconds) => {
          const definition = toTaskDef({
            name: 't',
            retryLogic,
            retryDelaySeconds: retryDelaySecondsBase,
            maxRetryDelaySeconds,
          })
          const delay = retryDelaySeconds(definition, attempt)
          expect(delay).toBeLessThanOrEqual(maxRetryDelaySeconds > 0 ? maxRetryDelaySeconds : 2_147_483_647)
          expect(delay).toBeGreaterThanOrEqual(0)
        },
      ),
    )
  })
})

describe('whether to retry', () => {
  const attempt = {
    id: 't-1',
    status: 'FAILED',
    taskDefName: 't',
    retryCount: 0,
    firstScheduledTime: 1000,
    task: {},
    definition: toTaskDef({
      name: 't',
      retryCount: 1,
      retryDelaySeconds: 2,
      backoffJitterMs: 100,
      totalTimeoutSeconds: 10,
    }),
  } as const
  const half = () => 0.5

  it('follows the count of the task before that of its definition', () => {
    expect(decideRetry(attempt, 2000, half)).toEqual({ kind: 'retry', delaySeconds: 2, extraMs: 50 })
    expect(decideRetry({ ...attempt, retryCount: 1 }, 2000, half)).toEqual({ kind: 'give-up' })
    expect(decideRetry({ ...attempt, task: { retryCount: 0 } }, 2000, half)).toEqual({ kind: 'give-up' })
    expect(decideRetry({ ...attempt, definition: undefined }, 2000, half)).toEqual({ kind: 'give-up' })
  })

  it('lets what is retried without delay breathe from the second retry on', () => {
    const definition = toTaskDef({ name: 't', retryCount: 100, retryDelaySeconds: 0 })
    const extraMs = Array.from({ length: 100 }, (_, retryCount) => {
      const decision = decideRetry({ ...attempt, definition, retryCount }, 2000, half)
      return decision.kind === 'retry' ? decision.extraMs : undefined
    })
    expect(extraMs.slice(0, 3)).toEqual([0, 5, 10])
    expect(extraMs.slice(20)).toEqual(Array.from({ length: 80 }, () => 100))
  })

  it('gives up what cannot be retried, and what is out of its budget', () => {
    expect(decideRetry({ ...attempt, status: 'FAILED_WITH_TERMINAL_ERROR' }, 2000, half)).toEqual({ kind: 'give-up' })
    expect(decideRetry({ ...attempt, status: 'CANCELED' }, 2000, half)).toEqual({ kind: 'give-up' })
    expect(decideRetry(attempt, 11_000, half)).toEqual({
      kind: 'out-of-time',
      reason:
        'Task t-1/t exceeded total timeout of 10 seconds (elapsed 10 seconds across all attempts). No further retries will be attempted.',
    })
  })
})
