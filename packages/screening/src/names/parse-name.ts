/** Text to {@link ParsedName}: words, their roles, their weight. */
import { romanise } from '../normalise/romanise.ts'
import type { Romanised } from '../normalise/romanised.ts'
import { isAbjad, isSyllabic, type Script } from '../normalise/script.ts'
import { soundSetOf, toSoundCodes } from '../normalise/sound.ts'
import { splitWords, type Word } from '../normalise/words.ts'
import { isJapaneseName, isNativeName, splitEastAsian } from './east-asian-names.ts'
import { correctFormWord, legalFormAt } from './legal-forms.ts'
import { groupsOf } from './name-groups.ts'
import { bitsOf, type NameDomain } from './name-information.ts'
import { fillers, hangulSurnames, japaneseSurnames, particles, placeholders, titles } from './name-words.ts'
import type { NameToken, ParsedName, TokenKind } from './parsed-name.ts'

/** Tokens aligned at most; the ones that tell least are left out of a longer name, and counted. */
export const maxTokens = 24

/** Bits of words that carry next to nothing. */
const slightBits: Readonly<Partial<Record<TokenKind, number>>> = { title: 1, particle: 0.7, filler: 0.5, form: 1 }

/** Takes a name apart. Never throws; a text without letters or digits has no tokens. */
export function parseName(raw: string, domain: NameDomain): ParsedName {
  const words = prepareWords(splitWords(domain === 'person' ? withoutAside(raw) : raw), domain)
  const native = domain === 'person' && words.every((word) => isSyllabic(word.script)) && isNativeName(words)
  const japanese = !native && domain === 'person' && isJapaneseName(words)
  const drafts = words.map((word) => toDraft(word, native, japanese))
  const all = assignRoles(
    drafts.filter((draft) => draft.text !== ''),
    domain,
  )
  const tokens = all.length <= maxTokens ? all : heaviest(all)
  return {
    raw,
    domain,
    tokens,
    bits: tokens.reduce((sum, token) => sum + token.bits, 0),
    omitted: all.length - tokens.length,
    mixedScripts: words.some((word) => word.mixedScripts),
    key: tokens
      .filter((token) => token.kind !== 'filler')
      .map((token) => token.text)
      .sort()
      .join(' '),
  }
}

/** `Yiriy SIVOKONENKO (a.k.a. Yuriy SIVOKONENKO)`: the bracket repeats the name. Blanked, so that spans stay true. */
function withoutAside(raw: string): string {
  if (!raw.includes('(')) return raw
  return raw.replace(/\((?:a\.?k\.?a|f\.?k\.?a|alias|also known as)[^)]*\)?/gi, (aside) => ' '.repeat(aside.length))
}

function prepareWords(words: readonly Word[], domain: NameDomain): Word[] {
  const split = domain === 'person' ? splitEastAsian(words) : words
  return mergeDotted(words.some((word) => word.script === 'arabic') ? split.flatMap(splitArticle) : split, domain)
}

/** Arabic writes the article together with its noun; elsewhere it is a word of its own. */
function splitArticle(word: Word): Word[] {
  if (word.script !== 'arabic' || !/^[اأٱ]ل/.test(word.text) || word.text.length < 5) return [word]
  return [
    { ...word, text: word.text.slice(0, 2), end: word.start + 2 },
    { ...word, text: word.text.slice(2), start: word.start + 2, glued: true },
  ]
}

/** `L.L.C.` is one word in the name of an organisation; `J. K.` are two initials in the name of a person. */
function mergeDotted(words: readonly Word[], domain: NameDomain): Word[] {
  if (domain === 'person') return [...words]
  const out: Word[] = []
  let run: Word[] = []
  const flush = (): void => {
    const first = run[0]
    const last = run.at(-1)
    if (first !== undefined && last !== undefined) {
      out.push({ ...first, text: run.map((word) => word.text).join(''), end: last.end })
    }
    run = []
  }
  for (const word of words) {
    const single = word.text.length === 1 && word.script !== 'digit'
    const follows = run.length > 0 && run.at(-1)?.dotted === true && word.start - (run.at(-1)?.end ?? 0) <= 1
    if (!single || !follows) flush()
    if (single && (word.dotted || follows)) run.push(word)
    else out.push(word)
  }
  flush()
  return out
}

