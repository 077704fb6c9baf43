/** What clients of yente ask and how it answers them: statuses, shapes and filters, held for ours. */
import { describe, expect, it } from 'vitest'
import { createScreeningIndex } from '../candidates/create-screening-index.ts'
import { finishEntity } from '../entity-hash.ts'
import type { ApiState } from './api-message.ts'
import { createScreeningApi } from './screening-api.ts'

const leader = finishEntity({
  listId: 'eu_fsf',
  entryId: 'Q1',
  schema: 'Person',
  names: [
    { full: 'Vladimir Muster', kind: 'primary' },
    { full: 'Владимир Мустер', kind: 'original' },
  ],
  birthDates: [{ value: '1952-10-07', precision: 'day', circa: false }],
  nationalities: ['ru'],
  countries: ['ru'],
  gender: 'male',
  topics: ['sanction', 'role.pep'],
  programmes: ['UKR'],
  listedOn: '2022-02-25',
  referents: ['gb-hmt-1'],
  relations: [{ kind: 'associate', role: 'associate of', entityId: 'eu_fsf:Q2' }],
  raw: { line: 1 },
})
const company = finishEntity({
  listId: 'eu_fsf',
  entryId: 'Q2',
  schema: 'Company',
  names: [{ full: 'Vostok Muster Trading LLC', kind: 'primary' }],
  countries: ['ru'],
  documents: [{ kind: 'registration', number: '84BA99810' }],
  topics: ['sanction'],
  raw: { line: 2 },
})
const governor = finishEntity({
  listId: 'mx_governors',
  entryId: 'G1',
  schema: 'Person',
  names: [{ full: 'Rosa Ejemplo', kind: 'primary' }],
  countries: ['mx'],
  topics: ['role.pep'],
  raw: { line: 1 },
})
const updatedAt = '2026-11-24T05:00:00Z'
const state: ApiState = {
  index: createScreeningIndex([leader, company, governor]),
  datasets: [
    {
      name: 'eu_fsf',
      title: 'EU',
      version: '100',
      updatedAt,
      times: {
        since: '2026-01-01T00:00:00Z',
        added: new Map([['eu_fsf:Q2', '2026-03-01T00:00:00Z']]),
        changed: new Map([['eu_fsf:Q2', '2026-03-01T00:00:00Z']]),
      },
    },
    { name: 'mx_governors', title: 'Governors', version: '7', updatedAt },
  ],
}
const api = createScreeningApi(() => state)

interface Answered {
  readonly status: number
  // Answers are read as a client reads them.
  readonly body: { [key: string]: unknown }
}

async function ask(method: string, path: string, body?: unknown): Promise<Answered> {
  const [pathname = '', search = ''] = path.split('?')
  const answer = await api({ method, path: pathname, query: new URLSearchParams(search), body })
  return { status: answer.status, body: (answer.body ?? {}) as Answered['body'] }
}

const example = {
  schema: 'Person',
  properties: { name: ['Vladimir Muster'], birthDate: ['1952'], country: 'Russia' },
}

async function match(parameters = '', query: unknown = example) {
  const { status, body } = await ask('POST', `/match/default${parameters}`, { queries: { q: query } })
  const responses = (body['responses'] ?? {}) as Record<
    string,
    { results: { id: string; score: number; match: boolean }[]; total: { value: number }; query: Answered['body'] }
  >
  return { status, body, answer: responses['q'] }
}

