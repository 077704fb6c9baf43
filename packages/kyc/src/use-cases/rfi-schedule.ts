/** When a request for information reminds, and when it ends. */
import { DAY_MS, isoTime } from '../store/context.ts'
import type { Unit } from '../store/unit.ts'
import type { RfiRow } from './rfi-rows.ts'

/** By the policy; whoever asks may set another term. No reminder comes at the end or after it. */
export function scheduleRfi({ ctx, nowMs }: Unit, dueInDays: number | undefined): Pick<RfiRow, 'due_at' | 'reminders'> {
  const { rfi } = ctx.policy
  const days = dueInDays ?? rfi.expiryDays
  const reminders = rfi.reminderDays.filter((day) => day < days).map((day) => isoTime(nowMs + day * DAY_MS))
  return { due_at: isoTime(nowMs + days * DAY_MS), reminders: JSON.stringify(reminders) }
}

/** Times of the reminders, first to last. */
export function remindersOf(rfi: RfiRow): readonly string[] {
  // Written by `scheduleRfi` from a list of times.
  return JSON.parse(rfi.reminders) as string[]
}

/** When the workflow looks again: the next reminder, or the end. */
export function nextWake(rfi: RfiRow, nowMs: number): { nextAt: string; waitSeconds: number } {
  const next = remindersOf(rfi).slice(rfi.reminders_sent)[0]
  const nextAt = next !== undefined && next < rfi.due_at ? next : rfi.due_at
  return { nextAt, waitSeconds: Math.max(1, Math.ceil((Date.parse(nextAt) - nowMs) / 1000)) }
}
