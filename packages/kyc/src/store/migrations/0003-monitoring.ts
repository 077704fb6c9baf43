/** Which version of each list the customers were screened against, and which changes opened a review of whom. */
import type { Kysely } from 'kysely'
import type { Dialect } from '../dialect.ts'
import { createTable, type TableSpec } from './create-table.ts'

const TABLES: Readonly<Record<string, TableSpec>> = {
  kyc_list_screened: { columns: 'tenant_id list_id snapshot_id screened_at', key: 'tenant_id list_id' },
  kyc_event_trigger: {
    columns: 'tenant_id customer_id list_id entry_id entry_hash case_id at',
    key: 'tenant_id customer_id list_id entry_id entry_hash',
  },
}

export async function monitoring(db: Kysely<unknown>, _dialect: Dialect): Promise<void> {
  for (const [name, spec] of Object.entries(TABLES)) await createTable(db, name, spec)
}
