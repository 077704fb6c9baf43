/** Open findings become work for people, and the case waits for them. */
import { sql } from 'kysely'
import type { StoreContext } from '../store/context.ts'
import { done, type Outcome, refuse } from '../store/outcome.ts'
import type { ReviewUseCases } from '../store/ports/review.ts'
import type { StoredFinding } from '../store/ports/work.ts'
import { type Unit, write } from '../store/unit.ts'
import { moveCase } from './move-case.ts'
import { cancelEddItems, insertItems, type NewItem, type ReviewRow, slaDueAt } from './review-rows.ts'
import { findingsOf } from './stored-checks.ts'
import { lockStartedCase } from './workflow-started.ts'

type Opened = Awaited<ReturnType<ReviewUseCases['openReview']>>

export function openReview(ctx: StoreContext, input: Parameters<ReviewUseCases['openReview']>[0]): Promise<Opened> {
  return write(
    ctx,
    input.actor,
    async (unit): Promise<Opened> => {
      const loaded = await lockStartedCase(unit, input.caseId)
      if (!loaded.ok) return loaded
      const known = await reviewOfWorkflow(unit, input.caseId, input.workflowId)
      if (known) return reopened(unit, known, loaded.value.row.sla_due_at)
      const open = (await findingsOf(ctx, unit.trx, input.caseId)).filter(
        ({ finding, state }) => state === 'OPEN' && finding.route === 'REVIEW',
      )
      if (open.length === 0) return refuse('ITEM_NOT_FOUND', `Case ${input.caseId} has no open finding for a person`)
      const kinds = open.map(({ finding }) => finding.kind)
      const due = slaDueAt(unit.nowMs, kinds)
      const moved = await moveCase(
        unit,
        loaded.value,
        { kind: 'open_review', findingCount: open.length },
        { also: { sla_due_at: due } },
      )
      if (!moved.ok) return moved
      await cancelEddItems(unit, input.caseId)
      const review = await insertReview(unit, 'ADJUDICATION', {
        caseId: input.caseId,
        workflowId: input.workflowId,
        makerRef: input.makerRef,
        checkerRef: input.checkerRef,
      })
      const items = await Promise.all(open.map((finding) => toItem(unit, input.caseId, finding)))
      await insertItems(unit, review, items)
      return done({ reviewId: review.review_id, itemCount: items.length, slaDueAt: due })
    },
    input,
  )
}

async function reopened(
  unit: Unit,
  review: ReviewRow,
  due: string | null,
): Promise<Outcome<{ reviewId: string; itemCount: number; slaDueAt: string }>> {
  const { count } = await unit.trx
    .selectFrom('kyc_review_item')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('tenant_id', '=', unit.ctx.tenantId)
    .where('review_id', '=', review.review_id)
    .executeTakeFirstOrThrow()
  return done({ reviewId: review.review_id, itemCount: count, slaDueAt: due ?? review.opened_at })
}

async function toItem(unit: Unit, caseId: string, { finding }: StoredFinding): Promise<NewItem> {
  const tasks = finding.route === 'REVIEW' ? finding.tasks : []
  const maker = tasks.find((task) => task.stage === 'MAKER')
  return {
    kind: maker?.kind ?? 'identity_review',
    findingKind: finding.kind,
    codes: finding.codes,
    findingIds: [finding.id],
    hitIds: await hitIdsOf(unit, caseId, finding.hitKeys),
    needsSecond: tasks.some((task) => task.stage === 'CHECKER'),
  }
}

/** Hits of the latest check for the keys `listId:entryId`. */
async function hitIdsOf(unit: Unit, caseId: string, hitKeys: readonly string[]): Promise<readonly string[]> {
  if (hitKeys.length === 0) return []
  const rows = await unit.trx
    .selectFrom('kyc_hit')
    .select(['hit_id', 'check_id', 'source', 'list_id', 'entry_id'])
    .where('tenant_id', '=', unit.ctx.tenantId)
    .where('case_id', '=', caseId)
    .where(sql<string>`list_id || ':' || entry_id`, 'in', [...hitKeys])
    .orderBy('hit_id')
    .execute()
  // A rerun stores its hits anew: of each key only the newest counts.
  const newest = new Map(rows.map((row) => [`${row.source}:${row.list_id}:${row.entry_id}`, row.hit_id]))
  return [...newest.values()]
}

export async function reviewOfWorkflow(unit: Unit, caseId: string, workflowId: string): Promise<ReviewRow | undefined> {
  return unit.trx
    .selectFrom('kyc_review')
    .selectAll()
    .where('tenant_id', '=', unit.ctx.tenantId)
    .where('case_id', '=', caseId)
    .where('workflow_id', '=', workflowId)
    .executeTakeFirst()
}

export async function insertReview(
  unit: Unit,
  kind: 'ADJUDICATION' | 'EDD',
  from: { caseId: string; workflowId: string; makerRef: string; checkerRef: string },
): Promise<ReviewRow> {
  const review: ReviewRow = {
    tenant_id: unit.ctx.tenantId,
    case_id: from.caseId,
    review_id: unit.ctx.ids(),
    workflow_id: from.workflowId,
    kind,
    maker_ref: from.makerRef,
    checker_ref: from.checkerRef,
    state: 'OPEN',
    outcome: null,
    reason_code: null,
    opened_at: unit.at,
    closed_at: null,
  }
  await unit.trx.insertInto('kyc_review').values(review).execute()
  return review
}
