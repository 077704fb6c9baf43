/** Outbox rows are born with the change that causes them; the dispatcher delivers them afterwards, at least once. */
import type { OutboxMessage } from '../store/ports/trail.ts'
import type { Unit } from '../store/unit.ts'

export type OutboxEntry = OutboxMessage & {
  readonly caseId: string
  /** rows of one recipient are delivered in order */
  readonly recipient: string
}

export async function insertOutbox(unit: Unit, entries: readonly OutboxEntry[]): Promise<void> {
  if (entries.length === 0) return
  const rows = entries.map((entry) => ({
    tenant_id: unit.ctx.tenantId,
    id: unit.ctx.ids(),
    case_id: entry.caseId,
    kind: entry.kind,
    recipient: entry.recipient,
    payload: JSON.stringify(entry.payload),
    state: 'PENDING',
    attempts: 0,
    available_at: unit.at,
    lease_token: null,
    last_error: null,
    created_at: unit.at,
    finished_at: null,
  }))
  await unit.trx.insertInto('kyc_outbox').values(rows).execute()
}
