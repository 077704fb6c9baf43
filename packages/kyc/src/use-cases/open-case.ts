/** Makes the case row with its key, number and reference. */
import type { CaseRow } from '../store/schema.ts'
import { publicReference } from '../store/ulid.ts'
import type { Unit } from '../store/unit.ts'
import { versionInForce } from './policy-versions.ts'
import type { LoadedCase } from './case-rows.ts'

export interface NewCase {
  readonly locale: string
  readonly productCode: string
  readonly channel: string
  /** the refused case that a new one appeals against, and who decided it */
  readonly appeal?: { readonly of: CaseRow; readonly excluded: readonly string[] }
  /** the customer that an event makes us look at again, and the case that was approved */
  readonly event?: { readonly of: CaseRow; readonly customerId: string }
}

export async function openCase(unit: Unit, input: NewCase): Promise<LoadedCase> {
  const caseId = unit.ctx.ids()
  const { wrapped, cipher } = unit.ctx.keys.newCaseKey(caseId)
  const year = unit.at.slice(0, 4)
  const number = await nextNumber(unit, `case/${year}`)
  const row: CaseRow = {
    tenant_id: unit.ctx.tenantId,
    case_id: caseId,
    ref: publicReference(),
    case_number: `KYC-${year}-${String(number).padStart(6, '0')}`,
    kind: input.appeal || input.event ? 'EVENT_REVIEW' : 'ONBOARDING',
    state: 'DRAFT',
    channel: input.channel,
    product_code: input.productCode,
    locale: input.locale,
    policy_version: await versionInForce(unit),
    revision: 1,
    data_revision: 0,
    applicant_id: (input.appeal ?? input.event)?.of.applicant_id ?? `applicant:${caseId}`,
    customer_id: input.event?.customerId ?? null,
    assignee_id: null,
    claimed_at: null,
    sla_due_at: null,
    workflow_id: null,
    workflow_version: null,
    risk_class: null,
    customer_class: null,
    service_restrictions: '[]',
    reason_code: null,
    restricted: 0,
    hold_task: null,
    hold_code: null,
    edd_reviewer_id: null,
    proposal: null,
    excluded: JSON.stringify(input.appeal?.excluded ?? []),
    name_sealed: null,
    wrapped_key: wrapped,
    key_version: unit.ctx.keys.version,
    erased_at: null,
    created_at: unit.at,
    submitted_at: null,
    decided_at: null,
    updated_at: unit.at,
    appeals_case: input.appeal?.of.case_id ?? null,
    ended_workflows: null,
  }
  await unit.trx.insertInto('kyc_case').values(row).execute()
  unit.audit({ action: 'case.opened', object: { type: 'case', id: caseId, revision: 1 }, caseId })
  unit.touch(caseId, 'DRAFT')
  return { row, cipher }
}

async function nextNumber(unit: Unit, name: string): Promise<number> {
  const row = await unit.trx
    .insertInto('kyc_counter')
    .values({ tenant_id: unit.ctx.tenantId, name, value: 1 })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'name']).doUpdateSet((eb) => ({ value: eb('kyc_counter.value', '+', 1) })),
    )
    .returning('value')
    .executeTakeFirstOrThrow()
  return row.value
}