describe('matching', () => {
  it('answers with entities, scores and the query as it was understood', async () => {
    const { answer } = await match()
    expect(answer?.query).toMatchObject({ schema: 'Person', properties: { country: ['ru'] } })
    expect(answer?.total).toEqual({ value: 1, relation: 'eq' })
    expect(answer?.results[0]).toMatchObject({
      id: 'eu_fsf:Q1',
      match: true,
      target: true,
      first_seen: '2022-02-25',
      last_seen: '2026-11-24T05:00:00',
      last_change: '2026-01-01T00:00:00',
      referents: ['gb-hmt-1'],
      features: expect.any(Object),
      explanations: expect.any(Object),
    })
  })

  it('hands the id of an example through, and passes null over', async () => {
    const { body } = await ask('POST', '/match/default', { queries: { a: null, b: { ...example, id: 'own' } } })
    expect(Object.keys(body['responses'] as object)).toEqual(['b'])
    expect(body).toMatchObject({ responses: { b: { query: { id: 'own' } } } })
  })

  it('drops what is under the cutoff, which is never above the threshold', async () => {
    const near = { schema: 'Person', properties: { name: 'Vladimir Mustir', birthDate: '1970-01-01' } }
    const { answer: all } = await match('?threshold=0.99&cutoff=0.1', near)
    expect(all?.results[0]?.match).toBe(false)
    expect(all?.total.value).toBe(0)
    const least = all?.results[0]?.score ?? 0
    const { answer: none } = await match(`?threshold=${Math.min(1, least + 0.01)}&cutoff=1`, near)
    expect(none?.results).toEqual([])
  })

  it.each([
    ['', 1],
    ['?exclude_dataset=eu_fsf', 0],
    ['?include_dataset=eu_fsf&include_dataset=nowhere', 1],
    ['?include_dataset=nowhere', 0],
    ['?include_dataset=eu_fsf&exclude_dataset=eu_fsf', 0],
    ['?exclude_schema=Person', 0],
    ['?topics=crime.cyber', 0],
    ['?topics=crime.cyber&topics=role.pep', 1],
    ['?exclude_entity_ids=eu_fsf:Q1', 0],
    ['?exclude_entity_ids=gb-hmt-1', 0],
    ['?exclude_entity_ids=other', 1],
    ['?changed_since=2025-12-31', 1],
    ['?changed_since=2026-01-02', 0],
    ['?changed_since=2026-01-01T00', 1],
    ['?fuzzy=false&algorithm=logic-v1', 1],
  ])('filters by %s', async (parameters, results) => {
    const { status, answer } = await match(parameters)
    expect([status, answer?.results.length]).toEqual([200, results])
  })

  it.each([
    ['?algorithm=neural-net', example, 400],
    ['?changed_since=yesterday', example, 422],
    ['?limit=501', example, 422],
    ['', { properties: { name: 'Banana' } }, 422],
    ['', { schema: 'xxx', properties: { name: 'Banana' } }, 400],
  ])('refuses %s %j with %d', async (parameters, query, status) => {
    const answered = await match(parameters, query)
    expect(answered.status).toBe(status)
    expect(answered.body).toHaveProperty('detail')
  })

  it('refuses settings that it does not have', async () => {
    const tuned = (more: object) => ask('POST', '/match/default', { queries: { q: example }, ...more })
    expect((await tuned({ config: { invalid_option: 0.4 } })).status).toBe(400)
    expect((await tuned({ weights: { name: 2 } })).status).toBe(400)
    expect((await tuned({ weights: {}, config: {} })).status).toBe(200)
  })
})

async function search(parameters: string) {
  const { status, body } = await ask('GET', `/search/${parameters}`)
  const results = (body['results'] ?? []) as { id: string }[]
  return { status, body, ids: results.map(({ id }) => id) }
}

describe('searching', () => {
  it.each([
    ['default?q=vladimir muster', 'eu_fsf:Q1'],
    ['default?q="Vostok Muster"', 'eu_fsf:Q2'],
    ['default?q=name:vostok', 'eu_fsf:Q2'],
    ['default?q=ros*', 'mx_governors:G1'],
    ['default?q=id:eu_fsf:Q2', 'eu_fsf:Q2'],
    ['default?q=muster NOT trading', 'eu_fsf:Q1'],
    ['default?q=muster -schema:Person', 'eu_fsf:Q2'],
    ['default?q=nothing OR "Rosa Ejemplo"', 'mx_governors:G1'],
    ['default?filter=registrationNumber:none&filter=country:mx', 'mx_governors:G1'],
    ['mx_governors', 'mx_governors:G1'],
    ['default?countries=mx', 'mx_governors:G1'],
    ['default?datasets=mx_governors', 'mx_governors:G1'],
    ['default?q=muster&schema=Company', 'eu_fsf:Q2'],
    ['default?schema=Organization', 'eu_fsf:Q2'],
    ['default?changed_since=2026-02-01&include_dataset=eu_fsf', 'eu_fsf:Q2'],
  ])('finds by %s', async (parameters, id) => {
    const { status, ids } = await search(parameters)
    expect([status, ids]).toEqual([200, [id]])
  })

  it.each([
    ['default?q=invalid/query', 400],
    ['default?q=invalid/query&simple=true', 200],
    ['default?q="unclosed', 400],
    ['default?schema=Banana', 400],
    ['banana', 404],
    ['default?offset=9999&q=a', 422],
    ['default?limit=10000', 422],
    ['default?facets=colour', 422],
    ['default?sort=colour', 400],
    ['default?target=perhaps', 422],
  ])('answers %s by %d', async (parameters, status) => {
    expect((await search(parameters)).status).toBe(status)
  })

  it('counts by facets, three unless asked for others', async () => {
    const three = (await search('default')).body['facets'] as object
    expect(Object.keys(three)).toEqual(['countries', 'topics', 'datasets'])
    const { facets } = (await search('default?facets=schema&facets=topics')).body as { facets: object }
    expect(facets).toMatchObject({
      schema: { values: [{ name: 'Person', label: 'People', count: 2 }, { name: 'Company' }] },
      topics: { values: expect.any(Array) },
    })
  })

  it('pages, sorts and knows targets', async () => {
    expect((await search('default?limit=0')).ids).toEqual([])
    expect((await search('default?offset=2')).ids).toHaveLength(1)
    expect((await search('default?target=false')).ids).toEqual([])
    expect((await search('default?sort=caption:asc')).ids).toEqual(['mx_governors:G1', 'eu_fsf:Q1', 'eu_fsf:Q2'])
    expect((await search('default?sort=first_seen:desc')).ids[0]).toBe('mx_governors:G1')
  })
})