interface Draft {
  readonly word: Word
  readonly text: string
  /** Sound codes. */
  readonly sounds: Uint8Array
  readonly native: boolean
}

const noSounds = new Uint8Array(0)

function toDraft(word: Word, native: boolean, japanese: boolean): Draft {
  if (word.script === 'digit') return { word, text: word.text.replace(/^0+(?=\d)/, ''), sounds: noSounds, native }
  if (word.script === 'han' && japanese) {
    const surname = japaneseSurnames.get(word.text)
    // Which of its many readings a given name has only its bearer knows.
    if (surname === undefined) return { word, text: romanised(word.text, 'han').text, sounds: noSounds, native }
    return { word, ...romanised(surname, 'latin'), native }
  }
  if (word.script === 'hangul') {
    const surname = hangulSurnames[word.text]
    if (surname !== undefined) return { word, ...romanised(surname, 'latin'), native }
    // Koreans write their names by rules near the official romanisation: Jae, Eun, Seo.
    if (native) return { word, ...romanised(romanised(word.text, 'hangul').text, 'latin'), native }
  }
  return { word, ...romanised(word.text, word.script), native }
}

interface Reading {
  readonly text: string
  readonly sounds: Uint8Array
}

const readings = new Map<string, Reading>()
/** Words come again and again; so many are remembered, if they are not long. */
const rememberedReadings = 30_000
const longestRemembered = 24

function romanised(text: string, script: Script): Reading {
  if (text.length > longestRemembered) return readingOf(romanise(text, script))
  const key = `${script} ${text}`
  const known = readings.get(key)
  if (known !== undefined) return known
  const reading = readingOf(romanise(text, script))
  if (readings.size >= rememberedReadings) readings.clear()
  readings.set(key, reading)
  return reading
}

function readingOf({ text, sound }: Romanised): Reading {
  return { text, sounds: toSoundCodes(sound) }
}

function assignRoles(drafts: readonly Draft[], domain: NameDomain): NameToken[] {
  if (domain === 'organisation') return namedOnce(drafts)
  return personTokens(
    drafts,
    drafts.map((draft) => draft.text),
  )
}

function namedOnce(drafts: readonly Draft[]): NameToken[] {
  const once = withoutRepetition(drafts)
  return organisationTokens(
    once,
    once.map((draft) => correctFormWord(draft.text)),
  )
}

/** `Joint Stock Company Proton (JSC Proton)`: a bracket that only says the name again, in short, is left out. */
function withoutRepetition(drafts: readonly Draft[]): readonly Draft[] {
  const outside = drafts.filter((draft) => !draft.word.bracketed).map((draft) => draft.text)
  const inside = drafts.filter((draft) => draft.word.bracketed).map((draft) => draft.text)
  if (inside.length === 0 || outside.length === 0) return drafts
  const initials = outside.map((text) => text.charAt(0)).join('')
  let repeated = 0
  for (let i = 0; i < inside.length; i++) {
    const text = inside[i] ?? ''
    const form = legalFormAt(inside, i)
    if (outside.includes(text)) repeated++
    else if (form !== undefined) i += form.length - 1
    else if (text.length < 2 || !initials.includes(text)) return drafts
  }
  return repeated === 0 ? drafts : drafts.filter((draft) => !draft.word.bracketed)
}

function personTokens(drafts: readonly Draft[], texts: readonly string[]): NameToken[] {
  const strong = texts.filter((text) => !isSlight(text)).length
  const tokens: NameToken[] = []
  drafts.forEach((draft, i) => {
    const { text } = draft
    if (placeholders.has(text) && drafts.length > 1) return
    tokens.push(toToken(draft, personKind(draft, strong, i, drafts.length), 'person'))
  })
  return tokens
}

function isSlight(text: string): boolean {
  return text.length < 2 || titles.has(text) || particles.has(text) || placeholders.has(text)
}

