/** Birth dates against birth dates, as far as both are known: best of all pairs. */
import type { ListedDate } from '../entity.ts'
import type { Agreement, Comparison } from './hit.ts'

export interface DateComparison {
  readonly comparison: Comparison
  readonly agreement: Agreement
  /** −1 (other person) to 1 (same day); 0 unknown. */
  readonly value: number
  readonly query: string | null
  readonly list: string | null
}

const unknownDate: DateComparison = {
  comparison: 'not-compared',
  agreement: 'unknown',
  value: 0,
  query: null,
  list: null,
}

/** Strength of each outcome; the order is what matters, the size is calibrated with the weights. */
const outcomes = {
  'same-day': ['agrees', 1],
  'day-month-swapped': ['close', 0.7],
  'one-digit': ['close', 0.55],
  'same-month': ['agrees', 0.7],
  'same-year': ['agrees', 0.45],
  'within-range': ['agrees', 0.35],
  'near-year': ['close', 0.05],
  'same-year-other-day': ['close', -0.1],
  'other-year': ['differs', -1],
} as const satisfies Partial<Record<Comparison, readonly [Agreement, number]>>

type DateOutcome = keyof typeof outcomes

/** Compares every date of one side with every date of the other and keeps what speaks most for the same person. */
export function compareDates(query: readonly string[], list: readonly ListedDate[]): DateComparison {
  let best = unknownDate
  for (const asked of query) {
    for (const listed of list) {
      const outcome = compareDate(asked, listed)
      if (outcome === undefined) continue
      const [agreement, value] = outcomes[outcome]
      if (best.comparison === 'not-compared' || value > best.value) {
        best = { comparison: outcome, agreement, value, query: asked, list: textOf(listed) }
      }
    }
  }
  return best
}

function textOf(date: ListedDate): string {
  const range = date.to === undefined ? date.value : `${date.value}/${date.to}`
  return date.circa ? `circa ${range}` : range
}

const isoPrefix = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/

function compareDate(asked: string, listed: ListedDate): DateOutcome | undefined {
  const a = isoPrefix.exec(asked)
  const b = isoPrefix.exec(listed.value)
  if (a === null || b === null) return undefined
  const yearA = Number(a[1])
  if (listed.to !== undefined || listed.circa) return compareRange(yearA, listed)
  const yearB = Number(b[1])
  const monthA = Number(a[2] ?? 0)
  const monthB = Number(b[2] ?? 0)
  const dayA = isPlaceholder(asked) ? 0 : Number(a[3] ?? 0)
  const dayB = isPlaceholder(listed.value) ? 0 : Number(b[3] ?? 0)
  if (yearA === yearB) return sameYear(monthA, dayA, monthB, dayB, isPlaceholder(asked) || isPlaceholder(listed.value))
  const sameDay = dayA > 0 && dayA === dayB && monthA === monthB
  if (sameDay && oneDigit(String(yearA), String(yearB))) return 'one-digit'
  if (Math.abs(yearA - yearB) <= 1) return 'near-year'
  return Math.abs(yearA - yearB) <= 2 && (dayA === 0 || dayB === 0) ? 'near-year' : 'other-year'
}

function sameYear(monthA: number, dayA: number, monthB: number, dayB: number, placeholder: boolean): DateOutcome {
  if (placeholder || monthA === 0 || monthB === 0) return 'same-year'
  if (dayA === 0 || dayB === 0) return monthA === monthB ? 'same-month' : 'same-year-other-day'
  if (dayA === dayB && monthA === monthB) return 'same-day'
  if (monthA === dayB && dayA === monthB) return 'day-month-swapped'
  const a = `${pad(monthA)}${pad(dayA)}`
  const b = `${pad(monthB)}${pad(dayB)}`
  return oneDigit(a, b) ? 'one-digit' : 'same-year-other-day'
}

/** 1 January stands for "only the year is known" on forms and lists alike. */
function isPlaceholder(date: string): boolean {
  return date.endsWith('-01-01')
}

function compareRange(year: number, listed: ListedDate): DateOutcome {
  const margin = listed.circa ? 2 : 0
  const from = Number(listed.value.slice(0, 4)) - margin
  const to = Number((listed.to ?? listed.value).slice(0, 4)) + margin
  if (year >= from && year <= to) return 'within-range'
  return year >= from - 3 && year <= to + 3 ? 'near-year' : 'other-year'
}

function pad(value: number): string {
  return String(value).padStart(2, '0')
}

/** One digit typed wrong, or two neighbours exchanged. */
function oneDigit(a: string, b: string): boolean {
  if (a.length !== b.length) return false
  const differing: number[] = []
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) differing.push(i)
  const [first = 0, second = 0] = differing
  if (differing.length === 1) return true
  return differing.length === 2 && second === first + 1 && a[first] === b[second] && a[second] === b[first]
}
