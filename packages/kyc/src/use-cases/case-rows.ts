/** Loading, locking and saving a case. Every save makes a new revision. */
import type { CaseState } from '../case/case.ts'
import type { Transaction, Updateable } from 'kysely'
import type { Case } from '../case/case.ts'
import type { CaseCipher } from '../crypto/case-cipher.ts'
import type { StoreContext } from '../store/context.ts'
import { done, type Outcome, refuse } from '../store/outcome.ts'
import type { CaseRow, CaseTable, Database } from '../store/schema.ts'
import type { Unit } from '../store/unit.ts'

export interface LoadedCase {
  readonly row: CaseRow
  readonly cipher: CaseCipher
}

/** The row with its key. CASE_NOT_FOUND, or CASE_ERASED once the key is destroyed. */
export async function loadCase(
  ctx: StoreContext,
  trx: Transaction<Database>,
  caseId: string,
): Promise<Outcome<LoadedCase>> {
  return withKey(ctx, caseId, await select(ctx, trx, caseId).executeTakeFirst())
}

/** The same, and nobody else changes the case before this transaction ends. */
export async function lockCase(unit: Unit, caseId: string): Promise<Outcome<LoadedCase>> {
  const query = select(unit.ctx, unit.trx, caseId)
  // SQLite holds the one write lock from the start of the transaction.
  const row = await (unit.ctx.dialect === 'postgres' ? query.forUpdate() : query).executeTakeFirst()
  return withKey(unit.ctx, caseId, row)
}

function select(ctx: StoreContext, trx: Transaction<Database>, caseId: string) {
  return trx.selectFrom('kyc_case').selectAll().where('tenant_id', '=', ctx.tenantId).where('case_id', '=', caseId)
}

function withKey(ctx: StoreContext, caseId: string, row: CaseRow | undefined): Outcome<LoadedCase> {
  if (!row) return refuse('CASE_NOT_FOUND', `Case ${caseId} does not exist`)
  if (row.wrapped_key === null)
    return refuse('CASE_ERASED', `Case ${caseId} was erased on ${row.erased_at ?? 'an earlier day'}`)
  return done({ row, cipher: ctx.keys.openCaseKey(caseId, row.wrapped_key) })
}

/** Writes the changes with the next revision and tells listeners. Gives the row as it is now. */
export async function saveCase(unit: Unit, row: CaseRow, changes: Updateable<CaseTable>): Promise<CaseRow> {
  const next: CaseRow = { ...row, ...withoutUndefined(changes), revision: row.revision + 1, updated_at: unit.at }
  await unit.trx
    .updateTable('kyc_case')
    .set({ ...changes, revision: next.revision, updated_at: next.updated_at })
    .where('tenant_id', '=', unit.ctx.tenantId)
    .where('case_id', '=', row.case_id)
    .execute()
  unit.touch(row.case_id, stateOf(next))
  return next
}

function withoutUndefined(changes: Updateable<CaseTable>): Partial<CaseRow> {
  // Dropping undefined members is exactly the difference between the two types.
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as Partial<CaseRow>
}

export function stateOf(row: Pick<CaseRow, 'state'>): CaseState {
  // Only `saveCase` writes the column, and only with states of the machine.
  return row.state as CaseState
}

/** The row as the pure state machine sees it. */
export function toCase(row: CaseRow): Case {
  // The store's own ids are plain text; the brands of the domain are put on here, at the border between the two.
  return {
    caseId: row.case_id,
    tenantId: row.tenant_id,
    kind: row.kind,
    state: row.state,
    channel: row.channel,
    productCode: row.product_code,
    policyVersion: row.policy_version,
    dataRevision: row.data_revision,
    revision: row.revision,
    applicantId: row.applicant_id,
    customerId: row.customer_id,
    riskClass: row.risk_class,
    assigneeId: row.assignee_id,
    claimedAt: row.claimed_at,
    slaDueAt: row.sla_due_at,
    workflowId: row.workflow_id,
    workflowVersion: row.workflow_version,
    proposal: row.proposal === null ? null : (JSON.parse(row.proposal) as unknown),
    eddReviewerId: row.edd_reviewer_id,
    excludedPersonIds: JSON.parse(row.excluded) as unknown,
    restricted: row.restricted === 1,
    reasonCode: row.reason_code,
    createdAt: row.created_at,
    submittedAt: row.submitted_at,
    decidedAt: row.decided_at,
    updatedAt: row.updated_at,
  } as Case
}