describe('entities', () => {
  it('come with what hangs together with them, unless that is not wanted', async () => {
    const nested = await ask('GET', '/entities/eu_fsf:Q1')
    expect(nested.body).toMatchObject({
      properties: {
        sanctions: [{ schema: 'Sanction', properties: { program: ['UKR'], listingDate: ['2022-02-25'] } }],
        associates: [{ schema: 'Associate', properties: { object: [{ id: 'eu_fsf:Q2', schema: 'Company' }] } }],
      },
    })
    const flat = await ask('GET', '/entities/eu_fsf:Q1?nested=false')
    expect(flat.body['properties']).not.toHaveProperty('sanctions')
  })

  it('name their neighbours, a page of each or of one kind', async () => {
    expect((await ask('GET', '/entities/eu_fsf:Q1/adjacent')).body).toMatchObject({
      adjacent: { sanctions: { total: { value: 1 } }, associates: { results: [{ schema: 'Associate' }] } },
    })
    expect((await ask('GET', '/entities/eu_fsf:Q1/adjacent/associates?limit=1&offset=1')).body).toMatchObject({
      results: [],
      total: { value: 1, relation: 'eq' },
      limit: 1,
      offset: 1,
    })
    expect((await ask('GET', '/entities/eu_fsf:Q1/adjacent/family')).body).toMatchObject({ results: [] })
    expect((await ask('GET', '/entities/banana')).status).toBe(404)
    expect((await ask('GET', '/entities/gb-hmt-1')).status).toBe(308)
  })
})

describe('reconciling', () => {
  const post = (form: object) => ask('POST', '/reconcile/default', form)

  it('describes itself', async () => {
    const { body } = await ask('GET', '/reconcile/default')
    expect(body).toMatchObject({
      versions: ['0.2'],
      identifierSpace: expect.stringMatching(/^https:/),
      suggest: { entity: { service_path: '/suggest/entity' } },
    })
    expect((body['defaultTypes'] as unknown[]).length).toBeGreaterThan(3)
    expect((await ask('GET', '/reconcile/banana')).status).toBe(404)
  })

  it('finds the entry for a row, also by its properties', async () => {
    const queries = JSON.stringify({
      a: { query: 'Vladimir Muster' },
      b: {
        query: 'Vostok Muster',
        type: ['Company'],
        properties: [{ pid: 'LegalEntity:registrationNumber', v: '84BA99810' }],
      },
    })
    expect((await post({ queries })).body).toMatchObject({
      a: { result: [{ id: 'eu_fsf:Q1', name: 'Vladimir Muster', match: true, type: [{ id: 'Person' }] }] },
      b: { result: [{ id: 'eu_fsf:Q2' }] },
    })
    expect((await post({ queries: JSON.stringify({ a: { query: 37 } }) })).status).toBe(400)
    expect((await post({ queries: 'no json' })).status).toBe(400)
    expect((await post({})).status).toBe(400)
  })

  it('extends rows by columns', async () => {
    const extend = JSON.stringify({ ids: ['eu_fsf:Q1', 'none'], properties: [{ id: 'nationality' }, { id: 'colour' }] })
    expect((await post({ extend })).body).toEqual({
      meta: [{ id: 'nationality', name: 'Nationality' }],
      rows: { 'eu_fsf:Q1': { nationality: [{ str: 'ru' }] }, none: {} },
    })
  })

  it.each([
    ['entity?prefix=vladimir mus', ['eu_fsf:Q1']],
    ['entity?prefix=banana man', []],
    ['entity', []],
    [
      'property?prefix=country',
      ['Thing:country', 'LegalEntity:mainCountry', 'LegalEntity:jurisdiction', 'Person:birthCountry'],
    ],
    ['property', []],
    ['type?prefix=organ', ['Organization']],
    ['type?prefix=banana', []],
  ])('suggests %s', async (path, ids) => {
    const { status, body } = await ask('GET', `/reconcile/default/suggest/${path}`)
    expect(status).toBe(200)
    expect((body['result'] as { id: string }[]).map(({ id }) => id)).toEqual(ids)
  })
})

describe('the rest', () => {
  it('knows several algorithms, and its catalogue by its tag', async () => {
    expect(((await ask('GET', '/algorithms')).body['algorithms'] as unknown[]).length).toBeGreaterThan(3)
    const query = new URLSearchParams()
    const { headers } = await api({ method: 'GET', path: '/manifest', query })
    const again = (tag: string) => api({ method: 'GET', path: '/catalog', query, headers: { 'if-none-match': tag } })
    expect((await again(`"other", W/${headers['etag']}`)).status).toBe(304)
    expect((await again('"other"')).status).toBe(200)
  })
})
