/** Reads the query language of Conductor's searches: `status IN (A,B) AND startTime>123`, and the sort form `field:DESC`. */
import type { SearchClause, SearchRequest } from '../api.ts'

/** The query is no list of clauses. The message is Conductor's. */
export class QueryError extends Error {
  constructor(clause: string) {
    super(`Incorrectly formatted query string: ${clause}`)
    this.name = 'QueryError'
  }
}

/**
 * Clauses joined by AND, in any case. Values may stand in single or double quotes, lists in parentheses. `field:value`, which
 * Conductor OSS refuses and the Python SDK's suite sends, is `field=value`.
 * @throws QueryError naming the clause that cannot be read.
 */
export function parseQuery(query: string): SearchClause[] {
  if (query.trim() === '') return []
  return splitOutsideQuotes(query, /\s+and(?:\s+|$)/iy).map((clause) => parseClause(clause.trim()))
}

/** `startTime:DESC|workflowType:ASC`; ascending when it does not say. */
export function parseSort(sort: string): NonNullable<SearchRequest['sort']> {
  return sort
    .split('|')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const [field = '', direction = 'ASC'] = part.split(':')
      return { field: field.trim(), descending: direction.trim().toUpperCase() === 'DESC' }
    })
}

const OPERATORS = ['>=', '<=', '!=', '=', '>', '<', ':'] as const

function parseClause(clause: string): SearchClause {
  const [, listField, listText] = /^([\w.-]+)\s+in\s*\(([^]*)\)$/i.exec(clause) ?? []
  if (listField !== undefined && listText !== undefined) {
    return { field: listField, operator: 'IN', values: splitOutsideQuotes(listText, /,/y).map(unquoted) }
  }
  const [, field, rest = ''] = /^([\w.-]+)\s*([^]*)$/.exec(clause) ?? []
  const operator = OPERATORS.find((known) => rest.startsWith(known))
  if (field === undefined || operator === undefined || operator === '!=') throw new QueryError(clause)
  return { field, operator: operator === ':' ? '=' : operator, values: [unquoted(rest.slice(operator.length))] }
}

/** Conductor strips quotes and parentheses wherever they stand around a value. */
function unquoted(value: string): string {
  const text = value.trim()
  const [first = '', last = ''] = [text.at(0), text.at(-1)]
  const isWrapped =
    text.length >= 2 && ((first === last && (first === '"' || first === "'")) || (first === '(' && last === ')'))
  return isWrapped ? unquoted(text.slice(1, -1)) : text
}

/** @param separator a sticky pattern. */
function splitOutsideQuotes(text: string, separator: RegExp): string[] {
  const parts: string[] = []
  let quote: string | undefined
  let start = 0
  let at = 0
  while (at < text.length) {
    const char = text.charAt(at)
    if (quote !== undefined) {
      if (char === quote) quote = undefined
    } else if ((char === '"' || char === "'") && text.includes(char, at + 1)) {
      quote = char
    } else {
      separator.lastIndex = at
      const found = separator.exec(text)
      if (found !== null) {
        parts.push(text.slice(start, at))
        at += found[0].length
        start = at
        continue
      }
    }
    at++
  }
  parts.push(text.slice(start))
  return parts
}
