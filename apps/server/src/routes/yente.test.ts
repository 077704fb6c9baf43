import { sampleApplication } from '@gatehouse/kyc/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createRemoteScreening } from '../screening/remote-screening.ts'
import type { TestServer } from '../testing/test-server.ts'
import { createTestServer } from '../testing/test-server.ts'

const updateToken = 'a-token-of-enough-letters'
let server: TestServer
const match = (dataset: string, body: unknown): Promise<Response> =>
  fetch(`${server.urls.screening}/match/${dataset}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

beforeAll(async () => {
  server = await createTestServer({ PORT: '0', GATEHOUSE_UPDATE_TOKEN: updateToken })
  await server.start()
})
afterAll(() => server.remove())

const example = { schema: 'Person', properties: { name: ['Dawood Ibrahim Kaskar'], birthDate: '1955-12-26' } }

describe('a client of yente', () => {
  it('gets matches in the shape it knows', async () => {
    const response = await match('default', {
      queries: { q1: example, q2: { schema: 'Person', properties: { name: 'Petra Unbescholten' } } },
    })
    expect([response.status, response.headers.get('x-batch-size')]).toEqual([200, '2'])
    const { responses, limit } = (await response.json()) as {
      responses: Record<string, { results: Record<string, unknown>[]; total: object }>
      limit: number
    }
    expect(limit).toBe(5)
    expect(responses['q1']?.results[0]).toMatchObject({
      schema: 'Person',
      match: true,
      datasets: [expect.any(String)],
      properties: { name: [expect.any(String)] },
    })
    expect(Number(responses['q1']?.results[0]?.['score'])).toBeGreaterThan(0.9)
    expect(responses['q2']).toMatchObject({ status: 200, results: [], total: { value: 0, relation: 'eq' } })
  })

  it('asks one list by its name', async () => {
    const response = await match('UN', { queries: { q: example } })
    const { responses } = (await response.json()) as {
      responses: Record<string, { results: { datasets: string[] }[] }>
    }
    expect(responses['q']?.results.map(({ datasets }) => datasets[0])).toEqual(['UN'])
  })

  it.each([
    ['default', {}, 422],
    ['default', { queries: {} }, 400],
    ['default', { queries: { q: { schema: 'Person' } } }, 422],
    ['default?algorithm=magic', { queries: { q: example } }, 400],
    ['default?limit=501', { queries: { q: example } }, 422],
    [
      'default',
      { queries: Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`q${index}`, example])) },
      400,
    ],
    ['nothing', { queries: { q: example } }, 404],
  ])('hears what is wrong with %s', async (dataset, body, status) => {
    const response = await match(dataset, body)
    expect([response.status, await response.json()]).toEqual([status, { detail: expect.anything() }])
  })

  it('reads catalog, algorithms and entities', async () => {
    const catalog = (await (await fetch(`${server.urls.screening}/catalog`)).json()) as { current: string[] }
    expect(catalog.current).toContain('UN')
    expect((await fetch(`${server.urls.screening}/algorithms`)).status).toBe(200)
    expect((await fetch(`${server.urls.screening}/entities/UN:QDi.135`)).status).toBe(200)
    expect((await fetch(`${server.urls.screening}/entities/UN:none`)).status).toBe(404)
    expect((await fetch(`${server.urls.screening}/entities/UN:QDi.135/adjacent`)).status).toBe(200)
    expect((await fetch(`${server.urls.screening}/entities/%ff`)).status).toBe(400)
  })

  it('searches by text', async () => {
    const response = await fetch(`${server.urls.screening}/search/default?q=dawood&facets=topics&limit=3`)
    expect([response.status, await response.json()]).toMatchObject([
      200,
      { limit: 3, offset: 0, facets: { topics: { values: expect.any(Array) } } },
    ])
  })

  it('asks whether the catalog has changed', async () => {
    const url = `${server.urls.screening}/catalog`
    const etag = (await fetch(url)).headers.get('etag') ?? ''
    expect((await fetch(url, { headers: { 'if-none-match': etag } })).status).toBe(304)
  })

  it('gets its trace back', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
    const ask = async (headers: Record<string, string>) =>
      (await fetch(`${server.urls.screening}/healthz`, { headers })).headers.get('traceparent')
    expect(await ask({ traceparent })).toBe(traceparent)
    expect(await ask({ traceparent: 'nonsense' })).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/)
  })

  it('starts an update only with the token', async () => {
    const update = async (token: string) =>
      (await fetch(`${server.urls.screening}/updatez?sync=true&token=${token}`, { method: 'POST' })).status
    expect([await update(''), await update('wrong'), await update(updateToken)]).toEqual([403, 403, 200])
  })

  it('gets long answers compressed, and addresses refused that are too long', async () => {
    const ask = async (url: string) =>
      fetch(`${server.urls.screening}${url}`, { headers: { 'accept-encoding': 'gzip' } })
    expect((await ask('/catalog')).headers.get('content-encoding')).toBe('gzip')
    expect((await ask('/healthz')).headers.get('content-encoding')).toBeNull()
    expect((await ask(`/search/default?q=${'a'.repeat(60_001)}`)).status).toBe(414)
    expect((await ask('/updatez')).status).toBe(405)
  })

  it('reconciles the rows of a spreadsheet', async () => {
    const base = `${server.urls.screening}/reconcile/default`
    const described = (await (await fetch(base)).json()) as { suggest: { entity: Record<string, string> } }
    const { service_url: url, service_path: path } = described.suggest.entity
    const suggested = await (await fetch(`${url}${path}?prefix=dawood`)).json()
    expect(suggested).toMatchObject({
      result: expect.arrayContaining([expect.objectContaining({ name: expect.any(String) })]),
    })
    const queries = JSON.stringify({ row1: { query: 'Dawood Ibrahim Kaskar', type: 'Person' } })
    const answer = await fetch(base, { method: 'POST', body: new URLSearchParams({ queries }) })
    expect([answer.status, answer.headers.get('x-batch-size')]).toEqual([200, '1'])
    expect(await answer.json()).toMatchObject({
      row1: { result: expect.arrayContaining([expect.objectContaining({ match: true })]) },
    })
  })

  it('may be another Gatehouse', async () => {
    const local = { screen: async () => ({ status: 'UNAVAILABLE', reason: 'not asked' }) as const }
    const sample = sampleApplication()
    const listed = {
      ...sample,
      identity: { ...sample.identity, givenNames: 'Dawood Ibrahim', surnames: 'Kaskar', dateOfBirth: '1955-12-26' },
    }
    const answer = await createRemoteScreening(server.urls.screening, local).screen(listed, ['SANCTIONS'])
    expect(answer).toMatchObject({
      status: 'ANSWERED',
      hits: expect.arrayContaining([expect.objectContaining({ listId: 'UN' })]),
    })
  })
})
