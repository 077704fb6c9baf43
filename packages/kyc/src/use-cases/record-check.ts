/** A check's result with its hits, written once for each idempotency key. */
import type { StoreContext } from '../store/context.ts'
import { evidenceOf } from '../checks/findings-of.ts'
import type { JsonObject } from '../store/json.ts'
import { done, refuse } from '../store/outcome.ts'
import type { NewHit, WorkUseCases } from '../store/ports/work.ts'
import { type Unit, write } from '../store/unit.ts'
import { type LoadedCase, lockCase, saveCase } from './case-rows.ts'

type Input = Parameters<WorkUseCases['recordCheck']>[0]

export function recordCheck(ctx: StoreContext, input: Input): ReturnType<WorkUseCases['recordCheck']> {
  return write(ctx, input.actor, async (unit): ReturnType<WorkUseCases['recordCheck']> => {
    const loaded = await lockCase(unit, input.caseId)
    if (!loaded.ok) return loaded
    const known = await unit.trx
      .selectFrom('kyc_check')
      .select(['check_id', 'output'])
      .where('tenant_id', '=', ctx.tenantId)
      .where('idempotency_key', '=', input.idempotencyKey)
      .executeTakeFirst()
    // Written below, from a JsonObject.
    if (known) return done({ checkId: known.check_id, output: JSON.parse(known.output) as JsonObject, replayed: true })
    const { row } = loaded.value
    if (input.dataRevision > row.data_revision) {
      return refuse(
        'DATA_REVISION_OLD',
        `Case ${input.caseId} is at data revision ${row.data_revision}, the check names ${input.dataRevision}`,
      )
    }
    const checkId = ctx.ids()
    const output = { ...input.output, checkId }
    await insertCheck(unit, loaded.value, input, checkId, output)
    await insertHits(unit, loaded.value, checkId, input.hits)
    await saveCase(unit, row, {})
    unit.audit({
      action: 'check.recorded',
      object: { type: 'check', id: checkId, revision: input.dataRevision },
      caseId: input.caseId,
      after: { kind: { value: input.kind }, result: { value: input.result }, hits: { value: input.hits.length } },
      versions: { ...input.versions, dataRevision: input.dataRevision },
    })
    return done({ checkId, output, replayed: false })
  })
}

async function insertCheck(
  unit: Unit,
  { row, cipher }: LoadedCase,
  input: Input,
  checkId: string,
  output: JsonObject,
): Promise<void> {
  await unit.trx
    .insertInto('kyc_check')
    .values({
      tenant_id: unit.ctx.tenantId,
      case_id: row.case_id,
      check_id: checkId,
      idempotency_key: input.idempotencyKey,
      kind: input.kind,
      result: input.result,
      errors: JSON.stringify(input.errors),
      output: JSON.stringify(output),
      versions: JSON.stringify(input.versions),
      data_revision: input.dataRevision,
      // The data may have moved on while the check ran: then its result is already old.
      stale: input.dataRevision < row.data_revision ? 1 : 0,
      at: unit.at,
      detail_sealed: input.detail === undefined ? null : cipher.sealJson(`check/${checkId}`, input.detail),
    })
    .execute()
}

async function insertHits(
  unit: Unit,
  { row, cipher }: LoadedCase,
  checkId: string,
  hits: readonly NewHit[],
): Promise<void> {
  if (hits.length === 0) return
  const verdicts = await earlierVerdicts(unit, { row, cipher })
  const rows = hits.map((hit) => {
    const hitId = unit.ctx.ids()
    return {
      tenant_id: unit.ctx.tenantId,
      case_id: row.case_id,
      hit_id: hitId,
      check_id: checkId,
      source: hit.source,
      list_id: hit.listId,
      snapshot_id: hit.snapshotId,
      entry_id: hit.entryId,
      entry_hash: hit.entryContentHash,
      score_tenths: Math.round(hit.score * 10),
      alert: hit.alert ? 1 : 0,
      suppressed_by: hit.suppressedBy ?? null,
      verdict: verdicts.get(`${hit.source} ${evidenceOf(hit)}`) ?? null,
      // A hit is JSON by its schema; what it compared is the applicant's, so all of it is sealed.
      detail_sealed: cipher.seal(`hit/${hitId}`, JSON.stringify(hit)),
    }
  })
  await unit.trx.insertInto('kyc_hit').values(rows).execute()
}

/** A rerun finds the same people again: what was decided about them holds while the evidence is the same. */
async function earlierVerdicts(unit: Unit, { row, cipher }: LoadedCase): Promise<ReadonlyMap<string, string>> {
  const decided = await unit.trx
    .selectFrom('kyc_hit')
    .select(['hit_id', 'verdict', 'detail_sealed'])
    .where('tenant_id', '=', unit.ctx.tenantId)
    .where('case_id', '=', row.case_id)
    .where('verdict', 'in', ['TRUE_MATCH', 'FALSE_POSITIVE'])
    .orderBy('hit_id')
    .execute()
  return new Map(
    decided.map(({ hit_id, verdict, detail_sealed }) => {
      // Sealed by `insertHits` from a hit.
      const hit = cipher.openJson(`hit/${hit_id}`, detail_sealed) as NewHit
      return [`${hit.source} ${evidenceOf(hit)}`, verdict ?? '']
    }),
  )
}
