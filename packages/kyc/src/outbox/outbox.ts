/** The dispatcher's side of the outbox: lease, acknowledge, put back. */
import { randomUUID } from 'node:crypto'
import { type ExpressionBuilder, sql } from 'kysely'
import { isoTime, type StoreContext } from '../store/context.ts'
import { done, refuse } from '../store/outcome.ts'
import type { OutboxMessage, OutboxPort, OutboxRow } from '../store/ports/trail.ts'
import type { Database } from '../store/schema.ts'

const BACKOFF_BASE_MS = 1_000
const BACKOFF_CAP_MS = 600_000
const MAX_ERROR_LENGTH = 200

/** 1, 2, 4 … seconds, at most 10 minutes. `attempts` is the number of deliveries tried so far, from 1. */
export function backoffMs(attempts: number): number {
  return Math.min(BACKOFF_CAP_MS, BACKOFF_BASE_MS * 2 ** Math.min(30, Math.max(0, attempts - 1)))
}

/** Errors of mail servers quote addresses; what is kept for operators must not. */
function redactError(message: string): string {
  return message.replace(/[^\s<>"]+@[^\s<>"]+/g, '<address>').slice(0, MAX_ERROR_LENGTH)
}

export function createOutbox(ctx: StoreContext): OutboxPort {
  const own = ctx.tenantId
  return {
    async lease({ limit, leaseMs, kinds }) {
      const nowMs = ctx.clock()
      const rows = await headRows(ctx)
        .selectAll()
        .where('available_at', '<=', isoTime(nowMs))
        .$if(kinds !== undefined, (query) => query.where('kind', 'in', [...(kinds ?? [])]))
        .orderBy('position')
        .limit(limit)
        .execute()
      const taken: OutboxRow[] = []
      for (const row of rows) {
        const leaseToken = randomUUID()
        // The condition repeats what was read: of two dispatchers only one gets the row.
        const result = await ctx.db
          .updateTable('kyc_outbox')
          .set({
            state: 'LEASED',
            lease_token: leaseToken,
            attempts: row.attempts + 1,
            available_at: isoTime(nowMs + leaseMs),
          })
          .where('id', '=', row.id)
          .where('attempts', '=', row.attempts)
          .where('available_at', '=', row.available_at)
          .where('finished_at', 'is', null)
          .executeTakeFirst()
        if (result.numUpdatedRows === 1n) taken.push(toRow(row, leaseToken))
      }
      return taken
    },

    async ack({ id, leaseToken }) {
      const result = await ctx.db
        .updateTable('kyc_outbox')
        .set({ state: 'DONE', finished_at: isoTime(ctx.clock()), lease_token: null, last_error: null })
        .where('tenant_id', '=', own)
        .where('id', '=', id)
        .where('lease_token', '=', leaseToken)
        .executeTakeFirst()
      return result.numUpdatedRows === 1n
        ? done(null)
        : refuse('LEASE_LOST', `Outbox row ${id} is no longer leased by this dispatcher`)
    },

    async fail({ id, leaseToken, error, dead }) {
      const row = await ctx.db
        .selectFrom('kyc_outbox')
        .select(['attempts'])
        .where('tenant_id', '=', own)
        .where('id', '=', id)
        .where('lease_token', '=', leaseToken)
        .executeTakeFirst()
      if (!row) return refuse('LEASE_LOST', `Outbox row ${id} is no longer leased by this dispatcher`)
      const nowMs = ctx.clock()
      const state = dead === true ? 'DEAD' : 'PENDING'
      const availableAt = isoTime(nowMs + backoffMs(row.attempts))
      await ctx.db
        .updateTable('kyc_outbox')
        .set({
          state,
          available_at: availableAt,
          lease_token: null,
          last_error: redactError(error),
          // A dead row is finished: what follows for the same recipient must not wait for it.
          finished_at: dead === true ? isoTime(nowMs) : null,
        })
        .where('id', '=', id)
        .where('lease_token', '=', leaseToken)
        .execute()
      return done({ state, availableAt })
    },

    async nextDue() {
      const row = await headRows(ctx)
        .select((eb) => eb.fn.min('available_at').as('due'))
        .executeTakeFirst()
      return row?.due ?? null
    },

    async listDead(limit) {
      const rows = await ctx.db
        .selectFrom('kyc_outbox')
        .selectAll()
        .where('tenant_id', '=', own)
        .where('state', '=', 'DEAD')
        .orderBy('position', 'desc')
        .limit(limit)
        .execute()
      return rows.map((row) => ({
        id: row.id,
        kind: row.kind,
        caseId: row.case_id,
        attempts: row.attempts,
        lastError: row.last_error,
        createdAt: row.created_at,
      }))
    },

    async backlog() {
      const rows = await ctx.db
        .selectFrom('kyc_outbox')
        .select(['kind', 'state', (eb) => eb.fn.countAll<number | string>().as('count')])
        .select((eb) => eb.fn.min('created_at').as('oldest'))
        .where('tenant_id', '=', own)
        .where('state', 'in', ['PENDING', 'DEAD'])
        .groupBy(['kind', 'state'])
        .execute()
      return rows.map((row) => ({
        kind: row.kind,
        state: row.state === 'DEAD' ? ('DEAD' as const) : ('PENDING' as const),
        // PostgreSQL counts in text.
        count: Number(row.count),
        oldestAt: row.oldest,
      }))
    },

    async revive(id) {
      const result = await ctx.db
        .updateTable('kyc_outbox')
        .set({ state: 'PENDING', attempts: 0, available_at: isoTime(ctx.clock()), finished_at: null })
        .where('tenant_id', '=', own)
        .where('id', '=', id)
        .where('state', '=', 'DEAD')
        .executeTakeFirst()
      if (result.numUpdatedRows === 1n) ctx.onCommit({ outboxRows: 1, cases: [] })
      return result.numUpdatedRows === 1n
    },
  }
}

/** Unfinished rows that have no older unfinished row for the same recipient. */
function headRows(ctx: StoreContext) {
  const olderOfSame = (eb: ExpressionBuilder<Database, 'kyc_outbox'>) =>
    eb
      .selectFrom('kyc_outbox as older')
      .select(sql<number>`1`.as('one'))
      .whereRef('older.tenant_id', '=', 'kyc_outbox.tenant_id')
      .whereRef('older.recipient', '=', 'kyc_outbox.recipient')
      .whereRef('older.position', '<', 'kyc_outbox.position')
      .where('older.finished_at', 'is', null)
  return ctx.db
    .selectFrom('kyc_outbox')
    .where('tenant_id', '=', ctx.tenantId)
    .where('finished_at', 'is', null)
    .where((eb) => eb.not(eb.exists(olderOfSame(eb))))
}

type StoredRow = Pick<OutboxRow, 'id' | 'recipient' | 'attempts'> & {
  kind: string
  payload: string
  case_id: string | null
  created_at: string
}

function toRow(row: StoredRow, leaseToken: string): OutboxRow {
  // Kind and payload were written together by `insertOutbox`, which is typed; no other code writes this table.
  const message = { kind: row.kind, payload: JSON.parse(row.payload) as unknown } as OutboxMessage
  return {
    ...message,
    id: row.id,
    caseId: row.case_id,
    recipient: row.recipient,
    attempts: row.attempts,
    createdAt: row.created_at,
    leaseToken,
  }
}
