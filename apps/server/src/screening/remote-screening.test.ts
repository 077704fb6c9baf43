import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sampleApplication } from '@gatehouse/kyc/testing'
import { ScreeningHitSchema } from '@gatehouse/kyc'
import type { ScreeningPort } from '@gatehouse/workers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createRemoteScreening } from './remote-screening.ts'

const asked: { url: string; body: string }[] = []
let url: string
let isBroken = false

const listed = {
  id: 'NK-1',
  caption: 'Anna Beispiel',
  schema: 'Person',
  properties: { name: ['Anna Beispiel'], birthDate: ['1990-05-14'], topics: ['sanction'], sanctions: [{ id: 's' }] },
  datasets: ['us_ofac_sdn'],
  score: 0.913,
  match: true,
  explanations: {
    name_match: { score: 0.95, detail: null, query: 'Anna Beispiel', candidate: 'Anna Beispiel' },
    dob_year_disjoint: { score: -0.15 },
  },
}

const remote = createServer((request, response) => {
  let body = ''
  request.on('data', (chunk: Buffer) => (body += chunk.toString()))
  request.on('end', () => {
    asked.push({ url: request.url ?? '', body })
    response.setHeader('content-type', 'application/json')
    if (isBroken) response.statusCode = 500
    const catalog = {
      datasets: [{ name: 'us_ofac_sdn', version: '20261123', last_export: '2026-11-23T06:00:00' }, { name: 'undated' }],
    }
    const results = (request.url ?? '').includes('topics=sanction') ? [listed] : []
    response.end(
      JSON.stringify(request.url === '/catalog' ? catalog : { responses: { applicant: { status: 200, results } } }),
    )
  })
})

beforeAll(async () => {
  remote.listen(0, '127.0.0.1')
  await new Promise((resolve) => remote.once('listening', resolve))
  // After listening on TCP the address is an object.
  url = `http://127.0.0.1:${(remote.address() as AddressInfo).port}`
})
afterAll(() => remote.close())

const local: ScreeningPort = {
  screen: async () => ({
    status: 'ANSWERED',
    hits: [],
    snapshots: [{ listId: 'BANK', snapshotId: 'b', checkedAt: '2026-11-23T00:00:00.000Z' }],
    matcherConfigId: 'local',
  }),
}

describe('a remote screening service', () => {
  it('is asked for what is screened, by topic, and its hits read as ours', async () => {
    const answer = await createRemoteScreening(url, local).screen(sampleApplication(), ['SANCTIONS', 'PEP'])
    if (answer.status !== 'ANSWERED') throw new Error('not answered')
    expect(answer.hits.map((hit) => ScreeningHitSchema.parse(hit))).toMatchObject([
      { source: 'SANCTIONS', listId: 'OFAC-SDN', snapshotId: '20261123', score: 91.3 },
    ])
    expect(answer.snapshots).toEqual([
      { listId: 'OFAC-SDN', snapshotId: '20261123', checkedAt: '2026-11-23T06:00:00.000Z' },
    ])
    const points = answer.hits[0]?.features.reduce((sum, { contribution }) => sum + contribution, 0)
    expect(points).toBe(answer.hits[0]?.score)
  })

  it("never hears of the bank's own list", async () => {
    asked.length = 0
    const answer = await createRemoteScreening(url, local).screen(sampleApplication(), ['BLACKLIST'])
    expect(answer).toMatchObject({ status: 'ANSWERED', matcherConfigId: 'local' })
    expect(asked).toEqual([])
  })

  it('gets no personal data in an address', async () => {
    asked.length = 0
    await createRemoteScreening(url, local).screen(sampleApplication(), ['SANCTIONS'])
    expect(asked.map((call) => call.url).join()).not.toMatch(/Beispiel|1990/)
  })

  it('is unavailable when it fails, which is no answer of no hits', async () => {
    isBroken = true
    const answer = await createRemoteScreening(url, local).screen(sampleApplication(), ['SANCTIONS'])
    isBroken = false
    expect(answer.status).toBe('UNAVAILABLE')
    expect(await createRemoteScreening('http://127.0.0.1:1', local).screen(sampleApplication(), ['PEP'])).toMatchObject(
      { status: 'UNAVAILABLE' },
    )
  })
})
