/** How much a name word tells: bits of information from the shipped frequency table, whatever list is screened. */
import { organisationBits, personBits } from './frequency-table.ts'

export type NameDomain = 'person' | 'organisation'

/** Words that the table does not know are rare; so many bits. */
const unseenBits = { person: 12.5, organisation: 11 }

const tables = { person: readBits(personBits), organisation: readBits(organisationBits) }

/** Consonants alone of the commonest spelling, for words written without vowels or misspelled. */
const skeletons = { person: skeletonBits(personBits), organisation: skeletonBits(organisationBits) }

/**
 * Bits that a romanised word carries. Short words say less whatever their count; a word without vowels is as common
 * as the commonest word that it may stand for.
 */
export function bitsOf(text: string, domain: NameDomain, vowelless: boolean): number {
  const known = tables[domain].get(text)
  const skeleton = vowelless ? skeletons[domain].get(consonantsOf(text)) : undefined
  const bits = known ?? (skeleton === undefined ? unseenBits[domain] : skeleton + 1)
  return Math.min(bits, 2.5 + 2 * text.length, unseenBits[domain])
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
