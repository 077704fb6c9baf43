/** What a waking RFI workflow does next: remind, go on waiting, or end. */
import type { StoreContext } from '../store/context.ts'
import { done, refuse } from '../store/outcome.ts'
import type { ReviewUseCases } from '../store/ports/review.ts'
import { type Unit, write } from '../store/unit.ts'
import { type LoadedCase, lockCase } from './case-rows.ts'
import { addNotification } from './notifications.ts'
import { stringList } from './review-rows.ts'
import { findRfi, type RfiRow, updateRfi } from './rfi-rows.ts'
import { nextWake, remindersOf } from './rfi-schedule.ts'

type Step = Awaited<ReturnType<ReviewUseCases['rfiStep']>>

export function rfiStep(ctx: StoreContext, input: Parameters<ReviewUseCases['rfiStep']>[0]): Promise<Step> {
  return write(ctx, input.actor, async (unit): Promise<Step> => {
    const loaded = await lockCase(unit, input.caseId)
    if (!loaded.ok) return loaded
    const rfi = await findRfi(unit, input.caseId, input.rfiId)
    if (!rfi) return refuse('RFI_NOT_FOUND', `Request ${input.rfiId} does not belong to case ${input.caseId}`)
    if (rfi.state !== 'OPEN') return ended(rfi)
    if (rfi.due_at <= unit.at) return expire(unit, rfi)
    return remind(unit, loaded.value, rfi)
  })
}

function ended(rfi: RfiRow): Step {
  // The column holds OPEN and these three.
  const action = rfi.state as 'ANSWERED' | 'EXPIRED' | 'CANCELLED'
  return done({ action, nextAt: null, waitSeconds: 0, changedPaths: stringList(rfi.changed_paths) })
}

async function expire(unit: Unit, rfi: RfiRow): Promise<Step> {
  await updateRfi(unit, rfi.rfi_id, { state: 'EXPIRED', closed_at: unit.at })
  unit.audit({ action: 'rfi.expired', object: { type: 'rfi', id: rfi.rfi_id }, caseId: rfi.case_id })
  return ended({ ...rfi, state: 'EXPIRED' })
}

/** One mail however many reminders were missed while nothing ran; the last one says that time runs out. */
async function remind(unit: Unit, loaded: LoadedCase, rfi: RfiRow): Promise<Step> {
  const reminders = remindersOf(rfi)
  const passed = reminders.filter((time) => time <= unit.at).length
  const after = { ...rfi, reminders_sent: Math.max(passed, rfi.reminders_sent) }
  const wake = { ...nextWake(after, unit.nowMs), changedPaths: [] }
  if (passed <= rfi.reminders_sent) return done({ action: 'WAIT', ...wake })
  const templateId = passed === reminders.length ? 'rfi_expiring' : 'rfi_reminder'
  await updateRfi(unit, rfi.rfi_id, { reminders_sent: passed })
  await addNotification(unit, loaded, {
    templateId,
    iterationKey: `${rfi.rfi_id}:${passed}`,
    params: { dueAt: rfi.due_at },
  })
  return done({ action: 'REMIND', ...wake })
}
