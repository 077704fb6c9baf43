/** Relative up to 24 hours, then date and time: one rule for all pages. */

const day = 86_400_000

/** @param at @param now epoch milliseconds */
export function formatTime(at: number, now: number, locale: string): string {
  const distance = at - now
  if (Math.abs(distance) < day) return relative(distance, locale)
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(at)
}

/** The exact moment in local time with seconds and zone. */
export const formatExact = (at: number, locale: string): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'long' }).format(at)

/** Clock time to the millisecond, for rows inside one run. */
export const formatClock = (at: number, locale: string): string =>
  new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
  }).format(at)

function relative(distance: number, locale: string): string {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' })
  const seconds = Math.round(distance / 1_000)
  if (Math.abs(seconds) < 60) return format.format(seconds, 'second')
  const minutes = Math.round(seconds / 60)
  if (Math.abs(minutes) < 60) return format.format(minutes, 'minute')
  return format.format(Math.round(minutes / 60), 'hour')
}
