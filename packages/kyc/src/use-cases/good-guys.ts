/** Recorded decisions that a customer is not a list entry: made by reviews, listed, revoked. */
import { addMonths } from '../iso-date.ts'
import { may } from '../roles/permissions.ts'
import { identityHash } from '../crypto/blind-index.ts'
import { isoTime, type StoreContext } from '../store/context.ts'
import { done, refuse } from '../store/outcome.ts'
import type { GoodGuyRecord, GovernanceUseCases } from '../store/ports/governance.ts'
import type { Database } from '../store/schema.ts'
import { read, type Unit, write } from '../store/unit.ts'
import { loadAnswers } from './application-data.ts'
import { MIN_REASON_LENGTH } from './approval-requests.ts'
import { loadCase, type LoadedCase, lockCase } from './case-rows.ts'
import { nameOf } from './list-cases.ts'
import { mayOpenRestricted, mayReadFindings } from './reading-rights.ts'
import { decisionOf, type ItemRow, stringList } from './review-rows.ts'

/** Cleared for exactly this identity against exactly these entries as they are now, for a limited time. */
export async function addGoodGuys(
  unit: Unit,
  loaded: LoadedCase,
  item: ItemRow,
  hitIds: readonly string[],
): Promise<void> {
  if (hitIds.length === 0) return
  const hits = await unit.trx
    .selectFrom('kyc_hit as h')
    .innerJoin('kyc_check as c', (join) =>
      join.onRef('c.check_id', '=', 'h.check_id').onRef('c.tenant_id', '=', 'h.tenant_id'),
    )
    .select(['h.list_id', 'h.entry_id', 'h.entry_hash', 'h.score_tenths', 'c.versions'])
    .where('h.tenant_id', '=', unit.ctx.tenantId)
    .where('h.hit_id', 'in', [...hitIds])
    .execute()
  const answers = await loadAnswers(unit.ctx, unit.trx, loaded)
  const approvals = [decisionOf(item.proposal)?.byId, decisionOf(item.confirmation)?.byId].filter(
    (id) => id !== undefined,
  )
  const rows = hits.map((hit) => {
    // Written by `recordCheck` from a record of strings.
    const versions = JSON.parse(hit.versions) as Record<string, string>
    return {
      tenant_id: unit.ctx.tenantId,
      case_id: loaded.row.case_id,
      good_guy_id: unit.ctx.ids(),
      list_id: hit.list_id,
      entry_id: hit.entry_id,
      entry_hash: hit.entry_hash,
      identity_hash: identityHash(unit.ctx.keys, answers),
      matcher_config_id: versions.matcherConfigId ?? versions.matcher ?? 'unknown',
      score_tenths: hit.score_tenths,
      reason_codes: JSON.stringify(decisionOf(item.proposal)?.reasonCodes ?? []),
      approvals: JSON.stringify(approvals),
      created_at: unit.at,
      expires_at: `${addMonths(unit.at.slice(0, 10), unit.ctx.policy.goodGuyMonths)}${unit.at.slice(10)}`,
      ended_at: null,
      ended_by: null,
      end_reason_sealed: null,
    }
  })
  await unit.trx.insertInto('kyc_good_guy').values(rows).execute()
  for (const row of rows) {
    unit.audit({ action: 'good_guy.added', object: { type: 'good_guy', id: row.good_guy_id }, caseId: row.case_id })
  }
}

const DEFAULT_LIMIT = 200

