/** Recomputes the chain from the stored rows: hash, order, canonical form, indexed columns, signed heads. */
import { z } from 'zod'
import { canonicalJson } from '../canonical-json.ts'
import type { StoreContext } from '../store/context.ts'
import type { AuditVerification } from '../store/ports/trail.ts'
import type { Database } from '../store/schema.ts'
import { checkpointHolds } from './checkpoint.ts'
import { chainHash, GENESIS_HASH } from './record.ts'

type Row = Database['kyc_audit']
type Break = NonNullable<AuditVerification['firstBreak']>

const PAGE = 1_000

/** Only what the columns repeat; the hash covers the rest. */
const IndexedSchema = z.looseObject({
  seq: z.number(),
  at: z.string(),
  tenantId: z.string(),
  prevHash: z.string(),
  caseId: z.string().optional(),
  action: z.string(),
  actor: z.looseObject({ type: z.string(), id: z.string() }),
  object: z.looseObject({ type: z.string(), id: z.string() }),
  reasonCode: z.string().optional(),
})

/** What the chain is read with. */
type Trail = Pick<StoreContext, 'db' | 'tenantId' | 'keys'>

export async function verifyAudit(
  ctx: Trail,
  range: { fromSeq?: number; toSeq?: number } = {},
): Promise<AuditVerification> {
  const from = Math.max(1, range.fromSeq ?? 1)
  const head = await ctx.db
    .selectFrom('kyc_audit_head')
    .selectAll()
    .where('tenant_id', '=', ctx.tenantId)
    .executeTakeFirst()
  const to = Math.min(range.toSeq ?? Number.MAX_SAFE_INTEGER, head?.seq ?? 0)
  const hashes = new Map<number, string>()
  const signed = await ctx.db
    .selectFrom('kyc_checkpoint')
    .selectAll()
    .where('tenant_id', '=', ctx.tenantId)
    .where('seq', '>=', from)
    .orderBy('seq')
    .execute()
  const wanted = new Set(signed.map((checkpoint) => checkpoint.seq))

  let prev = from === 1 ? GENESIS_HASH : await hashOf(ctx, from - 1)
  let records = 0
  const broken = (seq: number, expected: string, found: string): AuditVerification => ({
    intact: false,
    records,
    head: head?.hash ?? null,
    firstBreak: { seq, expected, found },
    checkpoints: 0,
  })
  for (let seq = from; seq <= to; ) {
    const rows = await page(ctx, seq, to)
    if (rows.length === 0) return broken(seq, 'a record', 'nothing')
    for (const row of rows) {
      const fault = faultOf(row, seq, prev, ctx.tenantId)
      if (fault) return broken(fault.seq, fault.expected, fault.found)
      prev = row.hash
      if (wanted.has(seq)) hashes.set(seq, row.hash)
      records++
      seq++
    }
  }
  if (range.toSeq === undefined && head && prev !== head.hash) return broken(head.seq, head.hash, prev)
  const beyond = await ctx.db
    .selectFrom('kyc_audit')
    .select('seq')
    .where('tenant_id', '=', ctx.tenantId)
    .where('seq', '>', head?.seq ?? 0)
    .executeTakeFirst()
  if (beyond) return broken(beyond.seq, 'the end of the chain', 'a record')
  for (const checkpoint of signed.filter((candidate) => range.toSeq === undefined || candidate.seq <= to)) {
    const found = hashes.get(checkpoint.seq) ?? 'nothing'
    if (found !== checkpoint.hash) return broken(checkpoint.seq, checkpoint.hash, found)
    if (!checkpointHolds(ctx, checkpoint)) return broken(checkpoint.seq, 'a valid signature', checkpoint.signature)
  }
  return { intact: true, records, head: head?.hash ?? null, firstBreak: null, checkpoints: hashes.size }
}

async function hashOf(ctx: Trail, seq: number): Promise<string> {
  const row = await ctx.db
    .selectFrom('kyc_audit')
    .select('hash')
    .where('tenant_id', '=', ctx.tenantId)
    .where('seq', '=', seq)
    .executeTakeFirst()
  return row?.hash ?? 'nothing'
}

function page(ctx: Trail, from: number, to: number): Promise<Row[]> {
  return ctx.db
    .selectFrom('kyc_audit')
    .selectAll()
    .where('tenant_id', '=', ctx.tenantId)
    .where('seq', '>=', from)
    .where('seq', '<=', to)
    .orderBy('seq')
    .limit(PAGE)
    .execute()
}

/** The first thing wrong with a row, or null. */
function faultOf(row: Row, seq: number, prevHash: string, tenantId: string): Break | null {
  const fault = (expected: string, found: string): Break => ({ seq, expected, found })
  if (row.seq !== seq) return fault(`record ${seq}`, `record ${row.seq}`)
  if (row.prev_hash !== prevHash) return fault(prevHash, row.prev_hash)
  const hash = chainHash(prevHash, row.record)
  if (row.hash !== hash) return fault(hash, row.hash)
  const parsed = IndexedSchema.safeParse(parseJson(row.record))
  if (!parsed.success) return fault('an audit record', 'something else')
  const record = parsed.data
  if (canonicalJson(record) !== row.record) return fault('canonical JSON', 'another form')
  const repeated: readonly (readonly [unknown, unknown])[] = [
    [record.seq, row.seq],
    [record.at, row.at],
    [record.tenantId, tenantId],
    [record.prevHash, row.prev_hash],
    [record.caseId ?? null, row.case_id],
    [record.action, row.action],
    [record.actor.type, row.actor_type],
    [record.actor.id, row.actor_id],
    [record.object.type, row.object_type],
    [record.object.id, row.object_id],
    [record.reasonCode ?? null, row.reason_code],
  ]
  const differs = repeated.find(([inRecord, inColumn]) => inRecord !== inColumn)
  return differs ? fault(String(differs[0]), String(differs[1])) : null
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
