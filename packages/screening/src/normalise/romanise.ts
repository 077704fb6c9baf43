/** One word of any script to ASCII text and to sounds. */
import anyAscii from 'any-ascii'
import { romaniseArabic, romaniseHebrew } from './abjad.ts'
import { romaniseCyrillic } from './cyrillic.ts'
import { romaniseGreek } from './greek.ts'
import { romaniseHangul } from './hangul.ts'
import { romaniseKana } from './kana.ts'
import { foldLatin } from './latin.ts'
import type { Romanised } from './romanised.ts'
import type { Script } from './script.ts'
import { soundsOfLatin } from './sound.ts'

/** Never empty for a word with a letter that any-ascii knows; empty for letters nobody romanises. */
export function romanise(word: string, script: Script): Romanised {
  switch (script) {
    case 'latin': {
      const { ascii, spoken } = foldLatin(word)
      return { text: ascii, sound: soundsOfLatin(spoken) }
    }
    case 'cyrillic':
      return romaniseCyrillic(word)
    case 'greek':
      return romaniseGreek(word)
    case 'arabic':
      return romaniseArabic(word)
    case 'hebrew':
      return romaniseHebrew(word)
    case 'hangul':
      return romaniseHangul(word)
    case 'kana':
      return romaniseKana(word)
    case 'han':
      return romaniseHan(word)
    default:
      return romaniseGeneral(word)
  }
}

/** Pinyin of each character. Its q, x, zh, c are read as Mandarin sounds, not as Latin ones. */
function romaniseHan(word: string): Romanised {
  let text = ''
  let sound = ''
  for (const char of word) {
    const syllable = anyAscii(char)
      .toLowerCase()
      .replace(/[^a-z]/g, '')
    text += syllable
    sound += soundsOfPinyin(syllable)
  }
  return { text, sound }
}

function soundsOfPinyin(syllable: string): string {
  if (syllable.startsWith('zh')) return `J${soundsOfLatin(syllable.slice(2))}`
  const first = syllable.charAt(0)
  if (first === 'q') return `C${soundsOfLatin(syllable.slice(1))}`
  if (first === 'x') return `S${soundsOfLatin(syllable.slice(1))}`
  if (first === 'c' && syllable.charAt(1) !== 'h') return `c${soundsOfLatin(syllable.slice(1))}`
  if (first === 'r') return `r${soundsOfLatin(syllable.slice(1))}`
  return soundsOfLatin(syllable)
}

function romaniseGeneral(word: string): Romanised {
  const text = anyAscii(word)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
  return { text, sound: soundsOfLatin(text) }
}
