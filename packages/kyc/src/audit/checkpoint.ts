/** Signed heads: with one kept elsewhere, nobody can cut the end off the chain or write it anew. */
import { createPublicKey, sign, verify } from 'node:crypto'
import { canonicalJson } from '../canonical-json.ts'
import type { StoreContext } from '../store/context.ts'
import { isoTime } from '../store/context.ts'
import type { Checkpoint } from '../store/ports/trail.ts'
import type { Database } from '../store/schema.ts'

function signedText(head: { tenantId: string; seq: number; hash: string; at: string }): Buffer {
  return Buffer.from(canonicalJson({ tenantId: head.tenantId, seq: head.seq, hash: head.hash, at: head.at }), 'utf8')
}

export async function writeCheckpoint(ctx: StoreContext): Promise<Checkpoint | null> {
  return ctx.db.transaction().execute(async (trx) => {
    const query = trx.selectFrom('kyc_audit_head').selectAll().where('tenant_id', '=', ctx.tenantId)
    const head = await (ctx.dialect === 'postgres' ? query.forUpdate() : query).executeTakeFirst()
    if (!head || head.seq === 0) return null
    const known = await trx
      .selectFrom('kyc_checkpoint')
      .select('seq')
      .where('tenant_id', '=', ctx.tenantId)
      .where('seq', '=', head.seq)
      .executeTakeFirst()
    if (known) return null
    const body = { tenantId: ctx.tenantId, seq: head.seq, hash: head.hash, at: isoTime(ctx.clock()) }
    const signature = sign(null, signedText(body), ctx.keys.signingKey).toString('base64')
    await trx
      .insertInto('kyc_checkpoint')
      .values({
        tenant_id: body.tenantId,
        seq: body.seq,
        hash: body.hash,
        at: body.at,
        signature,
        public_key: ctx.keys.publicKey,
      })
      .execute()
    return { ...body, signature, publicKey: ctx.keys.publicKey }
  })
}

/** True when the signature is ours: a checkpoint that brings its own key proves nothing. */
export function checkpointHolds(ctx: Pick<StoreContext, 'keys'>, row: Database['kyc_checkpoint']): boolean {
  if (row.public_key !== ctx.keys.publicKey) return false
  const key = createPublicKey({ key: Buffer.from(row.public_key, 'base64'), format: 'der', type: 'spki' })
  const text = signedText({ tenantId: row.tenant_id, seq: row.seq, hash: row.hash, at: row.at })
  return verify(null, text, key, Buffer.from(row.signature, 'base64'))
}

export function toCheckpoint(row: Database['kyc_checkpoint']): Checkpoint {
  return {
    tenantId: row.tenant_id,
    seq: row.seq,
    hash: row.hash,
    at: row.at,
    signature: row.signature,
    publicKey: row.public_key,
  }
}
