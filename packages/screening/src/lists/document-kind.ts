/** Sorts the publishers' words for identity documents and registrations into kinds that can be compared. */
import type { DocumentKind } from '../entity.ts'

/** Tried in order; the first that fits wins, so narrow ones come first. */
const rules: readonly (readonly [RegExp, DocumentKind])[] = [
  [/digital currency|crypto|wallet/i, 'wallet'],
  [/\bpassport\b|travel document|passeport/i, 'passport'],
  [/swift|\bbic\b/i, 'swift'],
  [/legal entity number|\blei\b/i, 'lei'],
  [/\bimo\b|vessel registration identification/i, 'imo'],
  [/\bmmsi\b/i, 'mmsi'],
  [/call ?sign/i, 'call-sign'],
  [/aircraft (?:manufacturer.s serial|tail|construction|mode s)|\btail number\b|\bmsn\b/i, 'aircraft'],
  [/\bisin\b|equity ticker/i, 'security'],
  [/\bv\.?a\.?t\b/i, 'vat'],
  [/\bssn\b|social security/i, 'social-security'],
  [/\btax\b|fiscal|\bfein\b|r\.?f\.?c\b|\bnit\b|\bruc\b|\brif\b|c\.?u\.?i\.?t\b|\bnuit\b|c\.?i\.?f\b|\binn\b/i, 'tax'],
  [
    /regist|company number|c\.r\. no|matricula mercantil|folio mercantil|incorporation|chamber of comm|charity|\buscc\b|unified social credit|\bbik\b|enterprise number|gazette|\bogrn\b|business number|serial no/i,
    'registration',
  ],
  [
    /national|cedula|personal id|identity card|identification|\bid\b|d\.?n\.?i\b|c\.?u\.?r\.?p\b|c\.?u\.?i\.?p\b|elector|driver|licen[cs]e|n\.?i\.?e\b|militar|residen|birth cert|le number|immigration|stateless|kenyan|turkish/i,
    'national-id',
  ],
]

/** The kind of document that a publisher's label means; `other` when none of the known ones. */
export function documentKind(label: string): DocumentKind {
  return rules.find(([pattern]) => pattern.test(label))?.[1] ?? 'other'
}
