/** Dates: seconds since 1970, and "broken down" lists of year, month (0-11), day, hours, minutes, seconds, weekday, day of the year. */
import type { Builtin } from './evaluation.ts'
import { ofArguments, ofInput } from './plain-builtin.ts'
import { JqError, shown } from './value.ts'

const ISO_FORMAT = '%Y-%m-%dT%H:%M:%SZ'

export const timeBuiltins: Readonly<Record<string, Builtin>> = {
  'now/0': ofInput(() => Date.now() / 1000),
  'mktime/0': ofInput((input) => Math.floor(toMs(brokenDown(input, 'mktime')) / 1000)),
  'gmtime/0': ofInput((input) => fromSeconds(secondsOf(input, 'gmtime'))),
  'localtime/0': ofInput((input) => fromSeconds(secondsOf(input, 'localtime'))),
  'strftime/1': ofArguments((input, [format]) => formatTime(timeOf(input, 'strftime'), format, 'strftime')),
  'strflocaltime/1': ofArguments((input, [format]) =>
    formatTime(timeOf(input, 'strflocaltime'), format, 'strflocaltime'),
  ),
  'strptime/1': ofArguments(parseTime),
  'todate/0': ofInput((input) => formatTime(timeOf(input, 'strftime'), ISO_FORMAT, 'strftime')),
  'todateiso8601/0': ofInput((input) => formatTime(timeOf(input, 'strftime'), ISO_FORMAT, 'strftime')),
  'date/0': ofInput((input) => formatTime(timeOf(input, 'strftime'), ISO_FORMAT, 'strftime')),
  'fromdate/0': ofInput((input) => Math.floor(toMs(parseTime(input, [ISO_FORMAT])) / 1000)),
  'fromdateiso8601/0': ofInput((input) => Math.floor(toMs(parseTime(input, [ISO_FORMAT])) / 1000)),
}

function secondsOf(value: unknown, name: string): number {
  if (typeof value !== 'number') throw new JqError(`${name}() requires a number`)
  return value
}

function brokenDown(value: unknown, name: string): number[] {
  if (Array.isArray(value) && value.length >= 6 && value.every((part) => typeof part === 'number')) return value
  throw new JqError(`${name} requires array of 6 numbers`)
}

function timeOf(value: unknown, name: string): number[] {
  if (typeof value === 'number') return fromSeconds(value)
  if (!Array.isArray(value)) throw new JqError(`${name}/1 requires parsed datetime inputs`)
  return brokenDown(value, name)
}

function toMs([year = 1970, month = 0, day = 1, hours = 0, minutes = 0, seconds = 0]: readonly number[]): number {
  return Date.UTC(year, month, day, hours, minutes, Math.floor(seconds))
}

function fromSeconds(seconds: number): number[] {
  const date = new Date(Math.floor(seconds) * 1000)
  if (Number.isNaN(date.getTime())) throw new JqError(`error converting number of seconds since epoch to datetime`)
  const fraction = seconds - Math.floor(seconds)
  return [
    date.getUTCFullYear(),
    date.getUTCMonth(),
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCMinutes(),
    date.getUTCSeconds() + fraction,
    date.getUTCDay(),
    dayOfYear(date),
  ]
}

function dayOfYear(date: Date): number {
  return Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / 86_400_000)
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']

