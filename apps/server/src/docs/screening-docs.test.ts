/** The description of `/screening` against what is answered: no field more, no field less. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TestServer } from '../testing/test-server.ts'
import { createTestServer } from '../testing/test-server.ts'
import { screeningDocs } from './screening-docs.ts'
import { BatchLineSchema, DetailSchema } from './screening-shapes.ts'

let server: TestServer
beforeAll(async () => {
  server = await createTestServer({ PORT: '0' })
  await server.start()
})
afterAll(() => server.remove())

const ask = async (method: string, path: string, body?: string, type = 'application/json') =>
  await fetch(`${new URL(server.urls.screening).origin}${path}`, {
    method,
    ...(body === undefined ? {} : { body, headers: { 'content-type': type } }),
  })

const customer = { id: 'c1', names: ['Dawood Ibrahim Kaskar'], birthDates: ['1955-12-26'] }
const example = { schema: 'Person', properties: { name: ['Dawood Ibrahim Kaskar'], birthDate: '1955-12-26' } }
const queries = JSON.stringify({ q0: { query: 'Dawood Ibrahim', type: 'Person' } })
const extend = JSON.stringify({ ids: ['UN:QDi.135'], properties: [{ id: 'birthDate' }] })
const form = 'application/x-www-form-urlencoded'

type Call = readonly [route: string, path: string, body?: string, type?: string]
const calls: readonly Call[] = [
  ['GET /screening/healthz', '/screening/healthz'],
  ['GET /screening/readyz', '/screening/readyz'],
  ['GET /screening/algorithms', '/screening/algorithms'],
  ['GET /screening/catalog', '/screening/catalog'],
  ['GET /screening/manifest', '/screening/manifest'],
  ['GET /screening/entities/:entityId', '/screening/entities/UN:QDi.135'],
  ['GET /screening/entities/:entityId/adjacent', '/screening/entities/UN:QDi.135/adjacent'],
  ['GET /screening/entities/:entityId/adjacent/:property', '/screening/entities/UN:QDi.135/adjacent/sanctions'],
  ['GET /screening/search/:dataset', '/screening/search/default?q=Dawood&facets=countries&facets=topics'],
  ['POST /screening/match/:dataset', '/screening/match/default', JSON.stringify({ queries: { q: example } })],
  ['GET /screening/reconcile/:dataset', '/screening/reconcile/default'],
  [
    'POST /screening/reconcile/:dataset',
    '/screening/reconcile/default',
    new URLSearchParams({ queries }).toString(),
    form,
  ],
  [
    'POST /screening/reconcile/:dataset',
    '/screening/reconcile/default',
    new URLSearchParams({ extend }).toString(),
    form,
  ],
  ['GET /screening/reconcile/:dataset/suggest/entity', '/screening/reconcile/default/suggest/entity?prefix=dawood'],
  ['GET /screening/reconcile/:dataset/suggest/property', '/screening/reconcile/default/suggest/property?prefix=birth'],
  ['GET /screening/reconcile/:dataset/suggest/type', '/screening/reconcile/default/suggest/type?prefix=per'],
  ['GET /screening/reconcile/:dataset/extend/property', '/screening/reconcile/default/extend/property?prefix=birth'],
  ['POST /screening/v1/screen', '/screening/v1/screen?purpose=sanctions', JSON.stringify(customer)],
  ['POST /screening/v1/explain', '/screening/v1/explain', JSON.stringify({ customer, entityId: 'UN:QDi.135' })],
  ['GET /screening/v1/lists', '/screening/v1/lists'],
  ['GET /screening/v1/lists/:listId/versions', '/screening/v1/lists/UN/versions'],
  ['GET /screening/v1/deltas', '/screening/v1/deltas?list=UN'],
]

describe('the description of /screening', () => {
  it.each(calls.map((call) => ({ call })))('says what is taken and answered: $call.0 $call.1', async ({ call }) => {
    const [route, path, body, type] = call
    const doc = screeningDocs[route]
    const response = await ask(route.split(' ', 1)[0] ?? '', path, body, type)
    expect(response.status).toBe(200)
    const json: unknown = await response.json()
    // What the shape does not name is dropped, and missed here.
    expect(doc?.answer?.parse(json)).toEqual(json)
    // Throws for a body that the description refuses; forms are texts.
    if (body !== undefined && type === undefined) doc?.body?.parse(JSON.parse(body))
    const asked = [...new URL(path, server.urls.screening).searchParams.keys()]
    expect(Object.keys(doc?.query?.shape ?? {})).toEqual(expect.arrayContaining(asked))
  })

  it('says what each line of a stream is', async () => {
    const body = `${JSON.stringify(customer)}\n{"names":[],"id":"c2"}\nnonsense\n`
    const response = await ask('POST', '/screening/v1/screen/batch?progress=1', body, 'application/x-ndjson')
    const lines = (await response.text()).trimEnd().split('\n')
    const parsed = lines.map((line): unknown => JSON.parse(line))
    expect(parsed.map((line) => BatchLineSchema.parse(line))).toEqual(parsed)
    expect(parsed.length).toBeGreaterThan(3)
  })

  it.each([
    ['GET', '/screening/entities/UN:none', undefined],
    ['GET', '/screening/search/default?limit=x', undefined],
    ['POST', '/screening/match/default', '{}'],
    ['POST', '/screening/v1/screen', '{"names":["A B"],"nmae":1}'],
    ['GET', '/screening/v1/lists/NONE/versions', undefined],
  ])('says what an error is: %s %s', async (method, path, body) => {
    const response = await ask(method, path, body)
    expect(response.status).toBeGreaterThanOrEqual(400)
    const json: unknown = await response.json()
    expect(DetailSchema.parse(json)).toEqual(json)
  })

  it('is described for every route, with its answer', () => {
    const without = Object.entries(screeningDocs).filter(([, { answer }]) => answer === undefined)
    expect(without.map(([route]) => route)).toEqual(['GET /screening/updatez'])
  })
})
