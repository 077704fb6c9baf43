// Against a real broker, which test/kafka/run.sh starts: KAFKA_TEST_SERVER is its `host:port`.
import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createServer } from 'node:tls'
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
/** What test/kafka/run.sh has made beside the broker's data. */
const tlsFolder = process.env['KAFKA_TEST_TLS'] ?? ''
const [host, port] = server.split(':')
/** The same broker where clients have to sign in. */
const guarded = `${host}:${Number(port) + 2}`

describe.skipIf(server === '')('a real Kafka broker', () => {
  const publishers: KafkaPublisher[] = []
  const open = (cluster: Partial<Parameters<typeof createKafkaPublisher>[0]> = {}) => {
    const publisher = createKafkaPublisher({ servers: [server], ...cluster })
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

  describe.skipIf(tlsFolder === '')('over TLS', () => {
    const secure = `${host}:${Number(port) + 3}`
    const pem = (name: string) => readFileSync(join(tlsFolder, name), 'utf8')
    const user = { mechanism: 'SCRAM-SHA-512', username: 'gatehouse', password: 'only-for-tests' } as const
    const times = { requestTimeoutMs: 3000, maxBlockMs: 3000 }
    const reasonOf = async (cluster: Partial<Parameters<typeof createKafkaPublisher>[0]>, to = secure) => {
      const kafka = open({ servers: [to], ...cluster })
      const workflow = await publish(kafka, { bootStrapServers: to, ...times })
      expect(JSON.stringify(workflow)).not.toMatch(/only-for-tests|hunter-2|PRIVATE KEY/)
      if (workflow.status === 'COMPLETED') return undefined
      expect(workflow.tasks[0]?.status).toBe('FAILED')
      return workflow.tasks[0]?.reasonForIncompletion
    }

    it.each(['SCRAM-SHA-256', 'SCRAM-SHA-512'] as const)('takes a user who signs in by %s', async (mechanism) => {
      const credentials = { ...user, mechanism }
      expect(await reasonOf({ tls: { ca: pem('ca.pem') }, credentials })).toBeUndefined()
    })

    it('takes a client that shows its certificate, and says what another lacks', { timeout: 60_000 }, async () => {
      const shown = `${host}:${Number(port) + 4}`
      const client = { cert: pem('client.pem'), key: pem('client.key') }
      expect(await reasonOf({ tls: { ca: pem('ca.pem'), client } }, shown)).toBeUndefined()
      expect(await reasonOf({ tls: { ca: pem('ca.pem') } }, shown)).toMatch(/KAFKA_CERT/)
    })

    it.each([
      [
        'a wrong password',
        () => ({ credentials: { ...user, password: 'hunter-2' } }),
        /SASL authentication failed.*KAFKA_URL/,
      ],
      ['an unknown user', () => ({ credentials: { ...user, username: 'nobody' } }), /SASL authentication failed/],
      ['another mechanism', () => ({ credentials: { ...user, mechanism: 'PLAIN' as const } }), /SASL mechanism/],
      ['an authority that it does not know', () => ({ tls: {} }), /certificate.*KAFKA_CA/],
      ['no user', () => ({ credentials: undefined }), /ask for a user \(KAFKA_URL\)/],
      ['no TLS', () => ({ tls: undefined }), /kafkas:\/\//],
    ])('says what is wrong with %s', { timeout: 60_000 }, async (_what, wrong, reason) => {
      expect(await reasonOf({ tls: { ca: pem('ca.pem') }, credentials: user, ...wrong() })).toMatch(reason)
    })

    it('asks brokers by name for their certificate, and believes no other', { timeout: 60_000 }, async () => {
      const asked: string[] = []
      const broker = createServer({
        cert: pem('broker.pem'),
        key: pem('broker.key'),
        SNICallback(name, answer) {
          asked.push(name)
          answer(null)
        },
      })
      await new Promise<void>((resolve) => broker.listen(0, 'localhost', resolve))
      // After listening on TCP the address is an object.
      const named = `localhost:${(broker.address() as AddressInfo).port}`
      expect(await reasonOf({ tls: { ca: pem('ca.pem') } }, named)).toMatch(/does not match certificate's altnames/)
      expect(new Set(asked)).toEqual(new Set(['localhost']))
      broker.close()
    })

    it('says that there is no TLS where it looks for it', { timeout: 60_000 }, async () => {
      expect(await reasonOf({ tls: { ca: pem('ca.pem') } }, server)).toMatch(/verify the broker supports TLS/)
    })
  })

  it('refuses a message that is too long for it, with its reason', { timeout: 60_000 }, async () => {
    const workflow = await publish(open(), { value: 'x'.repeat(2_000_000), requestTimeoutMs: 3000, maxBlockMs: 3000 })
    expect(workflow.tasks[0]).toMatchObject({
      status: 'FAILED',
      reasonForIncompletion: expect.stringMatching(/large|size/),
    })
  })
})