function formatTime(time: readonly number[], format: unknown, name: string): string {
  if (typeof format !== 'string') throw new JqError(`${name}/1 requires a string format`)
  const date = new Date(toMs(time))
  const two = (value: number) => String(value).padStart(2, '0')
  const fields: Readonly<Record<string, () => string>> = {
    Y: () => String(date.getUTCFullYear()),
    C: () => two(Math.floor(date.getUTCFullYear() / 100)),
    y: () => two(date.getUTCFullYear() % 100),
    m: () => two(date.getUTCMonth() + 1),
    d: () => two(date.getUTCDate()),
    e: () => String(date.getUTCDate()).padStart(2, ' '),
    H: () => two(date.getUTCHours()),
    I: () => two(date.getUTCHours() % 12 || 12),
    M: () => two(date.getUTCMinutes()),
    S: () => two(date.getUTCSeconds()),
    p: () => (date.getUTCHours() < 12 ? 'AM' : 'PM'),
    j: () => String(dayOfYear(date) + 1).padStart(3, '0'),
    B: () => MONTHS[date.getUTCMonth()] ?? '',
    b: () => (MONTHS[date.getUTCMonth()] ?? '').slice(0, 3),
    h: () => (MONTHS[date.getUTCMonth()] ?? '').slice(0, 3),
    A: () => DAYS[date.getUTCDay()] ?? '',
    a: () => (DAYS[date.getUTCDay()] ?? '').slice(0, 3),
    u: () => String(date.getUTCDay() || 7),
    w: () => String(date.getUTCDay()),
    Z: () => 'UTC',
    z: () => '+0000',
    s: () => String(Math.floor(date.getTime() / 1000)),
    F: () => date.toISOString().slice(0, 10),
    T: () => date.toISOString().slice(11, 19),
    R: () => date.toISOString().slice(11, 16),
    D: () => `${two(date.getUTCMonth() + 1)}/${two(date.getUTCDate())}/${two(date.getUTCFullYear() % 100)}`,
    c: () => formatTime(time, '%a %b %e %H:%M:%S %Y', name),
    n: () => '\n',
    t: () => '\t',
    '%': () => '%',
  }
  return format.replaceAll(/%([A-Za-z%])/g, (whole, field: string) => fields[field]?.() ?? whole)
}

const PARSERS: Readonly<Record<string, { pattern: string; apply: (time: number[], text: string) => void }>> = {
  Y: { pattern: '[+-]?\\d{4}', apply: (time, text) => void (time[0] = Number(text)) },
  m: { pattern: '\\d{1,2}', apply: (time, text) => void (time[1] = Number(text) - 1) },
  d: { pattern: '\\d{1,2}', apply: (time, text) => void (time[2] = Number(text)) },
  e: { pattern: '\\s?\\d{1,2}', apply: (time, text) => void (time[2] = Number(text)) },
  H: { pattern: '\\d{1,2}', apply: (time, text) => void (time[3] = Number(text)) },
  M: { pattern: '\\d{1,2}', apply: (time, text) => void (time[4] = Number(text)) },
  S: { pattern: '\\d{1,2}', apply: (time, text) => void (time[5] = Number(text)) },
  j: { pattern: '\\d{1,3}', apply: (time, text) => void ((time[1] = 0), (time[2] = Number(text))) },
  B: { pattern: '[A-Za-z]+', apply: (time, text) => void (time[1] = monthOf(text)) },
  b: { pattern: '[A-Za-z]+', apply: (time, text) => void (time[1] = monthOf(text)) },
  A: { pattern: '[A-Za-z]+', apply: () => undefined },
  a: { pattern: '[A-Za-z]+', apply: () => undefined },
  Z: { pattern: '[A-Za-z]+', apply: () => undefined },
  z: { pattern: '(?:Z|[+-]\\d{2}:?\\d{2})', apply: () => undefined },
  T: { pattern: '\\d{2}:\\d{2}:\\d{2}', apply: (time, text) => void time.splice(3, 3, ...text.split(':').map(Number)) },
}

function monthOf(text: string): number {
  const index = MONTHS.findIndex((month) => month.toLowerCase().startsWith(text.toLowerCase().slice(0, 3)))
  if (index < 0) throw new JqError(`date "${text}" does not match format`)
  return index
}

function parseTime(input: unknown, [format]: readonly unknown[]): number[] {
  if (typeof input !== 'string')
    throw new JqError(`strptime/1 requires string inputs and arguments, not ${shown(input)}`)
  if (typeof format !== 'string') throw new JqError('strptime/1 requires string inputs and arguments')
  const fields: string[] = []
  const expanded = format.replaceAll('%F', '%Y-%m-%d').replaceAll('%R', '%H:%M')
  const pattern = expanded.replaceAll(/%([A-Za-z%])|[\\^$.*+?()[\]{}|/-]/g, (whole, field: string | undefined) => {
    if (field === undefined) return `\\${whole}`
    const parser = PARSERS[field]
    if (parser === undefined) return field === '%' ? '%' : whole
    fields.push(field)
    return `(${parser.pattern})`
  })
  const found = new RegExp(`^${pattern}$`).exec(input)
  if (found === null) throw new JqError(`date "${input}" does not match format "${format}"`)
  const time = [1900, 0, 0, 0, 0, 0]
  for (const [index, field] of fields.entries()) PARSERS[field]?.apply(time, found[index + 1] ?? '')
  return fromSeconds(toMs(time) / 1000)
}
