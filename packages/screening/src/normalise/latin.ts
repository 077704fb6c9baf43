/** Latin letters to ASCII, and to the ASCII spelling that tells how they sound. */

/** Letters that Unicode decomposition leaves as they are. */
const plain: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  ø: 'o',
  œ: 'oe',
  þ: 'th',
  ð: 'd',
  đ: 'd',
  ł: 'l',
  ħ: 'h',
  ı: 'i',
  ŋ: 'ng',
  ə: 'a',
  ĸ: 'k',
  ŧ: 't',
  ɓ: 'b',
  ɗ: 'd',
  ƙ: 'k',
  ƴ: 'y',
  ɛ: 'e',
  ɔ: 'o',
  ɣ: 'g',
  ʊ: 'u',
  ŀ: 'l',
  ǝ: 'a',
  ƒ: 'f',
  ª: 'a',
  º: 'o',
}

/** Letters whose mark changes the sound. */
const sounding: Readonly<Record<string, string>> = {
  š: 'sh',
  č: 'ch',
  ž: 'zh',
  ş: 'sh',
  ș: 'sh',
  ć: 'ch',
  ğ: 'g',
  ċ: 'ch',
  ś: 'sh',
  ź: 'zh',
  ż: 'zh',
  ț: 'ts',
  ţ: 'ts',
  ñ: 'ny',
  ń: 'ny',
  ý: 'y',
  ẋ: 'kh',
  ẖ: 'kh',
  ḫ: 'kh',
  ŝ: 'sh',
  ĉ: 'ch',
  ĝ: 'dj',
  ĵ: 'zh',
  ǰ: 'dj',
  ĥ: 'kh',
  ģ: 'dj',
}

export interface LatinForms {
  /** Lower-case ASCII letters only: what equality and edit distance see. */
  readonly ascii: string
  /** Lower-case ASCII with marked letters spelled out as they sound. */
  readonly spoken: string
}

const asciiWord = /^[a-z]*$/

/** Both forms of a Latin word in any case. */
export function foldLatin(word: string): LatinForms {
  // Turkish dotted capital: lower-casing leaves a combining dot behind.
  const lower = word.toLowerCase().replaceAll('i\u0307', 'i')
  if (asciiWord.test(lower)) return { ascii: lower, spoken: lower }
  let ascii = ''
  let spoken = ''
  for (const char of lower) {
    const base = asciiWord.test(char) ? char : (plain[char] ?? decompose(char))
    ascii += base
    spoken += sounding[char] ?? base
  }
  return { ascii, spoken }
}

function decompose(char: string): string {
  let out = ''
  for (const part of char.normalize('NFKD')) {
    const lower = part.toLowerCase()
    if (asciiWord.test(lower)) out += lower
    else out += plain[lower] ?? ''
  }
  return out
}
