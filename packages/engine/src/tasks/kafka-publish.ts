// KAFKA_PUBLISH: one message, published by the engine itself once the task is on disk. A crash between the two publishes it
// again: whoever reads the topic has to bear that, as with any Kafka producer that starts over.

import type { TaskRecord } from '../decider/run.ts'
import { setStatus, touch } from '../decider/step.ts'
import type { Step } from '../decider/step.ts'
import { isMap } from '../model/json.ts'
import type { JsonMap } from '../model/json.ts'
import type { KafkaMessage, KafkaOutcome } from '../ports.ts'
import type { TaskKind } from './task-kind.ts'

const defaultTimeoutMs = 3000
const stringSerializer = 'org.apache.kafka.common.serialization.StringSerializer'

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
    const message = readMessage(record.input)
    record.pollCount += 1
    record.startTime ||= step.now
    record.workerId = step.env.serverId
    record.updateTime = step.now
    if (typeof message === 'string') {
      setStatus(step, record, 'FAILED', message)
      return
    }
    record.awaiting = 'kafka'
    touch(step, record)
    step.effects.push({ kind: 'publish-kafka', taskId: record.id, request: message })
  },
  recover(step, record) {
    // IN_PROGRESS means that it was published and somebody else is to complete the task.
    if (record.status === 'SCHEDULED') kafkaPublish.start?.(step, record)
  },
  answer(step, record, answer) {
    if (answer.kind === 'kafka') conclude(step, record, answer.outcome)
  },
  cancel(step, record) {
    if (record.awaiting === 'kafka') step.effects.push({ kind: 'abort-call', taskId: record.id })
  },
}

function conclude(step: Step, record: TaskRecord, outcome: KafkaOutcome): void {
  record.updateTime = step.now
  if (outcome.ok) {
    setStatus(step, record, record.task.asyncComplete ? 'IN_PROGRESS' : 'COMPLETED')
    return
  }
  const reason = `Failed to invoke kafka task due to: ${outcome.reason}`
  setStatus(step, record, outcome.terminal ? 'FAILED_WITH_TERMINAL_ERROR' : 'FAILED', reason)
}

/** The message, or what is missing. */
function readMessage(input: JsonMap): KafkaMessage | string {
  const request = input['kafka_request']
  if (!isMap(request)) {
    return 'Missing Kafka request. See documentation for KafkaTask for required input parameters'
  }
  const missing = required.find(([key]) => request[key] === undefined || request[key] === null || request[key] === '')
  if (missing) return missing[1]
  const { bootStrapServers, topic, value, key, keySerializer, headers, requestTimeoutMs, maxBlockMs } = request
  return {
    bootstrapServers: String(bootStrapServers),
    topic: String(topic),
    ...(key === undefined || key === null ? {} : { key: typeof key === 'number' ? key : String(key) }),
    keySerializer: typeof keySerializer === 'string' && keySerializer !== '' ? keySerializer : stringSerializer,
    // As JSON whatever it is, a text too: consumers of a Conductor server's messages parse it.
    value: JSON.stringify(value),
    headers: isMap(headers)
      ? Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, String(text)]))
      : {},
    requestTimeoutMs: positive(requestTimeoutMs),
    maxBlockMs: positive(maxBlockMs),
  }
}

function positive(value: unknown): number {
  const number = Number(value)
  return Number.isFinite(number) && number > 0 ? number : defaultTimeoutMs
}
