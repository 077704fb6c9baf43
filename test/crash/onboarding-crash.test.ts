// Killed again and again while people apply: everybody who was told "taken in" gets the right answer, and gets it once.
// GATEHOUSE_CRASH_CASES and GATEHOUSE_CRASH_KILLS make it longer, GATEHOUSE_CRASH_SEED repeats the moments of a run.
import { readdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as delay } from 'node:timers/promises'
import { DemoAccountsSchema } from '@gatehouse/kyc/wire'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { Client, eventually, HttpFailure } from '../support/gatehouse.ts'
import { inventPerson, type Person, type PersonKind } from '../support/people.ts'
import { freePort, repository, runCommand, type ServerProcess, spawnServer } from '../support/server-process.ts'

const cases = Number(process.env['GATEHOUSE_CRASH_CASES'] ?? 40)
const kills = Number(process.env['GATEHOUSE_CRASH_KILLS'] ?? 4)
const seed = Number(process.env['GATEHOUSE_CRASH_SEED'] ?? Date.now() % 1_000_000)

const samples = readdirSync(join(repository, 'docs/samples')).filter((name) => name.endsWith('.json'))

const MIX: readonly PersonKind[] = [
  'low',
  'medium',
  'low',
  'minor',
  'low',
  'listed',
  'medium',
  'bad-iban',
  'low',
  'low',
]

/** Where each way ends without anybody's help, and what it has then brought about, once. */
const EXPECTED: Record<PersonKind, { state: string; riskClass: string | null; mails: readonly string[] }> = {
  low: { state: 'APPROVED', riskClass: 'LOW', mails: ['application_approved', 'application_received'] },
  medium: { state: 'APPROVED', riskClass: 'MEDIUM', mails: ['application_approved', 'application_received'] },
  minor: { state: 'REJECTED', riskClass: null, mails: ['application_not_approved', 'application_received'] },
  listed: { state: 'IN_REVIEW', riskClass: null, mails: ['application_received'] },
  'bad-iban': { state: 'RFI_OPEN', riskClass: null, mails: ['application_received', 'rfi_opened'] },
}

/** Long enough for a task that a dead process had taken to be given out again (60 s), with the machine busy. */
const PATIENCE_MS = 180_000 + cases * 1_000

it(`decides ${cases} applications rightly and once through ${kills} kills`, { timeout: 2 * PATIENCE_MS }, async () => {
  console.log(`crash test: ${cases} applications, ${kills} kills, seed ${seed}`)
  const random = randomNumbers(seed)
  const dataDir = await mkdtemp(join(tmpdir(), 'gatehouse-crash-'))
  const port = await freePort()
  // The first start builds the pages, and a page waits for that, so that later starts are as quick as an operator's.
  let server: ServerProcess = spawnServer({ dataDir, port })
  try {
    await server.ready
    await fetch(server.url)
    const people = Array.from({ length: cases }, (_, index) =>
      inventPerson(index, MIX[index % MIX.length] ?? 'low', Date.now()),
    )
    const client = await signInAs(server.url, 'analyst')
    const submitting = submitAll(client, people)
    for (let kill = 0; kill < kills; kill += 1) {
      await delay(200 + random() * 2_500)
      await server.kill()
      server = spawnServer({ dataDir, port })
      // Some kills come before the start is over.
      if (random() < 0.75) await server.ready
    }
    const taken = await submitting
    await server.ready
    const startedAt = Date.now()
    await Promise.all(
      taken.map(({ person, caseId }) =>
        eventually(
          `the end of ${person.kind} ${caseId}`,
          async () => {
            const { state, customerId } = await client.kycCase(caseId)
            const isDone = state === EXPECTED[person.kind].state && (state !== 'APPROVED' || customerId !== null)
            if (!isDone) await delay(500 + random() * 1_000)
            return isDone
          },
          PATIENCE_MS,
        ),
      ),
    )
    console.log(`all were decided ${((Date.now() - startedAt) / 1000).toFixed(1)} s after the last start`)
    await expectOneExecutionEach(await signInAs(server.url, 'auditor'), taken)
    await eventually('an empty outbox', async () => outboxSize(dataDir) === 0, PATIENCE_MS)
    expect(await server.stop()).toBe(0)
    expectOneOfEverything(dataDir, taken)
    const verified = await runCommand(['audit', 'verify'], { GATEHOUSE_DATA: dataDir })
    expect(verified.output).toMatch(/^Intact: \d+ records/)
    expect(verified.code).toBe(0)
  } finally {
    await server.kill()
    await rm(dataDir, { recursive: true, force: true })
  }
})

interface Taken {
  readonly person: Person
  readonly caseId: string
}

const TakenSchema = z.object({ caseId: z.string() })

