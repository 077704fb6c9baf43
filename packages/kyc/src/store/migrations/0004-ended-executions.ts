/** Executions of a case that ended without its doing, so that the next start knows them from a new one. */
import { type Kysely, sql } from 'kysely'
import type { Dialect } from '../dialect.ts'

export async function endedExecutions(db: Kysely<unknown>, _dialect: Dialect): Promise<void> {
  // A JSON list of workflow ids, the oldest first; null for none.
  await sql`alter table kyc_case add column ended_workflows text`.execute(db)
}
