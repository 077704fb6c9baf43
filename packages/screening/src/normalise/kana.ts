/** Hiragana and katakana to Hepburn and to sounds. */
import anyAscii from 'any-ascii'
import { soundsOfLatin } from './sound.ts'
import type { Romanised } from './romanised.ts'

/** Small vowels that turn the syllable before into a foreign sound: ファ fa, ティ ti, ヴァ va. */
const combinations: Readonly<Record<string, string>> = {
  ファ: 'fa',
  フィ: 'fi',
  フェ: 'fe',
  フォ: 'fo',
  フュ: 'fyu',
  ヴァ: 'va',
  ヴィ: 'vi',
  ヴェ: 've',
  ヴォ: 'vo',
  ヴ: 'v',
  ティ: 'ti',
  ディ: 'di',
  トゥ: 'tu',
  ドゥ: 'du',
  ウィ: 'wi',
  ウェ: 'we',
  ウォ: 'wo',
  シェ: 'she',
  ジェ: 'je',
  チェ: 'che',
  ツァ: 'tsa',
  ツィ: 'tsi',
  ツェ: 'tse',
  ツォ: 'tso',
  デュ: 'dyu',
  テュ: 'tyu',
  クァ: 'kwa',
  クィ: 'kwi',
  クェ: 'kwe',
  クォ: 'kwo',
  グァ: 'gwa',
  イェ: 'ye',
}

const smallY: Readonly<Record<string, string>> = { ャ: 'a', ュ: 'u', ョ: 'o' }

export function romaniseKana(word: string): Romanised {
  const kata = word.replace(/[ぁ-ゖ]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0x60))
  let text = ''
  for (let i = 0; i < kata.length; i++) {
    const char = kata.charAt(i)
    const pair = combinations[kata.slice(i, i + 2)]
    if (pair !== undefined && i + 1 < kata.length) {
      text += pair
      i++
    } else if (char === 'ッ' || char === 'ー') {
      // A doubled consonant or a long vowel: neither is told apart in comparison.
      continue
    } else if (smallY[char] !== undefined) {
      text = contract(text) + smallY[char]
    } else {
      text +=
        combinations[char] ??
        anyAscii(char)
          .toLowerCase()
          .replace(/[^a-z]/g, '')
    }
  }
  return { text, sound: soundsOfLatin(text) }
}

/** shi + small ya = sha; ki + small ya = kya. */
function contract(text: string): string {
  if (/(sh|ch|j)i$/.test(text)) return text.slice(0, -1)
  return text.endsWith('i') ? `${text.slice(0, -1)}y` : text
}
