// Traces as a collector receives them, over HTTP, from a server that is stopped in the middle.
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { rm } from 'node:fs/promises'
import type { Span } from '@gatehouse/engine'
import { afterEach, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { createLog } from '../log.ts'
import { createTestServer, openTestServer } from '../testing/test-server.ts'
import { createSpanSender } from './span-sender.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

/** What https://opentelemetry.io/docs/specs/otlp/ says of a request, as far as a backend needs it. */
const id = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`))
const nanos = z.string().regex(/^\d{19}$/)
const AttributeSchema = z.strictObject({
  key: z.string(),
  value: z.union([
    z.strictObject({ stringValue: z.string() }),
    z.strictObject({ intValue: z.string().regex(/^-?\d+$/) }),
    z.strictObject({ doubleValue: z.number() }),
    z.strictObject({ boolValue: z.boolean() }),
  ]),
})
const SpanSchema = z.strictObject({
  traceId: id(16),
  spanId: id(8),
  parentSpanId: id(8).optional(),
  name: z.string().min(1),
  kind: z.number().int().min(1).max(5),
  startTimeUnixNano: nanos,
  endTimeUnixNano: nanos,
  attributes: z.array(AttributeSchema),
  links: z.array(z.strictObject({ traceId: id(16), spanId: id(8) })),
  status: z.strictObject({ code: z.number().int().min(0).max(2) }),
})
const RequestSchema = z.strictObject({
  resourceSpans: z.array(
    z.strictObject({
      resource: z.strictObject({ attributes: z.array(AttributeSchema) }),
      scopeSpans: z.array(
        z.strictObject({
          scope: z.strictObject({ name: z.string(), version: z.string() }),
          spans: z.array(SpanSchema),
        }),
      ),
    }),
  ),
})

/** A collector that is away for the first requests. */
async function startCollector(refusals = 0, status = 503) {
  const spans: z.infer<typeof SpanSchema>[] = []
  const requests: { url: string; headers: IncomingHttpHeaders; text: string }[] = []
  let left = refusals
  const server = createServer((request, response) => {
    let text = ''
    request.setEncoding('utf8')
    request.on('data', (chunk: string) => (text += chunk))
    request.on('end', () => {
      requests.push({ url: request.url ?? '', headers: request.headers, text })
      response.statusCode = left > 0 ? status : 200
      if (left > 0) left -= 1
      else
        for (const part of RequestSchema.parse(JSON.parse(text)).resourceSpans) {
          for (const scope of part.scopeSpans) spans.push(...scope.spans)
        }
      response.setHeader('content-type', 'application/json')
      response.end('{}')
    })
  })
  server.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  ends.push(() => new Promise((resolve) => server.close(resolve)))
  // After listening on TCP the address is an object.
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, spans, requests }
}

const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'

it('reach the collector as one trace of each execution, across a stop of the server', { timeout: 40_000 }, async () => {
  const collector = await startCollector(1)
  const calls: IncomingHttpHeaders[] = []
  const vendor = createServer((request, response) => {
    calls.push(request.headers)
    response.end('{}')
  })
  vendor.listen(0, '127.0.0.1')
  await new Promise((resolve) => vendor.once('listening', resolve))
  ends.push(() => new Promise((resolve) => vendor.close(resolve)))
  const raw = {
    PORT: '0',
    OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/v1/traces`,
    OTEL_EXPORTER_OTLP_HEADERS: 'x-tenant=a%20b',
    OTEL_SERVICE_NAME: 'onboarding',
  }
  const first = await createTestServer(raw)
  ends.push(() => rm(first.folder, { recursive: true, force: true }))
  await first.start()
  // After listening on TCP the address is an object.
  const uri = `http://127.0.0.1:${(vendor.address() as AddressInfo).port}/`
  const registered = await first.request('POST', '/api/metadata/workflow', {
    body: {
      name: 'traced',
      schemaVersion: 2,
      tasks: [
        { name: 'call', taskReferenceName: 'call', type: 'HTTP', inputParameters: { uri, method: 'GET' } },
        { name: 'ask', taskReferenceName: 'ask', type: 'HUMAN', inputParameters: { who: '${workflow.input.who}' } },
      ],
    },
  })
  expect(registered.status).toBe(200)
  const started = await first.request('POST', '/api/workflow/traced', {
    body: { who: 'Annabella Nightingale' },
    headers: { traceparent },
  })
  await vi.waitFor(() => expect(calls).toHaveLength(1), { timeout: 10_000 })
  await vi.waitFor(() => expect(collector.spans.map(({ name }) => name)).toEqual(['call']), { timeout: 15_000 })
  await first.stop()

  const second = await openTestServer(first.folder, raw)
  ends.push(() => second.stop())
  await second.start()
  const answered = await second.request('POST', `/api/tasks/${started.text}/ask/COMPLETED`, {
    body: { said: 'Annabella Nightingale' },
  })
  expect(answered.status).toBe(200)
  await vi.waitFor(() => expect(collector.spans).toHaveLength(3), { timeout: 15_000 })

  const [call, ask, root] = ['call', 'ask', 'traced'].map((name) => collector.spans.find((span) => span.name === name))
  expect(new Set(collector.spans.map(({ traceId }) => traceId))).toEqual(new Set([traceparent.slice(3, 35)]))
  expect(root?.parentSpanId).toBe('b7ad6b7169203331')
  expect([call?.parentSpanId, ask?.parentSpanId]).toEqual([root?.spanId, root?.spanId])
  expect(calls[0]?.['traceparent']).toBe(`00-${call?.traceId}-${call?.spanId}-01`)
  expect(Number(root?.startTimeUnixNano)).toBeLessThanOrEqual(Number(call?.startTimeUnixNano))
  expect(Number(root?.endTimeUnixNano)).toBeGreaterThanOrEqual(Number(ask?.endTimeUnixNano))
  expect(root?.status.code).toBe(1)
  const [request] = collector.requests
  expect(request).toMatchObject({
    url: '/v1/traces',
    headers: { 'x-tenant': 'a b', 'content-type': 'application/json' },
  })
  expect(request?.text).toContain('"stringValue":"onboarding"')
  expect(collector.requests.map(({ text }) => text).join()).not.toMatch(/Annabella|Nightingale/)
})

