/** What the workflow learns of a finished review. Everything was applied when the last person decided. */
import type { StoreContext } from '../store/context.ts'
import { done, refuse } from '../store/outcome.ts'
import type { ReviewOutcome, ReviewUseCases } from '../store/ports/review.ts'
import { write } from '../store/unit.ts'
import { isFinal } from '../case/case.ts'
import { lockCase, stateOf } from './case-rows.ts'
import { reviewOfWorkflow } from './open-review.ts'
import { updateReview } from './review-rows.ts'

export function closeReview(
  ctx: StoreContext,
  input: Parameters<ReviewUseCases['closeReview']>[0],
): ReturnType<ReviewUseCases['closeReview']> {
  return write(ctx, input.actor, async (unit): ReturnType<ReviewUseCases['closeReview']> => {
    const loaded = await lockCase(unit, input.caseId)
    if (!loaded.ok) return loaded
    const review = await reviewOfWorkflow(unit, input.caseId, input.workflowId)
    if (!review) return refuse('ITEM_NOT_FOUND', `Workflow ${input.workflowId} has no review of case ${input.caseId}`)
    // The case has ended over something else, such as a finding that came up during EDD.
    if (review.state === 'OPEN' && isFinal(stateOf(loaded.value.row))) {
      await updateReview(unit, review.review_id, { state: 'CANCELLED', closed_at: unit.at })
      const { reason_code } = loaded.value.row
      return done({ reviewId: review.review_id, outcome: 'REJECT', reasonCode: reason_code, confirmedFindings: 0 })
    }
    if (review.state !== 'CLOSED' || review.outcome === null) {
      return refuse('ITEM_NOT_OPEN', `Review ${review.review_id} still waits for a decision`)
    }
    const { count } = await unit.trx
      .selectFrom('kyc_finding')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('tenant_id', '=', ctx.tenantId)
      .where('case_id', '=', input.caseId)
      .where('state', '=', 'CONFIRMED')
      .executeTakeFirstOrThrow()
    return done({
      reviewId: review.review_id,
      // Written by `finishReview` from this type.
      outcome: review.outcome as ReviewOutcome,
      reasonCode: review.reason_code,
      confirmedFindings: count,
    })
  })
}
