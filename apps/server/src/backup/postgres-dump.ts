/** The database of `DATABASE_URL` in a backup: by PostgreSQL's own programs, at an instant that we choose. */
import { spawn } from 'node:child_process'
import { openPostgres } from '@gatehouse/kyc/postgres'
import { sql } from 'kysely'
import { BackupError } from './backup-error.ts'
import { lockMs } from './sqlite-snapshot.ts'

type Database = ReturnType<typeof openPostgres>

export interface PostgresSnapshot {
  /** Reads the state alone. */
  readonly db: Database
  /** Writes the state to a file for `restorePostgres`. */
  dumpTo(file: string): Promise<void>
  release(): Promise<void>
}

/**
 * A state that nothing has been added to when `meanwhile` runs: cases wait for it, since every change of one adds to the
 * audit trail. @throws BackupError SERVER_BUSY
 */
export async function snapshotPostgres<T>(
  url: string,
  meanwhile: () => T,
): Promise<{ readonly snapshot: PostgresSnapshot; readonly result: T }> {
  const db = openPostgres(url, { maxConnections: 2 })
  try {
    const lock = await db.startTransaction().execute()
    try {
      await sql`set local lock_timeout = ${sql.lit(lockMs)}`.execute(lock)
      await sql`lock table kyc_audit_head in share mode`.execute(lock).catch((cause: unknown) => {
        throw isTimeout(cause)
          ? new BackupError('SERVER_BUSY', `The audit trail was locked for ${lockMs / 1000} seconds.`, { cause })
          : cause
      })
      const state = await db.startTransaction().setIsolationLevel('repeatable read').execute()
      const { rows } = await sql<{ id: string }>`select pg_export_snapshot() as id`.execute(state)
      const id = rows[0]?.id ?? ''
      const result = meanwhile()
      return {
        result,
        snapshot: {
          // A transaction reads like a database.
          db: state as unknown as Database,
          dumpTo: (file) => run('pg_dump', url, ['--format=custom', `--snapshot=${id}`, `--file=${file}`]),
          async release() {
            await state.rollback().execute()
            await db.destroy()
          },
        },
      }
    } finally {
      await lock.rollback().execute()
    }
  } catch (error) {
    await db.destroy()
    throw error
  }
}

/** Into a database without tables, all of it or nothing. */
export async function restorePostgres(url: string, file: string): Promise<void> {
  const db = openPostgres(url, { maxConnections: 1 })
  try {
    const { rows } = await sql<{ name: string | null }>`select to_regclass('kyc_schema')::text as name`.execute(db)
    if (rows[0]?.name != null)
      throw new BackupError('FOLDER_NOT_EMPTY', 'The database of DATABASE_URL has cases in it.')
  } finally {
    await db.destroy()
  }
  await run('pg_restore', url, ['--single-transaction', '--exit-on-error', file])
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '55P03'
}

/** The password goes by the environment: everybody on the machine can read the arguments of a process. */
async function run(program: 'pg_dump' | 'pg_restore', url: string, args: readonly string[]): Promise<void> {
  const address = new URL(url)
  const password = decodeURIComponent(address.password)
  address.password = ''
  const child = spawn(program, ['--no-owner', '--no-privileges', `--dbname=${address.href}`, ...args], {
    env: { ...process.env, ...(password === '' ? {} : { PGPASSWORD: password }) },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said = `${said}${text}`.slice(-2_000)))
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', (cause) =>
      reject(new BackupError('TOOL_MISSING', `${program} could not be started (${cause.message}).`, { cause })),
    )
    child.once('close', resolve)
  })
  if (code !== 0) throw new BackupError('TOOL_FAILED', `${program} ended with ${code}: ${said.trim()}`)
}
