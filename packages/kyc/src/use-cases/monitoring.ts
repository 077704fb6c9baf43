/** Customers whose relationship goes on, screened again whenever a list changes. */
import type { Transaction } from 'kysely'
import { publicValues } from '../audit/record.ts'
import { isSuppressedBy } from '../checks/alert-lines.ts'
import { identityHash } from '../crypto/blind-index.ts'
import { may } from '../roles/permissions.ts'
import type { StoreContext } from '../store/context.ts'
import { done, type Outcome, refuse } from '../store/outcome.ts'
import type { AlertedEntry, MonitoredCustomer, MonitoringUseCases } from '../store/ports/monitoring.ts'
import type { Database } from '../store/schema.ts'
import { read, type Unit, write } from '../store/unit.ts'
import { loadAnswers, saveAnswersOf } from './application-data.ts'
import { loadCase, lockCase } from './case-rows.ts'
import { copyDocuments } from './copy-documents.ts'
import { customerOf, setCustomerState } from './event-review.ts'
import { goodGuysFor } from './load-for-work.ts'
import { openCase } from './open-case.ts'
import { submitCase } from './submit.ts'

/** States in which there is a relationship to look after. */
const ONGOING = ['ACTIVE', 'UNDER_REVIEW', 'RESTRICTED', 'EXITING']

export function customersToScreen(
  ctx: StoreContext,
  { after, limit }: Parameters<MonitoringUseCases['customersToScreen']>[0],
): Promise<readonly MonitoredCustomer[]> {
  return read(ctx, async (trx) => {
    const rows = await trx
      .selectFrom('kyc_customer')
      .select(['customer_id', 'case_id', 'state', 'updated_at'])
      .where('tenant_id', '=', ctx.tenantId)
      .$if(after !== undefined, (query) =>
        query.where((eb) =>
          eb.or([
            eb('updated_at', '>', after?.updatedAt ?? ''),
            eb.and([eb('updated_at', '=', after?.updatedAt ?? ''), eb('customer_id', '>', after?.customerId ?? '')]),
          ]),
        ),
      )
      .orderBy('updated_at')
      .orderBy('customer_id')
      .limit(limit)
      .execute()
    const customers: MonitoredCustomer[] = []
    for (const row of rows) {
      const isOngoing = ONGOING.includes(row.state)
      customers.push({
        customerId: row.customer_id,
        updatedAt: row.updated_at,
        current: isOngoing ? await currentOf(ctx, trx, row.customer_id, row.case_id) : null,
      })
    }
    return customers
  })
}

async function currentOf(
  ctx: StoreContext,
  trx: Transaction<Database>,
  customerId: string,
  firstCase: string,
): Promise<MonitoredCustomer['current']> {
  const caseId = await newestApproved(ctx, trx, customerId, firstCase)
  const loaded = await loadCase(ctx, trx, caseId)
  // Erased meanwhile.
  if (!loaded.ok) return null
  return { caseId, application: await loadAnswers(ctx, trx, loaded.value) }
}

