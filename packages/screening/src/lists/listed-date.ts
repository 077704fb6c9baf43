/** Reads the many ways in which lists write a date, and keeps what the list really says: precision, range, circa. */
import type { DatePrecision, ListedDate } from '../entity.ts'
import { defined } from './defined.ts'

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

interface PlainDate {
  readonly value: string
  readonly precision: DatePrecision
}

/**
 * One date, or a range. Knows `1962-11-23`, `1962-11`, `1962`, `23 Nov 1962`, `Nov 1962`, `23/11/1962`, `23.11.1962`,
 * `dd/mm/1962` (unknown parts as letters or zeros), each with `circa`, and `1962 to 1964`, `1962-1964`,
 * `between 1962 and 1964`. Undefined when the text is no date.
 */
export function parseListedDate(text: string | undefined, isCirca = false): ListedDate | undefined {
  if (text === undefined) return undefined
  const original = text.trim()
  const circa = isCirca || /\b(?:circa|approx|approximately|about|around|ca|c)\b/i.test(original)
  const bare = original
    .replace(/\b(?:circa|approx(?:imately)?|about|around|ca|c)\b\.?:?\s*/gi, '')
    .replace(/^(?:between|from|in|late|early|mid)[\s-]+/i, '')
    .trim()
  const single = parsePlainDate(bare)
  if (single !== undefined) return listed(single, undefined, circa, original)
  const range = splitRange(bare)
  const to = parsePlainDate(range?.[1])
  // "Aug. and Sep. 1977": the year stands once.
  const from =
    parsePlainDate(range?.[0]) ??
    (to === undefined ? undefined : parsePlainDate(`${range?.[0]} ${to.value.slice(0, 4)}`))
  return from === undefined || to === undefined ? undefined : listed(from, to, circa, original)
}

/** Several dates in one text, separated by `;` or ` or `. */
export function parseListedDates(text: string | undefined): ListedDate[] {
  return (text ?? '')
    .split(/;|\bor\b|\n/)
    .map((part) => parseListedDate(part.replace(/^\s*(?:\(?[a-z]\)|\d+\))\s*/, '')))
    .filter((date) => date !== undefined)
}

/** Remarks for dates that could not be read: what the list says is shown even where it cannot be compared. */
export function unreadDates(label: string, texts: readonly (string | undefined)[]): string[] {
  return texts
    .filter((text) => text !== undefined && text.trim() !== '' && parseListedDates(text).length === 0)
    .map((text) => `${label} as listed: ${text}`)
}

/** The ISO day, month or year of a text; undefined when it is none, or a range. */
export function isoDate(text: string | undefined): string | undefined {
  return parsePlainDate(text?.trim())?.value
}

/** A date from numbers, where 0 and absent both mean unknown. */
export function dateOfParts(
  parts: { year?: string | undefined; month?: string | undefined; day?: string | undefined },
  circa = false,
): ListedDate | undefined {
  const date = dated(Number(parts.year), Number(parts.month ?? 0), Number(parts.day ?? 0))
  return date === undefined ? undefined : listed(date, undefined, circa, undefined)
}

/** A range of years, months or days; the ends are put in order. */
export function dateRange(from: string, to: string, circa = false): ListedDate | undefined {
  const first = parsePlainDate(from)
  const last = parsePlainDate(to)
  return first === undefined || last === undefined ? undefined : listed(first, last, circa, undefined)
}

function listed(from: PlainDate, to: PlainDate | undefined, circa: boolean, text: string | undefined): ListedDate {
  const [start, end] = to !== undefined && to.value < from.value ? [to, from] : [from, to]
  const isRange = end !== undefined && end.value !== start.value
  const normal = isRange ? `${start.value} to ${end.value}` : start.value
  return defined({
    value: start.value,
    precision: coarser(start.precision, end?.precision),
    to: isRange ? end.value : undefined,
    circa,
    text: text === normal ? undefined : text,
  })
}

function coarser(a: DatePrecision, b: DatePrecision | undefined): DatePrecision {
  const order: readonly DatePrecision[] = ['day', 'month', 'year']
  return b === undefined || order.indexOf(a) > order.indexOf(b) ? a : b
}

function splitRange(text: string): [string, string] | undefined {
  const parts =
    /^(\d{4})\s*[-–/]\s*(\d{4})$/.exec(text) ?? /^(.{3,20}?)\s*(?:\bto\b|\band\b|[–—]|\s-\s)\s*(.{4,20})$/i.exec(text)
  return parts?.[1] === undefined || parts[2] === undefined ? undefined : [parts[1], parts[2]]
}

function parsePlainDate(text: string | undefined): PlainDate | undefined {
  if (text === undefined) return undefined
  const iso = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:[T ].*)?)?)?$/.exec(text)
  if (iso !== null) return dated(Number(iso[1]), Number(iso[2] ?? 0), Number(iso[3] ?? 0))
  const slashedIso = /^(\d{4})[/.](\d{1,2})[/.](\d{1,2})$/.exec(text)
  if (slashedIso !== null) return dated(Number(slashedIso[1]), Number(slashedIso[2]), Number(slashedIso[3]))
  const named = /^(?:(\d{1,2})(?:st|nd|rd|th)?[\s-]+)?([A-Za-z]{3,9})\.?,?[\s-]+(\d{4})$/.exec(text)
  if (named !== null) return namedDate(named[3], named[2], named[1])
  const american = /^([A-Za-z]{3,9})\.?\s+(\d{1,2}),\s*(\d{4})$/.exec(text)
  if (american !== null) return namedDate(american[3], american[1], american[2])
  // Day first, as the EU and the UK write it. Letters or zeros stand for what is not known.
  const dayFirst = /^(\d{1,2}|dd?)[/.-](\d{1,2}|mm?)[/.-](\d{4})$/i.exec(text)
  if (dayFirst !== null) return dated(Number(dayFirst[3]), Number(dayFirst[2]) || 0, Number(dayFirst[1]) || 0)
  const monthFirst = /^(\d{1,2}|mm?)[/.-](\d{4})$/i.exec(text)
  return monthFirst === null ? undefined : dated(Number(monthFirst[2]), Number(monthFirst[1]) || 0, 0)
}

function namedDate(year: string | undefined, month: string | undefined, day: string | undefined) {
  const index = months.indexOf((month ?? '').slice(0, 3).toLowerCase())
  return index < 0 ? undefined : dated(Number(year), index + 1, Number(day ?? 0))
}

/** Drops a month or day that cannot be, rather than inventing one: lists hold 00 and 31 February. */
function dated(year: number, month: number, day: number): PlainDate | undefined {
  if (!Number.isInteger(year) || year < 1000 || year > 2200) return undefined
  const yyyy = String(year).padStart(4, '0')
  if (!Number.isInteger(month) || month < 1 || month > 12) return { value: yyyy, precision: 'year' }
  const mm = String(month).padStart(2, '0')
  const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate()
  if (!Number.isInteger(day) || day < 1 || day > lastDay) return { value: `${yyyy}-${mm}`, precision: 'month' }
  return { value: `${yyyy}-${mm}-${String(day).padStart(2, '0')}`, precision: 'day' }
}
