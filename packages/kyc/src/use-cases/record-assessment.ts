/** Risk assessment and customer class of a case. */
import { publicValues } from '../audit/record.ts'
import type { StoreContext } from '../store/context.ts'
import type { JsonValue } from '../store/json.ts'
import { done, refuse } from '../store/outcome.ts'
import type { WorkUseCases } from '../store/ports/work.ts'
import { write } from '../store/unit.ts'
import { dateInZone } from '../iso-date.ts'
import { lockCase, saveCase } from './case-rows.ts'
import { countingClass } from './change-risk-class.ts'
import { storedResult, storeResult } from './idempotency.ts'

export function recordAssessment(
  ctx: StoreContext,
  input: Parameters<WorkUseCases['recordAssessment']>[0],
): ReturnType<WorkUseCases['recordAssessment']> {
  return write(ctx, input.actor, async (unit): ReturnType<WorkUseCases['recordAssessment']> => {
    const loaded = await lockCase(unit, input.caseId)
    if (!loaded.ok) return loaded
    const known = await unit.trx
      .selectFrom('kyc_assessment')
      .select('assessment_id')
      .where('tenant_id', '=', ctx.tenantId)
      .where('idempotency_key', '=', input.idempotencyKey)
      .executeTakeFirst()
    const { row, cipher } = loaded.value
    const { assessment } = input
    const today = dateInZone(unit.at, ctx.policy.homeTimeZone)
    const riskClass = await countingClass(ctx, unit.trx, input.caseId, assessment, today)
    if (known) return done({ assessmentId: known.assessment_id, riskClass, replayed: true })
    const assessmentId = ctx.ids()
    await unit.trx
      .insertInto('kyc_assessment')
      .values({
        tenant_id: ctx.tenantId,
        case_id: row.case_id,
        assessment_id: assessmentId,
        idempotency_key: input.idempotencyKey,
        data_revision: assessment.dataRevision,
        policy_version: assessment.policy.version,
        policy_hash: assessment.policy.hash,
        risk_class: assessment.final,
        at: unit.at,
        // Drivers name the country, the occupation, the wealth. An assessment is plain JSON by its type.
        assessment_sealed: cipher.sealJson(`assessment/${assessmentId}`, assessment as unknown as JsonValue),
      })
      .execute()
    await saveCase(unit, row, { risk_class: riskClass })
    unit.audit({
      action: 'risk.assessed',
      object: { type: 'assessment', id: assessmentId, revision: assessment.dataRevision },
      caseId: row.case_id,
      before: publicValues({ riskClass: row.risk_class }),
      after: publicValues({
        riskClass,
        model: assessment.final,
        raw: assessment.raw,
        floors: assessment.floors.map((floor) => floor.id),
      }),
      versions: {
        policy: assessment.policy.version,
        policyHash: assessment.policy.hash,
        dataRevision: assessment.dataRevision,
      },
    })
    return done({ assessmentId, riskClass, replayed: false })
  })
}

export function recordCustomerClass(
  ctx: StoreContext,
  input: Parameters<WorkUseCases['recordCustomerClass']>[0],
): ReturnType<WorkUseCases['recordCustomerClass']> {
  return write(ctx, input.actor, async (unit): ReturnType<WorkUseCases['recordCustomerClass']> => {
    const loaded = await lockCase(unit, input.caseId)
    if (!loaded.ok) return loaded
    const first = await storedResult(unit, 'customer-class', input.idempotencyKey)
    if (first) return done({ customerClass: String(first.customerClass), replayed: true })
    const assessed = await unit.trx
      .selectFrom('kyc_assessment')
      .select('assessment_id')
      .where('tenant_id', '=', ctx.tenantId)
      .where('case_id', '=', input.caseId)
      .where('assessment_id', '=', input.assessmentId)
      .executeTakeFirst()
    if (!assessed)
      return refuse('NOT_ASSESSED', `Assessment ${input.assessmentId} does not belong to case ${input.caseId}`)
    const { row } = loaded.value
    await saveCase(unit, row, {
      customer_class: input.customerClass,
      service_restrictions: JSON.stringify(input.serviceRestrictions),
    })
    await storeResult(unit, 'customer-class', input.idempotencyKey, { customerClass: input.customerClass })
    unit.audit({
      action: 'customer.class_assigned',
      object: { type: 'case', id: input.caseId, revision: row.revision + 1 },
      caseId: input.caseId,
      before: publicValues({ customerClass: row.customer_class }),
      after: publicValues({ customerClass: input.customerClass, serviceRestrictions: [...input.serviceRestrictions] }),
    })
    return done({ customerClass: input.customerClass, replayed: false })
  })
}
