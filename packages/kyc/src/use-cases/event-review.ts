/** A customer who is looked at again: how such a case is known, and what its end means for the relationship. */
import { publicValues } from '../audit/record.ts'
import type { CaseRow, Database } from '../store/schema.ts'
import type { Unit } from '../store/unit.ts'

/** An event review of a customer, other than an appeal of somebody who never became one. */
export function isMonitoring(row: Pick<CaseRow, 'kind' | 'appeals_case'>): boolean {
  return row.kind === 'EVENT_REVIEW' && row.appeals_case === null
}

/** What made the case, as people are told. */
export function occasionOf(row: Pick<CaseRow, 'kind' | 'appeals_case'>): 'ONBOARDING' | 'LIST_CHANGE' | 'APPEAL' {
  if (row.appeals_case !== null) return 'APPEAL'
  return isMonitoring(row) ? 'LIST_CHANGE' : 'ONBOARDING'
}

export async function customerOf(unit: Unit, customerId: string | null): Promise<Database['kyc_customer'] | undefined> {
  return unit.trx
    .selectFrom('kyc_customer')
    .selectAll()
    .where('tenant_id', '=', unit.ctx.tenantId)
    .where('customer_id', '=', customerId ?? '')
    .executeTakeFirst()
}

/** Kept customers are active again, refused ones restricted until people end the relationship. */
export async function endEventReview(
  unit: Unit,
  row: CaseRow,
  outcome: 'APPROVED' | 'REJECTED' | 'EXPIRED' | 'WITHDRAWN',
): Promise<void> {
  if (!isMonitoring(row) || row.customer_id === null) return
  if (outcome === 'APPROVED') await setCustomerState(unit, row, row.customer_id, 'ACTIVE')
  if (outcome === 'REJECTED') await setCustomerState(unit, row, row.customer_id, 'RESTRICTED')
}

export async function setCustomerState(
  unit: Unit,
  row: Pick<CaseRow, 'case_id'>,
  customerId: string,
  state: 'ACTIVE' | 'UNDER_REVIEW' | 'RESTRICTED',
): Promise<void> {
  await unit.trx
    .updateTable('kyc_customer')
    .set({ state, updated_at: unit.at })
    .where('tenant_id', '=', unit.ctx.tenantId)
    .where('customer_id', '=', customerId)
    .execute()
  unit.audit({
    action: 'customer.state_changed',
    object: { type: 'customer', id: customerId },
    caseId: row.case_id,
    after: publicValues({ state }),
  })
}
