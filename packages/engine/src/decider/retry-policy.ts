// Whether a failed attempt is tried again, and when.

import type { TaskDef, WorkflowTask } from '../model/definition.ts'
import { isRetriable } from '../model/status.ts'
import type { TaskStatus } from '../model/status.ts'

export interface FailedAttempt {
  readonly id: string
  readonly status: TaskStatus
  readonly taskDefName: string
  readonly retryCount: number
  readonly firstScheduledTime: number
  readonly task: Pick<WorkflowTask, 'retryCount'>
  readonly definition: TaskDef | undefined
}

export type RetryDecision =
  /** `extraMs` comes on top of the delay and is not shown to workers. */
  | { readonly kind: 'retry'; readonly delaySeconds: number; readonly extraMs: number }
  | { readonly kind: 'give-up' }
  /** Beyond the budget over all attempts: the workflow ends whatever the timeout policy says. */
  | { readonly kind: 'out-of-time'; readonly reason: string }

const maxInt = 2_147_483_647

export function decideRetry(attempt: FailedAttempt, now: number, random: () => number): RetryDecision {
  const { definition } = attempt
  const overBudget = totalTimeoutReason(attempt, now)
  const allowed = attempt.task.retryCount ?? definition?.retryCount ?? 0
  if (!isRetriable(attempt.status) || attempt.retryCount >= allowed) return { kind: 'give-up' }
  if (overBudget !== undefined) return { kind: 'out-of-time', reason: overBudget }
  const jitterLimit = definition?.backoffJitterMs ?? 0
  const jitterMs = jitterLimit > 0 ? Math.floor(random() * (jitterLimit + 1)) : 0
  const delaySeconds = definition ? retryDelaySeconds(definition, attempt.retryCount) : 0
  return { kind: 'retry', delaySeconds, extraMs: jitterMs + (delaySeconds === 0 ? breathMs(attempt.retryCount) : 0) }
}

/**
 * What is tried again without delay and fails at once would use up a hundred attempts within a second or two, before any
 * time limit could end it: only the first retry goes out at once, later ones wait a little.
 */
function breathMs(retryCount: number): number {
  return Math.min(retryCount * 5, 100)
}

/** The delay before attempt `retryCount + 1`: the formula, cut at the largest int, then capped. */
export function retryDelaySeconds(
  definition: Pick<TaskDef, 'retryLogic' | 'retryDelaySeconds' | 'backoffScaleFactor' | 'maxRetryDelaySeconds'>,
  retryCount: number,
): number {
  const delay = Math.min(uncappedDelaySeconds(definition, retryCount), maxInt)
  return definition.maxRetryDelaySeconds > 0 ? Math.min(delay, definition.maxRetryDelaySeconds) : delay
}

function uncappedDelaySeconds(
  definition: Pick<TaskDef, 'retryLogic' | 'retryDelaySeconds' | 'backoffScaleFactor'>,
  retryCount: number,
): number {
  const base = definition.retryDelaySeconds
  switch (definition.retryLogic) {
    case 'FIXED':
      return base
    case 'LINEAR_BACKOFF':
      return base * definition.backoffScaleFactor * (retryCount + 1)
    case 'EXPONENTIAL_BACKOFF':
      // Beyond 31 doublings the largest int is passed in any case, and nothing must become infinite times zero.
      return base * 2 ** Math.min(retryCount, 31)
  }
}

function totalTimeoutReason(attempt: FailedAttempt, now: number): string | undefined {
  const budget = attempt.definition?.totalTimeoutSeconds ?? 0
  const elapsedMs = now - attempt.firstScheduledTime
  if (budget <= 0 || attempt.firstScheduledTime === 0 || elapsedMs < budget * 1000) return undefined
  const elapsed = Math.floor(elapsedMs / 1000)
  return `Task ${attempt.id}/${attempt.taskDefName} exceeded total timeout of ${budget} seconds (elapsed ${elapsed} seconds across all attempts). No further retries will be attempted.`
}