/** Eight at a time. Who gets no answer asks again with the same key, as a branch system would. */
async function submitAll(client: Client, people: readonly Person[]): Promise<readonly Taken[]> {
  const waiting = [...people.entries()]
  const taken: Taken[] = []
  const submit = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [index, person] = next
      const body = { application: person.application, acceptIncomplete: true, idempotencyKey: `crash-${index}` }
      const answer = await untilAnswered(() => client.call('POST', '/kyc/v1/applications', body))
      taken.push({ person, caseId: TakenSchema.parse(answer).caseId })
    }
  }
  await Promise.all(Array.from({ length: 8 }, submit))
  return taken
}

/** Repeats what a dead server did not answer; an answer that refuses is an error of the test. */
async function untilAnswered<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      if (error instanceof HttpFailure) throw error
      await delay(100)
    }
  }
}

async function signInAs(url: string, role: string): Promise<Client> {
  const client = new Client(url)
  const accounts = DemoAccountsSchema.parse(await client.call('GET', '/ui/v1/demo-accounts'))
  const account = accounts.find(({ roles }) => roles.some((word) => word === role))
  await client.call('POST', '/ui/v1/auth/sign-in/email', { email: account?.email, password: account?.password })
  return client
}

const ExecutionsSchema = z.array(z.object({ workflowId: z.string(), status: z.string() }))

async function expectOneExecutionEach(client: Client, taken: readonly Taken[]): Promise<void> {
  for (const { person, caseId } of taken) {
    const path = `/api/workflow/kycWorkflow/correlated/${caseId}?includeClosed=true&includeTasks=false`
    const executions = ExecutionsSchema.parse(await client.call('GET', path))
    const waits = person.kind === 'listed' || person.kind === 'bad-iban'
    expect(executions.map(({ status }) => status)).toEqual([waits ? 'RUNNING' : 'COMPLETED'])
  }
}

function expectOneOfEverything(dataDir: string, taken: readonly Taken[]): void {
  const rows = reader(dataDir)
  const kinds = new Map(taken.map(({ person, caseId }) => [caseId, person.kind]))
  expect(kinds.size).toBe(cases)
  const isMine = ({ case_id: id }: Record<string, unknown>) => kinds.has(String(id))
  const every = rows('SELECT case_id, state, risk_class FROM kyc_case')
  // The start of a demo brings applicants of its own, each once however often it started. Nobody else came in.
  expect(every).toHaveLength(cases + samples.length)
  const found = every.filter(isMine)
  expect(found.map(({ case_id: id, state, risk_class: risk }) => [kinds.get(String(id)), state, risk]).sort()).toEqual(
    taken.map(({ person: { kind } }) => [kind, EXPECTED[kind].state, EXPECTED[kind].riskClass]).sort(),
  )

  const customers = rows('SELECT case_id FROM kyc_customer')
    .filter(isMine)
    .map(({ case_id: id }) => String(id))
  const approved = [...kinds].filter(([, kind]) => EXPECTED[kind].state === 'APPROVED').map(([id]) => id)
  expect(customers.sort()).toEqual(approved.sort())

  // A message is what was put into the mailbox, not what somebody meant to send.
  const mails = rows('SELECT case_id, template_id FROM kyc_notification JOIN mailbox ON mailbox.id = notification_id')
  for (const [caseId, kind] of kinds) {
    const mine = mails.filter(({ case_id: id }) => id === caseId).map(({ template_id: template }) => template)
    expect(mine.sort(), `mails of ${kind} ${caseId}`).toEqual(EXPECTED[kind].mails)
  }
  expect(rows('SELECT id FROM mailbox')).toHaveLength(mails.length)
  expect(rows('SELECT notification_id FROM kyc_notification')).toHaveLength(mails.length)

  const twice = (table: string, columns: string) =>
    rows(`SELECT case_id, ${columns}, count(*) FROM ${table} GROUP BY case_id, ${columns} HAVING count(*) > 1`)
  expect(twice('kyc_check', 'kind')).toEqual([])
  expect(twice('kyc_review', 'kind')).toEqual([])
  expect(twice('kyc_rfi', 'state')).toEqual([])
  expect(rows('SELECT case_id FROM kyc_review').filter(isMine)).toHaveLength(
    [...kinds.values()].filter((k) => k === 'listed').length,
  )
  expect(rows('SELECT case_id FROM kyc_rfi').filter(isMine)).toHaveLength(
    [...kinds.values()].filter((k) => k === 'bad-iban').length,
  )
}

function outboxSize(dataDir: string): number {
  return reader(dataDir)("SELECT id FROM kyc_outbox WHERE state <> 'DONE'").length
}

/** Reads the case database beside whoever writes it. */
function reader(dataDir: string): (sql: string) => Record<string, unknown>[] {
  return (sql) => {
    const db = new DatabaseSync(join(dataDir, 'kyc.db'), { readOnly: true })
    try {
      return db.prepare(sql).all()
    } finally {
      db.close()
    }
  }
}

/** Mulberry32: numbers from 0 to 1 that a seed repeats. */
function randomNumbers(start: number): () => number {
  let state = start
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
