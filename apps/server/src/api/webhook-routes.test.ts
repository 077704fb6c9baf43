// A vendor that calls back from outside, over a real port, with the execution that waits for it.
import { createHmac } from 'node:crypto'
import { createServer, request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { TestServer } from '../testing/test-server.ts'
import { createTestServer } from '../testing/test-server.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

/** A vendor's client: sends what it is told, with no browser's headers. */
function post(
  url: string,
  body: string | Buffer,
  headers: Record<string, string> = {},
  method = 'POST',
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(url, { method, headers: { 'content-type': 'application/json', ...headers } }, (answer) => {
      readAll(answer).then((text) => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }), reject)
    })
    sent.once('error', reject)
    sent.end(body)
  })
}

async function readAll(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  // A message without encoding gives buffers.
  for await (const chunk of message) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

const key = Buffer.from('a key of the vendor')
const secret = `whsec_${key.toString('base64')}`

/** Signed as https://www.standardwebhooks.com says. */
function signed(body: string, id = 'msg_1', at = Math.floor(Date.now() / 1000)): Record<string, string> {
  const signature = createHmac('sha256', key).update(`${id}.${at}.${body}`).digest('base64')
  return { 'webhook-id': id, 'webhook-timestamp': String(at), 'webhook-signature': `v1,${signature}` }
}

/** A provider of identity checks: takes an order, and calls back with the verdict when it is told to. */
async function startVendor() {
  const orders: { check: string; callback: string }[] = []
  const server = createServer((request, response) => {
    void readAll(request).then((text) => {
      orders.push(JSON.parse(text))
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ accepted: true }))
    })
  })
  server.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  ends.push(() => new Promise((resolve) => server.close(resolve)))
  // After listening on TCP the address is an object.
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, orders }
}

const definition = (vendor: string) => ({
  name: 'identity_check',
  schemaVersion: 2,
  tasks: [
    {
      name: 'order',
      taskReferenceName: 'order',
      type: 'HTTP',
      inputParameters: {
        uri: vendor,
        method: 'POST',
        body: { check: '${workflow.workflowId}', callback: '${workflow.input.callback}' },
      },
    },
    {
      name: 'verdict',
      taskReferenceName: 'verdict',
      type: 'WAIT_FOR_WEBHOOK',
      inputParameters: { matches: { "$['check']": '${workflow.workflowId}', type: 'check.completed' } },
    },
  ],
  outputParameters: { verdict: '${verdict.output.verdict}' },
})

async function openServer(raw: Parameters<typeof createTestServer>[0] = {}): Promise<TestServer> {
  const server = await createTestServer({ PORT: '0', CONDUCTOR_SECRET_VENDOR: secret, ...raw })
  ends.push(() => server.remove())
  await server.start()
  return server
}

