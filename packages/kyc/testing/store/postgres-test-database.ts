/** A schema of its own for each store in one PostgreSQL: that of TEST_POSTGRES_URL, or a throw-away cluster. */
import { execFile } from 'node:child_process'
import { chown, mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { sql } from 'kysely'
import { openPostgres } from '../../src/store/postgres.ts'
import type { TestDatabase } from './open-test-store.ts'

const run = promisify(execFile)

type PostgresTestDatabase = TestDatabase & {
  /** Of the server's own database. */
  readonly url: string
  remove(): Promise<void>
}

/** Null when there is neither an address nor an installed server. */
export async function postgresTestDatabase(): Promise<PostgresTestDatabase | null> {
  const given = process.env.TEST_POSTGRES_URL
  if (given) return onServer(given, async () => undefined)
  const binaries = await findBinaries()
  return binaries === null ? null : startCluster(binaries)
}

async function findBinaries(): Promise<string | null> {
  const versions = await readdir('/usr/lib/postgresql').catch(() => [])
  const newest = versions.toSorted((a, b) => Number(b) - Number(a))[0]
  return newest === undefined ? null : join('/usr/lib/postgresql', newest, 'bin')
}

async function startCluster(binaries: string): Promise<PostgresTestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-pg-'))
  const asRoot = process.getuid?.() === 0
  if (asRoot) await giveToPostgres(folder)
  // initdb refuses to work for root.
  const call = (program: string, ...args: readonly string[]) => {
    const path = join(binaries, program)
    return asRoot ? run('runuser', ['-u', 'postgres', '--', path, ...args]) : run(path, [...args])
  }
  const port = await freePort()
  await call('initdb', '-D', folder, '-A', 'trust', '-U', 'postgres', '-E', 'UTF8', '--no-locale')
  // The suite is about behaviour; nothing pulls the plug of this cluster, so it need not wait for the disk.
  const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${folder} -c fsync=off`
  await call('pg_ctl', '-D', folder, '-w', '-o', options, '-l', join(folder, 'log'), 'start')
  return onServer(`postgresql://postgres@127.0.0.1:${port}/postgres`, async () => {
    await call('pg_ctl', '-D', folder, '-m', 'fast', 'stop')
    await rm(folder, { recursive: true, force: true })
  })
}

async function giveToPostgres(folder: string): Promise<void> {
  const [uid, gid] = await Promise.all(
    ['-u', '-g'].map(async (flag) => Number((await run('id', [flag, 'postgres'])).stdout)),
  )
  await chown(folder, uid ?? 0, gid ?? 0)
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })
}

function onServer(url: string, remove: () => Promise<void>): PostgresTestDatabase {
  const inSchema = (key: string) => `${url}?options=${encodeURIComponent(`-c search_path=${key}`)}`
  return {
    name: 'PostgreSQL',
    url,
    dialect: 'postgres',
    remove,
    async open(key) {
      const db = openPostgres(inSchema(key), { maxConnections: 5 })
      await sql`create schema if not exists ${sql.id(key)}`.execute(db)
      return db
    },
    async dump(key) {
      const db = openPostgres(inSchema(key), { maxConnections: 1 })
      const tables = await sql<{ table_name: string }>`
        select table_name from information_schema.tables where table_schema = ${key}`.execute(db)
      const parts: string[] = []
      for (const { table_name: table } of tables.rows) {
        const rows = await sql<{ row: string }>`select t::text as row from ${sql.table(table)} t`.execute(db)
        parts.push(...rows.rows.map(({ row }) => row))
      }
      await db.destroy()
      return Buffer.from(parts.join('\n'), 'utf8')
    },
  }
}
