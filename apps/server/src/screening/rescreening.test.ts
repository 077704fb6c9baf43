import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { importList, memoryFile, openListStore } from '@gatehouse/screening'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { TestServer } from '../testing/test-server.ts'
import { createTestServer } from '../testing/test-server.ts'

interface QueueRow {
  readonly caseId: string
  readonly state: string
}

let server: TestServer
let threads = 0
const count = (): void => void threads++
let analyst: string
const sample = JSON.parse(
  readFileSync(new URL('../../../../docs/samples/mira-sommerfeld.json', import.meta.url), 'utf8'),
) as { identity: { givenNames: string; surnames: string; dateOfBirth: string } }
const bundled = readFileSync(new URL('../../../../packages/screening/demo/un.ftm.json', import.meta.url), 'utf8')

beforeAll(async () => {
  subscribe('worker_threads', count)
  server = await createTestServer({ PORT: '0' })
  await server.start()
  analyst = await server.signIn('analyst')
})
afterAll(async () => {
  unsubscribe('worker_threads', count)
  await server.remove()
})

/** A new edition of the UN list: the bundled one and somebody more. */
async function publish(hour: number, properties: Record<string, string[]>): Promise<void> {
  const { givenNames, surnames, dateOfBirth } = sample.identity
  const listed = {
    id: 'QDi.999',
    schema: 'Person',
    properties: { name: [`${givenNames} ${surnames}`], birthDate: [dateOfBirth], topics: ['sanction'], ...properties },
  }
  const text = `${bundled.trimEnd()}\n${JSON.stringify(listed)}\n`
  await importList(await openListStore(join(server.folder, 'lists')), {
    listId: 'UN',
    format: 'ftm-json',
    files: [memoryFile('un.ftm.json', new TextEncoder().encode(text))],
    source: 'test',
    fetchedAt: new Date(Date.now() + hour * 3_600_000).toISOString(),
  })
}

async function queue(): Promise<readonly QueueRow[]> {
  const answer = await server.request('GET', '/kyc/v1/cases?view=unassigned', { cookie: analyst })
  return (answer.json as { items: QueueRow[] }).items
}

async function caseOf(caseId: string): Promise<Record<string, unknown>> {
  return (await server.request('GET', `/kyc/v1/cases/${caseId}`, { cookie: analyst })).json as Record<string, unknown>
}

const patience = { timeout: 30_000, interval: 100 }

it('starts no thread to look for customers where there are none', async () => {
  const auditor = await server.signIn('auditor')
  await vi.waitFor(async () => {
    const audit = await server.request('GET', '/kyc/v1/audit?limit=200', { cookie: auditor })
    expect(audit.text).toMatch(/customers\.rescreened/)
  }, patience)
  expect(threads).toBe(0)
})

describe('a change of a list', () => {
  it('opens a review of the customer that it may be about, without a word to them', { timeout: 120_000 }, async () => {
    const taken = await server.request('POST', '/kyc/v1/applications', {
      cookie: analyst,
      body: { application: sample, acceptIncomplete: true },
    })
    const { caseId } = taken.json as { caseId: string }
    const known = new Set((await queue()).map((row) => row.caseId))
    const approved = await vi.waitFor(async () => {
      const found = await caseOf(caseId)
      expect([found['state'], found['customerId']]).toEqual(['APPROVED', expect.any(String)])
      return found
    }, patience)
    const mailsBefore = await mails()

    await publish(1, {})
    const review = await vi.waitFor(async () => {
      const fresh = (await queue()).filter((row) => !known.has(row.caseId) && row.caseId !== caseId)
      expect(fresh).toHaveLength(1)
      const found = await caseOf(fresh[0]?.caseId ?? '')
      expect(found).toMatchObject({ state: 'IN_REVIEW', customerId: approved['customerId'] })
      return found
    }, patience)
    expect(JSON.stringify(review['items'])).toContain('SANCTIONS_MATCH')
    expect(JSON.stringify(review)).not.toContain('DUPLICATE')
    expect(await mails()).toBe(mailsBefore)

    // The same entry in the same form is looked at once; remarks are not what it is looked at for.
    await publish(2, { notes: ['Amended.'] })
    await vi.waitFor(async () => {
      const audit = await server.request('GET', '/kyc/v1/audit?limit=200', { cookie: await server.signIn('auditor') })
      const runs = audit.text.match(/customers\.rescreened/g) ?? []
      expect(runs.length).toBeGreaterThan(0)
      expect((await lastSnapshot()).length).toBeGreaterThan(1)
    }, patience)
    expect((await queue()).filter((row) => !known.has(row.caseId) && row.caseId !== caseId)).toHaveLength(1)
  })
})

async function mails(): Promise<number> {
  const answer = await server.request('GET', '/ui/v1/mailbox', { cookie: analyst })
  return (answer.json as unknown[]).length
}

async function lastSnapshot(): Promise<readonly unknown[]> {
  const response = await fetch(`${server.urls.screening}/v1/lists/UN/versions`)
  return ((await response.json()) as { versions: unknown[] }).versions
}