/** Cleared pairs of a restricted case are for those who may open it. */
export async function listGoodGuys(
  ctx: StoreContext,
  { actor, ...input }: Parameters<GovernanceUseCases['listGoodGuys']>[0],
): Promise<readonly GoodGuyRecord[]> {
  if (!mayReadFindings(actor) && !may(actor.roles, 'revoke_good_guy')) return []
  const now = isoTime(ctx.clock())
  return read(ctx, async (trx) => {
    const rows = await trx
      .selectFrom('kyc_good_guy')
      .selectAll()
      .where('tenant_id', '=', ctx.tenantId)
      .$if(input.caseId !== undefined, (query) => query.where('case_id', '=', input.caseId ?? ''))
      .$if(input.before !== undefined, (query) => query.where('good_guy_id', '<', input.before ?? ''))
      .$if(input.inForce === true, (query) => query.where('ended_at', 'is', null).where('expires_at', '>', now))
      .$if(input.inForce === false, (query) =>
        query.where((eb) => eb.or([eb('ended_at', 'is not', null), eb('expires_at', '<=', now)])),
      )
      .$if(!mayOpenRestricted(actor, { restricted: 1 }), (query) =>
        query.where('case_id', 'not in', (eb) =>
          eb.selectFrom('kyc_case').select('case_id').where('tenant_id', '=', ctx.tenantId).where('restricted', '=', 1),
        ),
      )
      .orderBy('good_guy_id', 'desc')
      .limit(input.limit ?? DEFAULT_LIMIT)
      .execute()
    const cases = new Map<string, { readonly loaded: LoadedCase; readonly identity: string }>()
    for (const caseId of new Set(rows.map((row) => row.case_id))) {
      const loaded = await loadCase(ctx, trx, caseId)
      if (!loaded.ok) continue
      const answers = await loadAnswers(ctx, trx, loaded.value)
      cases.set(caseId, { loaded: loaded.value, identity: identityHash(ctx.keys, answers) })
    }
    return rows.flatMap((row) => {
      const of = cases.get(row.case_id)
      if (of === undefined) return []
      const { row: kycCase, cipher } = of.loaded
      return [
        {
          ...toRecord(row, now),
          caseNumber: kycCase.case_number,
          customerName: nameOf(ctx, actor, kycCase),
          customerId: kycCase.customer_id,
          identityHolds: of.identity === row.identity_hash,
          endReason:
            row.end_reason_sealed === null ? null : cipher.open(`good_guy/${row.good_guy_id}`, row.end_reason_sealed),
        },
      ]
    })
  })
}

type OfRow = Omit<GoodGuyRecord, 'caseNumber' | 'customerName' | 'customerId' | 'identityHolds' | 'endReason'>

function toRecord(row: Database['kyc_good_guy'], now: string): OfRow {
  return {
    goodGuyId: row.good_guy_id,
    caseId: row.case_id,
    listId: row.list_id,
    entryId: row.entry_id,
    entryHash: row.entry_hash,
    identityHash: row.identity_hash,
    matcherConfigId: row.matcher_config_id,
    score: row.score_tenths / 10,
    reasonCodes: stringList(row.reason_codes),
    approvals: stringList(row.approvals),
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    endedAt: row.ended_at,
    endedBy: row.ended_by,
    inForce: row.ended_at === null && row.expires_at > now,
  }
}

export function revokeGoodGuy(
  ctx: StoreContext,
  input: Parameters<GovernanceUseCases['revokeGoodGuy']>[0],
): ReturnType<GovernanceUseCases['revokeGoodGuy']> {
  return write(ctx, input.actor, async (unit): ReturnType<GovernanceUseCases['revokeGoodGuy']> => {
    if (!may(input.actor.roles, 'revoke_good_guy'))
      return refuse('ROLE_MISSING', `'revoke_good_guy' is not for these roles`)
    if (input.reason.trim().length < MIN_REASON_LENGTH)
      return refuse('NOTE_TOO_SHORT', 'The reason is too short', { minLength: MIN_REASON_LENGTH })
    const row = await unit.trx
      .selectFrom('kyc_good_guy')
      .select(['case_id', 'ended_at'])
      .where('tenant_id', '=', ctx.tenantId)
      .where('good_guy_id', '=', input.goodGuyId)
      .executeTakeFirst()
    if (!row) return refuse('ENTRY_NOT_FOUND', `Entry ${input.goodGuyId} does not exist`)
    if (row.ended_at !== null) return refuse('ENTRY_NOT_OPEN', `Entry ${input.goodGuyId} ended on ${row.ended_at}`)
    const loaded = await lockCase(unit, row.case_id)
    if (!loaded.ok) return loaded
    await unit.trx
      .updateTable('kyc_good_guy')
      .set({
        ended_at: unit.at,
        ended_by: input.actor.id,
        end_reason_sealed: loaded.value.cipher.seal(`good_guy/${input.goodGuyId}`, input.reason),
      })
      .where('tenant_id', '=', ctx.tenantId)
      .where('good_guy_id', '=', input.goodGuyId)
      .execute()
    unit.audit({
      action: 'good_guy.revoked',
      object: { type: 'good_guy', id: input.goodGuyId },
      caseId: row.case_id,
      after: {
        reason: { commitment: loaded.value.cipher.commit('note', input.reason), ref: `good_guy:${input.goodGuyId}` },
      },
    })
    return done({ endedAt: unit.at })
  })
}
