/** Gender as lists write it: letters, words, in English and French. */
import type { Gender } from '../entity.ts'

/** `other` for a value that is neither; undefined for none. */
export function genderOf(text: string | undefined): Gender | undefined {
  if (text === undefined || text.trim() === '') return undefined
  if (/^(?:m|male|man|masculine|homme)\b/i.test(text.trim())) return 'male'
  return /^(?:f|female|woman|feminine|femme)\b/i.test(text.trim()) ? 'female' : 'other'
}
