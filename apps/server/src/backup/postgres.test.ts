import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPostgres } from '@gatehouse/kyc/postgres'
import { postgresTestDatabase } from '@gatehouse/kyc/testing/postgres'
import { sql } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import type { Config } from '../config/config.ts'
import { addCase, applicant, fillFolder, png, withFoundation } from '../testing/filled-folder.ts'
import { backUp } from './back-up.ts'
import { snapshotPostgres } from './postgres-dump.ts'
import { restore, verifyBackup } from './restore.ts'

const server = await postgresTestDatabase()
afterAll(() => server?.remove())
if (process.env['REQUIRE_ALL'] === '1' && server === null) throw new Error('PostgreSQL is required')

/** The address of a new database without tables. */
async function newDatabase(name: string): Promise<string> {
  const database = `${name}_${process.pid}`
  const db = openPostgres(server?.url ?? '', { maxConnections: 1 })
  await sql`create database ${sql.id(database)}`.execute(db)
  await db.destroy()
  const url = new URL(server?.url ?? '')
  url.pathname = `/${database}`
  // Does not count with trust, and shows that it is taken out of the address.
  url.password = 'not a secret'
  return url.href
}

// Left out without TEST_POSTGRES_URL and without an installed server.
describe.skipIf(server === null)('with cases in PostgreSQL', () => {
  it('backs up and restores executions and the database together', async () => {
    const home = await mkdtemp(join(tmpdir(), 'gatehouse-backup-pg-'))
    try {
      const filled = await fillFolder(join(home, 'data'), { DATABASE_URL: await newDatabase('origin') })
      const made = join(home, 'made')
      const manifest = await backUp(filled.config, made)
      expect(manifest).toMatchObject({ kyc: { database: 'postgres', cases: 1 }, documents: 1, problems: [] })
      expect(await verifyBackup(filled.config, made)).toEqual(manifest)

      // What comes later is not in it.
      await withFoundation(filled.config, ({ store }) => addCase(store))
      const dataDir = join(home, 'restored')
      await mkdir(dataDir)
      await copyFile(join(filled.config.dataDir, 'master.key'), join(dataDir, 'master.key'))
      const config: Config = {
        ...filled.config,
        dataDir,
        documents: { kind: 'folder', path: join(dataDir, 'documents') },
        database: { kind: 'postgres', url: await newDatabase('target') },
      }
      await restore(config, made, undefined)
      await withFoundation(config, async ({ store }) => {
        const { caseId, documentId } = filled
        const read = await store.readDocument({ actor: applicant, caseId, documentId, reason: 'TEST' })
        expect(read).toMatchObject({ ok: true, value: { bytes: new Uint8Array(png) } })
        expect(await store.verifyAudit()).toMatchObject({ intact: true })
      })

      // Into a database that has cases in it nothing is written.
      const second: Config = { ...config, dataDir: join(home, 'second') }
      await mkdir(second.dataDir)
      await copyFile(join(dataDir, 'master.key'), join(second.dataDir, 'master.key'))
      const into: Config = { ...second, documents: { kind: 'folder', path: join(second.dataDir, 'documents') } }
      await expect(restore(into, made, undefined)).rejects.toMatchObject({ code: 'FOLDER_NOT_EMPTY' })
    } finally {
      await rm(home, { recursive: true, force: true })
    }
  }, 60_000)

  it('shows the database as it is while no case can change', async () => {
    const url = await newDatabase('held')
    const home = await mkdtemp(join(tmpdir(), 'gatehouse-backup-pg-'))
    try {
      const { config } = await fillFolder(home, { DATABASE_URL: url })
      await withFoundation(config, async ({ store }) => {
        let adding: Promise<unknown> = Promise.resolve()
        const { snapshot } = await snapshotPostgres(url, () => (adding = addCase(store)))
        await adding
        const seen = await sql<{ count: number }>`select count(*) as count from kyc_case`.execute(snapshot.db)
        expect(Number(seen.rows[0]?.count)).toBe(1)
        await snapshot.release()
      })
    } finally {
      await rm(home, { recursive: true, force: true })
    }
  }, 60_000)
})
