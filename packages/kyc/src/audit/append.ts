/** Appends records to the tenant's chain in the transaction of the change they describe. */
import type { Unit } from '../store/unit.ts'
import { type AuditEntry, type AuditRecord, chainHash, GENESIS_HASH, recordText } from './record.ts'

export async function appendAudit(unit: Unit, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length === 0) return
  let head = await lockHead(unit)
  const rows = entries.map((entry) => {
    const record = toRecord(unit, entry, head.seq + 1, head.hash)
    const text = recordText(record)
    head = { seq: record.seq, hash: chainHash(record.prevHash, text) }
    return {
      tenant_id: record.tenantId,
      seq: record.seq,
      at: record.at,
      case_id: record.caseId ?? null,
      action: record.action,
      actor_type: record.actor.type,
      actor_id: record.actor.id,
      object_type: record.object.type,
      object_id: record.object.id,
      reason_code: record.reasonCode ?? null,
      record: text,
      prev_hash: record.prevHash,
      hash: head.hash,
    }
  })
  await unit.trx.insertInto('kyc_audit').values(rows).execute()
  await unit.trx
    .updateTable('kyc_audit_head')
    .set({ seq: head.seq, hash: head.hash })
    .where('tenant_id', '=', unit.ctx.tenantId)
    .execute()
}

/** The head row is the chain's lock: two transactions cannot both take the next number. */
async function lockHead(unit: Unit): Promise<{ seq: number; hash: string }> {
  await unit.trx
    .insertInto('kyc_audit_head')
    .values({ tenant_id: unit.ctx.tenantId, seq: 0, hash: GENESIS_HASH })
    .onConflict((conflict) => conflict.column('tenant_id').doNothing())
    .execute()
  const head = unit.trx.selectFrom('kyc_audit_head').select(['seq', 'hash']).where('tenant_id', '=', unit.ctx.tenantId)
  return (unit.ctx.dialect === 'postgres' ? head.forUpdate() : head).executeTakeFirstOrThrow()
}

function toRecord(unit: Unit, entry: AuditEntry, seq: number, prevHash: string): AuditRecord {
  const { actor } = unit
  return {
    ...entry,
    seq,
    at: unit.at,
    tenantId: unit.ctx.tenantId,
    actor: {
      type: actor.type,
      id: actor.id,
      roles: [...actor.roles].sort(),
      ...(actor.onBehalfOf === undefined ? {} : { onBehalfOf: actor.onBehalfOf }),
    },
    ...(actor.session === undefined ? {} : { session: actor.session }),
    ...(actor.correlationId === undefined ? {} : { correlationId: actor.correlationId }),
    versions: { ...entry.versions, app: unit.ctx.appVersion },
    prevHash,
  }
}
