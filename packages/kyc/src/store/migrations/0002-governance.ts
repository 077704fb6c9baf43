/** What people set over a case or over the bank's own rules: four-eyes requests, classes by hand, holds, policies. */
import { type Kysely, sql } from 'kysely'
import type { Dialect } from '../dialect.ts'
import { createTable, type TableSpec } from './create-table.ts'

const TABLES: Readonly<Record<string, TableSpec>> = {
  kyc_request: {
    columns:
      'tenant_id request_id kind about_case? payload state made_by made_at decided_by? decided_at? note_sealed decision_note_sealed?',
    key: 'tenant_id request_id',
    index: ['tenant_id state', 'tenant_id about_case'],
  },
  kyc_class_override: {
    columns:
      'tenant_id case_id override_id model_class? set_class made_by approved_by? at expires_on? ended_at? reason_sealed',
    key: 'tenant_id override_id',
    index: ['tenant_id case_id'],
  },
  kyc_legal_hold: {
    columns: 'tenant_id case_id hold_id authority reference until_on set_by approved_by set_at lifted_at?',
    key: 'tenant_id hold_id',
    index: ['tenant_id case_id'],
  },
  kyc_retention_approval: {
    columns: 'tenant_id rule requested_by approved_by approved_at',
    key: 'tenant_id rule',
  },
  kyc_policy_version: {
    columns:
      'tenant_id policy_id version profile hash state policy created_by created_at tested_at? backtest? proposed_by? proposed_at? approved_by? effective_from? force_reassess# retired_at?',
    key: 'tenant_id policy_id version profile',
    unique: ['tenant_id hash'],
  },
}

export async function governance(db: Kysely<unknown>, _dialect: Dialect): Promise<void> {
  // Nothing has ever written to the first form of this table.
  await sql`drop table kyc_policy_version`.execute(db)
  for (const [name, spec] of Object.entries(TABLES)) await createTable(db, name, spec)
  await sql`alter table kyc_rfi_item add column refusal_reason text`.execute(db)
  await sql`alter table kyc_good_guy add column ended_by text`.execute(db)
  await sql`alter table kyc_case add column appeals_case text`.execute(db)
}
