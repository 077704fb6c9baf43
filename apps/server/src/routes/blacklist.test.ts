import { afterAll, beforeAll, expect, it } from 'vitest'
import { ListStatusSchema, PairExplanationSchema, TryNameResultSchema } from '@gatehouse/kyc/wire'
import type { TestServer } from '../testing/test-server.ts'
import { createTestServer } from '../testing/test-server.ts'

let server: TestServer
const call: TestServer['request'] = (method, url, options = {}) =>
  server.request(method, url, { ...options, headers: { host: new URL(server.urls.console).host } })

beforeAll(async () => {
  server = await createTestServer({ PORT: '0' })
  await server.start()
})
afterAll(() => server.remove())

it("matches an entry of the bank's own list once a second person has confirmed it", async () => {
  const [first, second] = server.demoAccounts.filter(({ roles }) => roles.includes('compliance_admin'))
  const cookieOf = async (account: typeof first) => {
    const { email, password } = account ?? { email: '', password: '' }
    const answer = await call('POST', '/ui/v1/auth/sign-in/email', { body: { email, password } })
    return String([answer.headers['set-cookie']].flat()[0]).split(';', 1)[0] ?? ''
  }
  const maker = await cookieOf(first)
  const checker = await cookieOf(second)
  const tried = async () => {
    const { json } = await call('POST', '/kyc/v1/screening/try', {
      body: { name: 'Zacharias Betrugsmann' },
      cookie: maker,
    })
    return TryNameResultSchema.parse(json).hits.filter(({ listId }) => listId === 'BANK')
  }
  const proposed = await call('POST', '/kyc/v1/blacklist', {
    body: { names: ['Zacharias Betrugsmann'], dateOfBirth: '1970-01-01', category: 'FRAUD' },
    cookie: maker,
  })
  expect(proposed.status).toBe(201)
  const { entryId } = proposed.json as { entryId: string }
  expect(await tried()).toEqual([])

  const self = await call('POST', `/kyc/v1/blacklist/${entryId}/confirmation`, {
    body: { decision: 'CONFIRM' },
    cookie: maker,
  })
  expect([self.status, self.code]).toEqual([403, 'SAME_PERSON'])
  const confirmed = await call('POST', `/kyc/v1/blacklist/${entryId}/confirmation`, {
    body: { decision: 'CONFIRM' },
    cookie: checker,
  })
  expect(confirmed.status).toBe(200)
  const [hit] = await tried()
  expect(hit).toMatchObject({ source: 'BLACKLIST', entryName: 'Zacharias Betrugsmann' })
  const explained = await call('POST', '/kyc/v1/screening/explain', {
    body: { name: 'Zacharias Betrugsmann', dateOfBirth: '1970-01-01', hitId: hit?.hitId, language: 'de' },
    cookie: maker,
  })
  expect(PairExplanationSchema.parse(explained.json)).toMatchObject({
    summary: expect.stringContaining('gleicht'),
    alignment: [
      { relation: 'equal', query: 'Zacharias' },
      { relation: 'equal', query: 'Betrugsmann' },
    ],
    counterfactuals: expect.arrayContaining([
      {
        feature: 'birthDate',
        change: 'absent',
        score: expect.any(Number),
        alert: expect.any(Boolean),
        sentence: expect.stringContaining('Geburtsdatum'),
      },
    ]),
    source: { listId: 'BANK' },
    listedText: null,
  })
  const lists = ListStatusSchema.parse((await call('GET', '/kyc/v1/lists', { cookie: maker })).json)
  expect(lists).toContainEqual(expect.objectContaining({ listId: 'BANK', entries: 1, status: 'current' }))

  expect(await toldToClientsOfLists(entryId)).not.toMatch(/betrugsmann|bank's own/i)

  await call('POST', `/kyc/v1/blacklist/${entryId}/end`, { cookie: checker })
  expect(await tried()).toEqual([])
  const gone = await call('POST', '/kyc/v1/screening/explain', {
    body: { name: 'Zacharias Betrugsmann', hitId: hit?.hitId, language: 'en' },
    cookie: maker,
  })
  expect([gone.status, gone.code]).toEqual([404, 'NOT_FOUND'])
})

/** Its names are personal: whoever may ask about published lists is told nothing of them. */
async function toldToClientsOfLists(entryId: string): Promise<string> {
  const queries = { q: { schema: 'Person', properties: { alias: ['Zacharias Betrugsmann'] } } }
  const answers = await Promise.all([
    call('POST', '/screening/match/default', { body: { queries } }),
    call('POST', '/screening/match/BANK', { body: { queries } }),
    call('GET', '/screening/search/default?q=Betrugsmann'),
    call('GET', `/screening/search/default?q=BANK:${entryId}`),
    call('GET', `/screening/entities/BANK:${entryId}`),
    call('GET', `/screening/entities/BANK%3A${entryId}/adjacent`),
    call('GET', '/screening/catalog'),
  ])
  expect(answers.map(({ status }) => status)).toEqual([200, 404, 200, 200, 404, 404, 200])
  // The question comes back with the answer.
  return answers.map(({ text }) => text.replace('"alias":["Zacharias Betrugsmann"]', '')).join('\n')
}
