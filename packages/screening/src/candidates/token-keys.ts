/**
 * Keys under which the words of the list are found: deletions for typing errors, skeletons for spellings.
 *
 * Deletions are complete: two words within the stated edit distance (insertions, deletions, substitutions, and
 * neighbours exchanged counted as one or two of those) always share a key, because the prefixes of two such words do.
 */
import type { Script } from '../normalise/script.ts'
import { soundAlphabet } from '../normalise/sound.ts'
import { hashText } from '../names/token-table.ts'
import { hashWithout } from './bucket-index.ts'

/** Only so many leading characters are varied; complete all the same, since an edit behind them leaves them equal. */
export const prefixLength = 8

/** Edits within which every word of the list is found, by the length of the word asked for. */
export function guaranteedEdits(length: number): 0 | 1 | 2 {
  if (length < 4) return 0
  return length < 7 ? 1 : 2
}

/** Calls back with the hash of the word's prefix and of every variant of it with up to `edits` characters less. */
export function eachDeletion(word: string, edits: number, visit: (hash: number) => void): void {
  const length = Math.min(word.length, prefixLength)
  visit(hashWithout(word, length, -1, -1))
  if (edits === 0) return
  for (let i = 0; i < length; i++) visit(hashWithout(word, length, i, -1))
  if (edits === 1) return
  for (let i = 0; i < length; i++) for (let j = i + 1; j < length; j++) visit(hashWithout(word, length, i, j))
}

/** Sound code to consonant class: sounds that romanisations take for one another are one class; vowels have none. */
const classes: Readonly<Record<string, string>> = {
  b: 'p',
  p: 'p',
  f: 'f',
  v: 'f',
  d: 't',
  t: 't',
  T: 't',
  D: 't',
  g: 'k',
  k: 'k',
  x: 'k',
  s: 's',
  z: 's',
  c: 's',
  S: 's',
  Z: 's',
  C: 's',
  J: 's',
  l: 'l',
  r: 'r',
  m: 'm',
  n: 'n',
}

const classOf = [...soundAlphabet].map((sound) => classes[sound] ?? '')

const latinJ = soundAlphabet.indexOf('j')

/** The skeletons of a word: two when a Latin j stands in it, which may be a consonant (Jalili) or a glide (Sergej). */
export function skeletonsOf(sounds: Uint8Array): readonly string[] {
  return sounds.includes(latinJ) ? [skeletonOf(sounds, 's'), skeletonOf(sounds, '')] : [skeletonOf(sounds, '')]
}

/** The skeletons to ask for: Arabs hear a stop in the letters of Ridha and Othman, Persians and Turks a sibilant. */
export function askedSkeletons(sounds: Uint8Array, script: Script): readonly string[] {
  const skeletons = skeletonsOf(sounds)
  if (script !== 'arabic' || !(sounds.includes(softD) || sounds.includes(softT))) return skeletons
  return [...skeletons, skeletonOf(sounds, '', 's')]
}

const softD = soundAlphabet.indexOf('D')
const softT = soundAlphabet.indexOf('T')

/** Consonant classes of a word, doubled ones once: `mhmd` and `muxammed` are both `mmt`. */
function skeletonOf(sounds: Uint8Array, classOfJ: string, classOfSoft = 't'): string {
  let out = ''
  let last = ''
  for (const code of sounds) {
    const next = code === latinJ ? classOfJ : code === softD || code === softT ? classOfSoft : (classOf[code] ?? '')
    if (next === '') {
      if (code < 8) last = ''
      continue
    }
    if (next !== last) out += next
    last = next
  }
  return out
}

const skeletonSeed = 0x2545f491

/** Joined words are found by their skeleton only when it has this many classes. */
export const leastJoinSkeleton = 4

export function hashSkeleton(skeleton: string): number {
  return hashText(skeleton, skeletonSeed)
}

/** Skeletons shorter than this say nothing. */
const leastSkeleton = 2

/** Skeleton keys: the skeleton itself, and, from four classes on, each variant with one class less. */
export function eachSkeletonKey(skeleton: string, visit: (hash: number) => void): void {
  if (skeleton.length < leastSkeleton) return
  visit(hashText(skeleton, skeletonSeed))
  if (skeleton.length < 4) return
  for (let i = 0; i < skeleton.length; i++) {
    visit(hashText(skeleton.slice(0, i) + skeleton.slice(i + 1), skeletonSeed))
  }
}

const groupSeed = 0x1b873593

export function hashGroup(kind: 'spelling' | 'short', id: number): number {
  return hashText(kind + id, groupSeed)
}

const joinSeed = 0x6a09e667

export function hashJoin(text: string): number {
  return hashText(text, joinSeed)
}
