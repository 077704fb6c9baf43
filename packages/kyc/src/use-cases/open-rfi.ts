/** Asks the applicant for what the findings, or an analyst, want to know. */
import type { StoreContext } from '../store/context.ts'
import { done, refuse } from '../store/outcome.ts'
import type { ReviewUseCases, RfiItemInput } from '../store/ports/review.ts'
import { type Unit, write } from '../store/unit.ts'
import { moveCase } from './move-case.ts'
import { cancelEddItems, findingKindOf, type ItemRow, ruleOf } from './review-rows.ts'
import { defaultAsk } from './rfi-asks.ts'
import { type RfiItemRow, rfiItems, type RfiRow } from './rfi-rows.ts'
import { nextWake, scheduleRfi } from './rfi-schedule.ts'
import { findingsOf } from './stored-checks.ts'
import { lockStartedCase } from './workflow-started.ts'

type Opened = Awaited<ReturnType<ReviewUseCases['openRfi']>>

export function openRfi(ctx: StoreContext, input: Parameters<ReviewUseCases['openRfi']>[0]): Promise<Opened> {
  return write(
    ctx,
    input.actor,
    async (unit): Promise<Opened> => {
      const loaded = await lockStartedCase(unit, input.caseId)
      if (!loaded.ok) return loaded
      const known = await rfiOfWorkflow(unit, input.caseId, input.workflowId)
      if (known) return opened(unit, known, (await rfiItems(unit, known.rfi_id)).length)
      const items = input.items ?? (await itemsToAsk(unit, input.caseId))
      if (items.length === 0)
        return refuse('INVALID_INPUT', `Case ${input.caseId} has nothing to ask the applicant for`)
      const rfi = newRfi(unit, input)
      const moved = await moveCase(
        unit,
        loaded.value,
        { kind: 'open_rfi', itemCount: items.length },
        { also: { sla_due_at: null } },
      )
      if (!moved.ok) return moved
      await cancelEddItems(unit, input.caseId)
      await unit.trx.insertInto('kyc_rfi').values(rfi).execute()
      await unit.trx
        .insertInto('kyc_rfi_item')
        .values(items.map((item) => toRow(unit, rfi, item)))
        .execute()
      unit.audit({
        action: 'rfi.opened',
        object: { type: 'rfi', id: rfi.rfi_id },
        caseId: input.caseId,
        after: { items: { value: items.map((item) => item.code) }, dueAt: { value: rfi.due_at } },
      })
      return opened(unit, rfi, items.length)
    },
    input,
  )
}

function opened(unit: Unit, rfi: RfiRow, itemCount: number): Opened {
  return done({ rfiId: rfi.rfi_id, itemCount, dueAt: rfi.due_at, ...nextWake(rfi, unit.nowMs) })
}

async function rfiOfWorkflow(unit: Unit, caseId: string, workflowId: string): Promise<RfiRow | undefined> {
  return unit.trx
    .selectFrom('kyc_rfi')
    .selectAll()
    .where('tenant_id', '=', unit.ctx.tenantId)
    .where('case_id', '=', caseId)
    .where('workflow_id', '=', workflowId)
    .executeTakeFirst()
}

function newRfi(unit: Unit, input: Parameters<ReviewUseCases['openRfi']>[0]): RfiRow {
  return {
    tenant_id: unit.ctx.tenantId,
    case_id: input.caseId,
    rfi_id: unit.ctx.ids(),
    workflow_id: input.workflowId,
    wait_ref: input.waitRef,
    state: 'OPEN',
    opened_at: unit.at,
    ...scheduleRfi(unit, input.dueInDays),
    reminders_sent: 0,
    changed_paths: '[]',
    closed_at: null,
  }
}

function toRow(unit: Unit, rfi: RfiRow, item: RfiItemInput): RfiItemRow {
  return {
    tenant_id: rfi.tenant_id,
    case_id: rfi.case_id,
    rfi_id: rfi.rfi_id,
    item_id: unit.ctx.ids(),
    code: item.code,
    path: item.path,
    state: 'OPEN',
    refusals: 0,
    cannot_provide: 0,
    refusal_reason: null,
    text_sealed: null,
  }
}

/** What the last review asked for, together with what open findings want; each path and code once. */
async function itemsToAsk(unit: Unit, caseId: string): Promise<readonly RfiItemInput[]> {
  const findings = await findingsOf(unit.ctx, unit.trx, caseId)
  const wanted = findings.flatMap(({ finding, state }) =>
    state === 'OPEN' && finding.route === 'RFI' ? finding.items : [],
  )
  const asked = await askedByReview(unit, caseId)
  const all = [...asked, ...wanted.map(({ code, path }) => ({ code, path }))]
  return [...new Map(all.map((item) => [`${item.code} ${item.path}`, item])).values()]
}

async function askedByReview(unit: Unit, caseId: string): Promise<readonly RfiItemInput[]> {
  const review = await unit.trx
    .selectFrom('kyc_review')
    .selectAll()
    .where('tenant_id', '=', unit.ctx.tenantId)
    .where('case_id', '=', caseId)
    .orderBy('review_id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (review?.outcome !== 'RFI') return []
  // ULIDs grow with time: a request made after this review has asked for it already.
  const since = await unit.trx
    .selectFrom('kyc_rfi')
    .select('rfi_id')
    .where('tenant_id', '=', unit.ctx.tenantId)
    .where('case_id', '=', caseId)
    .where('rfi_id', '>', review.review_id)
    .executeTakeFirst()
  if (since) return []
  const items: readonly ItemRow[] = await unit.trx
    .selectFrom('kyc_review_item')
    .selectAll()
    .where('tenant_id', '=', unit.ctx.tenantId)
    .where('review_id', '=', review.review_id)
    .execute()
  return items
    .filter((item) => ruleOf(item)?.effect === 'RFI')
    .flatMap((item) => {
      // Written by `propose` from RfiItemInput values.
      const chosen = JSON.parse(item.rfi_items) as readonly RfiItemInput[]
      return chosen.length > 0 ? chosen : [defaultAsk(findingKindOf(item))]
    })
}