const span: Span = {
  traceId: '0af7651916cd43dd8448eb211c80319c',
  spanId: 'b7ad6b7169203331',
  links: [],
  name: 's',
  kind: 'internal',
  startedAt: 1_700_000_000_000,
  endedAt: 1_700_000_000_001,
  status: 'unset',
  attributes: { text: 't', whole: 1, part: 0.5, flag: true },
}

it('cost spans and nothing else when the collector refuses them or does not keep up', async () => {
  const picky = await startCollector(1, 400)
  const config = { endpoint: picky.url, headers: {}, serviceName: 's' }
  const refused = createSpanSender(config, createLog('silent'))
  refused.add([span])
  await refused.stop()
  expect(refused.counts).toEqual({ sent: 0, dropped: 1, waiting: 0 })
  const away = createSpanSender({ ...config, endpoint: 'http://127.0.0.1:1' }, createLog('silent'))
  for (let n = 0; n < 21; n += 1) away.add(Array.from({ length: 1_000 }, () => span))
  expect(away.counts).toEqual({ sent: 0, dropped: 1_000, waiting: 20_000 })
  await away.stop()
  const fine = createSpanSender(config, createLog('silent'))
  fine.add(Array.from({ length: 1_300 }, () => span))
  await fine.stop()
  expect(fine.counts).toEqual({ sent: 1_300, dropped: 0, waiting: 0 })
  expect(picky.spans).toHaveLength(1_300)
})
