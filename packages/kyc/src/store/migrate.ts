/** Brings the database to the newest schema, one numbered step at a time; refuses one that is newer than this program. */
import { type Kysely, sql } from 'kysely'
import type { Dialect } from './dialect.ts'
import { governance } from './migrations/0002-governance.ts'
import { monitoring } from './migrations/0003-monitoring.ts'
import { endedExecutions } from './migrations/0004-ended-executions.ts'
import { keptReasons } from './migrations/0005-kept-reasons.ts'
import { initial } from './migrations/0001-initial.ts'
import { KycError } from './outcome.ts'
import type { Database } from './schema.ts'

interface Migration {
  readonly version: number
  readonly name: string
  up(db: Kysely<unknown>, dialect: Dialect): Promise<void>
}

const MIGRATIONS: readonly Migration[] = [
  { version: 1, name: 'initial', up: initial },
  { version: 2, name: 'governance', up: governance },
  { version: 3, name: 'monitoring', up: monitoring },
  { version: 4, name: 'ended executions', up: endedExecutions },
  { version: 5, name: 'kept reasons', up: keptReasons },
]

export const SCHEMA_VERSION = MIGRATIONS.length

// Any constant does; it only has to differ from other programs' locks in the same database.
const MIGRATION_LOCK = 7_219_204_511

/** All missing steps in one transaction: a crash leaves the old schema or the new one. Throws SCHEMA_TOO_NEW. */
export async function migrate(db: Kysely<Database>, dialect: Dialect): Promise<{ from: number; to: number }> {
  return db.transaction().execute(async (trx) => {
    // This table is not part of the typed schema, since nothing but this file may look at it.
    const own = trx.withTables<{ kyc_schema: { version: number; name: string; at: string } }>()
    if (dialect === 'postgres') await sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`.execute(trx)
    await sql`create table if not exists kyc_schema (version integer primary key, name text not null, at text not null)`.execute(
      trx,
    )
    const rows = await own.selectFrom('kyc_schema').select('version').execute()
    const from = Math.max(0, ...rows.map((row) => row.version))
    if (from > SCHEMA_VERSION) {
      throw new KycError(
        'SCHEMA_TOO_NEW',
        `The database has KYC schema ${from}, this program knows up to ${SCHEMA_VERSION}. Start a newer program, or restore the backup made before the upgrade.`,
        { found: from, known: SCHEMA_VERSION },
      )
    }
    for (const step of MIGRATIONS.filter((candidate) => candidate.version > from)) {
      // A migration names tables of its own time, so it sees the database untyped.
      await step.up(trx as unknown as Kysely<unknown>, dialect)
      await own
        .insertInto('kyc_schema')
        .values({ version: step.version, name: step.name, at: new Date().toISOString() })
        .execute()
    }
    return { from, to: SCHEMA_VERSION }
  })
}
