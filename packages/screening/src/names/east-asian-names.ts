/**
 * Korean and Chinese names written in their own script, told from foreign names that the script only imitates.
 *
 * The difference decides how a reading is compared: of a Korean's name each syllable has a few romanisations and no
 * others (성 is Seong, Sung or Song, never Sang); what Hangul makes of a foreign name is an approximation.
 */
import type { Word } from '../normalise/words.ts'
import { compoundHan, compoundHangul, hanSurnames, hangulSurnames, japaneseSurnames } from './name-words.ts'

/** Characters of a whole name at most; a given name alone has one or two. */
const mostCharacters = 5
const longestGiven = 2

/** A Han or Hangul name written without a space: one syllable of surname (seldom two), then the given name. */
export function splitEastAsian(words: readonly Word[]): readonly Word[] {
  const word = words[0]
  if (word === undefined || words.length > 1 || (word.script !== 'han' && word.script !== 'hangul')) return words
  const chars = [...word.text]
  if (chars.length < 2 || chars.length > 5) return words
  const surname = surnameLength(chars)
  if (chars.length === 5 && surname === 1) return words
  const head = chars.slice(0, surname).join('')
  const cut = word.start + Math.round(((word.end - word.start) * surname) / chars.length)
  return [
    { ...word, text: head, end: cut },
    { ...word, text: chars.slice(surname).join(''), start: cut, glued: true },
  ]
}

/** Characters of the surname that a name begins with. */
function surnameLength(chars: readonly string[]): number {
  const begins = (length: number): string => chars.slice(0, length).join('')
  if (chars.length > 3 && japaneseSurnames.has(begins(3))) return 3
  return chars.length > 2 && (isCompound(begins(2)) || japaneseSurnames.has(begins(2))) ? 2 : 1
}

/** Kanji, with or without kana, and a Japanese surname first or last. */
export function isJapaneseName(words: readonly Word[]): boolean {
  if (!words.every(({ script }) => script === 'han' || script === 'kana')) return false
  return [words[0], words.at(-1)].some((word) => word !== undefined && japaneseSurnames.has(word.text))
}

/** Words of one script with a surname of its people first or last, and short given names that can be theirs. */
export function isNativeName(words: readonly Word[]): boolean {
  const first = words[0]?.text ?? ''
  const last = words.at(-1)?.text ?? ''
  if (words.length < 2 || words.length > 3) return false
  if (!isSurname(first) && !isSurname(last)) return false
  let characters = 0
  for (const { text, script, dotted } of words) {
    if (script !== words[0]?.script || dotted) return false
    const length = [...text].length
    if (length > longestGiven || (script === 'hangul' && ![...text].every(isSinoKorean))) return false
    characters += length
  }
  return characters <= mostCharacters
}

function isSurname(text: string): boolean {
  return hangulSurnames[text] !== undefined || hanSurnames.has(text) || isCompound(text)
}

function isCompound(text: string): boolean {
  return compoundHan.has(text) || compoundHangul.has(text)
}

const firstSyllable = 0xac00
const lastSyllable = 0xd7a3
/** Positions in the order of Unicode: ㄱ ㄴ ㄷ ㄹ ㅁ ㅂ ㅅ ㅇ ㅈ ㅊ ㅌ ㅍ ㅎ. */
const commonInitials: ReadonlySet<number> = new Set([0, 2, 3, 5, 6, 7, 9, 11, 12, 14, 16, 17, 18])
/** None, and ㄱ ㄴ ㄹ ㅁ ㅂ ㅇ. */
const commonFinals: ReadonlySet<number> = new Set([0, 1, 4, 8, 16, 17, 21])
/** ㅡ without a consonant after it stands between the consonants of foreign words. */
const bareVowel = 18

/** Can the syllable be part of a Korean given name? */
function isSinoKorean(char: string): boolean {
  const code = char.charCodeAt(0)
  if (code < firstSyllable || code > lastSyllable) return false
  const index = code - firstSyllable
  const final = index % 28
  const vowel = Math.floor((index % 588) / 28)
  if (vowel === bareVowel && final === 0) return false
  return commonInitials.has(Math.floor(index / 588)) && commonFinals.has(final)
}
