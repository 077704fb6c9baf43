/**
 * One unit of work: a transaction that carries the change, the audit records and the outbox rows that follow from it.
 * Records and rows are collected and written last, so that the chain's head is locked for as short as possible.
 */
import type { CaseState } from '../case/case.ts'
import type { Transaction } from 'kysely'
import { appendAudit } from '../audit/append.ts'
import type { AuditEntry } from '../audit/record.ts'
import { insertOutbox, type OutboxEntry } from '../outbox/insert.ts'
import type { Actor } from './actor.ts'
import { isoTime, type StoreContext } from './context.ts'
import type { Outcome, Refusal, RefusalCode } from './outcome.ts'
import type { Database } from './schema.ts'

export interface Unit {
  readonly ctx: StoreContext
  readonly trx: Transaction<Database>
  readonly actor: Actor
  readonly nowMs: number
  /** `nowMs` as RFC 3339 */
  readonly at: string
  audit(entry: AuditEntry): void
  enqueue(entry: OutboxEntry): void
  /** Tells listeners after the commit that the case is in this state now. */
  touch(caseId: string, state: CaseState): void
  /** Commits what was written although the use case refuses, as counting a wrong code must. */
  keepOnRefusal(): void
}

/** Attempts that the trail must show even though nothing changed. */
const AUDITED_REFUSALS: ReadonlySet<RefusalCode> = new Set<RefusalCode>([
  'TRANSITION_REFUSED',
  'SAME_PERSON',
  'ROLE_MISSING',
  'CASE_RESTRICTED',
])

class RolledBack extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.message)
    this.refusal = refusal
  }
}

/** Runs a use case in a transaction; a refusal undoes it, and is itself audited when it speaks of rights or states. */
export async function write<T>(
  ctx: StoreContext,
  actor: Actor,
  work: (unit: Unit) => Promise<Outcome<T>>,
  subject?: { readonly caseId: string },
): Promise<Outcome<T>> {
  try {
    return await runUnit(ctx, actor, work)
  } catch (error) {
    if (!(error instanceof RolledBack)) throw error
    if (AUDITED_REFUSALS.has(error.refusal.code)) await auditRefusal(ctx, actor, error.refusal, subject?.caseId)
    return { ok: false, error: error.refusal }
  }
}

/** PostgreSQL: somebody else was first with a key, or was preferred where two waited for each other. */
const overtaken: ReadonlySet<unknown> = new Set(['23505', '40P01'])
const mostTries = 3

/**
 * Who was overtaken sees at the next try what the other has written, and answers as who comes later does: with the
 * result that there is, or with the refusal that a caller knows.
 */
async function runUnit<T>(
  ctx: StoreContext,
  actor: Actor,
  work: (unit: Unit) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await runOnce(ctx, actor, work)
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined
      if (tries >= mostTries || !overtaken.has(code)) throw error
    }
  }
}

async function runOnce<T>(
  ctx: StoreContext,
  actor: Actor,
  work: (unit: Unit) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const audits: AuditEntry[] = []
  const rows: OutboxEntry[] = []
  const cases = new Map<string, CaseState>()
  const outcome = await ctx.db.transaction().execute(async (trx) => {
    const nowMs = ctx.clock()
    let keep = false
    const unit: Unit = {
      ctx,
      trx,
      actor,
      nowMs,
      at: isoTime(nowMs),
      audit: (entry) => void audits.push(entry),
      enqueue: (entry) => void rows.push(entry),
      touch: (caseId, state) => void cases.set(caseId, state),
      keepOnRefusal: () => {
        keep = true
      },
    }
    const result = await work(unit)
    if (!result.ok && !keep) throw new RolledBack(result.error)
    await insertOutbox(unit, rows)
    await appendAudit(unit, audits)
    return result
  })
  if (rows.length > 0 || cases.size > 0) {
    ctx.onCommit({ outboxRows: rows.length, cases: [...cases].map(([caseId, state]) => ({ caseId, state })) })
  }
  return outcome
}

async function auditRefusal(
  ctx: StoreContext,
  actor: Actor,
  refusal: Refusal,
  caseId: string | undefined,
): Promise<void> {
  await runUnit(ctx, actor, async (unit) => {
    unit.audit({
      action: 'request.refused',
      object: { type: 'case', id: caseId ?? 'none' },
      ...(caseId === undefined ? {} : { caseId }),
      reasonCode: refusal.code,
    })
    return { ok: true, value: null }
  })
}

/** A consistent view of several tables; writes nothing. */
export function read<T>(ctx: StoreContext, work: (trx: Transaction<Database>) => Promise<T>): Promise<T> {
  const transaction = ctx.db.transaction()
  return (ctx.dialect === 'postgres' ? transaction.setIsolationLevel('repeatable read') : transaction).execute(work)
}
