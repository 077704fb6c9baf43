/** The chain as JSON lines, for the stand-alone verifier: each record with its hash, then the signed heads. */
import { canonicalJson } from '../canonical-json.ts'
import type { StoreContext } from '../store/context.ts'
import { toCheckpoint } from './checkpoint.ts'

const PAGE = 1_000

export async function* exportAudit(
  ctx: StoreContext,
  range: { fromSeq?: number; toSeq?: number } = {},
): AsyncIterable<string> {
  let next = range.fromSeq ?? 1
  const to = range.toSeq ?? Number.MAX_SAFE_INTEGER
  for (;;) {
    const rows = await ctx.db
      .selectFrom('kyc_audit')
      .select(['seq', 'record', 'hash'])
      .where('tenant_id', '=', ctx.tenantId)
      .where('seq', '>=', next)
      .where('seq', '<=', Math.min(to, 2_147_483_647))
      .orderBy('seq')
      .limit(PAGE)
      .execute()
    for (const row of rows) yield `{"hash":"${row.hash}","record":${row.record}}\n`
    const last = rows.at(-1)
    if (!last || rows.length < PAGE) break
    next = last.seq + 1
  }
  const signed = await ctx.db
    .selectFrom('kyc_checkpoint')
    .selectAll()
    .where('tenant_id', '=', ctx.tenantId)
    .where('seq', '>=', range.fromSeq ?? 1)
    .where('seq', '<=', Math.min(to, 2_147_483_647))
    .orderBy('seq')
    .execute()
  for (const row of signed) yield `${canonicalJson({ checkpoint: toCheckpoint(row) })}\n`
}