function personKind(draft: Draft, strong: number, at: number, count: number): TokenKind {
  const { word, text } = draft
  if (word.script === 'digit') return 'number'
  const enough = strong >= 2 || (strong >= 1 && !['han', 'hangul'].includes(word.script))
  if (particles.has(text) && enough) return 'particle'
  if (titles.has(text) && strong >= 1 && (at === 0 || at === count - 1 || strong >= 2)) return 'title'
  if (text.length === 1 && !['han', 'hangul', 'kana'].includes(word.script)) return 'initial'
  if (word.dotted && text.length === 2 && count > 1) return 'initial'
  return 'word'
}

const romanNumerals = [
  '',
  'i',
  'ii',
  'iii',
  'iv',
  'v',
  'vi',
  'vii',
  'viii',
  'ix',
  'x',
  'xi',
  'xii',
  'xiii',
  'xiv',
  'xv',
]
const ordinalWords = ['', 'first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth']

function organisationTokens(drafts: readonly Draft[], texts: readonly string[]): NameToken[] {
  const tokens: NameToken[] = []
  for (let i = 0; i < drafts.length; i++) {
    const draft = drafts[i]
    if (draft === undefined) continue
    const form = legalFormAt(texts, i)
    if (form !== undefined && form.length < drafts.length) {
      const last = drafts[i + form.length - 1] ?? draft
      const text = texts.slice(i, i + form.length).join('')
      const word = { ...draft.word, end: last.word.end }
      tokens.push({
        ...toToken({ word, text, sounds: noSounds, native: false }, 'form', 'organisation'),
        form: form.form,
      })
      i += form.length - 1
      continue
    }
    const number = numberOf(draft, i, texts)
    if (number !== undefined)
      tokens.push(toToken({ ...draft, text: number, sounds: noSounds }, 'number', 'organisation'))
    else if (!isOrdinalEnding(drafts, i)) tokens.push(toToken(draft, organisationKind(draft), 'organisation'))
  }
  return tokens
}

function numberOf(draft: Draft, at: number, texts: readonly string[]): string | undefined {
  if (draft.word.script === 'digit') return draft.text
  const roman = romanNumerals.indexOf(draft.text)
  if (roman > 0 && at > 0 && (draft.text.length > 1 || at === texts.length - 1) && draft.text !== 'i')
    return String(roman)
  const ordinal = ordinalWords.indexOf(draft.text)
  return ordinal > 0 ? String(ordinal) : undefined
}

/** The `rd` of 33rd. */
function isOrdinalEnding(drafts: readonly Draft[], at: number): boolean {
  const draft = drafts[at]
  return (
    draft !== undefined &&
    draft.word.glued &&
    /^(st|nd|rd|th)$/.test(draft.text) &&
    drafts[at - 1]?.word.script === 'digit'
  )
}

function organisationKind(draft: Draft): TokenKind {
  if (fillers.has(draft.text)) return 'filler'
  return draft.text.length === 1 ? 'initial' : 'word'
}

const groupless: readonly number[] = []

function toToken(draft: Draft, kind: TokenKind, domain: NameDomain): NameToken {
  const { word, text, sounds } = draft
  const groups = kind === 'word' || kind === 'title' ? groupsOf(text) : { spelling: groupless, short: groupless }
  return {
    kind,
    text,
    sounds,
    soundSet: soundSetOf(sounds),
    script: word.script,
    native: draft.native,
    original: word.text,
    start: word.start,
    end: word.end,
    bits: slightBits[kind] ?? wordBits(kind, text, domain, word),
    spellingGroups: groups.spelling,
    shortGroups: groups.short,
    form: undefined,
    glued: word.glued,
  }
}

function wordBits(kind: TokenKind, text: string, domain: NameDomain, word: Word): number {
  if (kind === 'initial') return 3
  if (kind === 'number') return 7
  return bitsOf(text, domain, isAbjad(word.script), isSyllabic(word.script) ? [...word.text].length : undefined)
}

function heaviest(tokens: readonly NameToken[]): NameToken[] {
  const kept = new Set([...tokens].sort((a, b) => b.bits - a.bits).slice(0, maxTokens))
  return tokens.filter((token) => kept.has(token))
}
