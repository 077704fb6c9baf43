/** The second person's answer to a proposal. Never the first person, whatever roles either holds. */
import { hasRole } from '../store/actor.ts'
import type { StoreContext } from '../store/context.ts'
import { done, refuse } from '../store/outcome.ts'
import type { ReviewUseCases } from '../store/ports/review.ts'
import { type Unit, write } from '../store/unit.ts'
import { type LoadedCase, saveCase, stateOf } from './case-rows.ts'
import { finishReview } from './finish-review.ts'
import type { CheckerRole } from '../case/review-outcomes.ts'
import { moveCase } from './move-case.ts'
import { missingRole, samePerson } from './refusals.ts'
import {
  completeTask,
  decisionOf,
  type ItemRow,
  itemsOfReview,
  lockItem,
  type ReviewRow,
  type StoredDecision,
  stringList,
  updateItem,
} from './review-rows.ts'

type Input = Parameters<ReviewUseCases['confirm']>[0]
type Confirmed = Awaited<ReturnType<ReviewUseCases['confirm']>>

export function confirm(ctx: StoreContext, input: Input): Promise<Confirmed> {
  return write(
    ctx,
    input.actor,
    async (unit): Promise<Confirmed> => {
      const locked = await lockItem(unit, input)
      if (!locked.ok) return locked
      const { loaded, item, review } = locked.value
      const proposal = decisionOf(item.proposal)
      if (item.state !== 'PROPOSED' || !proposal)
        return refuse('ITEM_NOT_OPEN', `Item ${input.itemId} waits for no second approval`)
      if (proposal.byId === input.actor.id) return samePerson()
      // The column is written from the rule table.
      const roles = stringList(item.checker_roles) as readonly CheckerRole[]
      if (!hasRole(input.actor, ...roles)) return missingRole(roles)
      await writeConfirmation(unit, loaded, item, input, proposal)
      return input.decision === 'CONFIRM' ? afterConfirm(unit, loaded, review) : sendBack(unit, loaded, review)
    },
    input,
  )
}

async function writeConfirmation(
  unit: Unit,
  { row, cipher }: LoadedCase,
  item: ItemRow,
  input: Input,
  proposal: StoredDecision,
): Promise<void> {
  const confirmed = input.decision === 'CONFIRM'
  const confirmation: StoredDecision = {
    byId: input.actor.id,
    byRoles: input.actor.roles,
    at: unit.at,
    outcome: input.decision,
    reasonCodes: proposal.reasonCodes,
  }
  await updateItem(unit, item.item_id, {
    state: confirmed ? 'CLOSED' : 'OPEN',
    proposed_by: null,
    confirmation: JSON.stringify(confirmation),
    confirm_note_sealed: cipher.seal(`item/${item.item_id}/confirmation`, input.note),
    closed_at: confirmed ? unit.at : null,
  })
  unit.audit({
    action: confirmed ? 'item.confirmed' : 'item.sent_back',
    object: { type: 'review_item', id: item.item_id, revision: row.revision + 1 },
    caseId: row.case_id,
    before: { maker: { value: proposal.byId }, outcome: { value: proposal.outcome } },
    after: { note: { commitment: cipher.commit('note', input.note), ref: `item:${item.item_id}` } },
    noteRef: `item:${item.item_id}`,
    versions: { dataRevision: row.data_revision, policy: row.policy_version },
  })
}

async function afterConfirm(unit: Unit, loaded: LoadedCase, review: ReviewRow): Promise<Confirmed> {
  const items = await itemsOfReview(unit, review.review_id)
  if (items.some((item) => item.state !== 'CLOSED')) {
    const row = await saveCase(unit, loaded.row, {})
    return done({ state: stateOf(row), revision: row.revision, reviewDone: false })
  }
  const finished = await finishReview(unit, loaded, review, items)
  if (!finished.ok) return finished
  completeTask(unit, review, review.checker_ref, { outcome: 'CONFIRMED' })
  const { row } = finished.value
  return done({ state: stateOf(row), revision: row.revision, reviewDone: true })
}

/** The maker decides anew; what others have confirmed already stays. */
async function sendBack(unit: Unit, loaded: LoadedCase, review: ReviewRow): Promise<Confirmed> {
  const moved = await moveCase(unit, loaded, { kind: 'send_back' })
  if (!moved.ok) return moved
  completeTask(unit, review, review.checker_ref, { outcome: 'SENT_BACK' })
  const { row } = moved.value
  return done({ state: stateOf(row), revision: row.revision, reviewDone: false })
}
