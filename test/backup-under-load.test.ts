// Backed up again and again while people apply and others decide; each copy, restored and started, brings every one of its
// cases to the same end as if nothing had happened. GATEHOUSE_BACKUP_ROUNDS makes it longer.
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as delay } from 'node:timers/promises'
import { DemoAccountsSchema } from '@gatehouse/kyc/wire'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { Client, eventually, HttpFailure } from './support/gatehouse.ts'
import { inventPerson, type PersonKind } from './support/people.ts'
import { freePort, runCommand, type ServerProcess, spawnServer } from './support/server-process.ts'

const rounds = Number(process.env['GATEHOUSE_BACKUP_ROUNDS'] ?? 2)
const casesPerRound = 16
const NOTE = 'Compared field by field with the entry and the document.'
const MIX: readonly PersonKind[] = ['listed', 'low', 'listed', 'minor', 'listed', 'medium', 'listed', 'bad-iban']

/** Where each ends when people clear what waits for them, and the mails that it brings about, each once. */
const EXPECTED: Record<PersonKind, { state: string; mails: readonly string[] }> = {
  low: { state: 'APPROVED', mails: ['application_approved', 'application_received'] },
  medium: { state: 'APPROVED', mails: ['application_approved', 'application_received'] },
  minor: { state: 'REJECTED', mails: ['application_not_approved', 'application_received'] },
  listed: { state: 'APPROVED', mails: ['application_approved', 'application_received'] },
  'bad-iban': { state: 'RFI_OPEN', mails: ['application_received', 'rfi_opened'] },
}

const patienceMs = 150_000

it(`restores ${rounds} backups made under load, and every case comes to its end`, { timeout: 600_000 }, async () => {
  const home = await mkdtemp(join(tmpdir(), 'gatehouse-backup-load-'))
  const dataDir = join(home, 'data')
  const server = spawnServer({ dataDir, port: await freePort() })
  try {
    await server.ready
    const kinds = new Map<string, PersonKind>()
    const backups: string[] = []
    const desk = await openDesk(server.url)
    for (let round = 0; round < rounds; round += 1) {
      const load = applyAll(desk, round, kinds)
      const deciding = decideWhile(desk, kinds, load)
      // Some are handed in, some are in their checks, some wait for people, some are just being decided.
      await delay(Math.random() * 1_000)
      const target = join(home, `backup-${round}`)
      const { code, output } = await runCommand(['backup', target], { GATEHOUSE_DATA: dataDir })
      expect(output).toContain('Backed up')
      expect(code).toBe(0)
      backups.push(target)
      await load
      await deciding
    }
    expect(await server.stop()).toBe(0)
    for (const backup of backups) await expectEveryEnd(home, { dataDir, backup, kinds })
  } finally {
    await server.kill()
    await rm(home, { recursive: true, force: true })
  }
})

interface Desk {
  readonly analyst: Client
  readonly checker: Client
}

async function openDesk(url: string): Promise<Desk> {
  const accounts = DemoAccountsSchema.parse(await new Client(url).call('GET', '/ui/v1/demo-accounts'))
  const signIn = async (firstName: string) => {
    const account = accounts.find(({ name }) => name.startsWith(firstName))
    const client = new Client(url)
    await client.call('POST', '/ui/v1/auth/sign-in/email', { email: account?.email, password: account?.password })
    return client
  }
  return { analyst: await signIn('Anna'), checker: await signIn('Chiara') }
}

async function applyAll({ analyst }: Desk, round: number, kinds: Map<string, PersonKind>): Promise<void> {
  const waiting = Array.from({ length: casesPerRound }, (_, index) => index)
  const apply = async (): Promise<void> => {
    for (let index = waiting.shift(); index !== undefined; index = waiting.shift()) {
      const kind = MIX[index % MIX.length] ?? 'low'
      const { application } = inventPerson(round * casesPerRound + index, kind, Date.now())
      const body = { application, acceptIncomplete: true, idempotencyKey: `${round}-${index}` }
      const answer = await analyst.call('POST', '/kyc/v1/applications', body)
      kinds.set(z.object({ caseId: z.string() }).parse(answer).caseId, kind)
    }
  }
  await Promise.all(Array.from({ length: 4 }, apply))
}

/** People at work: whatever waits is decided at once, as long as there is load, and not waited for. */
async function decideWhile(desk: Desk, kinds: ReadonlyMap<string, PersonKind>, load: Promise<void>): Promise<void> {
  let isOver = false
  void load.finally(() => (isOver = true))
  while (!isOver) {
    for (const [caseId, kind] of kinds) if (kind === 'listed') await decideWhatWaits(desk, caseId)
    await delay(20)
  }
}

