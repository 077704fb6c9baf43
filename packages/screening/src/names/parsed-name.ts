/** A name taken apart for comparison. Immutable; the same for queries and for list entries. */
import type { Script } from '../normalise/script.ts'
import type { LegalFormClass } from './legal-forms.ts'
import type { NameDomain } from './name-information.ts'

export type TokenKind = 'word' | 'initial' | 'number' | 'title' | 'particle' | 'filler' | 'form'

export interface NameToken {
  readonly kind: TokenKind
  /** Lower-case ASCII. */
  readonly text: string
  /** Sound codes of `normalise/sound.ts`; empty for numbers. */
  readonly sounds: Uint8Array
  /** One bit for each sound that occurs: a quick test before the costly one. */
  readonly soundSet: number
  readonly script: Script
  /** A Korean or Chinese name in its own script: each syllable has few readings. */
  readonly native: boolean
  /** Letters as given, for equality within scripts that romanise ambiguously. */
  readonly original: string
  readonly start: number
  readonly end: number
  /** Bits of information. */
  readonly bits: number
  readonly spellingGroups: readonly number[]
  readonly shortGroups: readonly number[]
  readonly form: LegalFormClass | undefined
  readonly glued: boolean
}

export interface ParsedName {
  readonly raw: string
  readonly domain: NameDomain
  readonly tokens: readonly NameToken[]
  /** Sum of the tokens' bits. */
  readonly bits: number
  /** Tokens left out because the name has more than can be aligned. */
  readonly omitted: number
  readonly mixedScripts: boolean
  /** Romanised words in sorted order: equal keys are equal names in another order. */
  readonly key: string
}