async function until<T>(read: () => Promise<T>, holds: (value: T) => boolean): Promise<T> {
  const endsAt = Date.now() + 20_000
  for (;;) {
    const value = await read()
    if (holds(value)) return value
    if (Date.now() > endsAt) throw new Error(`Still not so: ${JSON.stringify(value)}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

describe('a vendor that calls back', () => {
  it('lets the execution that waits for it go on, and only its own', { timeout: 40_000 }, async () => {
    const vendor = await startVendor()
    const server = await openServer()
    const at = (path: string) => new URL(path, server.urls.console).href
    const api = (method: string, path: string, body?: unknown) => server.request(method, path, { body })
    expect((await api('POST', '/api/metadata/workflow', definition(vendor.url))).status).toBe(200)
    const saved = await api('POST', '/api/metadata/webhook', {
      name: 'vendor',
      verifier: 'STANDARD_WEBHOOKS',
      secretValue: '${workflow.secrets.VENDOR}',
      receiverWorkflowNamesToVersions: { identity_check: null },
    })
    expect(saved.json).toMatchObject({ secretValue: '${workflow.secrets.VENDOR}' })
    const { id: hook } = saved.json as { id: string }

    const start = () => api('POST', '/api/workflow/identity_check', { callback: at(`/webhook/${hook}`) })
    const [one, two] = [(await start()).text, (await start()).text]
    const ofOne = await until(
      async () => vendor.orders.find(({ check }) => check === one),
      (order) => order !== undefined,
    )
    const read = async (id: string) =>
      (await api('GET', `/api/workflow/${id}`)).json as {
        status: string
        output: unknown
        tasks: { referenceTaskName: string }[]
      }
    await until(
      () => read(one),
      ({ tasks }) => tasks.some((task) => task.referenceTaskName === 'verdict'),
    )

    const body = JSON.stringify({ type: 'check.completed', check: one, verdict: 'clear' })
    const url = ofOne?.callback ?? ''
    expect((await post(url, body)).status).toBe(403)
    expect((await post(url, body.replace('clear', 'CLEAR'), signed(body))).status).toBe(403)
    expect((await post(url, body, signed(body, 'msg_0', 1_700_000_000))).status).toBe(403)
    expect((await post(at('/webhook/none'), body, signed(body))).status).toBe(404)
    expect((await read(one)).status).toBe('RUNNING')

    expect((await post(url, body, signed(body))).status).toBe(200)
    expect(await read(one)).toMatchObject({ status: 'COMPLETED', output: { verdict: 'clear' } })
    expect((await read(two)).status).toBe('RUNNING')
    // The vendor did not hear the answer and sends it again; somebody has written it down and sends it again.
    expect((await post(at(`/api/webhook/${hook}`), body, signed(body))).status).toBe(200)
    expect((await post(url, '', {}, 'GET')).status).toBe(200)
    expect((await read(two)).status).toBe('RUNNING')
  })

  it('needs no sign-in where everybody else does, and stays behind the rules for every request', async () => {
    const server = await openServer({ GATEHOUSE_AUTH: 'required', GATEHOUSE_DEMO: 'on' })
    const operator = await server.signIn('operator')
    const hookFor = async (body: object) => {
      const saved = await server.request('POST', '/api/metadata/webhook', { cookie: operator, body })
      expect([saved.status, saved.text]).toEqual([200, expect.any(String)])
      return (saved.json as { id: string }).id
    }
    const body = { name: 'v', verifier: 'STANDARD_WEBHOOKS', secretValue: secret }
    expect((await server.request('POST', '/api/metadata/webhook', { body })).status).toBe(401)
    const id = await hookFor(body)
    const shown = await server.request('GET', `/api/metadata/webhook/${id}`, { cookie: operator })
    expect(shown.text).not.toContain(secret)

    const url = new URL(`/webhook/${id}`, server.urls.console).href
    expect((await post(url, '{}', signed('{}'))).status).toBe(200)
    // Somebody who is signed in has no more rights here than anybody else.
    expect((await post(url, '{}', { cookie: operator })).status).toBe(403)
    expect((await post(url, '{}', { ...signed('{}'), host: 'elsewhere.example' })).status).toBe(403)
    expect((await post(url, '{}', { ...signed('{}'), origin: 'https://elsewhere.example' })).status).toBe(403)
    expect((await post(url, '{}', { ...signed('{}'), 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    const large = Buffer.alloc(1024 * 1024 + 1, ' ')
    expect((await post(url, large, signed(large.toString()))).status).toBe(413)
    const broken = '{"unfinished'
    expect((await post(url, broken, signed(broken, 'msg_2'))).status).toBe(400)
    const form = 'check=7&verdict=clear'
    const asForm = { ...signed(form, 'msg_3'), 'content-type': 'application/x-www-form-urlencoded' }
    expect((await post(url, form, asForm)).status).toBe(200)
    expect((await post(url, '{}', {}, 'PUT')).status).toBe(404)
  })

  it('is slowed down when it proves nothing again and again', async () => {
    const server = await openServer()
    const url = new URL('/webhook/none', server.urls.console).href
    for (let tries = 0; tries < 100; tries += 1) await post(url, '{}')
    const answer = await post(url, '{}')
    expect(answer.status).toBe(429)
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
  })
})
