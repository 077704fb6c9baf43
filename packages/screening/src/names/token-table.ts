/**
 * Words of names in columns of numbers: what comparing reads lies side by side, in memory that threads may share.
 *
 * Words as objects would be spread over the heap; a look at each costs more than the comparison itself.
 */
import { type Script, scripts } from '../normalise/script.ts'
import { type LegalFormClass, legalFormClasses } from './legal-forms.ts'
import { groupsOf, type NameGroups } from './name-groups.ts'
import type { NameToken, TokenKind } from './parsed-name.ts'
import { isNativeRank, scriptRank } from './sound-costs.ts'

export interface TokenTable {
  /** Words in it; scratch tables have room for more. */
  readonly count: number
  /** `rowWidth` numbers for each word (set of sounds, hash of the text, `meta`, start in `sounds`), and one row more. */
  readonly rows: Int32Array
  readonly sounds: Uint8Array
  /** Bits of information. */
  readonly bits: Float64Array
  /** Where the text of a word begins in `texts`; one more than there are words. */
  readonly textStarts: Uint32Array
  /** Lower-case ASCII. */
  readonly texts: Uint8Array
  /** Position in `legalFormClasses` plus one, 0 for none. */
  readonly forms: Uint8Array
  /** Words that belong to groups of spellings or short forms. */
  readonly groups: ReadonlyMap<number, NameGroups>
  /** Letters as given, where equal readings do not make equal words. */
  readonly originals: ReadonlyMap<number, string>
}

export const rowWidth = 4
/** Positions in a row. */
export const setAt = 0
export const hashAt = 1
export const metaAt = 2
export const soundsAt = 3

export const tokenKinds: readonly TokenKind[] = ['word', 'initial', 'number', 'title', 'particle', 'filler', 'form']

/** Positions in `tokenKinds`. */
export const wordKind = 0
export const initialKind = 1
export const numberKind = 2
export const titleKind = 3
export const particleKind = 4
export const formKind = 6

/**
 * Parts of `meta`, from the lowest bit: length of the text (stops at 255), kind, position in `scripts`, how exactly the
 * script writes sounds, whether the word belongs to groups, whether it is a man's or a woman's patronymic, and whether
 * it is compared by its sounds when its letters differ. Two bits are left to whoever keeps the table.
 */
export const lengthIn = (meta: number): number => meta & 0xff
export const kindIn = (meta: number): number => (meta >>> 8) & 7
export const scriptIn = (meta: number): number => (meta >>> 11) & 0xf
export const rankIn = (meta: number): number => (meta >>> 15) & 0xf
export const isGroupedIn = (meta: number): boolean => (meta & 0x80000) !== 0
/** 1 for a man's patronymic, 2 for a woman's, 0 for every other word. */
export const patronymicIn = (meta: number): number => (meta >>> 20) & 3
export const isMeasuredIn = (meta: number): boolean => (meta & 0x400000) !== 0
const ownBits = 24
export const ownIn = (meta: number): number => (meta >>> ownBits) & 3

function metaOf(token: NameToken, own: number): number {
  const grouped = token.spellingGroups.length + token.shortGroups.length > 0 ? 0x80000 : 0
  // Numbers, legal forms and initials have rules of their own.
  const measured = token.kind !== 'number' && token.kind !== 'form' && token.kind !== 'initial' ? 0x400000 : 0
  return (
    Math.min(255, token.text.length) |
    (tokenKinds.indexOf(token.kind) << 8) |
    (scripts.indexOf(token.script) << 11) |
    (scriptRank(token.script, token.native) << 15) |
    grouped |
    (patronymicOf(token.text) << 20) |
    measured |
    (own << ownBits)
  )
}

const manly = /(?:ovich|evich|ovych|evych|avich|ovitch|evitch|ovic|evic|ovitj|evitj|ovics|yich|ovych)$/
const womanly = /(?:ovna|evna|ivna|auna|euna|owna|jewna|ichna|yvna)$/

function patronymicOf(text: string): 0 | 1 | 2 {
  if (text.length < 6) return 0
  const end = text.charCodeAt(text.length - 1)
  // Only words that end in h, c, j, s or a can be patronymics: spares most names the expressions.
  if (end === 97 && womanly.test(text)) return 2
  return (end === 104 || end === 99 || end === 106 || end === 115) && manly.test(text) ? 1 : 0
}

/** FNV-1a over a string of ASCII, 32 bits. */
export function hashText(text: string, seed = 0x811c9dc5): number {
  let hash = seed
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return mixHash(hash)
}

export function mixHash(hash: number): number {
  let h = hash ^ (hash >>> 16)
  h = Math.imul(h, 0x45d9f3b)
  return (h ^ (h >>> 13)) >>> 0
}

/** A table of these words, exactly as large as they need. `own`: two bits for each word, free for any use. */
export function tableOf(tokens: readonly NameToken[], own?: Uint8Array): TokenTable {
  const table = new ScratchTable(tokens.length, 0, 0)
  table.load(tokens, own)
  return table
}

