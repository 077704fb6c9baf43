/** What the search reads of each word, in typed arrays by word id: a look at them spares most looks at the word. */
import type { NameDomain } from '../names/name-information.ts'
import type { NameToken, TokenKind } from '../names/parsed-name.ts'
import { scriptRank } from '../names/sound-costs.ts'
import { weightOf } from '../names/sound-distance.ts'
import type { Script } from '../normalise/script.ts'
import { hashText } from './bucket-index.ts'

export interface TokenColumns {
  /** Three numbers for each word, so that one look at memory suffices: set of sounds, hash, `meta`. */
  readonly rows: Int32Array
  /** Position in `scripts`. */
  readonly scripts: Uint8Array
  readonly bits: Float64Array
}

export const rowWidth = 3

/**
 * Parts of `meta`. Measured words are compared by their sounds when their letters differ; grouped ones belong to a
 * group of spellings or short forms. Lengths stop at 255 letters.
 */
export const lengthOf = (meta: number): number => meta & 0xff
export const rankOf = (meta: number): number => (meta >>> 8) & 0xf
export const domainsOf = (meta: number): number => (meta >>> 12) & 3
export const isMeasuredIn = (meta: number): boolean => (meta & 0x4000) !== 0
export const isGroupedIn = (meta: number): boolean => (meta & 0x8000) !== 0
/** In sounds, as `weightOf`. */
export const weightIn = (meta: number): number => (meta >>> 16) / 10

function metaOf(token: NameToken, domains: number): number {
  const measured = isMeasured(token.kind) ? 0x4000 : 0
  const grouped = token.spellingGroups.length + token.shortGroups.length > 0 ? 0x8000 : 0
  const weight = Math.round(weightOf(token.sounds) * 10)
  return (
    Math.min(255, token.text.length) |
    (scriptRank(token.script) << 8) |
    (domains << 12) |
    measured |
    grouped |
    (weight << 16)
  )
}

export const domainBit: Readonly<Record<NameDomain, number>> = { person: 1, organisation: 2 }
export const everyDomain = 3

export const scripts: readonly Script[] = [
  'none',
  'latin',
  'cyrillic',
  'greek',
  'arabic',
  'hebrew',
  'armenian',
  'georgian',
  'han',
  'kana',
  'hangul',
  'indic',
  'thai',
  'other',
  'digit',
]

/** Numbers, legal forms and initials have rules of their own. */
export function isMeasured(kind: TokenKind): boolean {
  return kind !== 'number' && kind !== 'form' && kind !== 'initial'
}

export function describeTokens(tokens: readonly NameToken[], domains?: Uint8Array): TokenColumns {
  const rows = new Int32Array(tokens.length * rowWidth)
  tokens.forEach((token, id) => {
    const at = id * rowWidth
    rows[at] = token.soundSet
    rows[at + 1] = hashText(token.text)
    rows[at + 2] = metaOf(token, domains?.[id] ?? everyDomain)
  })
  return {
    rows,
    scripts: Uint8Array.from(tokens, (token) => scripts.indexOf(token.script)),
    bits: Float64Array.from(tokens, (token) => token.bits),
  }
}
