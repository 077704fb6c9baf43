import { type TryNameResult, TryNameResultSchema } from '@gatehouse/kyc/wire'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { TestServer } from '../testing/test-server.ts'
import { createTestServer } from '../testing/test-server.ts'

let server: TestServer
let cookie: string
beforeAll(async () => {
  server = await createTestServer({ PORT: '0' })
  await server.start()
  cookie = await server.signIn('analyst')
})
afterAll(() => server.remove())

// After `start` the port is known, and a request names it.
const post = (body: unknown) =>
  server.request('POST', '/kyc/v1/screening/try', {
    body,
    cookie,
    headers: { host: new URL(server.urls.console).host },
  })
const tried = async (body: unknown): Promise<TryNameResult> => TryNameResultSchema.parse((await post(body)).json)

it('finds by a document number alone', async () => {
  const { hits, total } = await tried({ document: 'a 333602' })
  expect(total).toBe(hits.length)
  expect(hits.map(({ entryName }) => entryName)).toContain('Dawood Ibrahim')
  for (const { features, score } of hits) {
    expect(features.find(({ feature }) => feature === 'name')).toMatchObject({ agreement: 'unknown', queryValue: null })
    expect(score).toBeGreaterThanOrEqual(75)
  }
})

it('answers with other lines as the matcher would, and leaves those in force alone', async () => {
  // One word of two: below the lines in force, above lower ones.
  const name = 'Dawood'
  const asEver = await tried({ name })
  expect(asEver.thresholds).toEqual(asEver.inForce)
  const wide = await tried({ name, thresholds: { store: 1, alert: 30 } })
  expect(wide).toMatchObject({ thresholds: { store: 1, alert: 30 }, inForce: asEver.inForce })
  expect(wide.total).toBeGreaterThan(asEver.total)
  const strict = await tried({ name: 'Dawood Ibrahim', thresholds: { store: 96, alert: 96 } })
  expect(strict.total).toBe(strict.hits.length)
  expect(strict.hits.every(({ score }) => score >= 96)).toBe(true)
  // A name that cannot be missed is held at the alert line, wherever that line is.
  const contradicted = { name: 'Dawood Ibrahim Kaskar', dateOfBirth: '1999-01-01', country: 'SE' }
  const held = async (alert: number) =>
    (await tried({ ...contradicted, thresholds: { store: 50, alert } })).hits[0]?.score
  expect([await held(75), await held(85)]).toEqual([75, 85])
})

it('refuses lines that cross, and a question about nobody', async () => {
  for (const body of [{ name: 'A B', thresholds: { store: 80, alert: 70 } }, { dateOfBirth: '1990' }, { name: '  ' }]) {
    const answer = await post(body)
    expect([answer.status, answer.code]).toEqual([400, 'INVALID_INPUT'])
  }
})