/** A table that is filled again and again. */
export class ScratchTable implements TokenTable {
  count = 0
  rows: Int32Array
  sounds: Uint8Array
  bits: Float64Array
  textStarts: Uint32Array
  texts: Uint8Array
  forms: Uint8Array
  readonly groups = new Map<number, NameGroups>()
  readonly originals = new Map<number, string>()

  constructor(words: number, sounds: number, letters: number) {
    this.rows = new Int32Array((words + 1) * rowWidth)
    this.sounds = new Uint8Array(sounds)
    this.bits = new Float64Array(words)
    this.textStarts = new Uint32Array(words + 1)
    this.texts = new Uint8Array(letters)
    this.forms = new Uint8Array(words)
  }

  load(tokens: readonly NameToken[], own?: Uint8Array): void {
    let sounds = 0
    let letters = 0
    for (const token of tokens) {
      sounds += token.sounds.length
      letters += token.text.length
    }
    this.#makeRoom(tokens.length, sounds, letters)
    if (this.groups.size > 0) this.groups.clear()
    if (this.originals.size > 0) this.originals.clear()
    this.count = tokens.length
    let sound = 0
    let letter = 0
    for (let id = 0; id < tokens.length; id++) {
      const token = tokens[id] as NameToken // In range.
      this.#setRow(id, token, own?.[id] ?? 0, sound, letter)
      sound += token.sounds.length
      letter += token.text.length
    }
    this.rows[tokens.length * rowWidth + soundsAt] = sound
    this.textStarts[tokens.length] = letter
  }

  #setRow(id: number, token: NameToken, own: number, sound: number, letter: number): void {
    const { text, sounds } = token
    const at = id * rowWidth
    this.rows[at + setAt] = token.soundSet
    this.rows[at + hashAt] = hashText(text)
    this.rows[at + metaAt] = metaOf(token, own)
    this.rows[at + soundsAt] = sound
    this.bits[id] = token.bits
    this.textStarts[id] = letter
    this.forms[id] = token.form === undefined ? 0 : legalFormClasses.indexOf(token.form) + 1
    for (let i = 0; i < sounds.length; i++) this.sounds[sound + i] = sounds[i] as number
    for (let i = 0; i < text.length; i++) this.texts[letter + i] = text.charCodeAt(i)
    if (token.spellingGroups.length + token.shortGroups.length > 0) {
      this.groups.set(id, { spelling: token.spellingGroups, short: token.shortGroups })
    }
    if (token.script === 'han') this.originals.set(id, token.original)
  }

  #makeRoom(words: number, sounds: number, letters: number): void {
    if (this.bits.length < words) {
      this.rows = new Int32Array((words + 1) * rowWidth)
      this.bits = new Float64Array(words)
      this.textStarts = new Uint32Array(words + 1)
      this.forms = new Uint8Array(words)
    }
    if (this.sounds.length < sounds) this.sounds = new Uint8Array(sounds)
    if (this.texts.length < letters) this.texts = new Uint8Array(letters)
  }
}

export function textOf(table: TokenTable, id: number): string {
  let text = ''
  const end = table.textStarts[id + 1] as number
  for (let at = table.textStarts[id] as number; at < end; at++) text += String.fromCharCode(table.texts[at] as number)
  return text
}

/** The groups of every grouped word, from the texts alone: for a table that was read from an image. */
export function findGroups(table: Omit<TokenTable, 'groups'>): Map<number, NameGroups> {
  const found = new Map<number, NameGroups>()
  for (let id = 0; id < table.count; id++) {
    if (!isGroupedIn(table.rows[id * rowWidth + metaAt] as number)) continue
    found.set(id, groupsOf(textOf({ ...table, groups: found }, id)))
  }
  return found
}

/** A word put together again; where it stood is not kept, so it serves comparison, not highlighting. */
export function tokenAt(table: TokenTable, id: number): NameToken {
  const at = id * rowWidth
  const meta = table.rows[at + metaAt] as number
  const text = textOf(table, id)
  const groups = table.groups.get(id)
  return {
    kind: tokenKinds[kindIn(meta)] ?? 'word',
    text,
    sounds: table.sounds.slice(table.rows[at + soundsAt], table.rows[at + rowWidth + soundsAt]),
    soundSet: table.rows[at + setAt] as number,
    script: scriptAt(meta),
    native: isNativeRank(rankIn(meta)),
    original: table.originals.get(id) ?? text,
    start: 0,
    end: 0,
    bits: table.bits[id] as number,
    spellingGroups: groups?.spelling ?? [],
    shortGroups: groups?.short ?? [],
    form: formAt(table, id),
    glued: false,
  }
}

function scriptAt(meta: number): Script {
  return scripts[scriptIn(meta)] ?? 'none'
}

function formAt(table: TokenTable, id: number): LegalFormClass | undefined {
  return legalFormClasses[(table.forms[id] as number) - 1]
}
