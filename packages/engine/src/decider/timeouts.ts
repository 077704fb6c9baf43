// Which limit of a task has passed, and when the next one does.

import type { TaskDef } from '../model/definition.ts'
import { isTerminal } from '../model/status.ts'
import type { TaskStatus } from '../model/status.ts'

export interface TimedTask {
  readonly id: string
  readonly status: TaskStatus
  readonly taskDefName: string
  readonly definition: TaskDef | undefined
  readonly scheduledTime: number
  readonly startTime: number
  readonly updateTime: number
  readonly firstScheduledTime: number
  readonly startDelayInSeconds: number
  readonly callbackAfterSeconds: number
}

export interface Expiry {
  readonly kind: 'total' | 'attempt' | 'poll' | 'response'
  readonly reason: string
  /** TIME_OUT_WF ends the workflow at once; RETRY goes to the retry policy. */
  readonly policy: 'RETRY' | 'TIME_OUT_WF'
}

interface Limit {
  readonly kind: Expiry['kind']
  /** Epoch ms. */
  readonly at: number
  readonly limitSeconds: number
  readonly since: number
}

/** The first limit that has passed, in the order total, attempt, poll, response. */
export function findExpiry(task: TimedTask, responseTimeoutApplies: boolean, now: number): Expiry | undefined {
  const limit = limitsOf(task, responseTimeoutApplies).find((candidate) => now >= candidate.at)
  return limit && toExpiry(task, limit, now)
}

/** When to look at the task next because of its limits; undefined when it has none. */
export function nextExpiryAt(task: TimedTask, responseTimeoutApplies: boolean): number | undefined {
  let earliest: number | undefined
  for (const { at } of limitsOf(task, responseTimeoutApplies)) earliest = Math.min(earliest ?? at, at)
  return earliest
}

const noLimits: readonly Limit[] = []

function limitsOf(task: TimedTask, responseTimeoutApplies: boolean): readonly Limit[] {
  const { definition } = task
  if (!definition || isTerminal(task.status)) return noLimits
  const limits: Limit[] = []
  // With ALERT_ONLY only the response timeout has consequences.
  const enforced = definition.timeoutPolicy !== 'ALERT_ONLY'
  if (enforced && definition.totalTimeoutSeconds > 0 && task.firstScheduledTime > 0) {
    limits.push(newLimit('total', task.firstScheduledTime, definition.totalTimeoutSeconds))
  }
  const delayMs = task.startDelayInSeconds * 1000
  if (enforced && definition.timeoutSeconds > 0 && task.startTime > 0) {
    limits.push(newLimit('attempt', task.startTime + delayMs, definition.timeoutSeconds))
  }
  const pollTimeout = definition.pollTimeoutSeconds ?? 0
  if (enforced && pollTimeout > 0 && task.status === 'SCHEDULED') {
    limits.push(newLimit('poll', task.scheduledTime + delayMs, pollTimeout, task.callbackAfterSeconds))
  }
  if (responseTimeoutApplies && definition.responseTimeoutSeconds > 0 && task.status === 'IN_PROGRESS') {
    limits.push(newLimit('response', task.updateTime, definition.responseTimeoutSeconds, task.callbackAfterSeconds))
  }
  return limits
}

function newLimit(kind: Limit['kind'], since: number, limitSeconds: number, extraSeconds = 0): Limit {
  return { kind, since, limitSeconds, at: since + (limitSeconds + extraSeconds) * 1000 }
}

function toExpiry(task: TimedTask, limit: Limit, now: number): Expiry {
  const policy = task.definition?.timeoutPolicy === 'RETRY' ? 'RETRY' : 'TIME_OUT_WF'
  const elapsed = Math.floor((now - limit.since) / 1000)
  switch (limit.kind) {
    case 'response':
      return {
        kind: 'response',
        reason: `responseTimeout: ${limit.limitSeconds} exceeded for the taskId: ${task.id} with Task Definition: ${task.taskDefName}`,
        policy: 'RETRY',
      }
    case 'poll':
      return {
        kind: 'poll',
        reason: `Task poll timed out after ${elapsed} seconds. Poll timeout configured as ${limit.limitSeconds} seconds. Timeout policy configured to ${policy}`,
        policy,
      }
    case 'total':
    case 'attempt':
      return {
        kind: limit.kind,
        reason: `Task timed out after ${elapsed} seconds. Timeout configured as ${limit.limitSeconds} seconds. Timeout policy configured to ${policy}`,
        policy,
      }
  }
}
