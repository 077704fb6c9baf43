/**
 * Counts how common name words are and writes `src/names/frequency-table.ts`.
 *
 * Usage: node packages/screening/scripts/build-frequency-table.ts SHARED_DATA_FOLDER [--check]
 * What is kept is a word and how often it occurs, for words of many people; no entry can be read back from it.
 */
import { romanise } from '../src/normalise/romanise.ts'
import { splitWords } from '../src/normalise/words.ts'
import { dataFolder, putLearned } from './learned-file.ts'
import { type NameSet, ofacNames, politicianNames } from './name-corpus.ts'

const least = { person: 9, organisation: 6 }

const sets = [...ofacNames(dataFolder), ...politicianNames(dataFolder)]
const persons = sets.filter((set) => set.domain === 'person')
const organisations = sets.filter((set) => set.domain === 'organisation')
writeTable()

function countWords(names: readonly NameSet[]): ReadonlyMap<string, number> {
  const table = new Map<string, number>()
  for (const set of names) {
    for (const word of wordsOf(set.names)) if (word !== '') table.set(word, (table.get(word) ?? 0) + 1)
  }
  return table
}

function wordsOf(names: readonly string[]): ReadonlySet<string> {
  const words = new Set<string>()
  for (const name of names) {
    for (const word of splitWords(name)) {
      if (word.script === 'latin' || word.script === 'cyrillic') words.add(romanise(word.text, word.script).text)
    }
  }
  return words
}

function writeTable(): void {
  const person = buckets(countWords(persons), persons.length, least.person)
  const organisation = buckets(countWords(organisations), organisations.length, least.organisation)
  const body = `/** How common name words are, as bits of information: log2 of one over the share of names that hold the word. */
// Written by scripts/build-frequency-table.ts; words of fewer than ${least.person} people or ${least.organisation} organisations are left out.

/** One string for each number of bits, from 0 up: the words that carry so many. */
export const personBits: readonly string[] = ${quoted(person)}

export const organisationBits: readonly string[] = ${quoted(organisation)}
`
  putLearned('names/frequency-table.ts', body)
}

function quoted(lines: readonly string[]): string {
  return `[\n${lines.map((line) => `  '${line}',\n`).join('')}]`
}

function buckets(table: ReadonlyMap<string, number>, total: number, fewest: number): string[] {
  const out: string[][] = []
  for (const [word, n] of table) {
    if (n < fewest) continue
    const bits = Math.max(1, Math.round(Math.log2(total / n)))
    while (out.length <= bits) out.push([])
    out[bits]?.push(word)
  }
  return out.map((words) => words.sort().join(' '))
}
