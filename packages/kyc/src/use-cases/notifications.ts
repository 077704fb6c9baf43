/** Messages to the applicant: the row holds address and parameters sealed, the outbox only its id. */
import { indexDigest } from '../crypto/blind-index.ts'
import { readPath } from '../store/answers.ts'
import { isoTime, type StoreContext } from '../store/context.ts'
import type { JsonObject } from '../store/json.ts'
import { done, type Outcome, refuse } from '../store/outcome.ts'
import type { DecisionUseCases } from '../store/ports/decision.ts'
import { read, type Unit, write } from '../store/unit.ts'
import { loadAnswers } from './application-data.ts'
import { loadCase, type LoadedCase, lockCase } from './case-rows.ts'
import { isMonitoring } from './event-review.ts'

export interface NewNotification {
  readonly templateId: string
  /** with case and template: exactly one message */
  readonly iterationKey: string
  readonly params?: JsonObject
  /** address; the one of the application unless given */
  readonly to?: string
}

/** The notification's id; null when the application has no address. A repeated key gives the first id. */
export async function addNotification(
  unit: Unit,
  loaded: LoadedCase,
  input: NewNotification,
): Promise<{ notificationId: string | null; replayed: boolean }> {
  const { row, cipher } = loaded
  if (isQuiet(row, input.templateId)) return { notificationId: null, replayed: false }
  const known = await unit.trx
    .selectFrom('kyc_notification')
    .select('notification_id')
    .where('tenant_id', '=', unit.ctx.tenantId)
    .where('case_id', '=', row.case_id)
    .where('template_id', '=', input.templateId)
    .where('iteration_key', '=', input.iterationKey)
    .executeTakeFirst()
  if (known) return { notificationId: known.notification_id, replayed: true }
  const answers = await loadAnswers(unit.ctx, unit.trx, loaded)
  const to = input.to ?? readPath(answers, 'contact.email')
  if (typeof to !== 'string' || to === '') return { notificationId: null, replayed: false }
  const notificationId = unit.ctx.ids()
  await unit.trx
    .insertInto('kyc_notification')
    .values({
      tenant_id: unit.ctx.tenantId,
      case_id: row.case_id,
      notification_id: notificationId,
      template_id: input.templateId,
      iteration_key: input.iterationKey,
      locale: row.locale,
      created_at: unit.at,
      sent_at: null,
      to_sealed: cipher.seal(`notification/${notificationId}/to`, to),
      params_sealed: cipher.sealJson(`notification/${notificationId}/params`, input.params ?? {}),
    })
    .execute()
  unit.enqueue({
    kind: 'SEND_MAIL',
    payload: { notificationId },
    caseId: row.case_id,
    recipient: `mail:${indexDigest(unit.ctx.keys, 'EMAIL', to)}`,
  })
  unit.audit({
    action: 'notification.queued',
    object: { type: 'notification', id: notificationId },
    caseId: row.case_id,
    after: { template: { value: input.templateId } },
  })
  return { notificationId, replayed: false }
}

/** A customer who is looked at again must not learn of it from us, unless there is something to ask. */
function isQuiet(row: LoadedCase['row'], templateId: string): boolean {
  return isMonitoring(row) && !templateId.startsWith('rfi_') && templateId !== 'email_confirmation'
}

export function notify(
  ctx: StoreContext,
  input: Parameters<DecisionUseCases['notify']>[0],
): ReturnType<DecisionUseCases['notify']> {
  return write(ctx, input.actor, async (unit) => {
    const loaded = await lockCase(unit, input.caseId)
    if (!loaded.ok) return loaded
    const { notificationId, replayed } = await addNotification(unit, loaded.value, input)
    return done({ notificationIds: notificationId === null ? [] : [notificationId], replayed })
  })
}

type LoadedNotification = Awaited<ReturnType<DecisionUseCases['loadNotification']>>

export function loadNotification(ctx: StoreContext, notificationId: string): Promise<LoadedNotification> {
  return read(ctx, async (trx): Promise<LoadedNotification> => {
    const row = await trx
      .selectFrom('kyc_notification')
      .selectAll()
      .where('tenant_id', '=', ctx.tenantId)
      .where('notification_id', '=', notificationId)
      .executeTakeFirst()
    if (!row) return refuse('NOTIFICATION_NOT_FOUND', `Notification ${notificationId} does not exist`)
    const loaded = await loadCase(ctx, trx, row.case_id)
    if (!loaded.ok) return loaded
    const { cipher } = loaded.value
    const answers = await loadAnswers(ctx, trx, loaded.value)
    const firstName = readPath(answers, 'identity.givenNames')
    return done({
      notificationId,
      caseId: row.case_id,
      ref: loaded.value.row.ref,
      to: cipher.open(`notification/${notificationId}/to`, row.to_sealed),
      firstName: typeof firstName === 'string' && firstName !== '' ? (firstName.split(' ')[0] ?? null) : null,
      templateId: row.template_id,
      locale: row.locale,
      // Sealed by `addNotification`, which takes a JsonObject.
      params: cipher.openJson(`notification/${notificationId}/params`, row.params_sealed) as JsonObject,
    })
  })
}

export async function markNotificationSent(
  ctx: StoreContext,
  notificationId: string,
): Promise<Outcome<{ sentAt: string }>> {
  const sentAt = isoTime(ctx.clock())
  const result = await ctx.db
    .updateTable('kyc_notification')
    .set({ sent_at: sentAt })
    .where('tenant_id', '=', ctx.tenantId)
    .where('notification_id', '=', notificationId)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
    ? done({ sentAt })
    : refuse('NOTIFICATION_NOT_FOUND', `Notification ${notificationId} does not exist`)
}
