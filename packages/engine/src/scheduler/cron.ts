// When a cron expression is due next. Six fields with the seconds first, as Spring reads them.

import { Cron } from 'croner'
import { EngineError } from '../errors.ts'

/** Conductor answers at most this many. */
const mostTimes = 5

/** The first time after `after`, epoch ms; undefined when there is none. INVALID for what cannot be read. */
export function nextTime(expression: string, zone: string, after: number): number | undefined {
  return parse(expression, zone).nextRun(new Date(after))?.getTime()
}

export function nextTimes(
  expression: string,
  options: { zone: string; from: number; until: number | undefined; limit: number },
): number[] {
  const cron = parse(expression, options.zone)
  const times: number[] = []
  for (let after = options.from; times.length < Math.min(options.limit, mostTimes); ) {
    const next = cron.nextRun(new Date(after))?.getTime()
    if (next === undefined || (options.until !== undefined && next > options.until)) break
    times.push(next)
    after = next
  }
  return times
}

/** Refuses what `nextTime` could not read. */
export function checkCron(expression: string, zone: string): void {
  parse(expression, zone).nextRun(new Date(0))
}

function parse(expression: string, zone: string): Cron {
  checkZone(zone)
  const text = expression.trim()
  // In Spring `?` means the same as `*`; a nickname such as @daily stands for six fields.
  const pattern = text.startsWith('@') ? text : text.replaceAll('?', '*')
  const fields = pattern.split(/\s+/).length
  if (!pattern.startsWith('@') && fields !== 6) {
    throw invalid(expression, `it has ${fields} fields; six are needed, the seconds first`)
  }
  try {
    // In Spring a day must suit both of its fields, and `5/10` goes on from 5 to the end.
    return new Cron(pattern, { timezone: zone, paused: true, domAndDow: true, sloppyRanges: true })
  } catch (cause) {
    throw invalid(expression, cause instanceof Error ? cause.message : String(cause))
  }
}

function checkZone(zone: string): void {
  try {
    Intl.DateTimeFormat('en', { timeZone: zone })
  } catch (cause) {
    throw new EngineError('INVALID', `Unknown time-zone ID: ${zone}`, { zone }, { cause })
  }
}

function invalid(expression: string, why: string): EngineError {
  return new EngineError('INVALID', `Invalid cron expression '${expression}': ${why}`, { expression })
}
