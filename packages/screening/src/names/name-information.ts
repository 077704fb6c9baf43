/** How much a name word tells: bits of information from the shipped frequency table, whatever list is screened. */
import { genericWords } from './name-words.ts'
import { organisationBits, personBits } from './frequency-table.ts'

export type NameDomain = 'person' | 'organisation'

/** Words that the table does not know are rare; so many bits. */
const unseenBits = { person: 12.5, organisation: 11 }

const tables = { person: readBits(personBits), organisation: readBits(organisationBits) }

/** Consonants alone of the commonest spelling, for words written without vowels or misspelled. */
const skeletons = { person: skeletonBits(personBits), organisation: skeletonBits(organisationBits) }

/** Bits that one written consonant or one syllable tells at most, where a word is all consonants or syllables. */
const bitsOfConsonant = 5
const bitsOfSyllable = 4.5
/** Bits of a word that any organisation may add to its name. */
const genericBits = 5

/**
 * Bits that a romanised word carries. Short words say less whatever their count; a word without vowels is as common
 * as the commonest word that it may stand for. `syllables`: how many, where each is one character.
 */
export function bitsOf(text: string, domain: NameDomain, vowelless: boolean, syllables?: number): number {
  const known = tables[domain].get(text)
  const consonants = vowelless ? consonantsOf(text) : undefined
  const skeleton = consonants === undefined ? undefined : skeletons[domain].get(consonants)
  const bits = known ?? (skeleton === undefined ? unseenBits[domain] : skeleton + 1)
  return Math.min(bits, mostBits(text, domain, syllables, consonants))
}

function mostBits(
  text: string,
  domain: NameDomain,
  syllables: number | undefined,
  consonants: string | undefined,
): number {
  const most = Math.min(2.5 + 2 * text.length, unseenBits[domain])
  if (syllables !== undefined) return Math.min(most, bitsOfSyllable * syllables)
  if (consonants !== undefined) return Math.min(most, bitsOfConsonant * Math.max(1, consonants.length))
  return domain === 'organisation' && genericWords.has(text) ? Math.min(most, genericBits) : most
}

function readBits(buckets: readonly string[]): ReadonlyMap<string, number> {
  const table = new Map<string, number>()
  buckets.forEach((text, bits) => {
    for (const word of text.split(' ')) if (word !== '') table.set(word, Math.max(1.5, bits - 0.5))
  })
  return table
}

function skeletonBits(buckets: readonly string[]): ReadonlyMap<string, number> {
  const table = new Map<string, number>()
  buckets.forEach((text, bits) => {
    for (const word of text.split(' ')) {
      const skeleton = consonantsOf(word)
      if (skeleton.length > 1 && !table.has(skeleton)) table.set(skeleton, bits)
    }
  })
  return table
}

function consonantsOf(word: string): string {
  return word.replace(/[aeiouwy]|(.)(?=\1)/g, '')
}
