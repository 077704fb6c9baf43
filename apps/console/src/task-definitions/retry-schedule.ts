/** When the attempts of a task would start, as Conductor counts delays. Pure. */
import type { TaskDef } from '../api/conductor.ts'

type RetryPolicy = Pick<
  TaskDef,
  'retryCount' | 'retryLogic' | 'retryDelaySeconds' | 'backoffScaleFactor' | 'maxRetryDelaySeconds'
>

const shown = 8

/** Seconds after the first failure at which each further attempt starts, at most eight. */
export function retrySchedule(policy: RetryPolicy): readonly number[] {
  const starts: number[] = []
  let at = 0
  for (let attempt = 1; attempt <= Math.min(policy.retryCount, shown); attempt += 1) {
    at += delayBefore(policy, attempt)
    starts.push(at)
  }
  return starts
}

function delayBefore(policy: RetryPolicy, attempt: number): number {
  const base = policy.retryDelaySeconds
  const delay =
    policy.retryLogic === 'EXPONENTIAL_BACKOFF'
      ? base * 2 ** (attempt - 1)
      : policy.retryLogic === 'LINEAR_BACKOFF'
        ? base * policy.backoffScaleFactor * attempt
        : base
  return policy.maxRetryDelaySeconds > 0 ? Math.min(delay, policy.maxRetryDelaySeconds) : delay
}
