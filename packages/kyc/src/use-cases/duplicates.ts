/** Other cases that share a keyed index value with this one: compared without opening any of them. */
import type { StoreContext } from '../store/context.ts'
import { done, refuse } from '../store/outcome.ts'
import type { IndexKind, WorkUseCases } from '../store/ports/work.ts'
import { read } from '../store/unit.ts'
import { stateOf } from './case-rows.ts'

export function findDuplicates(ctx: StoreContext, caseId: string): ReturnType<WorkUseCases['findDuplicates']> {
  return read(ctx, async (trx): ReturnType<WorkUseCases['findDuplicates']> => {
    const mine = await trx
      .selectFrom('kyc_case')
      .select(['case_id', 'appeals_case', 'customer_id'])
      .where('tenant_id', '=', ctx.tenantId)
      .where('case_id', '=', caseId)
      .executeTakeFirst()
    if (!mine) return refuse('CASE_NOT_FOUND', `Case ${caseId} does not exist`)
    const rows = await trx
      .selectFrom('kyc_blind_index as own')
      .innerJoin('kyc_blind_index as other', (join) =>
        join
          .onRef('other.tenant_id', '=', 'own.tenant_id')
          .onRef('other.kind', '=', 'own.kind')
          .onRef('other.digest', '=', 'own.digest')
          .onRef('other.case_id', '<>', 'own.case_id'),
      )
      .innerJoin('kyc_case as c', (join) =>
        join.onRef('c.case_id', '=', 'other.case_id').onRef('c.tenant_id', '=', 'other.tenant_id'),
      )
      .select(['other.kind', 'c.case_id', 'c.state', 'c.customer_id'])
      .where('own.tenant_id', '=', ctx.tenantId)
      .where('own.case_id', '=', caseId)
      // A draft is nobody's application yet.
      .where('c.state', '<>', 'DRAFT')
      // An appeal is about the very same application.
      .$if(mine.appeals_case !== null, (query) => query.where('c.case_id', '<>', mine.appeals_case ?? ''))
      // An event review is about the customer that it names.
      .$if(mine.customer_id !== null, (query) =>
        query.where((eb) =>
          eb.or([eb('c.customer_id', 'is', null), eb('c.customer_id', '<>', mine.customer_id ?? '')]),
        ),
      )
      .orderBy('c.case_id')
      .execute()
    const byCase = Map.groupBy(rows, (row) => row.case_id)
    const found = [...byCase.values()].flatMap((group) => {
      const [first] = group
      if (!first) return []
      // The column is written from IndexKind values alone.
      return [
        {
          caseId: first.case_id,
          state: stateOf(first),
          customerId: first.customer_id,
          agrees: group.map((row) => row.kind as IndexKind),
        },
      ]
    })
    return done(found)
  })
}
