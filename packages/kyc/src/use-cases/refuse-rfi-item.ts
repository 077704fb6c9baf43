/** Staff does not take an answer: the applicant is asked again, at most so often as the policy says. */
import { may } from '../roles/permissions.ts'
import type { StoreContext } from '../store/context.ts'
import { done, refuse } from '../store/outcome.ts'
import type { GovernanceUseCases } from '../store/ports/governance.ts'
import { write } from '../store/unit.ts'
import { lockCase, saveCase, stateOf } from './case-rows.ts'
import { addNotification } from './notifications.ts'
import { staleRevision } from './refusals.ts'
import { stringList } from './review-rows.ts'
import { findRfi, timesAsked } from './rfi-rows.ts'

type Refused = ReturnType<GovernanceUseCases['refuseRfiItem']>

/** A code, since the applicant's page puts it into words; free text could tell more than it should. */
const REASON_CODE = /^[A-Z][A-Z0-9_]{2,59}$/

export function refuseRfiItem(ctx: StoreContext, input: Parameters<GovernanceUseCases['refuseRfiItem']>[0]): Refused {
  return write(
    ctx,
    input.actor,
    async (unit): Refused => {
      if (!may(input.actor.roles, 'refuse_rfi_item'))
        return refuse('ROLE_MISSING', `'refuse_rfi_item' is not for these roles`)
      if (!REASON_CODE.test(input.reasonCode)) return refuse('REASON_CODE_REQUIRED', 'The reason has to be a code')
      const loaded = await lockCase(unit, input.caseId)
      if (!loaded.ok) return loaded
      const { row } = loaded.value
      if (row.revision !== input.revision) return staleRevision(loaded.value.row, input.revision)
      if (stringList(row.excluded).includes(input.actor.id))
        return refuse('ROLE_MISSING', 'This person may not work on this case')
      const item = await unit.trx
        .selectFrom('kyc_rfi_item')
        .selectAll()
        .where('tenant_id', '=', ctx.tenantId)
        .where('case_id', '=', input.caseId)
        .where('item_id', '=', input.itemId)
        .executeTakeFirst()
      if (!item) return refuse('ITEM_NOT_FOUND', `Item ${input.itemId} does not belong to case ${input.caseId}`)
      const rfi = await findRfi(unit, input.caseId, item.rfi_id)
      if (rfi?.state !== 'OPEN' || rfi.due_at <= unit.at)
        return refuse('RFI_NOT_OPEN', `Request ${item.rfi_id} is no longer open`)
      if (item.state !== 'ANSWERED' || item.refusal_reason !== null)
        return refuse('ITEM_NOT_OPEN', `Item ${input.itemId} has no answer to refuse`)
      const refusals = item.refusals + 1
      // Answers to earlier requests for the same thing count too.
      const answers = (await timesAsked(unit, input.caseId))(item)
      const decide = answers >= ctx.policy.rfi.maxRefusals
      await unit.trx
        .updateTable('kyc_rfi_item')
        // What a person has to decide about is not asked again: its answer stays.
        .set({ state: decide ? 'ANSWERED' : 'REFUSED', refusals, refusal_reason: input.reasonCode })
        .where('tenant_id', '=', ctx.tenantId)
        .where('item_id', '=', input.itemId)
        .execute()
      const next = await saveCase(unit, row, {})
      unit.audit({
        action: 'rfi_item.refused',
        object: { type: 'rfi_item', id: input.itemId },
        caseId: input.caseId,
        reasonCode: input.reasonCode,
        after: { refusals: { value: refusals }, decide: { value: decide } },
      })
      if (!decide) {
        await addNotification(unit, loaded.value, {
          templateId: 'rfi_reminder',
          iterationKey: `${input.itemId}:refused:${refusals}`,
          params: { dueAt: rfi.due_at },
        })
      }
      return done({ refusals: answers, decide, state: stateOf(next) })
    },
    input,
  )
}
