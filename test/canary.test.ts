// No value of a person in any engine table, workflow, log line, metric, trace or live event, however it is written.
import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Writable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { customers, isSideBySide, needsClock, verifyPayee, walk } from './e2e/walk-customer.ts'
import { Client, eventually, type Gatehouse, startGatehouse } from './support/gatehouse.ts'
import { repository } from './support/server-process.ts'
import { findIn, personalValuesOf, wordsOf } from './support/personal-values.ts'

/** Typed by people on the way; as personal as the rest. */
const NOTE = { label: 'note of an analyst', words: wordsOf('Compared field by field with the entry') }
const values = [...customers.flatMap(personalValuesOf), NOTE]
/** Words that our own definitions hold before anybody applied. A value of a customer among them can prove nothing. */
const ownWords = wordsOf(
  readdirSync(join(repository, 'workflows'))
    .filter((name) => name.endsWith('.json'))
    .map((name) => readFileSync(join(repository, 'workflows', name), 'utf8'))
    .join(' '),
)
const needles = values.filter(({ words }) => !ownWords.includes(words))

describe.runIf(customers.length > 0)('after all test customers went through', () => {
  let gatehouse: Gatehouse
  let dataDir: string
  const lines: string[] = []
  const events: string[] = []
  const traces: string[] = []
  const collector = createServer((request, response) => {
    request.setEncoding('utf8')
    request.on('data', (chunk: string) => traces.push(chunk))
    request.on('end', () => response.end('{}'))
  })

  beforeAll(async () => {
    collector.listen(0, '127.0.0.1')
    await new Promise((resolve) => collector.once('listening', resolve))
    // After listening on TCP the address is an object.
    const { port } = collector.address() as AddressInfo
    dataDir = await mkdtemp(join(tmpdir(), 'gatehouse-canary-'))
    gatehouse = await startGatehouse({
      dataDir,
      startAt: '2026-11-23T09:00:00.000Z',
      env: { LOG_LEVEL: 'trace', OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` },
      verifyPayee,
      logTo: new Writable({
        write(chunk, _encoding, done) {
          lines.push(String(chunk))
          done()
        },
      }),
    })
    for (const name of ['Anna', 'Ines', 'Dmitri']) void listen(await gatehouse.as(name), events)
    await Promise.all(customers.filter(isSideBySide).map((customer) => walk(gatehouse, customer)))
    for (const customer of customers.filter((one) => !isSideBySide(one) && !needsClock(one)))
      await walk(gatehouse, customer)
    for (const customer of customers.filter(needsClock)) await walk(gatehouse, customer)
  }, 300_000)
  afterAll(async () => {
    await gatehouse.stop()
    collector.close()
    await rm(dataDir, { recursive: true, force: true })
  })

  it('looks for every value but a street that is called Example', () => {
    const left = values.filter((value) => !needles.includes(value)).map(({ label }) => label)
    expect([...new Set(left)]).toEqual(['C12 street'])
    expect(needles.length).toBeGreaterThan(customers.length * 25)
  })

  it('finds none in the rows of the engine', () => {
    const rows = rowsOf(join(dataDir, 'engine.db'))
    expect(rows.length).toBeGreaterThan(customers.length * 20)
    expect(rows.flatMap((row) => findIn(row, needles))).toEqual([])
  })

  it('finds none in the bytes of the engine, its write-ahead log included', async () => {
    for (const name of ['engine.db', 'engine.db-wal']) {
      const bytes = await readFile(join(dataDir, name))
      expect(bytes.length).toBeGreaterThan(0)
      expect([name, findIn(bytes.toString('utf8'), needles)]).toEqual([name, []])
    }
  })

  it('finds none in any execution as Conductor shows it, with its definition, logs and events', async () => {
    const client = new Client(gatehouse.url)
    const found = SearchSchema.parse(await client.call('GET', '/api/workflow/search?size=1000&query=&freeText=*'))
    expect(found.results.length).toBeGreaterThan(customers.length)
    for (const { workflowId } of found.results) {
      const run = RunSchema.parse(await client.call('GET', `/api/workflow/${workflowId}?includeTasks=true`))
      const logs = await Promise.all(run.tasks.map(({ taskId }) => client.call('GET', `/api/tasks/${taskId}/log`)))
      expect([workflowId, findIn(JSON.stringify([run, logs]), needles)]).toEqual([workflowId, []])
    }
  })

  it('finds none in the log at its most talkative', () => {
    expect(lines.length).toBeGreaterThan(0)
    expect(findIn(lines.join(''), needles)).toEqual([])
  })

  it('finds none in the metrics', async () => {
    const text = String(await new Client(gatehouse.url).call('GET', '/metrics'))
    expect(text).toContain('gatehouse_http_request_seconds')
    expect(findIn(text, needles)).toEqual([])
  })

  it('finds none in the traces of the executions', async () => {
    const named = () => traces.join('').split('"conductor.workflow.status"').length - 1
    await eventually('the traces', async () => named() > customers.length)
    expect(findIn(traces.join(''), needles)).toEqual([])
  })

  it('finds none in the events that open consoles get', () => {
    expect(events.join('')).toContain('event: case')
    expect(events.join('')).toContain('event: execution')
    expect(findIn(events.join(''), needles)).toEqual([])
  })

  it('finds none in the columns of the case store that are not sealed', () => {
    const columns = (name: string) => !name.endsWith('_sealed') && name !== 'wrapped_key'
    // The bank's own policy is full of amounts, and one is what C08 earns.
    const ofPeople = (table: string) => table.startsWith('kyc_') && table !== 'kyc_policy_version'
    const rows = rowsOf(join(dataDir, 'kyc.db'), ofPeople, columns)
    expect(rows.length).toBeGreaterThan(customers.length * 20)
    expect(rows.flatMap((row) => findIn(row, needles))).toEqual([])
  })

  // Last, since it leaves a value behind: the search is worth something only if it would find one.
  it('would find a value that a workflow takes in', async () => {
    const client = new Client(gatehouse.url)
    const definition = {
      name: 'careless',
      version: 1,
      schemaVersion: 2,
      ownerEmail: 'author@example.com',
      tasks: [{ name: 'wait', taskReferenceName: 'wait', type: 'WAIT' }],
    }
    await client.call('POST', '/api/metadata/workflow', definition)
    const input = { who: 'TURNS OF ANNA BEISPIEL, born 14.05.1990', account: 'DE62 3704 0044 0532 0130 01' }
    await client.call('POST', '/api/workflow/careless', input)
    const found = rowsOf(join(dataDir, 'engine.db')).flatMap((row) => findIn(row, needles))
    const labels = new Set(found.map((line) => line.slice(0, line.indexOf(':'))))
    for (const label of ['C01 surnames', 'C01 name', 'C01 dateOfBirth', 'C01 iban']) expect(labels).toContain(label)
  })
})

const SearchSchema = z.object({ results: z.array(z.object({ workflowId: z.string() })) })
const RunSchema = z.looseObject({ tasks: z.array(z.looseObject({ taskId: z.string() })) })

/** Collects what the server pushes until it stops. */
async function listen(client: Client, into: string[]): Promise<void> {
  const response = await client.raw('GET', '/ui/v1/events')
  try {
    for await (const chunk of response.body ?? []) into.push(Buffer.from(chunk).toString('utf8'))
  } catch {
    // The server stopped.
  }
}

/** Every row of every table as one text, blobs included. */
function rowsOf(
  path: string,
  isWanted: (table: string) => boolean = () => true,
  isRead: (column: string) => boolean = () => true,
): readonly string[] {
  const db = new DatabaseSync(path, { readOnly: true })
  try {
    const tables = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all()
    return tables
      .map(({ name }) => String(name))
      .filter(isWanted)
      .flatMap((table) => db.prepare(`SELECT * FROM "${table}"`).all())
      .map((row) =>
        Object.entries(row)
          .filter(([column]) => isRead(column))
          .map(([, value]) => (value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : String(value)))
          .join(' | '),
      )
  } finally {
    db.close()
  }
}
