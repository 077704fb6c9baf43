/** A retry policy and time limits in words. */
import type { TFunction } from 'i18next'
import type { TaskDef } from '../api/conductor.ts'
import { formatDuration } from '../ui/duration.ts'

type BuildTexts = TFunction<'build'>

export function retryWords(task: TaskDef, t: BuildTexts): string {
  if (task.retryCount === 0) return t('tasks.noRetry')
  const logic =
    task.retryLogic === 'EXPONENTIAL_BACKOFF' || task.retryLogic === 'LINEAR_BACKOFF' ? task.retryLogic : 'FIXED'
  return t('tasks.retries', {
    count: task.retryCount,
    logic: t(`tasks.logic.${logic}`),
    delay: formatDuration(task.retryDelaySeconds * 1_000),
  })
}

export function timeoutWords(task: TaskDef, t: BuildTexts): string {
  const response = t('tasks.response', { time: formatDuration(task.responseTimeoutSeconds * 1_000) })
  return task.timeoutSeconds === 0
    ? response
    : `${response}, ${t('tasks.total', { time: formatDuration(task.timeoutSeconds * 1_000) })}`
}

export const rateWords = (task: TaskDef, t: BuildTexts): string =>
  task.rateLimitPerFrequency > 0
    ? t('tasks.perFrequency', {
        count: task.rateLimitPerFrequency,
        time: formatDuration(task.rateLimitFrequencyInSeconds * 1_000),
      })
    : t('tasks.noLimit')
