/** Enhanced due diligence: an analyst completes the review, an mlro who is somebody else decides. */
import type { StoreContext } from '../store/context.ts'
import { done, type Outcome, refuse } from '../store/outcome.ts'
import type { ReviewUseCases } from '../store/ports/review.ts'
import { type Unit, write } from '../store/unit.ts'
import { type LoadedCase, stateOf } from './case-rows.ts'
import { approvalFacts, recordDecision } from './record-decision.ts'
import { approvalObjection } from '../case/approval-guard.ts'
import { REJECTION_REASONS, type RejectionReason } from '../case/reason-codes.ts'
import type { OutcomeRule } from '../case/review-outcomes.ts'
import { moveCase } from './move-case.ts'
import { insertReview, reviewOfWorkflow } from './open-review.ts'
import {
  completeTask,
  findingKindOf,
  insertItems,
  type ItemRow,
  itemsOfReview,
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
      if (known) return resume(unit, loaded.value, known)
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

/** The checks have run again: back to the approval that waited for them, or to a new review when findings came up. */
async function resume(unit: Unit, loaded: LoadedCase, review: ReviewRow): Promise<Opened> {
  const due = loaded.row.sla_due_at ?? slaDueAt(unit.nowMs, ['EDD_REVIEW'])
  if (loaded.row.state !== 'IN_CHECKS') return done({ itemCount: 1, slaDueAt: due })
  const moved = await moveCase(unit, loaded, { kind: 'resume_edd' }, { also: { sla_due_at: due } })
  if (!moved.ok) return moved
  const items = await itemsOfReview(unit, review.review_id)
  const wanted = moved.value.row.state === 'EDD_APPROVAL' ? APPROVAL_ITEM : REVIEW_ITEM
  const waits = items.some((item) => item.kind === wanted.kind && item.state === 'OPEN')
  if (!waits) await insertItems(unit, review, [wanted], items.length + 1)
  return done({ itemCount: 1, slaDueAt: due })
}

/** What running the checks again repairs. */
const REPAIRED_BY_RERUN: ReadonlySet<string> = new Set(['CHECK_MISSING', 'CHECKS_OUTDATED', 'CHECKS_STALE'])

async function needsRecheck(unit: Unit, loaded: LoadedCase): Promise<string | null> {
  const objection = approvalObjection(await approvalFacts(unit, loaded), unit.at)
  return objection !== null && REPAIRED_BY_RERUN.has(objection) ? objection : null
}

/**
 * EDD takes days, and nothing may be approved on checks of last week. Instead of the approval the workflow is told to
 * run them again; the mlro decides when the case is back. Null when the checks hold, or nothing is to be approved.
 */
export async function askForFreshChecks(
  unit: Unit,
  loaded: LoadedCase,
  review: ReviewRow,
  item: ItemRow,
  rule: OutcomeRule,
): Promise<Outcome<never> | null> {
  if (findingKindOf(item) !== 'EDD_APPROVAL' || rule.effect !== 'CLEARED') return null
  const reason = await needsRecheck(unit, loaded)
  if (reason === null) return null
  const moved = await moveCase(unit, loaded, { kind: 'edd_recheck' }, { reasonCode: reason })
  if (!moved.ok) return moved
  completeTask(unit, review, review.checker_ref, { outcome: 'RECHECK', next: 'RECHECK' })
  unit.keepOnRefusal()
  const hours = unit.ctx.policy.checkMaxAgeHours
  return refuse(
    'CHECKS_STALE',
    `The checks of case ${loaded.row.case_id} do not hold any more (older than ${hours} h, or data has changed). They are being run again now: decide when the case is back for approval.`,
    { reason, rerunning: true, revision: moved.value.row.revision },
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
  const { row } = moved.value
  completeTask(unit, review, approving ? review.checker_ref : review.maker_ref, {
    decision: rule.outcome,
    outcome: rule.outcome,
    reasonCode: refusalOf(rule, input.reasonCodes) ?? input.reasonCodes[0] ?? null,
    // Codes only: the words of a condition stay in the case.
    conditions: (input.conditions ?? []).map((condition) => condition.code),
    next: NEXT_STEP[row.state] ?? 'DONE',
  })
  return done({
    state: stateOf(row),
    revision: row.revision,
    needsSecond: !approving,
    reviewDone: approving && rule.outcome !== 'RETURN',
  })
}

/** What the workflow does after a decision that leaves the case in this state; it is done after any other. */
const NEXT_STEP: Readonly<Record<string, 'REVIEW' | 'APPROVAL' | 'RECHECK'>> = {
  EDD_REVIEW: 'REVIEW',
  EDD_APPROVAL: 'APPROVAL',
  IN_CHECKS: 'RECHECK',
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
  if (!moved.ok) return moved
  await insertItems(unit, review, [APPROVAL_ITEM], item.seq + 1)
  // The mlro should find checks that an approval can stand on.
  const reasonCode = await needsRecheck(unit, moved.value)
  return reasonCode === null ? moved : moveCase(unit, moved.value, { kind: 'edd_recheck' }, { reasonCode })
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
        { kind: 'edd_approve', facts: await approvalFacts(unit, loaded) },
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
