/** RFC 8785 (JCS): one byte sequence for one JSON value, so that a hash over it can be checked by anyone. */
import { KycError } from '../store/outcome.ts'

/** Throws CANONICAL_JSON for what JSON cannot hold: non-finite numbers, lone surrogates, functions, symbols. */
export function canonicalJson(value: unknown): string {
  switch (typeof value) {
    case 'string':
      // JSON.stringify escapes exactly as RFC 8785 asks, save that it writes lone surrogates as \uXXXX.
      if (!value.isWellFormed()) throw new KycError('CANONICAL_JSON', 'A string holds a lone surrogate')
      return JSON.stringify(value)
    case 'number':
      if (!Number.isFinite(value)) throw new KycError('CANONICAL_JSON', `${value} is no JSON number`)
      return JSON.stringify(value)
    case 'boolean':
      return String(value)
    case 'object':
      if (value === null) return 'null'
      return Array.isArray(value) ? `[${value.map(canonicalJson).join(',')}]` : canonicalObject(value)
    default:
      throw new KycError('CANONICAL_JSON', `A ${typeof value} is no JSON value`)
  }
}

function canonicalObject(value: object): string {
  // Default sort compares UTF-16 code units, which is the order that the RFC names. Undefined members are absent.
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${canonicalJson(key)}:${canonicalJson(member)}`)
  return `{${members.join(',')}}`
}
