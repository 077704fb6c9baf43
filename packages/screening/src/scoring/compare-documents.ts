/** Document and registration numbers: the strongest evidence there is, when both sides have one. */
import type { DocumentKind, ListedDocument } from '../entity.ts'
import type { Agreement, Comparison } from './hit.ts'
import type { QueryDocument } from './query.ts'

export interface DocumentComparison {
  readonly comparison: Comparison
  readonly agreement: Agreement
  /** −1 to 1; 1 is the same number. */
  readonly value: number
  readonly query: string | null
  readonly list: string | null
}

const unknownDocument: DocumentComparison = {
  comparison: 'not-compared',
  agreement: 'unknown',
  value: 0,
  query: null,
  list: null,
}

/** Kinds of which an entity has one at a time: another number speaks against. Passports are renewed. */
const lasting: ReadonlySet<DocumentKind> = new Set([
  'registration',
  'lei',
  'imo',
  'tax',
  'social-security',
  'aircraft',
  'mmsi',
])

/** Shorter numbers are equal by chance. */
const leastLength = 5

export function compareDocuments(query: readonly QueryDocument[], list: readonly ListedDocument[]): DocumentComparison {
  let best = unknownDocument
  for (const asked of query) {
    for (const listed of list) {
      const found = compareDocument(asked, listed)
      if (found !== undefined && (best === unknownDocument || found.value > best.value)) best = found
    }
  }
  return best
}

function compareDocument(asked: QueryDocument, listed: ListedDocument): DocumentComparison | undefined {
  const a = documentKey(asked.number)
  const b = documentKey(listed.number)
  if (a === '' || b === '' || isDummy(a) || isDummy(b)) return undefined
  const values = { query: asked.number, list: listed.number }
  const kinds = isSameKind(asked.kind, listed.kind)
  if (!kinds) return undefined
  if (a === b) {
    const elsewhere =
      asked.country !== undefined && listed.country !== undefined && asked.country.toLowerCase() !== listed.country
    return elsewhere
      ? { comparison: 'near-number', agreement: 'close', value: 0.4, ...values }
      : { comparison: 'same-number', agreement: 'agrees', value: 1, ...values }
  }
  if (a.length >= 7 && isOneOff(a, b)) return { comparison: 'near-number', agreement: 'close', value: 0.4, ...values }
  if (asked.kind !== undefined && asked.kind === listed.kind && lasting.has(asked.kind)) {
    return { comparison: 'other-number', agreement: 'differs', value: -1, ...values }
  }
  return undefined
}

function isSameKind(a: DocumentKind | undefined, b: DocumentKind): boolean {
  return a === undefined || a === b || a === 'other' || b === 'other'
}

/** Letters and digits alone, upper case, no leading zeros. */
export function documentKey(number: string): string {
  const key = number
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .replace(/^(IMO|MMSI|LEI)(?=\d)/, '')
    .replace(/^0+/, '')
  return key.length < leastLength ? '' : key
}

/** 0000000, 1234567, XXXXXXX: what people type when a field must not be empty. */
function isDummy(key: string): boolean {
  return /^(.)\1*$/.test(key) || '01234567890123456789'.includes(key) || /^(N?A|NONE|UNKNOWN)$/.test(key)
}

function isOneOff(a: string, b: string): boolean {
  if (a.length !== b.length) return false
  let differing = 0
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) differing++
  return differing === 1
}
