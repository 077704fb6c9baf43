/** How the work is spread over the states: for those who watch the house. */
import { CASE_STATES, isFinal } from '../case/case.ts'
import type { StoreContext } from '../store/context.ts'
import type { KycStore } from '../store/kyc-store.ts'
import { read } from '../store/unit.ts'
import { stateOf } from './case-rows.ts'

export function countOpenCases(ctx: StoreContext): ReturnType<KycStore['countOpenCases']> {
  return read(ctx, async (trx) => {
    const rows = await trx
      .selectFrom('kyc_case')
      .select(['state', (eb) => eb.fn.countAll<number | string>().as('count')])
      .where('tenant_id', '=', ctx.tenantId)
      .where(
        'state',
        'in',
        CASE_STATES.filter((state) => !isFinal(state)),
      )
      .groupBy('state')
      .execute()
    // PostgreSQL counts in text.
    return rows.map((row) => ({ state: stateOf(row), count: Number(row.count) }))
  })
}
