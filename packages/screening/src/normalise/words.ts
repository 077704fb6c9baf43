/**
 * Text to words: Unicode clean-up, splitting, and the way back to the text as given.
 *
 * Nothing is compared here. A word keeps its letters in their own script (compatibility forms unified, marks that
 * carry no name information dropped) and the span of the raw text that it came from, for highlighting.
 */
import { foldHomoglyphs } from './homoglyphs.ts'
import { type Script, scriptOf } from './script.ts'

export interface Word {
  /** Letters or digits of one script, NFKC, case kept. Never empty. */
  readonly text: string
  readonly script: Script
  /** UTF-16 span in the raw text. */
  readonly start: number
  readonly end: number
  /** Nothing, a hyphen or an apostrophe stands between this word and the one before. */
  readonly glued: boolean
  /** A dot follows at once: an initial or an abbreviation. */
  readonly dotted: boolean
  /** Stands in brackets. */
  readonly bracketed: boolean
  /** Letters of another script were taken for look-alikes of this one: a sign of evasion. */
  readonly mixedScripts: boolean
}

/** Longest text that is looked at; the rest of a longer one is ignored, and names that long are refused earlier. */
export const maxNameLength = 4000

/** Splits raw text into words. Pure, linear in the length of the text. */
export function splitWords(raw: string): Word[] {
  const text = raw.length > maxNameLength ? raw.slice(0, maxNameLength) : raw
  const units = isAscii(text) ? asciiUnits(text) : unicodeUnits(text)
  return collectWords(units)
}

/** One character after clean-up, with the raw span it stands for. */
interface Unit {
  readonly char: string
  readonly script: Script
  readonly start: number
  readonly end: number
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return false
  return true
}

function asciiUnits(text: string): Unit[] {
  const units: Unit[] = []
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i)
    units.push({ char, script: scriptOf(text.charCodeAt(i)), start: i, end: i + 1 })
  }
  return units
}

/**
 * Normalises cluster by cluster (a base character with its marks), which equals normalising the whole text for
 * everything that names contain, and keeps the span of each cluster.
 */
function unicodeUnits(text: string): Unit[] {
  const units: Unit[] = []
  let i = 0
  while (i < text.length) {
    const start = i
    i += codePointLength(text, i)
    while (i < text.length && isMark(text.codePointAt(i) ?? 0)) i += codePointLength(text, i)
    for (const char of text.slice(start, i).normalize('NFKC')) {
      const codePoint = char.codePointAt(0) ?? 0
      if (isDropped(codePoint)) continue
      const plain = plainDigit(codePoint) ?? char
      const script = plain === char ? scriptOf(codePoint) : 'digit'
      units.push({ char: plain, script, start, end: i })
    }
  }
  return units
}

function codePointLength(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1
}

function isMark(codePoint: number): boolean {
  return (
    (codePoint >= 0x300 && codePoint <= 0x36f) ||
    (codePoint >= 0x591 && codePoint <= 0x5bd) ||
    (codePoint >= 0x64b && codePoint <= 0x65f) ||
    (codePoint >= 0x1160 && codePoint <= 0x11ff) ||
    codePoint === 0x3099 ||
    codePoint === 0x309a
  )
}

/** Marks, vowel points, direction and joining controls, soft hyphens: never part of what is compared. */
function isDropped(codePoint: number): boolean {
  return (
    (codePoint >= 0x300 && codePoint <= 0x36f) ||
    (codePoint >= 0x591 && codePoint <= 0x5c7 && codePoint !== 0x5be && codePoint !== 0x5c0 && codePoint !== 0x5c3) ||
    (codePoint >= 0x64b && codePoint <= 0x65f) ||
    codePoint === 0x670 ||
    codePoint === 0x640 ||
    codePoint === 0xad ||
    (codePoint >= 0x200b && codePoint <= 0x200f) ||
    (codePoint >= 0x202a && codePoint <= 0x202e) ||
    (codePoint >= 0x2060 && codePoint <= 0x206f) ||
    codePoint === 0xfeff ||
    (codePoint < 0x20 && codePoint !== 9 && codePoint !== 10 && codePoint !== 13) ||
    (codePoint >= 0x7f && codePoint <= 0x9f)
  )
}

/** Zero digits of the scripts in use with names; each is followed by its nine. */
const zeroDigits = [0x660, 0x6f0, 0x966, 0x9e6, 0xbe6, 0xe50, 0x17e0]

