// Which domain's workers get a task: `taskToDomain` lists them by task type, in order, or for all types under `*`.

import type { Step } from './step.ts'

const activeWorkerMs = 10_000

/** The first listed domain where somebody polled lately; else the last one, unless that is NO_DOMAIN. */
export function domainFor(step: Step, taskType: string): string | undefined {
  const { taskToDomain } = step.run
  const listed = taskToDomain[taskType] ?? taskToDomain['*']
  if (!listed) return undefined
  const domains = listed.split(',').map((domain) => domain.trim())
  const isActive = (domain: string) => {
    const polledAt = step.env.lastPollTime(taskType, domain)
    return polledAt !== undefined && polledAt > step.now - activeWorkerMs
  }
  const chosen = domains.find((domain) => domain !== 'NO_DOMAIN' && isActive(domain)) ?? domains.at(-1)
  return chosen === 'NO_DOMAIN' || chosen === '' ? undefined : chosen
}
