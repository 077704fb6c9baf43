// Reads how long a WAIT lasts: `1d 2h 30 mins`, or until when: `2026-11-23 12:00 GMT+02:00`.

const unitMs: Record<string, number> = {}
for (const [names, ms] of [
  ['d day days', 86_400_000],
  ['h hr hrs hour hours', 3_600_000],
  ['m min mins minute minutes', 60_000],
  ['s sec secs second seconds', 1000],
] as const) {
  for (const name of names.split(' ')) unitMs[name] = ms
}

/** Milliseconds, or undefined when the text is no duration. */
export function parseDuration(text: string): number | undefined {
  const block = /\s*(\d+)\s*([a-z]+)\s*/iy
  let total = 0
  if (text.trim() === '') return undefined
  while (block.lastIndex < text.length) {
    const found = block.exec(text)
    const unit = unitMs[found?.[2]?.toLowerCase() ?? '']
    if (!found || unit === undefined) return undefined
    total += Number(found[1]) * unit
  }
  return total
}

/** Epoch ms, or undefined when the text is no date. Without a zone the date is in UTC. */
export function parseUntil(text: string): number | undefined {
  const found = /^(\d{4})-(\d{2})-(\d{2})(?: (\d{2}):(\d{2})(?: (\S+))?)?$/.exec(text.trim())
  if (!found) return undefined
  const [, year, month, day, hour = '0', minute = '0', zone = 'UTC'] = found
  const local = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute))
  const date = new Date(local)
  const exists = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day)
  const offset = zoneOffsetMs(zone, local)
  return exists && Number(hour) < 24 && Number(minute) < 60 && offset !== undefined ? local - offset : undefined
}

/** How far a zone's clock is ahead of UTC at a local time. */
function zoneOffsetMs(zone: string, local: number): number | undefined {
  const fixed = /^(?:GMT|UTC)?([+-])(\d{1,2}):?(\d{2})?$/.exec(zone)
  if (fixed) {
    const minutes = Number(fixed[2]) * 60 + Number(fixed[3] ?? 0)
    return (fixed[1] === '-' ? -1 : 1) * minutes * 60_000
  }
  try {
    // Twice, since the first guess may be on the other side of a change of the clocks.
    const first = namedOffsetMs(zone, local)
    return namedOffsetMs(zone, local - first)
  } catch {
    return undefined
  }
}

function namedOffsetMs(zone: string, at: number): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at)
  const part = (type: string) => Number(parts.find((candidate) => candidate.type === type)?.value)
  const shown = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
  return shown - Math.floor(at / 1000) * 1000
}
