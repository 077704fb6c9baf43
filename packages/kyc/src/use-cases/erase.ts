/** Erasure: the case key is destroyed, index entries and files go, a tombstone stays. The audit chain still verifies. */
import { sql } from 'kysely'
import type { StoreContext } from '../store/context.ts'
import { isFinal } from '../case/case.ts'
import { publicValues } from '../audit/record.ts'
import { done, type Outcome, refuse } from '../store/outcome.ts'
import type { DecisionUseCases } from '../store/ports/decision.ts'
import type { GovernanceUseCases } from '../store/ports/governance.ts'
import { type Unit, write } from '../store/unit.ts'
import { openRequest, type RequestRow } from './approval-requests.ts'
import { type LoadedCase, lockCase, stateOf } from './case-rows.ts'
import { holdInForce } from './legal-hold.ts'

const SEALED_TABLES = ['kyc_field', 'kyc_hit', 'kyc_note', 'kyc_notification', 'kyc_document'] as const
/** Rows that could still link a person to the case, and rows that only make sense with the key. */
const DELETED_TABLES = [
  'kyc_blind_index',
  'kyc_applicant_session',
  'kyc_code',
  'kyc_good_guy',
  'kyc_field',
  'kyc_document',
  'kyc_notification',
] as const

type EraseInput = Parameters<DecisionUseCases['eraseCase']>[0]
type Erased = ReturnType<DecisionUseCases['eraseCase']>

export function eraseCase(ctx: StoreContext, input: EraseInput): Erased {
  return eraseNow(ctx, input, { despiteHold: false })
}

async function eraseNow(ctx: StoreContext, input: EraseInput, how: { readonly despiteHold: boolean }): Erased {
  const erased = await write(
    ctx,
    input.actor,
    async (unit): Erased => {
      if (input.approvedBy === input.actor.id)
        return refuse('SAME_PERSON', 'A second person has to approve an erasure ahead of its time')
      const loaded = await lockCase(unit, input.caseId)
      if (!loaded.ok) return loaded
      const holdId = how.despiteHold ? null : await holdInForce(unit, input.caseId)
      if (holdId !== null) return heldBack(input.caseId, holdId)
      return eraseLoaded(unit, loaded.value, { rule: input.rule, approvedBy: input.approvedBy ?? null })
    },
    input,
  )
  if (erased.ok) await forgetPages(ctx)
  return erased
}

/** Within a unit of work that has asked for legal holds; `forgetPages` has to follow its commit. */
export async function eraseLoaded(
  unit: Unit,
  { row }: LoadedCase,
  how: { readonly rule: string; readonly approvedBy: string | null },
): Promise<Outcome<{ erasedAt: string; objects: number }>> {
  const { ctx } = unit
  const owned = { tenant_id: ctx.tenantId, case_id: row.case_id }
  const documents = await unit.trx
    .selectFrom('kyc_document')
    .select('blob')
    .where('tenant_id', '=', owned.tenant_id)
    .where('case_id', '=', owned.case_id)
    .execute()
  const objects = await countObjects(unit, row.case_id)
  for (const table of DELETED_TABLES) {
    await unit.trx
      .deleteFrom(table)
      .where('tenant_id', '=', owned.tenant_id)
      .where('case_id', '=', owned.case_id)
      .execute()
  }
  const revision = row.revision + 1
  await unit.trx
    .updateTable('kyc_case')
    .set({ wrapped_key: null, name_sealed: null, erased_at: unit.at, revision, updated_at: unit.at })
    .where('tenant_id', '=', owned.tenant_id)
    .where('case_id', '=', owned.case_id)
    .execute()
  await unit.trx
    .updateTable('kyc_customer')
    .set({ state: 'ERASED', updated_at: unit.at })
    .where('tenant_id', '=', owned.tenant_id)
    .where('case_id', '=', owned.case_id)
    .execute()
  const head = await unit.trx
    .selectFrom('kyc_audit_head')
    .select('seq')
    .where('tenant_id', '=', owned.tenant_id)
    .executeTakeFirst()
  await unit.trx
    .insertInto('kyc_tombstone')
    .values({ ...owned, erased_at: unit.at, rule: how.rule, objects, chain_seq: head?.seq ?? 0 })
    .execute()
  unit.audit({
    action: 'case.erased',
    object: { type: 'case', id: row.case_id, revision },
    caseId: row.case_id,
    reasonCode: how.rule,
    after: publicValues({ objects, approvedBy: how.approvedBy }),
  })
  // Inside the transaction: should deleting fail, nothing is erased, and the job tries again.
  for (const { blob } of documents) await ctx.blobs.delete(blob)
  return done({ erasedAt: unit.at, objects })
}

