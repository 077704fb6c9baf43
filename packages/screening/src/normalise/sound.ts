/**
 * Letters to sounds: a small alphabet in which most spellings of one name fall together.
 *
 * A sound is one of 32 codes. Latin text is read by digraph rules that hold for the romanisations in use on lists
 * (sh/sch/sz, kh/x, tch/ch/cz, ph, ou …); other scripts write their sounds directly. What remains different is
 * priced by the cost tables of `names/sound-costs.ts`.
 */

/** Vowels; A W Y are letters of unvowelled scripts that may be a vowel, a glide or nothing. */
export const soundAlphabet = 'aeiouAWYbpdtgkxhfvsSzZcCJjlrmnTD'

const codes = new Uint8Array(128).fill(255)
for (let i = 0; i < soundAlphabet.length; i++) codes[soundAlphabet.charCodeAt(i)] = i

/** Longest word that is compared sound by sound; the rest of a longer one counts by its length. */
export const maxSounds = 40

/** The codes (0–31) of a string written in the sound alphabet; doubled sounds fall together. */
export function toSoundCodes(sounds: string): Uint8Array {
  const out = new Uint8Array(Math.min(sounds.length, maxSounds))
  let n = 0
  for (let i = 0; i < sounds.length && n < out.length; i++) {
    const code = codes[sounds.charCodeAt(i)] ?? 255
    if (code !== 255 && (n === 0 || out[n - 1] !== code)) out[n++] = code
  }
  return out.subarray(0, n)
}

/** One bit for each sound that occurs. */
export function soundSetOf(sounds: Uint8Array): number {
  let set = 0
  for (let i = 0; i < sounds.length; i++) set |= 1 << (sounds[i] as number)
  return set
}

/** Digraphs and their sounds, longest first at each position. */
const digraphs: readonly (readonly [string, string])[] = [
  ['shtsh', 'S'],
  ['schtsch', 'S'],
  ['chtch', 'S'],
  ['shch', 'S'],
  ['stsch', 'S'],
  ['szcz', 'S'],
  ['tsch', 'C'],
  ['tzsch', 'C'],
  ['dsch', 'J'],
  ['sch', 'S'],
  ['tch', 'C'],
  ['tsh', 'C'],
  ['dzh', 'J'],
  ['dsh', 'J'],
  ['ou', 'u'],
  ['oo', 'u'],
  ['ee', 'i'],
  ['ij', 'i'],
  ['yj', 'i'],
  ['iy', 'i'],
  ['yi', 'i'],
  ['ch', 'C'],
  ['cz', 'C'],
  ['sh', 'S'],
  ['sz', 'S'],
  ['zh', 'Z'],
  ['kh', 'x'],
  ['gh', 'g'],
  ['ph', 'f'],
  ['th', 'T'],
  ['dh', 'D'],
  ['bh', 'b'],
  ['rh', 'r'],
  ['ck', 'k'],
  ['qu', 'k'],
  ['dj', 'J'],
  ['tj', 'C'],
  ['sj', 'S'],
  ['ts', 'c'],
  ['tz', 'c'],
  ['aw', 'au'],
  ['ow', 'ou'],
]

const digraphsByFirst = new Map<string, readonly (readonly [string, string])[]>()
for (const pair of digraphs) {
  const first = pair[0].charAt(0)
  digraphsByFirst.set(
    first,
    [...(digraphsByFirst.get(first) ?? []), pair].sort((a, b) => b[0].length - a[0].length),
  )
}

const letters: Readonly<Record<string, string>> = {
  a: 'a',
  b: 'b',
  d: 'd',
  e: 'e',
  f: 'f',
  g: 'g',
  h: 'h',
  i: 'i',
  j: 'j',
  k: 'k',
  l: 'l',
  m: 'm',
  n: 'n',
  o: 'o',
  p: 'p',
  q: 'k',
  r: 'r',
  s: 's',
  t: 't',
  u: 'u',
  v: 'v',
  w: 'v',
  x: 'ks',
  y: 'i',
  z: 'z',
}

/** Sounds of a Latin word in lower-case ASCII. */
export function soundsOfLatin(word: string): string {
  let out = ''
  let i = 0
  while (i < word.length) {
    const char = word.charAt(i)
    const digraph = digraphsByFirst.get(char)?.find(([spelling]) => word.startsWith(spelling, i))
    if (digraph !== undefined) {
      out += digraph[1]
      i += digraph[0].length
    } else {
      out += soundOfLetter(word, i)
      i++
    }
  }
  return out
}

function soundOfLetter(word: string, at: number): string {
  const char = word.charAt(at)
  if (char === 'c') return 'eiy'.includes(word.charAt(at + 1)) && at + 1 < word.length ? 'c' : 'k'
  if (char === 'h' && at === word.length - 1 && at > 1) return ''
  if (char === 'j' && at > 0 && !'aeiouy'.includes(word.charAt(at + 1) || 'b')) return 'i'
  if (char === 'x' && at === 0) return 'x'
  return letters[char] ?? ''
}
