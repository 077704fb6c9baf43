/** The maker's decision on one item. The last one of a review wakes the workflow. */
import { adjudicate, type AdjudicationRefusal } from '../case/adjudicate.ts'
import { type OutcomeRule, outcomesFor } from '../case/review-outcomes.ts'
import { hasRole } from '../store/actor.ts'
import type { StoreContext } from '../store/context.ts'
import type { JsonValue } from '../store/json.ts'
import { done, type Outcome, refuse } from '../store/outcome.ts'
import type { ReviewUseCases } from '../store/ports/review.ts'
import { type Unit, write } from '../store/unit.ts'
import { type LoadedCase, saveCase, stateOf } from './case-rows.ts'
import { askForFreshChecks, proposeEdd } from './edd.ts'
import { finishReview } from './finish-review.ts'
import { toFindingKind, toTaskKind } from './item-rules.ts'
import { missingRole, samePerson } from './refusals.ts'
import { hitsById } from './stored-checks.ts'
import { leadingProposal, moveToSecond } from './move-to-second.ts'
import {
  completeTask,
  findingKindOf,
  type ItemRow,
  itemsOfReview,
  lockItem,
  type ReviewRow,
  type StoredDecision,
  stringList,
  updateItem,
} from './review-rows.ts'

export type ProposeInput = Parameters<ReviewUseCases['propose']>[0]
type Proposed = Awaited<ReturnType<ReviewUseCases['propose']>>

export function propose(ctx: StoreContext, input: ProposeInput): Promise<Proposed> {
  return write(
    ctx,
    input.actor,
    async (unit): Promise<Proposed> => {
      const locked = await lockItem(unit, input)
      if (!locked.ok) return locked
      const { loaded, item, review } = locked.value
      if (item.state !== 'OPEN') return refuse('ITEM_NOT_OPEN', `Item ${input.itemId} is ${item.state}`)
      const rule = await checkProposal(unit, loaded, item, input)
      if (!rule.ok) return rule
      const stale = review.kind === 'EDD' ? await askForFreshChecks(unit, loaded, review, item, rule.value) : null
      if (stale) return stale
      await writeProposal(unit, loaded, item, input, rule.value)
      if (review.kind === 'EDD') return proposeEdd(unit, loaded, review, item, input, rule.value)
      return afterProposal(unit, loaded, review, rule.value)
    },
    input,
  )
}

/** Who may, and what the domain's rules say of outcome, reasons, note and evidence. */
async function checkProposal(
  unit: Unit,
  loaded: LoadedCase,
  item: ItemRow,
  input: ProposeInput,
): Promise<Outcome<OutcomeRule>> {
  const { row } = loaded
  if (item.kind === 'edd_senior_approval' && row.edd_reviewer_id === input.actor.id) return samePerson()
  const task = toTaskKind(item.kind)
  const finding = toFindingKind(findingKindOf(item))
  const hits = await hitsById(unit.ctx, unit.trx, loaded, stringList(item.hit_ids))
  const adjudication = adjudicate({ ...input, task, finding, hits })
  if (!adjudication.ok) return toRefusal(adjudication.error.code, input.outcome, outcomesFor(task, finding))
  if (!hasRole(input.actor, ...adjudication.rule.makerRoles)) return missingRole(adjudication.rule.makerRoles)
  return done(adjudication.rule)
}

function toRefusal(reason: AdjudicationRefusal, outcome: string, rules: readonly OutcomeRule[]): Outcome<never> {
  const rule = rules.find((candidate) => candidate.outcome === outcome)
  switch (reason) {
    case 'OUTCOME_NOT_ALLOWED':
      return refuse(reason, `'${outcome}' is no outcome of this item`, {
        allowed: rules.map((candidate) => candidate.outcome),
      })
    case 'NOTE_TOO_SHORT':
      return refuse(reason, `The note needs at least ${rule?.noteMinLength ?? 0} characters`, {
        minLength: rule?.noteMinLength,
      })
    default:
      return refuse('REASON_CODE_REQUIRED', `The reason codes do not carry '${outcome}' (${reason})`, {
        reason,
        allowed: rule?.reasonCodes,
      })
  }
}

async function writeProposal(
  unit: Unit,
  { row, cipher }: LoadedCase,
  item: ItemRow,
  input: ProposeInput,
  rule: OutcomeRule,
): Promise<void> {
  const decision: StoredDecision = {
    byId: input.actor.id,
    byRoles: input.actor.roles,
    at: unit.at,
    outcome: input.outcome,
    reasonCodes: input.reasonCodes,
  }
  const needsSecond = rule.checkerRoles.length > 0
  await updateItem(unit, item.item_id, {
    state: needsSecond ? 'PROPOSED' : 'CLOSED',
    needs_second: needsSecond ? 1 : 0,
    checker_roles: JSON.stringify(rule.checkerRoles),
    proposed_by: needsSecond ? input.actor.id : null,
    proposal: JSON.stringify(decision),
    confirmation: null,
    note_sealed: cipher.seal(`item/${item.item_id}/note`, input.note),
    rfi_items: JSON.stringify(input.rfiItems ?? []),
    // Conditions are plain text pairs by their type.
    conditions_sealed: input.conditions
      ? cipher.sealJson(`item/${item.item_id}/conditions`, input.conditions as unknown as JsonValue)
      : null,
    closed_at: needsSecond ? null : unit.at,
  })
  unit.audit({
    action: 'item.proposed',
    object: { type: 'review_item', id: item.item_id, revision: row.revision + 1 },
    caseId: row.case_id,
    after: {
      outcome: { value: input.outcome },
      reasonCodes: { value: [...input.reasonCodes] },
      note: { commitment: cipher.commit('note', input.note), ref: `item:${item.item_id}` },
    },
    ...(input.reasonCodes[0] === undefined ? {} : { reasonCode: input.reasonCodes[0] }),
    noteRef: `item:${item.item_id}`,
    versions: { dataRevision: row.data_revision, policy: row.policy_version },
  })
}

async function afterProposal(unit: Unit, loaded: LoadedCase, review: ReviewRow, rule: OutcomeRule): Promise<Proposed> {
  const items = await itemsOfReview(unit, review.review_id)
  const needsSecond = rule.checkerRoles.length > 0
  if (items.some((item) => item.state === 'OPEN')) {
    const row = await saveCase(unit, loaded.row, {})
    return done({ state: stateOf(row), revision: row.revision, needsSecond, reviewDone: false })
  }
  const waiting = items.filter((item) => item.state === 'PROPOSED')
  if (waiting.length > 0) {
    const moved = await moveToSecond(unit, loaded, leadingProposal(items, waiting))
    if (!moved.ok) return moved
    completeTask(unit, review, review.maker_ref, { needsSecond: true })
    const { row } = moved.value
    return done({ state: stateOf(row), revision: row.revision, needsSecond: true, reviewDone: false })
  }
  const finished = await finishReview(unit, loaded, review, items)
  if (!finished.ok) return finished
  completeTask(unit, review, review.maker_ref, { needsSecond: false })
  const { row } = finished.value
  return done({ state: stateOf(row), revision: row.revision, needsSecond: false, reviewDone: true })
}
