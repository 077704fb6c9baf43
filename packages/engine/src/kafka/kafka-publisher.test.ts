// What goes wrong before a broker answers: wrong requests, servers that may not be named, nobody there.
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { flow, openTestEngine, task } from '../../test/harness.ts'
import type { KafkaMessage, KafkaPublisher } from '../ports.ts'
import { keyBytes } from './kafka-key.ts'
import { createKafkaPublisher } from './kafka-publisher.ts'

const publishers: KafkaPublisher[] = []
afterEach(async () => {
  for (const publisher of publishers.splice(0)) await publisher.close()
})

function open(...servers: readonly string[]): KafkaPublisher {
  const publisher = createKafkaPublisher({ servers })
  publishers.push(publisher)
  return publisher
}

const message = (bootstrapServers: string): KafkaMessage => ({
  bootstrapServers,
  topic: 't',
  keySerializer: 'StringSerializer',
  value: '1',
  headers: {},
  requestTimeoutMs: 300,
  maxBlockMs: 300,
})
const forever = new AbortController().signal

describe('a task that publishes to Kafka', () => {
  const complete = { bootStrapServers: 'kafka:9092', topic: 't', value: 1 }

  it.each([
    [{}, 'Missing Kafka request. See documentation for KafkaTask for required input parameters'],
    [{ kafka_request: { topic: 't', value: 1 } }, 'No boot strap servers specified'],
    [{ kafka_request: { ...complete, topic: null } }, /^Missing Kafka topic/],
    [{ kafka_request: { ...complete, value: '' } }, /^Missing Kafka value/],
  ])('says what is missing in %j', async (inputParameters, reason) => {
    const t = await openTestEngine({ kafka: open('kafka:9092') })
    const workflow = await t.workflow(await t.run(flow([task('KAFKA_PUBLISH', 'k', { inputParameters })])))
    expect(workflow.tasks[0]?.status).toBe('FAILED')
    expect(workflow.tasks[0]?.reasonForIncompletion).toMatch(reason)
  })

  it.each([
    ['no cluster', undefined, complete, /publishes to no Kafka cluster: KAFKA_URL names none/],
    ['another cluster', 'other:9092', complete, /kafka:9092 is not one of the servers of KAFKA_URL/],
    ['a reserved address', '169.254.169.254:9092', { ...complete, bootStrapServers: '169.254.169.254' }, /never call/],
    ['a key of its own kind', 'kafka:9092', { ...complete, keySerializer: 'com.bank.KeySerializer' }, /Known: String/],
  ])('cannot with %s', async (_what, server, request, reason) => {
    const t = await openTestEngine(server === undefined ? {} : { kafka: open(server) })
    const id = await t.run(flow([task('KAFKA_PUBLISH', 'k', { inputParameters: { kafka_request: request } })]))
    const { tasks } = await t.until(id, ({ status }) => status !== 'RUNNING')
    expect(tasks[0]?.status).toBe('FAILED_WITH_TERMINAL_ERROR')
    expect(tasks[0]?.reasonForIncompletion).toMatch(/^Failed to invoke kafka task due to: /)
    expect(tasks[0]?.reasonForIncompletion).toMatch(reason)
  })
})

describe('a publisher', () => {
  it('says who is not there', async () => {
    const outcome = await open('127.0.0.1:1').publish(message('127.0.0.1:1'), forever)
    expect(outcome).toMatchObject({ ok: false, terminal: false, reason: expect.stringContaining('127.0.0.1:1') })
  })

  it('waits no longer than it was told to, and not at all once it is cancelled', async () => {
    const silent = createServer(() => {})
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    // After listening on TCP the address is an object.
    const address = `127.0.0.1:${(silent.address() as AddressInfo).port}`
    const publisher = open(address)
    expect(await publisher.publish(message(address), forever)).toMatchObject({ ok: false, terminal: false })
    const cancelled = new AbortController()
    const patient = { ...message(address), requestTimeoutMs: 60_000, maxBlockMs: 60_000 }
    const publishing = publisher.publish(patient, cancelled.signal)
    cancelled.abort()
    expect(await publishing).toEqual({ ok: false, terminal: false, reason: 'It was cancelled.' })
    await publisher.close()
    silent.close()
  })
})

describe('a key', () => {
  const java = 'org.apache.kafka.common.serialization'

  it.each([
    ['Zoë', 'StringSerializer', '5a6fc3ab'],
    [7, `${java}.StringSerializer`, '37'],
    [-2, `${java}.IntegerSerializer`, 'fffffffe'],
    ['9007199254740993', `${java}.LongSerializer`, '0020000000000001'],
  ])('%s of a %s is written as Java writes it', (key, serializer, hex) => {
    const written = keyBytes(key, serializer)
    expect(written.ok && written.bytes?.toString('hex')).toBe(hex)
  })

  it.each([
    ['a', 'LongSerializer', /not the whole number/],
    [2 ** 31, 'IntegerSerializer', /out of the range/],
    ['9999999999999999999', 'LongSerializer', /out of the range/],
  ])('%s of a %s is refused', (key, serializer, reason) => {
    const written = keyBytes(key, serializer)
    expect(written.ok ? '' : written.reason).toMatch(reason)
  })

  it('may be absent', () => expect(keyBytes(undefined, 'LongSerializer')).toEqual({ ok: true, bytes: undefined }))
})
