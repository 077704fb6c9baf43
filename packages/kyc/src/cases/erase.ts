/** Erasure: the case key is destroyed, index entries and files go, a tombstone stays. The audit chain still verifies. */
import { sql } from 'kysely'
import type { StoreContext } from '../store/context.ts'
import { done, refuse } from '../store/outcome.ts'
import type { DecisionUseCases } from '../store/ports/decision.ts'
import { type Unit, write } from '../store/unit.ts'
import { lockCase } from './case-rows.ts'

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

export async function eraseCase(
  ctx: StoreContext,
  input: Parameters<DecisionUseCases['eraseCase']>[0],
): ReturnType<DecisionUseCases['eraseCase']> {
  const erased = await write(
    ctx,
    input.actor,
    async (unit): ReturnType<DecisionUseCases['eraseCase']> => {
      if (input.approvedBy === input.actor.id)
        return refuse('SAME_PERSON', 'A second person has to approve an erasure ahead of its time')
      const loaded = await lockCase(unit, input.caseId)
      if (!loaded.ok) return loaded
      const documents = await unit.trx
        .selectFrom('kyc_document')
        .select('blob')
        .where('tenant_id', '=', ctx.tenantId)
        .where('case_id', '=', input.caseId)
        .execute()
      const objects = await countObjects(unit, input.caseId)
      for (const table of DELETED_TABLES) {
        await unit.trx
          .deleteFrom(table)
          .where('tenant_id', '=', ctx.tenantId)
          .where('case_id', '=', input.caseId)
          .execute()
      }
      await unit.trx
        .updateTable('kyc_case')
        .set({
          wrapped_key: null,
          name_sealed: null,
          erased_at: unit.at,
          revision: loaded.value.row.revision + 1,
          updated_at: unit.at,
        })
        .where('tenant_id', '=', ctx.tenantId)
        .where('case_id', '=', input.caseId)
        .execute()
      await unit.trx
        .updateTable('kyc_customer')
        .set({ state: 'ERASED', updated_at: unit.at })
        .where('tenant_id', '=', ctx.tenantId)
        .where('case_id', '=', input.caseId)
        .execute()
      const head = await unit.trx
        .selectFrom('kyc_audit_head')
        .select('seq')
        .where('tenant_id', '=', ctx.tenantId)
        .executeTakeFirst()
      await unit.trx
        .insertInto('kyc_tombstone')
        .values({
          tenant_id: ctx.tenantId,
          case_id: input.caseId,
          erased_at: unit.at,
          rule: input.rule,
          objects,
          chain_seq: head?.seq ?? 0,
        })
        .execute()
      unit.audit({
        action: 'case.erased',
        object: { type: 'case', id: input.caseId, revision: loaded.value.row.revision + 1 },
        caseId: input.caseId,
        reasonCode: input.rule,
        after: { objects: { value: objects }, approvedBy: { value: input.approvedBy ?? null } },
      })
      // Inside the transaction: should deleting fail, nothing is erased, and the job tries again.
      for (const { blob } of documents) await ctx.blobs.delete(blob)
      return done({ erasedAt: unit.at, objects })
    },
    input,
  )
  if (erased.ok) await forget(ctx)
  return erased
}

/** The pages that held the key must go too. PostgreSQL overwrites them in its own time; its log ages with the backups. */
async function forget(ctx: StoreContext): Promise<void> {
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
    const outcome = await eraseCase(ctx, { actor: input.actor, caseId, rule })
    if (outcome.ok) erased++
    else if (outcome.error.code !== 'CASE_NOT_FOUND' && outcome.error.code !== 'CASE_ERASED') return outcome
  }
  return done({ erased })
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
