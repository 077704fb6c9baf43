/** Hangul syllables to Revised Romanisation and to sounds, by arithmetic on the code point. */
import type { Romanised } from './romanised.ts'

const initials = 'g kk n d tt r m b pp s ss  j jj ch k t p h'.split(' ')
const vowels = 'a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i'.split(' ')
const finals = ' k k k n n n t l k m l l l p l m p p t t ng t t k t p t'.split(' ')
const initialSounds = 'g k n d t l m b p s s  J J C k t p h'.split(' ')
const vowelSounds = 'a e ia ie o e io ie o ua ue oe io u uo ue ui iu u ui i'.split(' ')
const finalSounds = ' k k k n n n t l k m l l l p l m p p t t ng t t k t p t'.split(' ')

const first = 0xac00
const last = 0xd7a3

export function romaniseHangul(word: string): Romanised {
  let text = ''
  let sound = ''
  for (const char of word.normalize('NFC')) {
    const code = char.charCodeAt(0)
    if (code < first || code > last) continue
    const index = code - first
    const initial = Math.floor(index / 588)
    const vowel = Math.floor((index % 588) / 28)
    const final = index % 28
    text += (initials[initial] ?? '') + (vowels[vowel] ?? '') + (finals[final] ?? '')
    sound += (initialSounds[initial] ?? '') + (vowelSounds[vowel] ?? '') + (finalSounds[final] ?? '')
  }
  return { text, sound }
}