/** A later review may have learned something new of the customer. */
async function newestApproved(
  ctx: StoreContext,
  trx: Transaction<Database>,
  customerId: string,
  firstCase: string,
): Promise<string> {
  const row = await trx
    .selectFrom('kyc_case')
    .select('case_id')
    .where('tenant_id', '=', ctx.tenantId)
    .where('customer_id', '=', customerId)
    .where('state', '=', 'APPROVED')
    .where('erased_at', 'is', null)
    .orderBy('decided_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.case_id ?? firstCase
}

export function openEventReview(
  ctx: StoreContext,
  input: Parameters<MonitoringUseCases['openEventReview']>[0],
): ReturnType<MonitoringUseCases['openEventReview']> {
  return write(ctx, input.actor, async (unit): ReturnType<MonitoringUseCases['openEventReview']> => {
    if (!may(input.actor.roles, 'intake')) return refuse('ROLE_MISSING', 'Only a service opens event reviews')
    const { customerId } = input
    const customer = await customerOf(unit, customerId)
    if (customer === undefined || !ONGOING.includes(customer.state)) return done(null)
    const unseen = await notSeenBefore(unit, customerId, input.entries)
    if (unseen.length === 0) return done(null)
    const before = await lockCase(unit, await newestApproved(ctx, unit.trx, customerId, customer.case_id))
    if (!before.ok) return done(null)
    const answers = await loadAnswers(ctx, unit.trx, before.value)
    const fresh = await notCleared(unit, identityHash(ctx.keys, answers), unseen, input.matcherConfigId)
    if (fresh.length === 0) return done(null)
    const { product_code: productCode, channel, locale } = before.value.row
    const event = { of: before.value.row, customerId }
    const opened = await openCase(unit, { productCode, channel, locale, event })
    const change = await saveAnswersOf(unit, opened, {}, answers)
    const current = { ...opened, row: change.row }
    await copyDocuments(unit, before.value, current)
    const submitted = await submitCase(unit, current, answers, true)
    if (!submitted.ok) return submitted
    const { case_id: caseId, ref } = submitted.value.row
    await unit.trx
      .insertInto('kyc_event_trigger')
      .values(
        fresh.map(({ listId, entryId, entryHash }) => ({
          tenant_id: ctx.tenantId,
          customer_id: customerId,
          list_id: listId,
          entry_id: entryId,
          entry_hash: entryHash,
          case_id: caseId,
          at: unit.at,
        })),
      )
      .execute()
    await setCustomerState(unit, submitted.value.row, customerId, 'UNDER_REVIEW')
    unit.audit({
      action: 'customer.review_opened',
      object: { type: 'customer', id: customerId },
      caseId,
      reasonCode: 'LIST_CHANGE',
      after: publicValues({ entries: fresh.map(({ listId, entryId }) => `${listId}:${entryId}`) }),
    })
    return done({ caseId, ref })
  })
}

/** What people have looked at for this customer, in exactly this form, they need not look at again. */
async function notSeenBefore(
  unit: Unit,
  customerId: string,
  entries: readonly AlertedEntry[],
): Promise<readonly AlertedEntry[]> {
  const { ctx, trx } = unit
  const hits = await trx
    .selectFrom('kyc_hit as h')
    .innerJoin('kyc_case as c', (join) =>
      join.onRef('c.case_id', '=', 'h.case_id').onRef('c.tenant_id', '=', 'h.tenant_id'),
    )
    .select(['h.list_id', 'h.entry_id', 'h.entry_hash'])
    .where('h.tenant_id', '=', ctx.tenantId)
    .where('c.customer_id', '=', customerId)
    .where('h.alert', '=', 1)
    .execute()
  const triggers = await trx
    .selectFrom('kyc_event_trigger')
    .select(['list_id', 'entry_id', 'entry_hash'])
    .where('tenant_id', '=', ctx.tenantId)
    .where('customer_id', '=', customerId)
    .execute()
  const seen = new Set([...hits, ...triggers].map((row) => `${row.list_id} ${row.entry_id} ${row.entry_hash}`))
  return entries.filter(({ listId, entryId, entryHash }) => !seen.has(`${listId} ${entryId} ${entryHash}`))
}

/** Without those that a decision in force says this customer is not. */
async function notCleared(
  unit: Unit,
  hash: string,
  entries: readonly AlertedEntry[],
  matcherConfigId: string,
): Promise<readonly AlertedEntry[]> {
  const goodGuys = await goodGuysFor(unit.ctx, unit.trx, hash)
  const context = { identityHash: hash, matcherConfigId, at: unit.at }
  return entries.filter(
    ({ entryHash: entryContentHash, ...entry }) =>
      !goodGuys.some((goodGuy) => isSuppressedBy({ ...entry, entryContentHash }, goodGuy, context)),
  )
}

export async function screenedLists(ctx: StoreContext): ReturnType<MonitoringUseCases['screenedLists']> {
  const rows = await ctx.db
    .selectFrom('kyc_list_screened')
    .select(['list_id', 'snapshot_id', 'screened_at'])
    .where('tenant_id', '=', ctx.tenantId)
    .execute()
  return new Map(rows.map((row) => [row.list_id, { snapshotId: row.snapshot_id, at: row.screened_at }]))
}

export async function recordListScreened(
  ctx: StoreContext,
  input: Parameters<MonitoringUseCases['recordListScreened']>[0],
): Promise<void> {
  await write(ctx, input.actor, async (unit): Promise<Outcome<null>> => {
    const { listId, snapshotId, counts } = input
    const row = { tenant_id: ctx.tenantId, list_id: listId, snapshot_id: snapshotId, screened_at: unit.at }
    await unit.trx
      .insertInto('kyc_list_screened')
      .values(row)
      .onConflict((conflict) =>
        conflict.columns(['tenant_id', 'list_id']).doUpdateSet({ snapshot_id: snapshotId, screened_at: unit.at }),
      )
      .execute()
    unit.audit({
      action: 'customers.rescreened',
      object: { type: 'list', id: listId },
      after: publicValues({ snapshotId, ...counts }),
    })
    return done(null)
  })
}

export async function endStaleGoodGuys(
  ctx: StoreContext,
  input: Parameters<MonitoringUseCases['endStaleGoodGuys']>[0],
): Promise<number> {
  const ended = await write(ctx, input.actor, async (unit): Promise<Outcome<number>> => {
    let count = 0
    for (const { listId, entryId, entryHash } of input.entries) {
      const rows = await unit.trx
        .updateTable('kyc_good_guy')
        .set({ ended_at: unit.at, ended_by: input.actor.id })
        .where('tenant_id', '=', ctx.tenantId)
        .where('list_id', '=', listId)
        .where('entry_id', '=', entryId)
        .where('entry_hash', '<>', entryHash)
        .where('ended_at', 'is', null)
        .returning(['good_guy_id', 'case_id'])
        .execute()
      for (const row of rows) {
        const object = { type: 'good_guy', id: row.good_guy_id }
        unit.audit({ action: 'good_guy.stale', object, caseId: row.case_id, reasonCode: 'LIST_CHANGE' })
      }
      count += rows.length
    }
    return done(count)
  })
  return ended.ok ? ended.value : 0
}
