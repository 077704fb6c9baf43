/** The end of a review: verdicts reach findings and hits, and the case goes on, back to the applicant, or is refused. */
import { REJECTION_REASONS } from '../case/reason-codes.ts'
import type { Actor } from '../store/actor.ts'
import { done, type Outcome } from '../store/outcome.ts'
import type { ReviewOutcome } from '../store/ports/review.ts'
import type { Unit } from '../store/unit.ts'
import { type LoadedCase, saveCase } from './case-rows.ts'
import { recordDecision } from './record-decision.ts'
import { addGoodGuys } from './good-guys.ts'
import { moveCase } from './move-case.ts'
import { moveToSecond } from './move-to-second.ts'
import {
  decisionOf,
  findingKindOf,
  type ItemRow,
  type ReviewRow,
  ruleOf,
  stringList,
  updateReview,
} from './review-rows.ts'

/** All items are closed. Applies them, moves the case and closes the review with its outcome. */
export async function finishReview(
  unit: Unit,
  loaded: LoadedCase,
  review: ReviewRow,
  items: readonly ItemRow[],
): Promise<Outcome<LoadedCase>> {
  for (const item of items) await applyItem(unit, loaded, item)
  const rejecting = leadingRejection(items)
  const asks = items.some((item) => ruleOf(item)?.effect === 'RFI')
  const outcome: ReviewOutcome = rejecting ? 'REJECT' : asks ? 'RFI' : 'CLEARED'
  const reasonCode = rejecting ? (ruleOf(rejecting)?.rejection ?? null) : null
  await updateReview(unit, review.review_id, { state: 'CLOSED', outcome, reason_code: reasonCode, closed_at: unit.at })
  if (rejecting) return refuseCustomer(unit, loaded, rejecting)
  const actor = checkerOfLeading(unit, loaded, items)
  return outcome === 'RFI' ? keepForRfi(unit, loaded, actor) : clearFindings(unit, loaded, actor)
}

/** The gravest of several: the order of the reason codes. */
function leadingRejection(items: readonly ItemRow[]): ItemRow | undefined {
  const rejecting = items.filter((item) => ruleOf(item)?.rejection != null)
  const rank = (item: ItemRow) => REJECTION_REASONS.findIndex((reason) => reason === ruleOf(item)?.rejection)
  return rejecting.toSorted((a, b) => rank(a) - rank(b))[0]
}

/** The machine looks at one proposal, so it must be told of the person who confirmed that one. */
function checkerOfLeading(unit: Unit, { row }: LoadedCase, items: readonly ItemRow[]): Actor {
  const leading = items.find((item) => row.proposal?.includes(`"item:${item.item_id}"`) === true)
  const checker = leading ? decisionOf(leading.confirmation) : null
  return checker ? { ...unit.actor, id: checker.byId, roles: checker.byRoles } : unit.actor
}

async function refuseCustomer(unit: Unit, loaded: LoadedCase, item: ItemRow): Promise<Outcome<LoadedCase>> {
  const checker = decisionOf(item.confirmation) ?? decisionOf(item.proposal)
  const actor = checker ? { ...unit.actor, id: checker.byId, roles: checker.byRoles } : unit.actor
  const reasonCode = ruleOf(item)?.rejection ?? 'OUTSIDE_RISK_APPETITE'
  const restricted = reasonCode === 'SANCTIONS_TRUE_MATCH' ? 1 : loaded.row.restricted
  // Another item was sent back after this one had been confirmed: the refusal has to stand as the proposal again.
  const proposed = loaded.row.state === 'IN_REVIEW' ? await moveToSecond(unit, loaded, item) : done(loaded)
  if (!proposed.ok) return proposed
  const moved = await moveCase(
    unit,
    proposed.value,
    { kind: 'confirm_rejection' },
    {
      actor,
      reasonCode,
      noteRef: `item:${item.item_id}`,
      also: { restricted, reason_code: reasonCode, sla_due_at: null },
    },
  )
  if (!moved.ok) return moved
  await recordDecision(unit, moved.value, { outcome: 'REJECTED', reasonCode, actorId: actor.id })
  return moved
}

async function keepForRfi(unit: Unit, loaded: LoadedCase, actor: Actor): Promise<Outcome<LoadedCase>> {
  if (loaded.row.state === 'SECOND_REVIEW') {
    const openFindings = await openReviewFindings(unit, loaded.row.case_id)
    return moveCase(unit, loaded, { kind: 'confirm_and_continue', openFindings }, { actor })
  }
  return done({ ...loaded, row: await saveCase(unit, loaded.row, {}) })
}

async function clearFindings(unit: Unit, loaded: LoadedCase, actor: Actor): Promise<Outcome<LoadedCase>> {
  const openFindings = await openReviewFindings(unit, loaded.row.case_id)
  return moveCase(unit, loaded, { kind: 'findings_cleared', openFindings }, { actor, also: { sla_due_at: null } })
}

async function openReviewFindings(unit: Unit, caseId: string): Promise<number> {
  const { count } = await unit.trx
    .selectFrom('kyc_finding')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('tenant_id', '=', unit.ctx.tenantId)
    .where('case_id', '=', caseId)
    .where('state', '=', 'OPEN')
    .where('route', '=', 'REVIEW')
    .executeTakeFirstOrThrow()
  return count
}

async function applyItem(unit: Unit, loaded: LoadedCase, item: ItemRow): Promise<void> {
  const rule = ruleOf(item)
  const decision = decisionOf(item.proposal)
  if (!rule || !decision) return
  const hitIds = stringList(item.hit_ids)
  if (hitIds.length > 0 && ['TRUE_MATCH', 'FALSE_POSITIVE', 'INCONCLUSIVE'].includes(rule.outcome)) {
    await unit.trx
      .updateTable('kyc_hit')
      .set({ verdict: rule.outcome })
      .where('tenant_id', '=', unit.ctx.tenantId)
      .where('hit_id', 'in', [...hitIds])
      .execute()
  }
  // What the applicant is asked about stays open until the checks have run on the answer.
  if (rule.effect !== 'CLEARED' && rule.effect !== 'CONFIRMED') return
  await unit.trx
    .updateTable('kyc_finding')
    .set({
      state: rule.effect,
      outcome: rule.outcome,
      reason_codes: JSON.stringify(decision.reasonCodes),
      closed_at: unit.at,
    })
    .where('tenant_id', '=', unit.ctx.tenantId)
    .where('case_id', '=', loaded.row.case_id)
    .where('finding_id', 'in', [...stringList(item.finding_ids)])
    .execute()
  if (findingKindOf(item) === 'SANCTIONS_MATCH' && rule.outcome === 'FALSE_POSITIVE')
    await addGoodGuys(unit, loaded, item, hitIds)
}
