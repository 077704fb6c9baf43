// KAFKA_PUBLISH: one message. A crash may publish it again: whoever reads the topic has to bear that, as with any Kafka
// producer that starts over.

import { isMap } from '../model/json.ts'
import type { JsonMap } from '../model/json.ts'
import type { KafkaMessage } from '../ports.ts'
import { oneCall, timeLimitMs } from './one-call.ts'

const stringSerializer = 'org.apache.kafka.common.serialization.StringSerializer'

const required = [
  ['bootStrapServers', 'No boot strap servers specified'],
  ['topic', 'Missing Kafka topic. See documentation for KafkaTask for required input parameters'],
  ['value', 'Missing Kafka value.  See documentation for KafkaTask for required input parameters'],
] as const

export const kafkaPublish = oneCall({
  awaiting: 'kafka',
  effect(taskId, input) {
    const message = readMessage(input)
    return typeof message === 'string' ? message : { kind: 'publish-kafka', taskId, request: message }
  },
  outcome(_record, answer) {
    if (answer.kind !== 'kafka') return undefined
    const { outcome } = answer
    return outcome.ok ? outcome : { ...outcome, reason: `Failed to invoke kafka task due to: ${outcome.reason}` }
  },
})

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
    requestTimeoutMs: timeLimitMs(requestTimeoutMs),
    maxBlockMs: timeLimitMs(maxBlockMs),
  }
}