/** The pages that held the key must go too. PostgreSQL overwrites them in its own time; its log ages with the backups. */
export async function forgetPages(ctx: StoreContext): Promise<void> {
  await (ctx.dialect === 'sqlite' ? sql`pragma wal_checkpoint(truncate)` : sql`vacuum kyc_case`).execute(ctx.db)
}

async function countObjects(unit: Unit, caseId: string): Promise<number> {
  let objects = 0
  for (const table of SEALED_TABLES) {
    const { count } = await unit.trx
      .selectFrom(table)
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('tenant_id', '=', unit.ctx.tenantId)
      .where('case_id', '=', caseId)
      .executeTakeFirstOrThrow()
    objects += count
  }
  return objects
}

/** After a restore: erases again what had been erased. Cases that the backup does not know need nothing. */
export async function replayTombstones(
  ctx: StoreContext,
  input: Parameters<DecisionUseCases['replayTombstones']>[0],
): ReturnType<DecisionUseCases['replayTombstones']> {
  let erased = 0
  for (const { caseId, rule } of input.tombstones) {
    // It had gone before the backup was restored, whatever hold the backup remembers.
    const outcome = await eraseNow(ctx, { actor: input.actor, caseId, rule }, { despiteHold: true })
    if (outcome.ok) erased++
    else if (outcome.error.code !== 'CASE_NOT_FOUND' && outcome.error.code !== 'CASE_ERASED') return outcome
  }
  return done({ erased })
}

/** compliance_admin asks, mlro decides: the data of one case goes before its time. */
export function requestErasure(
  ctx: StoreContext,
  input: Parameters<GovernanceUseCases['requestErasure']>[0],
): ReturnType<GovernanceUseCases['requestErasure']> {
  return write(
    ctx,
    input.actor,
    async (unit): ReturnType<GovernanceUseCases['requestErasure']> => {
      const loaded = await lockCase(unit, input.caseId)
      if (!loaded.ok) return loaded
      const objection = await objectionToErasure(unit, loaded.value)
      if (!objection.ok) return objection
      const about = { caseId: input.caseId, cipher: loaded.value.cipher }
      return openRequest(unit, { kind: 'ERASE_EARLY', about, payload: {}, note: input.note })
    },
    input,
  )
}

export async function applyErasure(unit: Unit, request: RequestRow, loaded: LoadedCase): Promise<Outcome<null>> {
  const objection = await objectionToErasure(unit, loaded)
  if (!objection.ok) return objection
  const erased = await eraseLoaded(unit, loaded, { rule: 'ERASE_EARLY', approvedBy: request.made_by })
  return erased.ok ? done(null) : erased
}

/** What people still work on, or what an authority wants kept, does not go. */
async function objectionToErasure(unit: Unit, { row }: LoadedCase): Promise<Outcome<null>> {
  const ended = stateOf(row) === 'DRAFT' || isFinal(stateOf(row))
  if (!ended) return refuse('TRANSITION_REFUSED', `Case ${row.case_id} is ${row.state}: it has to end first`)
  const customer = await unit.trx
    .selectFrom('kyc_customer')
    .select('state')
    .where('tenant_id', '=', unit.ctx.tenantId)
    .where('case_id', '=', row.case_id)
    .executeTakeFirst()
  // Article 17(3)(b) GDPR: what the law asks to keep about a customer is restricted, not erased.
  if (customer) return refuse('TRANSITION_REFUSED', `Case ${row.case_id} belongs to a customer (${customer.state})`)
  const holdId = await holdInForce(unit, row.case_id)
  return holdId === null ? done(null) : heldBack(row.case_id, holdId)
}

function heldBack(caseId: string, holdId: string): Outcome<never> {
  return refuse('TRANSITION_REFUSED', `Case ${caseId} is under legal hold ${holdId}`, { reason: 'LEGAL_HOLD', holdId })
}

export async function listTombstones(ctx: StoreContext): ReturnType<DecisionUseCases['listTombstones']> {
  const rows = await ctx.db
    .selectFrom('kyc_tombstone')
    .selectAll()
    .where('tenant_id', '=', ctx.tenantId)
    .orderBy('erased_at')
    .execute()
  return rows.map((row) => ({
    caseId: row.case_id,
    erasedAt: row.erased_at,
    rule: row.rule,
    objects: row.objects,
    chainSeq: row.chain_seq,
  }))
}
