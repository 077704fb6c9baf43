/** A refused applicant challenges the decision: the same application as a new case, for people who had no part in it. */
import type { Transaction } from 'kysely'
import { may } from '../roles/permissions.ts'
import type { StoreContext } from '../store/context.ts'
import { done, type Outcome, refuse } from '../store/outcome.ts'
import type { GovernanceUseCases } from '../store/ports/governance.ts'
import type { Database } from '../store/schema.ts'
import { type Unit, write } from '../store/unit.ts'
import { loadAnswers, saveAnswersOf } from './application-data.ts'
import { type LoadedCase, lockCase } from './case-rows.ts'
import { copyDocuments } from './copy-documents.ts'
import { addNoteOf } from './notes.ts'
import { openCase } from './open-case.ts'
import { decisionOf } from './review-rows.ts'
import { submitCase } from './submit.ts'

type Appealed = ReturnType<GovernanceUseCases['appeal']>

export function appeal(ctx: StoreContext, input: Parameters<GovernanceUseCases['appeal']>[0]): Appealed {
  return write(
    ctx,
    input.actor,
    async (unit): Appealed => {
      if (!may(input.actor.roles, 'appeal')) return refuse('ROLE_MISSING', 'Only the applicant appeals')
      if (input.text.trim() === '') return refuse('NOTE_TOO_SHORT', 'An appeal says why', { minLength: 1 })
      const found = await lockCase(unit, input.caseId)
      if (!found.ok) return found
      const refused = found.value
      const objection = await objectionTo(unit, refused)
      if (!objection.ok) return objection
      const excluded = await deciders(ctx, unit.trx, input.caseId)
      const answers = await loadAnswers(ctx, unit.trx, refused)
      const { product_code: productCode, channel, locale } = refused.row
      const opened = await openCase(unit, { productCode, channel, locale, appeal: { of: refused.row, excluded } })
      const change = await saveAnswersOf(unit, opened, {}, answers)
      const current = { ...opened, row: change.row }
      await copyDocuments(unit, refused, current)
      await addNoteOf(unit, current, input.text)
      const submitted = await submitCase(unit, current, answers, true)
      if (!submitted.ok) return submitted
      const { case_id: caseId, ref } = submitted.value.row
      unit.audit({
        action: 'case.appealed',
        object: { type: 'case', id: input.caseId, revision: refused.row.revision },
        caseId: input.caseId,
        after: { appealCase: { value: caseId }, excluded: { value: excluded.length } },
      })
      return done({ caseId, ref, excluded: excluded.length })
    },
    input,
  )
}

async function objectionTo(unit: Unit, { row }: LoadedCase): Promise<Outcome<null>> {
  if (row.state !== 'REJECTED')
    return refuse('TRANSITION_REFUSED', `Case ${row.case_id} is ${row.state}; only a refusal can be appealed against`)
  const before = await unit.trx
    .selectFrom('kyc_case')
    .select('case_id')
    .where('tenant_id', '=', unit.ctx.tenantId)
    .where('appeals_case', '=', row.case_id)
    .executeTakeFirst()
  return before
    ? refuse('TRANSITION_REFUSED', `Case ${row.case_id} was appealed against already`, { caseId: before.case_id })
    : done(null)
}

/** Everybody who proposed, confirmed, reviewed or set a class in the case. */
async function deciders(ctx: StoreContext, trx: Transaction<Database>, caseId: string): Promise<readonly string[]> {
  const items = await trx
    .selectFrom('kyc_review_item')
    .select(['proposal', 'confirmation'])
    .where('tenant_id', '=', ctx.tenantId)
    .where('case_id', '=', caseId)
    .execute()
  const classes = await trx
    .selectFrom('kyc_class_override')
    .select(['made_by', 'approved_by'])
    .where('tenant_id', '=', ctx.tenantId)
    .where('case_id', '=', caseId)
    .execute()
  const people = [
    ...items.flatMap(({ proposal, confirmation }) => [decisionOf(proposal)?.byId, decisionOf(confirmation)?.byId]),
    ...classes.flatMap(({ made_by, approved_by }) => [made_by, approved_by]),
  ]
  return [...new Set(people.filter((id) => id !== undefined && id !== null))].toSorted()
}
