/** The store on PostgreSQL. `pg` is the caller's: without a database address it is never loaded. */
import { Kysely, PostgresDialect, type PostgresPool } from 'kysely'
import { Pool, types } from 'pg'
import type { Database } from './schema.ts'

const BIGINT_OID = 20

/** `postgresql://user:password@host:port/database` */
export function openPostgres(url: string, options: { readonly maxConnections?: number } = {}): Kysely<Database> {
  const pool: PostgresPool = new Pool({
    connectionString: url,
    max: options.maxConnections ?? 10,
    application_name: 'gatehouse-kyc',
    // Counts come as bigint, which pg hands over as text; none of ours leaves the safe integers.
    types: {
      getTypeParser: (oid: number, format?: 'text' | 'binary') =>
        oid === BIGINT_OID && format !== 'binary' ? Number : types.getTypeParser(oid, format),
    },
  })
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) })
}
