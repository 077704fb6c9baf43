/** The customer: approval by the service where no person was needed, activation where an mlro has approved. */
import { publicValues } from '../audit/record.ts'
import { nextReviewFor } from '../risk/override-class.ts'
import type { RiskClass } from '../risk/risk-class.ts'
import type { StoreContext } from '../store/context.ts'
import { done, type Outcome, refuse } from '../store/outcome.ts'
import type { DecisionUseCases } from '../store/ports/decision.ts'
import type { Database } from '../store/schema.ts'
import { type Unit, write } from '../store/unit.ts'
import { type LoadedCase, saveCase } from './case-rows.ts'
import { approvalFacts, recordDecision } from './record-decision.ts'
import { customerOf, isMonitoring } from './event-review.ts'
import { moveCase } from './move-case.ts'
import { latestAssessment } from './stored-checks.ts'
import { lockStartedCase } from './workflow-started.ts'

type Approved = Awaited<ReturnType<DecisionUseCases['approve']>>

export function approve(ctx: StoreContext, input: Parameters<DecisionUseCases['approve']>[0]): Promise<Approved> {
  return write(
    ctx,
    input.actor,
    async (unit): Promise<Approved> => {
      const loaded = await lockStartedCase(unit, input.caseId)
      if (!loaded.ok) return loaded
      const approved =
        loaded.value.row.state === 'APPROVED' ? done(loaded.value) : await approveByService(unit, loaded.value)
      if (!approved.ok) return approved
      return activate(unit, approved.value)
    },
    input,
  )
}

async function approveByService(unit: Unit, loaded: LoadedCase): Promise<Outcome<LoadedCase>> {
  const { row } = loaded
  if (row.risk_class === null) return refuse('NOT_ASSESSED', `Case ${row.case_id} has no risk assessment`)
  const { count } = await unit.trx
    .selectFrom('kyc_review')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('tenant_id', '=', unit.ctx.tenantId)
    .where('case_id', '=', row.case_id)
    .executeTakeFirstOrThrow()
  const reasonCode = count > 0 ? 'APPROVED_REVIEWED' : 'APPROVED_STP'
  const facts = await approvalFacts(unit, loaded)
  const moved = await moveCase(
    unit,
    loaded,
    { kind: 'approve', facts, reasonCode },
    { reasonCode, also: { sla_due_at: null } },
  )
  if (!moved.ok) return moved
  await recordDecision(unit, moved.value, { outcome: 'APPROVED', reasonCode, actorId: unit.actor.id })
  return moved
}

async function activate(unit: Unit, loaded: LoadedCase): Promise<Approved> {
  const { row } = loaded
  const known = await unit.trx
    .selectFrom('kyc_customer')
    .selectAll()
    .where('tenant_id', '=', unit.ctx.tenantId)
    .where('case_id', '=', row.case_id)
    .executeTakeFirst()
  if (known) return answer(loaded, known, true)
  // Looked at again and kept: no second customer comes of it.
  const reviewed = isMonitoring(row) ? await customerOf(unit, row.customer_id) : undefined
  if (reviewed) return answer(loaded, reviewed, true)
  const assessment = await latestAssessment(unit.ctx, unit.trx, loaded)
  // Written from RiskClass values; without one the customer would not have been approved.
  const riskClass = (row.risk_class ?? 'HIGH') as RiskClass
  const customer: Database['kyc_customer'] = {
    tenant_id: unit.ctx.tenantId,
    customer_id: unit.ctx.ids(),
    case_id: row.case_id,
    state: 'ACTIVE',
    risk_class: riskClass,
    customer_class: row.customer_class ?? 'BASIC',
    service_restrictions: row.service_restrictions,
    next_review_on: assessment ? nextReviewFor(assessment.assessment, riskClass) : null,
    created_at: unit.at,
    updated_at: unit.at,
  }
  await unit.trx.insertInto('kyc_customer').values(customer).execute()
  await saveCase(unit, row, { customer_id: customer.customer_id })
  unit.audit({
    action: 'customer.activated',
    object: { type: 'customer', id: customer.customer_id },
    caseId: row.case_id,
    after: publicValues({
      state: customer.state,
      riskClass: customer.risk_class,
      customerClass: customer.customer_class,
    }),
  })
  return answer(loaded, customer, false)
}

function answer({ row }: LoadedCase, customer: Database['kyc_customer'], replayed: boolean): Approved {
  return done({
    customerId: customer.customer_id,
    reasonCode: row.reason_code ?? 'APPROVED_STP',
    riskClass: customer.risk_class,
    customerClass: row.customer_class,
    reviewCaseDueOn: customer.next_review_on,
    replayed,
  })
}
