import { readFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { Readable } from 'node:stream'
import { customerErrorCodes } from '@gatehouse/screening'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TestServer } from '../testing/test-server.ts'
import { createTestServer } from '../testing/test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await createTestServer({ PORT: '0' })
  await server.start()
})
afterAll(() => server.remove())

const listed = { id: 'c1', names: ['Dawood Ibrahim Kaskar'], birthDates: ['1955-12-26'] }
const ordinary = { id: 'c2', names: ['Petra Unbescholten'] }
const ndjson = { 'content-type': 'application/x-ndjson' }

async function post(path: string, body: unknown): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${server.urls.screening}/v1/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

async function get(path: string): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${server.urls.screening}/v1/${path}`)
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

async function stream(body: string, query = ''): Promise<Record<string, unknown>[]> {
  const response = await fetch(`${server.urls.screening}/v1/screen/batch${query}`, {
    method: 'POST',
    headers: ndjson,
    body,
  })
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/x-ndjson'])
  const text = await response.text()
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}

describe('one customer', () => {
  it('is screened with everything known of them', async () => {
    const { status, body } = await post('screen', listed)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      id: 'c1',
      outcome: 'ALERT',
      lines: { store: 60, alert: 75 },
      versions: { UN: expect.any(String) },
      matcherConfigId: expect.stringMatching(/^sha256:/),
    })
    const hit = (body['hits'] as { features: { contribution: number }[]; score: number }[])[0]
    const sum = (hit?.features ?? []).reduce((total, { contribution }) => total + contribution, 0)
    expect(sum).toBeCloseTo(hit?.score ?? -1, 6)
    expect((await post('screen', ordinary)).body).toMatchObject({ outcome: 'CLEAR', hits: [] })
  })

  it('is screened against the lists that are named', async () => {
    const { body } = await post('screen?list=UN&purpose=sanctions&limit=1', listed)
    expect(body['hits']).toMatchObject([{ listId: 'UN' }])
  })

  it.each([
    ['screen', {}, 400, 'FIELD_MISSING'],
    ['screen', { names: ['A B'], nmae: 1 }, 400, 'FIELD_UNKNOWN'],
    ['screen?list=NONE', listed, 404, undefined],
    ['screen?purpose=fun', listed, 400, undefined],
    ['screen?limit=501', listed, 400, undefined],
    ['screen?threshold=x', listed, 400, undefined],
    ['explain', { customer: listed, entityId: 'UN:none' }, 404, undefined],
    ['explain', { customer: listed, entityId: 'BANK:1' }, 404, undefined],
    ['explain', { customer: listed, entityId: 'UN:QDi.135', listVersion: 'none' }, 404, 'UNKNOWN_SNAPSHOT'],
    ['explain', { customer: listed, entityId: 'UN:QDi.135', language: 'fr' }, 400, undefined],
  ])('%s is refused with a reason', async (path, body, status, code) => {
    const answer = await post(path, body)
    expect([answer.status, answer.body['code']]).toEqual([status, code])
    expect(answer.body['detail']).toEqual(expect.any(String))
  })

  it('is explained against one entry, in words, with the listed text', async () => {
    const found = await post('screen?list=UN', listed)
    const hit = (found.body['hits'] as { entityId: string; score: number }[])[0]
    const { status, body } = await post('explain', { customer: listed, entityId: hit?.entityId, language: 'de' })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      score: hit?.score,
      alert: true,
      summary: expect.stringContaining('Punkten'),
      words: expect.arrayContaining([expect.stringContaining('„')]),
      listedText: expect.stringContaining('Kaskar'),
      counterfactuals: expect.arrayContaining([
        {
          feature: 'birthDate',
          change: 'absent',
          score: expect.any(Number),
          alert: expect.any(Boolean),
          sentence: expect.stringContaining('Geburtsdatum'),
        },
      ]),
    })
  })
})

describe('lists', () => {
  it('are told with their versions and what a version changed', async () => {
    const { body } = await get('lists')
    expect(body['lists']).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ listId: 'UN', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }),
      ]),
    )
    const versions = await get('lists/UN/versions')
    expect(versions.body).toMatchObject({ listId: 'UN', versions: [{ isInForce: true }] })
    expect((await get('deltas?list=UN')).body).toMatchObject({ listId: 'UN', counts: { added: 0, removed: 0 } })
    expect((await get('lists/NONE/versions')).status).toBe(404)
    expect((await get('deltas?list=BANK')).status).toBe(404)
  })
})

describe('a stream of customers', () => {
  it('comes back line by line with an end', async () => {
    const answers = await stream(`${JSON.stringify(listed)}\nnonsense\n${JSON.stringify(ordinary)}\n`)
    expect(answers).toMatchObject([
      { line: 1, id: 'c1', outcome: 'ALERT' },
      { line: 2, error: { code: 'NOT_JSON' } },
      { line: 3, id: 'c2', outcome: 'CLEAR' },
      { end: { lines: 3, answered: 2, alerts: 1, refused: 1 } },
    ])
  })

  it('is refused as a whole when it is no stream, or asks for what is not there', async () => {
    const asJson = await post('screen/batch', [listed])
    expect(asJson.status).toBe(415)
    const wrong = async (query: string) =>
      (await fetch(`${server.urls.screening}/v1/screen/batch${query}`, { method: 'POST', headers: ndjson, body: '\n' }))
        .status
    expect([await wrong('?list=NONE'), await wrong('?progress=x')]).toEqual([400, 400])
  })

  it('answers while the client still sends, and takes more than any body may hold', async () => {
    const { hostname, port } = new URL(server.urls.screening)
    const filler = 'A'.repeat(2000)
    const lines = 2000
    const answers = await new Promise<string>((resolve, reject) => {
      const request = httpRequest(
        { hostname, port, path: '/screening/v1/screen/batch', method: 'POST', headers: ndjson },
        (response) => {
          let text = ''
          response.setEncoding('utf8')
          response.on('data', (piece: string) => {
            text += piece
            // The rest is sent only once the first answer is here.
            if (!isSent) sendRest()
          })
          response.on('end', () => resolve(text))
        },
      )
      let isSent = false
      const sendRest = (): void => {
        isSent = true
        const rest = (function* () {
          for (let i = 1; i < lines; i++) yield `${JSON.stringify({ id: `c${i}`, names: [`Petra ${filler}`] })}\n`
        })()
        Readable.from(rest).pipe(request)
      }
      request.on('error', reject)
      request.write(`${JSON.stringify(listed)}\n`)
    })
    const last = JSON.parse(answers.trimEnd().split('\n').at(-1) ?? '') as object
    expect(last).toMatchObject({ end: { lines, answered: lines, alerts: 1 } })
  }, 60_000)

  it('stops when the client goes away, and the next one is served', async () => {
    const { hostname, port } = new URL(server.urls.screening)
    for (let i = 0; i < 12; i++) {
      await new Promise<void>((resolve) => {
        const request = httpRequest(
          { hostname, port, path: '/screening/v1/screen/batch', method: 'POST', headers: ndjson },
          (response) => {
            response.once('data', () => request.destroy())
            response.on('error', () => resolve())
            response.on('close', () => resolve())
          },
        )
        request.on('error', () => resolve())
        request.write(`${JSON.stringify(ordinary)}\n`)
      })
    }
    // More went away than may run at once, so each has given its place back.
    await expect
      .poll(async () => {
        const response = await fetch(`${server.urls.screening}/v1/screen/batch`, {
          method: 'POST',
          headers: ndjson,
          body: JSON.stringify(ordinary),
        })
        return [response.status, (await response.text()).includes('"end"')]
      })
      .toEqual([200, true])
  })
})

it('docs/errors.md lists every code of a customer, and no other', () => {
  const text = readFileSync(new URL('../../../../docs/errors.md', import.meta.url), 'utf8')
  const rows = (text.split('## Customers')[1] ?? '').split('\n## ', 1)[0] ?? ''
  expect([...rows.matchAll(/^\| `(\w+)`/gm)].map((row) => row[1])).toEqual([...customerErrorCodes])
})
