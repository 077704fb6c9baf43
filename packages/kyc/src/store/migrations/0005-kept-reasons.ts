/** Why a cleared pair was revoked: sealed under the case key, since the trail keeps only what proves it. */
import { type Kysely, sql } from 'kysely'
import type { Dialect } from '../dialect.ts'

export async function keptReasons(db: Kysely<unknown>, _dialect: Dialect): Promise<void> {
  await sql`alter table kyc_good_guy add column end_reason_sealed text`.execute(db)
}
