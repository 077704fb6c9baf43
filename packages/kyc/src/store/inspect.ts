/** What a database holds and names outside of itself, read without changing anything: for backups and their checks. */
import { type Kysely, sql } from 'kysely'
import { verifyAudit } from '../audit/verify.ts'
import { WITH_EXECUTION } from '../use-cases/hold.ts'
import type { RootKey } from '../crypto/root-key.ts'
import { SEAL_BYTES } from '../crypto/sealed-box.ts'
import { SCHEMA_VERSION } from './migrate.ts'
import { readTenant } from './open-tenant.ts'
import { KycError } from './outcome.ts'
import type { AuditVerification } from './ports/trail.ts'
import type { Database } from './schema.ts'

export interface KycInspection {
  readonly schemaVersion: number
  readonly cases: number
  readonly audit: AuditVerification
  /** Of open cases: the execution that each waits for. */
  readonly executions: readonly { readonly caseId: string; readonly workflowId: string }[]
  /** `sealedBytes`: the size of the blob. */
  readonly documents: readonly { readonly caseId: string; readonly blob: string; readonly sealedBytes: number }[]
}

/**
 * Reads one state when `db` is a transaction or a file that nobody changes. Also takes schemas older than this program's.
 * Throws ROOT_KEY_WRONG, SCHEMA_TOO_NEW.
 */
export async function inspectKyc(
  db: Kysely<Database>,
  rootKey: RootKey,
  { tenantId = 'main' }: { readonly tenantId?: string } = {},
): Promise<KycInspection> {
  const schemaVersion = await schemaVersionOf(db)
  const keys = await readTenant(db, tenantId, rootKey)
  const cases = await db
    .selectFrom('kyc_case')
    .select(({ fn }) => fn.countAll<number | string>().as('count'))
    .where('tenant_id', '=', tenantId)
    .executeTakeFirstOrThrow()
  const executions = await db
    .selectFrom('kyc_case')
    .select(['case_id', 'workflow_id'])
    .where('tenant_id', '=', tenantId)
    .where('state', 'in', [...WITH_EXECUTION])
    .where('workflow_id', 'is not', null)
    .where('erased_at', 'is', null)
    .orderBy('case_id')
    .execute()
  const documents = await db
    .selectFrom('kyc_document')
    .select(['case_id', 'blob', 'size'])
    .where('tenant_id', '=', tenantId)
    .orderBy('blob')
    .execute()
  return {
    schemaVersion,
    // PostgreSQL counts in text.
    cases: Number(cases.count),
    audit: await verifyAudit({ db, tenantId, keys }),
    executions: executions.map((row) => ({ caseId: row.case_id, workflowId: row.workflow_id ?? '' })),
    documents: documents.map((row) => ({
      caseId: row.case_id,
      blob: row.blob,
      sealedBytes: row.size + SEAL_BYTES,
    })),
  }
}

async function schemaVersionOf(db: Kysely<Database>): Promise<number> {
  const { rows } = await sql<{ version: number | null }>`select max(version) as version from kyc_schema`.execute(db)
  const found = Number(rows[0]?.version ?? 0)
  if (found > SCHEMA_VERSION) {
    const message = `The database has KYC schema ${found}, this program knows up to ${SCHEMA_VERSION}. Use the program that wrote it.`
    throw new KycError('SCHEMA_TOO_NEW', message, { found, known: SCHEMA_VERSION })
  }
  return found
}
