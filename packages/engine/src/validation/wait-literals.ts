/** The two literal forms of a WAIT: a duration such as `1d 2h 30 mins`, and a point in time. */

const UNIT_MS = [
  { names: ['d', 'day', 'days'], ms: 86_400_000 },
  { names: ['h', 'hr', 'hrs', 'hour', 'hours'], ms: 3_600_000 },
  { names: ['m', 'min', 'mins', 'minute', 'minutes'], ms: 60_000 },
  { names: ['s', 'sec', 'secs', 'second', 'seconds'], ms: 1000 },
] as const

/** Milliseconds, or undefined when the text is no duration. Blocks of number and unit, in any order, spacing and case. */
export function parseWaitDuration(text: string): number | undefined {
  if (!/^\s*(?:\d+\s*[a-z]+\s*)+$/i.test(text)) return undefined
  let total = 0
  for (const [, amount, unit] of text.toLowerCase().matchAll(/(\d+)\s*([a-z]+)/g)) {
    const known = UNIT_MS.find(({ names }) => names.some((name) => name === unit))
    if (known === undefined) return undefined
    total += Number(amount) * known.ms
  }
  return Number.isSafeInteger(total) ? total : undefined
}

/**
 * Epoch milliseconds, or undefined when the text is none of `yyyy-MM-dd`, `yyyy-MM-dd HH:mm`, `yyyy-MM-dd HH:mm <zone>`.
 * Without a zone it means UTC: what a definition says must not depend on where the server stands.
 */
export function parseWaitUntil(text: string): number | undefined {
  const [, date, time, zone] = /^\s*(\d{4}-\d{2}-\d{2})(?: (\d{2}:\d{2})(?: (\S+))?)?\s*$/.exec(text) ?? []
  if (date === undefined) return undefined
  const asUtc = Date.parse(`${date}T${time ?? '00:00'}:00.000Z`)
  if (Number.isNaN(asUtc) || new Date(asUtc).toISOString().slice(0, 10) !== date) return undefined
  if (zone === undefined) return asUtc
  const offset = zoneOffsetMs(zone, asUtc)
  return offset === undefined ? undefined : asUtc - offset
}

/** How far the zone is ahead of UTC at that local time. */
function zoneOffsetMs(zone: string, localMs: number): number | undefined {
  const [, sign, hours, minutes] = /^(?:GMT|UTC)?([+-])(\d{1,2})(?::?(\d{2}))?$/.exec(zone) ?? []
  if (sign !== undefined) return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes ?? 0)) * 60_000
  const name = ABBREVIATIONS[zone] ?? zone
  const first = offsetAt(name, localMs)
  // The offset holds at an instant, which is not known yet: asking again at the first guess settles it but for the
  // hour that a change of clocks repeats.
  return first === undefined ? undefined : offsetAt(name, localMs - first)
}

// Java reads these; the platform's zone database lacks them or reads them as a fixed offset without summer time.
const ABBREVIATIONS: Readonly<Record<string, string>> = {
  PST: 'America/Los_Angeles',
  PDT: 'America/Los_Angeles',
  MST: 'America/Denver',
  CST: 'America/Chicago',
  EST: 'America/New_York',
  EDT: 'America/New_York',
  CET: 'Europe/Paris',
  BST: 'Europe/London',
  IST: 'Asia/Kolkata',
  JST: 'Asia/Tokyo',
}

function offsetAt(zone: string, ms: number): number | undefined {
  try {
    const parts = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(ms)
    const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? ''
    const [, sign, hours, minutes] = /^GMT(?:([+-])(\d{2}):(\d{2}))?/.exec(name) ?? []
    return sign === undefined ? 0 : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
  } catch {
    return undefined
  }
}
