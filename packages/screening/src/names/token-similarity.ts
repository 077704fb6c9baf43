/** How alike two words of two names are, and in what way. */
import type { NameToken } from './parsed-name.ts'
import { costsFor, soundPath } from './sound-costs.ts'
import { soundSimilarity } from './sound-distance.ts'

/** Below this two words are held to be different words. */
export const leastSimilarity = 0.6

/** Fixed strengths of relations that are not measured sound by sound. */
export const relationStrength = {
  sameSound: 0.97,
  sameReading: 0.95,
  spellingGroup: 0.95,
  shortForm: 0.82,
  initial: 0.8,
} as const

/** Similarity, 0 to 1. Symmetric. Zero where nothing speaks for the same word. */
export function tokenSimilarity(a: NameToken, b: NameToken): number {
  if (a.kind === 'number' || b.kind === 'number') return a.kind === b.kind && a.text === b.text ? 1 : 0
  if (a.kind === 'form' || b.kind === 'form') return formSimilarity(a, b)
  if (a.text === b.text && a.text !== '') return isAmbiguous(a, b) ? relationStrength.sameReading : 1
  if (a.kind === 'initial' || b.kind === 'initial') return isInitialOf(a, b) ? relationStrength.initial : 0
  const heard = heardSimilarity(a, b)
  if (heard >= relationStrength.spellingGroup) return heard
  if (share(a.spellingGroups, b.spellingGroups)) return relationStrength.spellingGroup
  if (heard >= relationStrength.shortForm) return heard
  if (share(a.shortGroups, b.shortGroups)) return relationStrength.shortForm
  return heard
}

function formSimilarity(a: NameToken, b: NameToken): number {
  if (a.form !== undefined && a.form === b.form) return 1
  return a.text === b.text && a.text !== '' ? 1 : 0
}

/** Different Han characters of one reading are not yet the same word. */
function isAmbiguous(a: NameToken, b: NameToken): boolean {
  return a.script === 'han' && b.script === 'han' && a.original !== b.original
}

/** Is one the beginning of the other: `J.` of John, `Kh.` of Khalid, `Yu.` of Yuri? */
export function isInitialOf(a: NameToken, b: NameToken): boolean {
  const [short, long] = a.text.length <= b.text.length ? [a, b] : [b, a]
  if (short.kind !== 'initial' || long.kind === 'title' || long.kind === 'particle') return false
  if (long.text.startsWith(short.text)) return true
  return short.sounds.length > 0 && long.sounds.length > 0 && short.sounds[0] === long.sounds[0]
}

function heardSimilarity(a: NameToken, b: NameToken): number {
  const { sounds: x } = a
  const { sounds: y } = b
  if (x.length === 0 || y.length === 0) return 0
  const path = soundPath(a.script, b.script)
  if (path === 'same' && isHopeless(a, b)) return 0
  const similarity = soundSimilarity(x, y, costsFor(path), leastSimilarity - 0.01)
  return similarity >= 1 ? relationStrength.sameSound : Math.min(similarity, relationStrength.sameSound)
}

/** Bits of a sound set that are consonants. */
export const consonants = ~0xff

/** A bound from which sounds occur at all: consonants of one word that the other lacks cost at least .2 each. */
function isHopeless(a: NameToken, b: NameToken): boolean {
  const lacking = bitCount((a.soundSet ^ b.soundSet) & consonants)
  return lacking > 2 + Math.min(a.sounds.length, b.sounds.length)
}

export function bitCount(value: number): number {
  let v = value - ((value >>> 1) & 0x55555555)
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333)
  return (((v + (v >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24
}

function share(a: readonly number[], b: readonly number[]): boolean {
  for (const id of a) if (b.includes(id)) return true
  return false
}
