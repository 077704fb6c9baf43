/** Decides which records a search finds, and in what order. Pure: records are given by their searchable fields. */
import type { SearchClause, SearchRequest } from '../api.ts'
import { toWords } from './free-text.ts'

/** A record's value by field name: text, number (times in epoch ms), absent. Undefined for a field nobody knows. */
export type FieldOf<T> = (record: T, field: string) => string | number | null | undefined

/** True when every clause holds. A clause on an unknown field is ignored, as in Conductor. */
export function matchesClauses<T>(record: T, clauses: readonly SearchClause[], fieldOf: FieldOf<T>): boolean {
  return clauses.every((clause) => {
    const value = fieldOf(record, clause.field)
    return value === undefined || holds(value ?? '', clause)
  })
}

function holds(value: string | number, { operator, values }: SearchClause): boolean {
  const [first = ''] = values
  switch (operator) {
    case 'IN':
      return values.some((wanted) => isEqual(value, wanted))
    case '=':
      return isEqual(value, first)
    case '!=':
      return !isEqual(value, first)
    case '>':
      return compare(value, first) > 0
    case '<':
      return compare(value, first) < 0
    case '>=':
      return compare(value, first) >= 0
    case '<=':
      return compare(value, first) <= 0
  }
}

function isEqual(value: string | number, wanted: string): boolean {
  if (typeof value === 'number') return value === Number(wanted)
  return wanted.includes('*') ? isLike(value, wanted) : value === wanted
}

/** Numbers against numbers, also when the wanted one is written as a time such as `2026-01-31T10:00:00Z`. */
function compare(value: string | number, wanted: string): number {
  if (typeof value === 'string') return value < wanted ? -1 : value > wanted ? 1 : 0
  const number = Number(wanted)
  return value - (Number.isNaN(number) ? Date.parse(wanted) : number)
}

/** True when the text holds the words, in any case; `*` stands for anything, alone or empty for everything. */
export function toTextMatcher(freeText: string | undefined): (text: string) => boolean {
  const words = toWords(freeText)
  if (words === undefined) return () => true
  const parts = words.toLowerCase().split(/\*+/)
  return (text) => endOf(parts, text.toLowerCase(), 0) !== undefined
}

/** The whole value, with anything in the place of each `*`. */
function isLike(value: string, wildcard: string): boolean {
  const parts = wildcard.split(/\*+/)
  const first = parts.shift() ?? ''
  const last = parts.pop() ?? ''
  if (!value.startsWith(first)) return false
  const end = endOf(parts, value, first.length)
  return end !== undefined && value.length - last.length >= end && value.endsWith(last)
}

/**
 * Where the parts end, found one after the other; undefined when one of them is missing. The first place of each does: a
 * pattern would try them all, and a question with a few `*` would take the server for itself.
 */
function endOf(parts: readonly string[], text: string, from: number): number | undefined {
  let end = from
  for (const part of parts) {
    const at = text.indexOf(part, end)
    if (at < 0) return undefined
    end = at + part.length
  }
  return end
}

/** Orders by each field in turn. Fields nobody knows do not count. */
export function toComparator<T>(sort: SearchRequest['sort'], fieldOf: FieldOf<T>): (a: T, b: T) => number {
  return (a, b) => {
    for (const { field, descending } of sort ?? []) {
      const order = compareValues(fieldOf(a, field) ?? '', fieldOf(b, field) ?? '')
      if (order !== 0) return descending ? -order : order
    }
    return 0
  }
}

function compareValues(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  const [left, right] = [String(a), String(b)]
  return left < right ? -1 : left > right ? 1 : 0
}

/** The wanted stretch of all hits: size -1 is all of them, 0 none, a negative start 0. */
export function page<T>(hits: readonly T[], start = 0, size = 100): T[] {
  const from = Math.max(0, start)
  return size < 0 ? hits.slice(from) : hits.slice(from, from + size)
}
