// KAFKA_PUBLISH: checks what it was given. No Kafka client is part of this server, so a complete request fails too,
// and says why; a worker that polls for a task type of its own is the way to publish.

import { setStatus } from '../decider/step.ts'
import { isMap } from '../model/json.ts'
import type { TaskKind } from './task-kind.ts'

const required = [
  ['bootStrapServers', 'No boot strap servers specified'],
  ['topic', 'Missing Kafka topic. See documentation for KafkaTask for required input parameters'],
  ['value', 'Missing Kafka value.  See documentation for KafkaTask for required input parameters'],
] as const

export const kafkaPublish: TaskKind = {
  initialStatus: 'SCHEDULED',
  retried: true,
  responseTimeout: true,
  prepare(_step, record) {
    record.input = { ...record.input, asyncComplete: record.task.asyncComplete }
  },
  start(step, record) {
    record.startTime ||= step.now
    const request = record.input.kafka_request
    if (!isMap(request)) {
      const reason = 'Missing Kafka request. See documentation for KafkaTask for required input parameters'
      setStatus(step, record, 'FAILED', reason)
      return
    }
    const missing = required.find(([key]) => request[key] === undefined || request[key] === null || request[key] === '')
    const reason = missing?.[1] ?? 'This server has no connection to Kafka. Publish from a worker instead.'
    setStatus(step, record, 'FAILED_WITH_TERMINAL_ERROR', reason)
  },
}