function plainDigit(codePoint: number): string | undefined {
  if (codePoint < 0x660) return undefined
  const zero = zeroDigits.find((first) => codePoint >= first && codePoint <= first + 9)
  return zero === undefined ? undefined : String(codePoint - zero)
}

const apostrophes = new Set(["'", '’', '‘', 'ʻ', 'ʼ', 'ʾ', 'ʿ', '`', '´', '′', '‛', 'ʹ', 'ʺ', '\u05f3', '＇', 'ˈ'])
const hyphens = new Set(['-', '‐', '‑', '‒', '–', '—', '−', '\u05be', '﹣', '－', '=', '＝'])
const opening = new Set(['(', '[', '{', '（', '【'])
const closing = new Set([')', ']', '}', '）', '】'])

interface Draft {
  chars: string[]
  script: Script
  start: number
  end: number
  glued: boolean
}

function collectWords(units: readonly Unit[]): Word[] {
  const words: Word[] = []
  let depth = 0
  let draft: Draft | undefined
  let touching = false
  const close = (dotted: boolean): void => {
    if (draft !== undefined) pushWord(words, draft, dotted, depth > 0)
    draft = undefined
  }
  for (let i = 0; i < units.length; i++) {
    const unit = units[i]
    if (unit === undefined) continue
    if (unit.script === 'none') {
      if (apostrophes.has(unit.char)) {
        if (draft?.script === 'hebrew') draft.chars.push("'")
        continue
      }
      close(unit.char === '.')
      touching = hyphens.has(unit.char)
      if (unit.char === '&' || unit.char === '+') words.push(ampersand(unit, depth > 0))
      if (opening.has(unit.char)) depth++
      else if (closing.has(unit.char) && depth > 0) depth--
      continue
    }
    if (draft !== undefined && isBoundary(draft, units, i)) {
      close(false)
      touching = true
    }
    if (draft === undefined) {
      draft = { chars: [], script: unit.script, start: unit.start, end: unit.end, glued: touching && words.length > 0 }
      touching = false
    }
    draft.chars.push(unit.char)
    draft.end = unit.end
  }
  close(false)
  return words
}

function ampersand(unit: Unit, bracketed: boolean): Word {
  const { start, end } = unit
  return { text: 'and', script: 'latin', start, end, glued: false, dotted: false, bracketed, mixedScripts: false }
}

const alphabets = new Set<Script>(['latin', 'cyrillic', 'greek'])

/** Does a new word begin at this unit although nothing stands between? */
function isBoundary(draft: Draft, units: readonly Unit[], at: number): boolean {
  const unit = units[at]
  const before = units[at - 1]
  if (unit === undefined || before === undefined) return false
  if (unit.script !== draft.script) {
    // Latin letters inside a Cyrillic word are look-alikes, not a new word.
    if (alphabets.has(unit.script) && alphabets.has(draft.script)) return false
    return true
  }
  if (unit.script !== 'latin' && unit.script !== 'cyrillic') return false
  // `JoseJesus`, `MFKFulcrum`: two names run together. One stray capital or small letter is a typing slip.
  if (isLower(before.char) && isUpper(unit.char)) {
    return draft.chars.length >= 3 && isLower(draft.chars.at(-2) ?? '') && runsOn(units, at, 3)
  }
  return (
    draft.chars.length >= 3 &&
    isUpper(before.char) &&
    isUpper(unit.char) &&
    isLower(units[at + 1]?.char ?? '') &&
    isLower(units[at + 2]?.char ?? '')
  )
}

function runsOn(units: readonly Unit[], at: number, length: number): boolean {
  for (let i = at; i < at + length; i++) {
    const script = units[i]?.script
    if (script === undefined || script === 'none' || script === 'digit') return false
  }
  return true
}

function isUpper(char: string): boolean {
  return char !== char.toLowerCase()
}

function isLower(char: string): boolean {
  return char !== char.toUpperCase()
}

function pushWord(words: Word[], draft: Draft, dotted: boolean, bracketed: boolean): void {
  const joined = draft.chars.join('')
  const folded = foldHomoglyphs(joined)
  words.push({
    text: folded.text,
    script: folded.script ?? draft.script,
    start: draft.start,
    end: draft.end,
    glued: draft.glued,
    dotted,
    bracketed,
    mixedScripts: folded.script !== undefined,
  })
}
