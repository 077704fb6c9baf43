/**
 * Counts how common name words are and writes `src/names/frequency-table.ts`.
 *
 * Usage: node packages/screening/scripts/build-frequency-table.ts SHARED_DATA_FOLDER
 * Reads only sources that may be used so: OFAC (public domain) and EveryPolitician (facts, no rights asked). What is
 * kept is a word and how often it occurs, for words of many people; no entry can be read back from it.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { romanise } from '../src/normalise/romanise.ts'
import { splitWords } from '../src/normalise/words.ts'

const folder = process.argv[2] ?? '../shared/data'
const least = { person: 9, organisation: 6 }

const persons = new Map<string, number>()
const organisations = new Map<string, number>()
let personCount = 0
let organisationCount = 0

interface OfacEntry {
  readonly name: string
  readonly type: string
  readonly alternateNames?: readonly string[]
}

interface Politician {
  readonly name: string
  readonly other_names?: readonly { readonly name?: string }[]
}

for (const entry of readOfac()) {
  const words = wordsOf([entry.name, ...(entry.alternateNames ?? [])])
  if (entry.type === 'individual') {
    personCount++
    count(persons, words)
  } else {
    organisationCount++
    count(organisations, words)
  }
}
for (const politician of readPoliticians()) {
  personCount++
  count(persons, wordsOf([politician.name, ...(politician.other_names ?? []).map((other) => other.name ?? '')]))
}
writeTable()

function readOfac(): OfacEntry[] {
  const text = gunzipSync(readFileSync(`${folder}/watchlists/ofac/sdn_2026-08-20_names.json.gz`)).toString('utf8')
  const parsed: unknown = JSON.parse(text)
  // The file is of a fixed, documented shape: an object whose `entries` are the list.
  return (parsed as { readonly entries: OfacEntry[] }).entries
}

function readPoliticians(): Politician[] {
  const text = gunzipSync(readFileSync(`${folder}/watchlists/pep/everypolitician_2015.jsonl.gz`)).toString('utf8')
  // One object a line, of the documented shape.
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Politician)
}

function wordsOf(names: readonly string[]): Set<string> {
  const words = new Set<string>()
  for (const name of names) {
    for (const word of splitWords(name)) {
      if (word.script === 'latin' || word.script === 'cyrillic') words.add(romanise(word.text, word.script).text)
    }
  }
  return words
}

function count(table: Map<string, number>, words: ReadonlySet<string>): void {
  for (const word of words) if (word.length > 0) table.set(word, (table.get(word) ?? 0) + 1)
}

function writeTable(): void {
  const body = [
    `/** How common name words are, as bits of information: log2 of one over the share of names that hold the word. */`,
    `// Written by scripts/build-frequency-table.ts; words of fewer than ${least.person} people or ${least.organisation} organisations are left out.`,
    '',
    '/** One string for each number of bits, from 0 up: the words that carry so many. */',
    `export const personBits: readonly string[] = ${JSON.stringify(buckets(persons, personCount, least.person), null, 2)}`,
    '',
    `export const organisationBits: readonly string[] = ${JSON.stringify(buckets(organisations, organisationCount, least.organisation), null, 2)}`,
    '',
  ].join('\n')
  writeFileSync(new URL('../src/names/frequency-table.ts', import.meta.url), body)
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
