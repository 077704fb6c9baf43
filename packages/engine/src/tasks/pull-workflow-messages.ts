// PULL_WORKFLOW_MESSAGES: takes messages that were sent to the execution; waits for the first when there are none.

import { setStatus } from '../decider/step.ts'
import type { JsonMap } from '../model/json.ts'
import type { TaskKind } from './task-kind.ts'

const largestBatch = 100

export const pullWorkflowMessages: TaskKind = {
  initialStatus: 'SCHEDULED',
  retried: true,
  responseTimeout: false,
  start(step, record) {
    record.pollCount += 1
    record.startTime ||= step.now
    record.updateTime = step.now
    const size = batchSize(record.input)
    const messages = step.run.messages.slice(0, size)
    if (messages.length === 0 && record.input.blocking !== false) {
      setStatus(step, record, 'IN_PROGRESS')
      return
    }
    if (messages.length > 0) step.run.messages = step.run.messages.slice(size)
    record.output = { messages, count: messages.length }
    setStatus(step, record, 'COMPLETED')
  },
}

function batchSize({ batchSize: given }: JsonMap): number {
  const size = Math.trunc(Number(given ?? 1))
  return Number.isFinite(size) ? Math.min(largestBatch, Math.max(1, size)) : 1
}
