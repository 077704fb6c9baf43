// Against a real broker, which test/kafka/run.sh starts: KAFKA_TEST_SERVER is its `host:port`.
import { Admin, Consumer, jsonDeserializer } from '@platformatic/kafka'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { flow, openTestEngine, task } from '../../test/harness.ts'
import type { KafkaPublisher } from '../ports.ts'
import { createKafkaPublisher } from './kafka-publisher.ts'

const server = process.env['KAFKA_TEST_SERVER'] ?? ''
if (server === '') {
  if (process.env['REQUIRE_ALL'] === '1') throw new Error('KAFKA_TEST_SERVER is not set, and REQUIRE_ALL=1 demands it')
  console.log(
    'Left out: KAFKA_PUBLISH against a real broker (KAFKA_TEST_SERVER is not set; test/kafka/run.sh starts one)',
  )
}
const [host, port] = server.split(':')
/** The same broker where clients have to sign in. */
const guarded = `${host}:${Number(port) + 2}`

describe.skipIf(server === '')('a real Kafka broker', () => {
  const publishers: KafkaPublisher[] = []
  const open = (cluster: Partial<Parameters<typeof createKafkaPublisher>[0]> = {}) => {
    const publisher = createKafkaPublisher({ servers: [server], tls: false, ...cluster })
    publishers.push(publisher)
    return publisher
  }
  let topic = ''
  beforeAll(() => {
    topic = `gatehouse-${crypto.randomUUID()}`
  })
  afterAll(async () => {
    await Promise.all(publishers.map((publisher) => publisher.close()))
    const admin = new Admin({ clientId: 'test', bootstrapBrokers: [server] })
    await admin.deleteTopics({ topics: [topic] })
    await admin.close()
  })

  const request = (more = {}) => ({
    kafka_request: {
      bootStrapServers: server,
      topic,
      value: { n: 1 },
      requestTimeoutMs: 10_000,
      maxBlockMs: 10_000,
      ...more,
    },
  })

  async function publish(kafka: KafkaPublisher, more: object, asyncComplete = false) {
    const t = await openTestEngine({
      kafka,
      secrets: { get: (name) => (name === 'TOKEN' ? 'hush' : undefined), names: () => ['TOKEN'] },
    })
    const id = await t.run(flow([task('KAFKA_PUBLISH', 'k', { inputParameters: request(more), asyncComplete })]))
    return t.until(id, ({ status, tasks }) => status !== 'RUNNING' || tasks[0]?.status === 'IN_PROGRESS')
  }

  async function readAll(count: number) {
    const consumer = new Consumer({
      clientId: 'test',
      groupId: `test-${crypto.randomUUID()}`,
      bootstrapBrokers: [server],
      deserializers: { value: (data?: Buffer) => jsonDeserializer<unknown>(data) },
    })
    const stream = await consumer.consume({ topics: [topic], mode: 'earliest' })
    const messages: { key: string; value: unknown; headers: Record<string, string> }[] = []
    for await (const { key, value, headers } of stream) {
      const texts = [...headers].map(([name, text]) => [String(name), String(text)])
      messages.push({ key: Buffer.from(key ?? '').toString('hex'), value, headers: Object.fromEntries(texts) })
      if (messages.length >= count) break
    }
    await consumer.close(true)
    return messages
  }

  it('gets messages with keys, headers and values as they are, and shows secrets to nobody else', {
    timeout: 60_000,
  }, async () => {
    const kafka = open()
    const first = await publish(kafka, {
      key: 'customer-1',
      value: { token: '${workflow.secrets.TOKEN}', text: 'Zoë' },
      headers: { source: 'gatehouse', attempt: 1 },
    })
    expect(first.status).toBe('COMPLETED')
    expect(JSON.stringify(first)).not.toContain('hush')
    const long = { key: 258, keySerializer: 'org.apache.kafka.common.serialization.LongSerializer', value: 'text' }
    expect((await publish(kafka, long)).status).toBe('COMPLETED')
    const whole = { key: '258', keySerializer: 'org.apache.kafka.common.serialization.IntegerSerializer', value: [1] }
    expect((await publish(kafka, whole)).status).toBe('COMPLETED')
    expect((await publish(kafka, { value: 5 })).status).toBe('COMPLETED')
    expect(await readAll(4)).toEqual([
      {
        key: Buffer.from('customer-1').toString('hex'),
        value: { token: 'hush', text: 'Zoë' },
        headers: { source: 'gatehouse', attempt: '1' },
      },
      { key: '0000000000000102', value: 'text', headers: {} },
      { key: '00000102', value: [1], headers: {} },
      { key: '', value: 5, headers: {} },
    ])
  })

  it('leaves a task open that somebody else is to complete', { timeout: 60_000 }, async () => {
    const workflow = await publish(open(), {}, true)
    expect(workflow).toMatchObject({ status: 'RUNNING', tasks: [{ status: 'IN_PROGRESS' }] })
  })

  it('lets a user in who signs in, and no other', { timeout: 60_000 }, async () => {
    const signIn = (password: string) =>
      open({ servers: [guarded], credentials: { mechanism: 'PLAIN', username: 'gatehouse', password } })
    const times = { bootStrapServers: guarded, requestTimeoutMs: 5000, maxBlockMs: 5000 }
    expect((await publish(signIn('only-for-tests'), times)).status).toBe('COMPLETED')
    const refused = await publish(signIn('wrong'), times)
    expect(refused.status).toBe('FAILED')
    expect(refused.tasks[0]?.reasonForIncompletion).toMatch(/^Failed to invoke kafka task due to: .*[Aa]uthentication/)
  })

  it('refuses a message that is too long for it, with its reason', { timeout: 60_000 }, async () => {
    const workflow = await publish(open(), { value: 'x'.repeat(2_000_000), requestTimeoutMs: 3000, maxBlockMs: 3000 })
    expect(workflow.tasks[0]).toMatchObject({
      status: 'FAILED',
      reasonForIncompletion: expect.stringMatching(/large|size/),
    })
  })
})
