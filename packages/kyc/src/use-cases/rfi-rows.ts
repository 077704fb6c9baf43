/** Requests for information, as rows. */
import type { Transaction } from 'kysely'
import type { StoreContext } from '../store/context.ts'
import type { RfiItemInput } from '../store/ports/review.ts'
import type { Database } from '../store/schema.ts'
import type { Unit } from '../store/unit.ts'

export type RfiRow = Database['kyc_rfi']
export type RfiItemRow = Database['kyc_rfi_item']

export async function findRfi(unit: Unit, caseId: string, rfiId: string): Promise<RfiRow | undefined> {
  return unit.trx
    .selectFrom('kyc_rfi')
    .selectAll()
    .where('tenant_id', '=', unit.ctx.tenantId)
    .where('case_id', '=', caseId)
    .where('rfi_id', '=', rfiId)
    .executeTakeFirst()
}

export async function rfiItems(unit: Unit, rfiId: string): Promise<readonly RfiItemRow[]> {
  return unit.trx
    .selectFrom('kyc_rfi_item')
    .selectAll()
    .where('tenant_id', '=', unit.ctx.tenantId)
    .where('rfi_id', '=', rfiId)
    .orderBy('item_id')
    .execute()
}

export async function updateRfi(unit: Unit, rfiId: string, changes: Partial<RfiRow>): Promise<void> {
  await unit.trx
    .updateTable('kyc_rfi')
    .set(changes)
    .where('tenant_id', '=', unit.ctx.tenantId)
    .where('rfi_id', '=', rfiId)
    .execute()
}

/**
 * How often the applicant has answered each item of the case so far: answers that staff refused, and answers that a
 * later request has shown to be not good enough.
 */
export async function timesAsked(
  unit: Unit,
  caseId: string,
): Promise<(item: Pick<RfiItemInput, 'code' | 'path'>) => number> {
  const rows = await unit.trx
    .selectFrom('kyc_rfi_item')
    .select(['code', 'path', 'state', 'refusals', 'refusal_reason'])
    .where('tenant_id', '=', unit.ctx.tenantId)
    .where('case_id', '=', caseId)
    .execute()
  const key = (item: { code: string; path: string }) => `${item.code} ${item.path}`
  const counts = new Map<string, number>()
  for (const row of rows) {
    // An answer that staff has refused for the last time stays in place, and is among the refusals already.
    const answers = row.refusals + (row.state === 'ANSWERED' && row.refusal_reason === null ? 1 : 0)
    counts.set(key(row), (counts.get(key(row)) ?? 0) + answers)
  }
  return (item) => counts.get(key(item)) ?? 0
}

/** All requests of a case, oldest first, each with its items. */
export async function rfisOfCase(
  ctx: StoreContext,
  trx: Transaction<Database>,
  caseId: string,
): Promise<readonly { readonly rfi: RfiRow; readonly items: readonly RfiItemRow[] }[]> {
  const rfis = await trx
    .selectFrom('kyc_rfi')
    .selectAll()
    .where('tenant_id', '=', ctx.tenantId)
    .where('case_id', '=', caseId)
    .orderBy('rfi_id')
    .execute()
  const items = await trx
    .selectFrom('kyc_rfi_item')
    .selectAll()
    .where('tenant_id', '=', ctx.tenantId)
    .where('case_id', '=', caseId)
    .orderBy('item_id')
    .execute()
  return rfis.map((rfi) => ({ rfi, items: items.filter((item) => item.rfi_id === rfi.rfi_id) }))
}
