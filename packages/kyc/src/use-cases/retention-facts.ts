/** What the rules of retention ask of a case, read from its rows. */
import type { Kysely, Transaction } from 'kysely'
import type { CustomerState } from '../case/case.ts'
import { dateInZone } from '../iso-date.ts'
import type { RetentionFacts } from '../retention/retention-rules.ts'
import type { StoreContext } from '../store/context.ts'
import type { CaseRow, Database } from '../store/schema.ts'
import { stateOf } from './case-rows.ts'

/** Kinds of findings whose truth, or whose being left open, is a suspicion. */
const SUSPICIOUS = ['SANCTIONS_MATCH', 'BLACKLIST_HIT', 'BLACKLIST_POSSIBLE', 'ADVERSE_MEDIA_MATCH'] as const
const SUSPICIOUS_REASONS = ['FRAUD_SUSPECTED', 'SANCTIONS_TRUE_MATCH', 'INTERNAL_BLACKLIST']

type FactsRow = Pick<
  CaseRow,
  'case_id' | 'state' | 'submitted_at' | 'updated_at' | 'decided_at' | 'restricted' | 'reason_code' | 'erased_at'
> & { readonly customer_state: string | null; readonly customer_updated_at: string | null }

export function selectFacts(ctx: StoreContext, trx: Transaction<Database>) {
  return trx
    .selectFrom('kyc_case as c')
    .leftJoin('kyc_customer as k', (join) =>
      join.onRef('k.case_id', '=', 'c.case_id').onRef('k.tenant_id', '=', 'c.tenant_id'),
    )
    .select([
      'c.case_id',
      'c.state',
      'c.submitted_at',
      'c.updated_at',
      'c.decided_at',
      'c.restricted',
      'c.reason_code',
      'c.erased_at',
    ])
    .select(['k.state as customer_state', 'k.updated_at as customer_updated_at'])
    .where('c.tenant_id', '=', ctx.tenantId)
}

/** Cases with a suspicion among their findings. */
export async function suspectedCases(ctx: StoreContext, trx: Transaction<Database>): Promise<ReadonlySet<string>> {
  const rows = await trx
    .selectFrom('kyc_finding')
    .select('case_id')
    .where('tenant_id', '=', ctx.tenantId)
    .where('kind', 'in', [...SUSPICIOUS])
    .where('state', 'in', ['OPEN', 'CONFIRMED'])
    .execute()
  return new Set(rows.map((row) => row.case_id))
}

export function toFacts(ctx: StoreContext, row: FactsRow, suspected: boolean): RetentionFacts {
  const day = (time: string) => dateInZone(time, ctx.policy.homeTimeZone)
  return {
    state: stateOf(row),
    submitted: row.submitted_at !== null,
    lastChangeOn: day(row.updated_at),
    decidedOn: row.decided_at === null ? null : day(row.decided_at),
    suspicion: row.restricted === 1 || suspected || SUSPICIOUS_REASONS.includes(row.reason_code ?? ''),
    customer:
      row.customer_state === null || row.customer_updated_at === null
        ? null
        : // Written from CustomerState values alone.
          { state: row.customer_state as CustomerState, changedOn: day(row.customer_updated_at) },
  }
}

export function retentionApprovals(
  ctx: StoreContext,
  db: Kysely<Database>,
): Promise<readonly Database['kyc_retention_approval'][]> {
  return db.selectFrom('kyc_retention_approval').selectAll().where('tenant_id', '=', ctx.tenantId).execute()
}
