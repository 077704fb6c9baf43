import { describe, expect, it } from 'vitest'
import { createScreeningIndex } from '../candidates/create-screening-index.ts'
import { finishEntity } from '../entity-hash.ts'
import type { ApiState } from './api-message.ts'
import { createScreeningApi } from './screening-api.ts'

const entity = finishEntity({
  listId: 'OFAC-SDN',
  entryId: '23343',
  schema: 'Person',
  names: [{ full: 'Ramzan Akhmatovich KADYROV', kind: 'primary' }],
  birthDates: [{ value: '1976-10-05', precision: 'day', circa: false }],
  nationalities: ['ru'],
  topics: ['sanction'],
  referents: ['old'],
  raw: { line: 1 },
})
const state: ApiState = {
  index: createScreeningIndex([entity]),
  datasets: [{ name: 'OFAC-SDN', title: 'OFAC SDN', version: 'v1', updatedAt: '2026-11-24T05:00:00Z' }],
}
const api = createScreeningApi(() => state)

function get(path: string, headers: Record<string, string> = {}) {
  const [pathname = '', search = ''] = path.split('?')
  return api({ method: 'GET', path: pathname, query: new URLSearchParams(search), headers })
}

function post(path: string, body: unknown) {
  const [pathname = '', search = ''] = path.split('?')
  return api({ method: 'POST', path: pathname, query: new URLSearchParams(search), body })
}

const example = { schema: 'Person', properties: { name: 'Рамзан Кадыров', birthDate: ['1976-10-05'] } }

describe('the screening API', () => {
  it('matches by example in the shape that yente clients read', async () => {
    const answer = await post('/match/default', { queries: { q1: example } })
    expect(answer).toMatchObject({
      status: 200,
      headers: { 'x-batch-size': '1' },
      body: {
        limit: 5,
        responses: {
          q1: {
            status: 200,
            total: { value: 1, relation: 'eq' },
            results: [
              {
                id: 'OFAC-SDN:23343',
                match: true,
                datasets: ['OFAC-SDN'],
                explanations: { name: { candidate: 'Ramzan Akhmatovich KADYROV' } },
              },
            ],
          },
        },
      },
    })
  })

  it.each([
    ['/match/default', { queries: {} }, 400],
    ['/match/default', {}, 422],
    ['/match/default', { queries: { q: { schema: 'Person', properties: {} } } }, 400],
    ['/match/nowhere', { queries: { q: example } }, 404],
    ['/match/default?algorithm=magic', { queries: { q: example } }, 400],
    ['/match/default?threshold=7', { queries: { q: example } }, 422],
    ['/match/default?limit=501', { queries: { q: example } }, 422],
  ])('answers POST %s with %j by %d', async (path, body, status) => {
    const answer = await post(path, body)
    expect(answer.status).toBe(status)
    expect(answer.body).toHaveProperty('detail')
  })

  it('refuses more than a hundred queries', async () => {
    const queries = Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`q${i}`, example]))
    expect((await post('/match/default', { queries })).status).toBe(400)
  })

  it('leaves out what the caller excludes', async () => {
    const answer = await post('/match/default?exclude_entity_ids=OFAC-SDN:23343', { queries: { q: example } })
    expect(answer.body).toMatchObject({ responses: { q: { results: [] } } })
  })

  it('searches with facets', async () => {
    expect((await get('/search/default?q=Kadyrow')).body).toMatchObject({
      total: { value: 1 },
      results: [{ id: 'OFAC-SDN:23343' }],
      facets: { countries: { values: [{ name: 'ru', count: 1 }] } },
    })
    expect((await get('/search/default?q=Kadyrow&countries=fr')).body).toMatchObject({ total: { value: 0 } })
  })

  it('shows entities, and redirects from merged ones', async () => {
    expect((await get('/entities/OFAC-SDN:23343')).body).toMatchObject({ caption: 'Ramzan Akhmatovich KADYROV' })
    expect(await get('/entities/OFAC-SDN:old')).toMatchObject({
      status: 308,
      headers: { location: '/entities/OFAC-SDN%3A23343' },
    })
    expect((await get('/entities/OFAC-SDN:none')).status).toBe(404)
  })

  it('answers the catalogue once and then by its tag', async () => {
    const first = await get('/catalog')
    expect(first.body).toMatchObject({ current: ['OFAC-SDN'], index_stale: false })
    expect((await get('/catalog', { 'if-none-match': first.headers.etag ?? '' })).status).toBe(304)
  })

  it('is healthy before it is ready', async () => {
    const empty = createScreeningApi(() => undefined)
    const query = new URLSearchParams()
    expect((await empty({ method: 'GET', path: '/healthz', query })).status).toBe(200)
    expect((await empty({ method: 'GET', path: '/readyz', query })).status).toBe(503)
    expect((await get('/algorithms')).body).toMatchObject({ default: 'gatehouse' })
  })
})
