// What an operator sees at /metrics, and what the runbook says about it.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { importList, memoryFile, openListStore } from '@gatehouse/screening'
import { sampleApplication } from '@gatehouse/kyc/testing'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { parseConfig } from '../config/parse-config.ts'
import { openFoundation } from '../foundation.ts'
import { createTestServer, openTestServer, type TestServer } from '../testing/test-server.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

async function read(server: TestServer, headers: Record<string, string> = {}): Promise<Map<string, number>> {
  const { status, text } = await server.request('GET', '/metrics', { headers })
  expect(status).toBe(200)
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]),
  )
}

/** A list that nobody keeps fresh any more. */
async function importKept(server: TestServer): Promise<void> {
  const entry = { id: 'K1', schema: 'Person', properties: { name: ['Kept Nobody'], topics: ['sanction'] } }
  const store = await openListStore(join(server.folder, 'lists'))
  await importList(store, {
    listId: 'KEPT',
    format: 'ftm-json',
    files: [memoryFile('kept.ftm.json', Buffer.from(`${JSON.stringify(entry)}\n`))],
    source: 'upload',
    fetchedAt: new Date().toISOString(),
  })
}

describe('/metrics', () => {
  it('shows how long ago each list had an answer of its source, and which could not be brought up to date', async () => {
    let now = Date.now()
    const server = await createTestServer(
      { PORT: '0', GATEHOUSE_LISTS: 'OWN:blacklist-csv:blacklist=./missing.csv' },
      { now: () => new Date(now) },
    )
    ends.push(() => server.remove())
    await importKept(server)
    await server.start()
    const trouble = 'gatehouse_list_trouble{list="OWN",status="missing"}'
    await vi.waitFor(async () => expect((await read(server)).get(trouble)).toBe(1), 10_000)
    expect((await read(server)).get('gatehouse_list_age_seconds{list="KEPT"}')).toBeLessThan(60)
    now += 3 * 86_400_000
    const later = await read(server)
    expect(later.get('gatehouse_list_age_seconds{list="KEPT"}')).toBeGreaterThan(250_000)
    expect(later.get('gatehouse_list_trouble{list="KEPT",status="stale"}')).toBe(1)
  })

  it('shows queues, timers, commits, executions, cases, deliveries and room', async () => {
    const server = await createTestServer({ GATEHOUSE_REMOVE_DAYS: '30', GATEHOUSE_WORKERS: 'elsewhere' })
    ends.push(() => server.remove())
    const tasks = [
      { name: 'nobody_does_this', taskReferenceName: 'a', type: 'SIMPLE' },
      { name: 'wait', taskReferenceName: 'w', type: 'WAIT', inputParameters: { duration: '1 hour' } },
    ]
    await server.request('POST', '/api/metadata/workflow', { body: { name: 'slow', schemaVersion: 2, tasks } })
    await server.request('POST', '/api/metadata/workflow', {
      body: { name: 'waiting', schemaVersion: 2, tasks: tasks.slice(1) },
    })
    await server.request('POST', '/api/workflow/slow', { body: {} })
    await server.request('POST', '/api/workflow/waiting', { body: {} })
    const cookie = await server.signIn('analyst')
    const body = { application: sampleApplication() }
    expect((await server.request('POST', '/kyc/v1/applications', { cookie, body })).status).toBe(201)

    const first = await read(server)
    expect(first.get('gatehouse_queue_tasks{queue="nobody_does_this",state="waiting"}')).toBe(1)
    expect(first.get('gatehouse_queue_tasks{queue="nobody_does_this",state="taken"}')).toBe(0)
    expect(first.get('gatehouse_engine{counter="runningWorkflows"}')).toBe(2)
    expect(first.get('gatehouse_timers{state="set"}')).toBeGreaterThan(0)
    expect(first.get('gatehouse_timers{state="overdue"}')).toBe(0)
    const commits = first.get('gatehouse_commit_seconds_count') ?? 0
    expect(commits).toBeGreaterThan(3)
    expect(first.get('gatehouse_commit_seconds_bucket{le="+Inf"}')).toBe(commits)
    expect(first.get('gatehouse_commit_failures')).toBe(0)
    expect(first.get('gatehouse_engine_file_bytes{part="file"}')).toBeGreaterThan(10_000)
    expect(first.get('gatehouse_engine_file_bytes{part="log"}')).toBeGreaterThan(0)
    expect(first.get('gatehouse_disk_free_bytes')).toBeGreaterThan(0)
    expect(first.get('gatehouse_engine_retention{what="last_run_seconds"}')).toBe(0)
    // Not started: nothing carries the outbox away.
    expect(first.get('gatehouse_cases{state="SUBMITTED"}')).toBe(1)
    expect(first.get('gatehouse_outbox_rows{kind="START_WORKFLOW",state="pending"}')).toBe(1)
    expect(first.get('gatehouse_outbox_oldest_seconds{kind="START_WORKFLOW"}')).toBeGreaterThanOrEqual(0)
    await vi.waitFor(
      async () =>
        expect((await read(server)).get('gatehouse_queue_oldest_seconds{queue="nobody_does_this"}')).toBeGreaterThan(0),
      { timeout: 20_000, interval: 200 },
    )
  })

  it('is open to Prometheus with a key, where a sign-in is asked for', async () => {
    const raw = { GATEHOUSE_AUTH: 'required' }
    const first = await createTestServer(raw)
    const { folder } = first
    await first.stop()
    const { keys, close } = await openFoundation(parseConfig({ GATEHOUSE_DATA: folder }, folder), () => new Date())
    const [right, narrow] = [
      await keys.create({ name: 'prometheus', scopes: ['engine'] }),
      await keys.create({ name: 'other', scopes: ['screening'] }),
    ]
    await close()
    const server = await openTestServer(folder, raw)
    ends.push(() => server.remove())
    const basic = (keyId: string, secret: string) => ({
      authorization: `Basic ${Buffer.from(`${keyId}:${secret}`).toString('base64')}`,
    })
    expect((await read(server, basic(right.keyId, right.secret))).size).toBeGreaterThan(10)
    const statusWith = async (headers: Record<string, string>) =>
      (await server.request('GET', '/metrics', { headers })).status
    expect(await statusWith(basic(narrow.keyId, narrow.secret))).toBe(403)
    expect(await statusWith(basic(right.keyId, 'wrong'))).toBe(401)
    expect(await statusWith({})).toBe(401)
    for (let tries = 0; tries < 20; tries += 1) await statusWith(basic(right.keyId, 'wrong'))
    expect(await statusWith(basic(right.keyId, right.secret))).toBe(429)
  })
})

it('are all in the runbook, and the runbook names no other', async () => {
  const server = await createTestServer({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' })
  ends.push(() => server.remove())
  const { text } = await server.request('GET', '/metrics')
  const shown = new Set([...text.matchAll(/^# TYPE (gatehouse_\w+)/gm)].map((match) => match[1]))
  const runbook = readFileSync(new URL('../../../../docs/operations.md', import.meta.url), 'utf8')
  const named = new Set([...runbook.matchAll(/\bgatehouse_[a-z_]+/g)].map((match) => match[0]))
  expect([...named].toSorted()).toEqual([...shown].toSorted())
})
