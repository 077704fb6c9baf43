/** Tokens of a dictionary as short JSON tuples; what follows from the text is worked out again on reading. */
import { groupsOf } from '../names/name-groups.ts'
import type { NameToken, TokenKind } from '../names/parsed-name.ts'
import type { LegalFormClass } from '../names/legal-forms.ts'
import type { Script } from '../normalise/script.ts'

/** Kind, text, script, bits, sounds as letters, original letters when they matter, legal form. */
export type TokenRecord = readonly [TokenKind, string, Script, number, string, string, LegalFormClass | null]

export function toTokenRecord(token: NameToken): TokenRecord {
  const sounds = Array.from(token.sounds, (sound) => String.fromCharCode(64 + sound)).join('')
  const original = token.original === token.text ? '' : token.original
  return [token.kind, token.text, token.script, token.bits, sounds, original, token.form ?? null]
}

export function fromTokenRecord(record: TokenRecord): NameToken {
  const [kind, text, script, bits, letters, original, form] = record
  const sounds = new Uint8Array(letters.length)
  let soundSet = 0
  for (let i = 0; i < letters.length; i++) {
    const sound = letters.charCodeAt(i) - 64
    sounds[i] = sound
    soundSet |= 1 << sound
  }
  const groups = kind === 'word' || kind === 'title' ? groupsOf(text) : { spelling: [], short: [] }
  return {
    kind,
    text,
    sounds,
    soundSet,
    script,
    original: original === '' ? text : original,
    start: 0,
    end: 0,
    bits,
    spellingGroups: groups.spelling,
    shortGroups: groups.short,
    form: form ?? undefined,
    glued: false,
  }
}
