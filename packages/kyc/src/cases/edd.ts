/** Enhanced due diligence: an analyst completes the review, an mlro who is somebody else decides. */
import type { StoreContext } from '../store/context.ts'
import { done, type Outcome, refuse } from '../store/outcome.ts'
import type { ReviewUseCases } from '../store/ports/review.ts'
import { type Unit, write } from '../store/unit.ts'
import { type LoadedCase, stateOf } from './case-rows.ts'
import { approvalFacts, recordDecision } from './decisions.ts'
import { REJECTION_REASONS, type RejectionReason } from '../case/reason-codes.ts'
import type { OutcomeRule } from '../case/review-outcomes.ts'
import { moveCase } from './move.ts'
import { insertReview, reviewOfWorkflow } from './open-review.ts'
import {
  completeTask,
  findingKindOf,
  insertItems,
  type ItemRow,
  type NewItem,
  type ReviewRow,
  slaDueAt,
  updateReview,
} from './review-rows.ts'
import { lockStartedCase } from './workflow-started.ts'

type ProposeInput = Parameters<ReviewUseCases['propose']>[0]
type Proposed = Awaited<ReturnType<ReviewUseCases['propose']>>
type Opened = Awaited<ReturnType<ReviewUseCases['openEdd']>>

const REVIEW_ITEM: NewItem = {
  kind: 'edd_review',
  findingKind: 'EDD_REVIEW',
  codes: [],
  findingIds: [],
  hitIds: [],
  needsSecond: true,
}
const APPROVAL_ITEM: NewItem = {
  kind: 'edd_senior_approval',
  findingKind: 'EDD_APPROVAL',
  codes: [],
  findingIds: [],
  hitIds: [],
  needsSecond: false,
}

export function openEdd(ctx: StoreContext, input: Parameters<ReviewUseCases['openEdd']>[0]): Promise<Opened> {
  return write(
    ctx,
    input.actor,
    async (unit): Promise<Opened> => {
      const loaded = await lockStartedCase(unit, input.caseId)
      if (!loaded.ok) return loaded
      const { row } = loaded.value
      const known = await reviewOfWorkflow(unit, input.caseId, input.workflowId)
      if (known) return done({ itemCount: 1, slaDueAt: row.sla_due_at ?? known.opened_at })
      if (row.risk_class === null) return refuse('NOT_ASSESSED', `Case ${input.caseId} has no risk class yet`)
      const due = slaDueAt(unit.nowMs, ['EDD_REVIEW'])
      // `recordAssessment` writes the column from RiskClass values.
      const riskClass = row.risk_class as 'LOW' | 'MEDIUM' | 'HIGH' | 'PROHIBITED'
      const moved = await moveCase(unit, loaded.value, { kind: 'start_edd', riskClass }, { also: { sla_due_at: due } })
      if (!moved.ok) return moved
      const review = await insertReview(unit, 'EDD', {
        caseId: input.caseId,
        workflowId: input.workflowId,
        makerRef: input.reviewRef,
        checkerRef: input.approvalRef,
      })
      await insertItems(unit, review, [REVIEW_ITEM])
      return done({ itemCount: 1, slaDueAt: due })
    },
    input,
  )
}

/** The item is written already; this moves the case and wakes the workflow. */
export async function proposeEdd(
  unit: Unit,
  loaded: LoadedCase,
  review: ReviewRow,
  item: ItemRow,
  input: ProposeInput,
  rule: OutcomeRule,
): Promise<Proposed> {
  const approving = findingKindOf(item) === 'EDD_APPROVAL'
  const moved = approving
    ? await decide(unit, loaded, review, item, rule, input.reasonCodes)
    : await completeChecklist(unit, loaded, review, item)
  if (!moved.ok) return moved
  completeTask(unit, review, approving ? review.checker_ref : review.maker_ref, {
    decision: rule.outcome,
    outcome: rule.outcome,
    reasonCode: refusalOf(rule, input.reasonCodes) ?? input.reasonCodes[0] ?? null,
    // Codes only: the words of a condition stay in the case.
    conditions: (input.conditions ?? []).map((condition) => condition.code),
  })
  const { row } = moved.value
  return done({
    state: stateOf(row),
    revision: row.revision,
    needsSecond: !approving,
    reviewDone: approving && rule.outcome !== 'RETURN',
  })
}

/** The mlro may name a graver reason than the table's own. */
function refusalOf(rule: OutcomeRule, reasonCodes: readonly string[]): RejectionReason | null {
  if (rule.rejection === null) return null
  return REJECTION_REASONS.find((reason) => reasonCodes.includes(reason)) ?? rule.rejection
}

async function completeChecklist(
  unit: Unit,
  loaded: LoadedCase,
  review: ReviewRow,
  item: ItemRow,
): Promise<Outcome<LoadedCase>> {
  const moved = await moveCase(
    unit,
    loaded,
    { kind: 'edd_checklist_complete', openChecklistItems: 0 },
    {
      noteRef: `item:${item.item_id}`,
      also: { sla_due_at: slaDueAt(unit.nowMs, ['EDD_APPROVAL']), edd_reviewer_id: unit.actor.id },
    },
  )
  if (moved.ok) await insertItems(unit, review, [APPROVAL_ITEM], item.seq + 1)
  return moved
}

async function decide(
  unit: Unit,
  loaded: LoadedCase,
  review: ReviewRow,
  item: ItemRow,
  rule: OutcomeRule,
  reasonCodes: readonly string[],
): Promise<Outcome<LoadedCase>> {
  const noteRef = `item:${item.item_id}`
  if (rule.outcome === 'RETURN') {
    const moved = await moveCase(
      unit,
      loaded,
      { kind: 'edd_return' },
      { noteRef, also: { sla_due_at: slaDueAt(unit.nowMs, ['EDD_REVIEW']) } },
    )
    if (moved.ok) await insertItems(unit, review, [REVIEW_ITEM], item.seq + 1)
    return moved
  }
  const refusal = refusalOf(rule, reasonCodes)
  const refused = refusal !== null
  const reasonCode = refusal ?? 'APPROVED_EDD'
  const also = { sla_due_at: null, reason_code: reasonCode }
  const moved = refusal
    ? await moveCase(unit, loaded, { kind: 'edd_refuse', reasonCode: refusal }, { noteRef, reasonCode, also })
    : await moveCase(
        unit,
        loaded,
        { kind: 'edd_approve', facts: await approvalFacts(unit, loaded, 'EDD') },
        { noteRef, reasonCode, also },
      )
  if (!moved.ok) return moved
  await updateReview(unit, review.review_id, {
    state: 'CLOSED',
    outcome: refused ? 'REJECT' : 'CLEARED',
    reason_code: reasonCode,
    closed_at: unit.at,
  })
  await recordDecision(unit, moved.value, {
    outcome: refused ? 'REJECTED' : 'APPROVED',
    reasonCode,
    actorId: unit.actor.id,
  })
  return moved
}