/** One step of two people: the analyst proposes, the other confirms. */
async function decideWhatWaits({ analyst, checker }: Desk, caseId: string): Promise<void> {
  try {
    const { state, items, revision } = await analyst.kycCase(caseId)
    const path = `/kyc/v1/cases/${caseId}/items`
    const open = items.find((item) => item.state === 'OPEN')
    const proposed = items.find((item) => item.state === 'PROPOSED')
    if (state === 'IN_REVIEW' && open !== undefined) {
      const proposal = { outcome: 'FALSE_POSITIVE', reasonCodes: ['DOB_CONFLICT'], note: NOTE, revision }
      await analyst.call('POST', `${path}/${open.itemId}/proposal`, proposal)
    } else if (state === 'SECOND_REVIEW' && proposed !== undefined) {
      const confirmation = { decision: 'CONFIRM', note: NOTE, revision }
      await checker.call('POST', `${path}/${proposed.itemId}/confirmation`, confirmation)
    }
  } catch (error) {
    // Somebody, or something, was faster.
    if (!(error instanceof HttpFailure) || (error.status !== 409 && error.status !== 404)) throw error
  }
}

async function expectEveryEnd(
  home: string,
  { dataDir, backup, kinds }: { dataDir: string; backup: string; kinds: ReadonlyMap<string, PersonKind> },
): Promise<void> {
  const restored = join(home, 'restored')
  await mkdir(restored)
  await copyFile(join(dataDir, 'master.key'), join(restored, 'master.key'))
  const command = await runCommand(['restore', backup], { GATEHOUSE_DATA: restored })
  expect(command.output).toContain('Restored')
  expect(command.code).toBe(0)
  const server: ServerProcess = spawnServer({ dataDir: restored, port: await freePort() })
  try {
    await server.ready
    const desk = await openDesk(server.url)
    const mine = rowsOf(restored, 'SELECT case_id, state FROM kyc_case')
      .map((row) => ({ caseId: String(row['case_id']), state: String(row['state']) }))
      .filter(({ caseId }) => kinds.has(caseId))
    const states = Object.entries(Object.groupBy(mine, ({ state }) => state))
    console.log(`restored: ${states.map(([state, cases]) => `${cases?.length ?? 0} ${state}`).join(', ')}`)
    expect(mine.length).toBeGreaterThan(0)
    for (const { caseId } of mine) {
      const kind = kinds.get(caseId) ?? 'low'
      await eventually(
        `the end of ${kind} ${caseId}`,
        async () => {
          if (kind === 'listed') await decideWhatWaits(desk, caseId)
          return (await desk.analyst.kycCase(caseId)).state === EXPECTED[kind].state
        },
        patienceMs,
      )
    }
    await eventually(
      'an empty outbox',
      async () => rowsOf(restored, "SELECT id FROM kyc_outbox WHERE state <> 'DONE'").length === 0,
      patienceMs,
    )
    expect(await server.stop()).toBe(0)
    expectOnce(
      restored,
      mine.map(({ caseId }) => caseId),
      kinds,
    )
    expect((await runCommand(['audit', 'verify'], { GATEHOUSE_DATA: restored })).output).toMatch(/^Intact: /)
  } finally {
    await server.kill()
    await rm(restored, { recursive: true, force: true })
  }
}

/** One execution, one check of each kind, one mail of each kind. */
function expectOnce(folder: string, cases: readonly string[], kinds: ReadonlyMap<string, PersonKind>): void {
  const executions = rowsOf(
    folder,
    "SELECT correlation_id AS id FROM execution WHERE name = 'kycWorkflow'",
    'engine.db',
  )
  const mails = rowsOf(
    folder,
    'SELECT case_id AS id, template_id FROM kyc_notification JOIN mailbox ON mailbox.id = notification_id',
  )
  const twice = rowsOf(folder, 'SELECT case_id, kind FROM kyc_check GROUP BY case_id, kind HAVING count(*) > 1')
  expect(twice).toEqual([])
  for (const caseId of cases) {
    const kind = kinds.get(caseId) ?? 'low'
    expect(executions.filter(({ id }) => id === caseId)).toHaveLength(1)
    const mine = mails.filter(({ id }) => id === caseId).map((row) => String(row['template_id']))
    expect(mine.toSorted(), `mails of ${kind} ${caseId}`).toEqual(EXPECTED[kind].mails)
  }
}

function rowsOf(folder: string, sql: string, file = 'kyc.db'): Record<string, unknown>[] {
  const db = new DatabaseSync(join(folder, file), { readOnly: true })
  try {
    return db.prepare(sql).all()
  } finally {
    db.close()
  }
}
