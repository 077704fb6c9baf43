/** Moments as the clocks of a time zone show them. */

const isZone = (zone: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** In UTC where the zone is unknown. @param at epoch milliseconds */
export function zoneTime(at: number, zone: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, {
    weekday: 'short',
    day: '2-digit',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hour12: false,
    timeZone: isZone(zone) ? zone : 'UTC',
    timeZoneName: 'short',
  }).format(at)
}

/** Those of the times before which the clocks of the zone were changed. */
export function offsetChanges(times: readonly number[], zone: string): readonly number[] {
  if (!isZone(zone)) return []
  const format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' })
  const offset = (at: number): string =>
    format.formatToParts(at).find((part) => part.type === 'timeZoneName')?.value ?? ''
  return times.filter((at, i) => {
    const before = times[i - 1]
    return before !== undefined && offset(before) !== offset(at)
  })
}
