/** Names known to be of one person or organisation, from sources that may be used for learning. */
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import type { NameDomain } from '../src/names/name-information.ts'

export interface NameSet {
  readonly domain: NameDomain
  readonly names: readonly string[]
}

interface OfacEntry {
  readonly name: string
  readonly type: string
  readonly alternateNames?: readonly string[]
}

interface Politician {
  readonly name: string
  readonly other_names?: readonly { readonly name?: string }[]
}

/** OFAC: US government work, public domain. */
export function ofacNames(folder: string): NameSet[] {
  const parsed: unknown = JSON.parse(readGzip(`${folder}/watchlists/ofac/sdn_2026-08-20_names.json.gz`))
  // The file is of a fixed, documented shape: an object whose `entries` are the list.
  const { entries } = parsed as { readonly entries: readonly OfacEntry[] }
  return entries.map((entry) => ({
    domain: entry.type === 'individual' ? 'person' : 'organisation',
    names: [entry.name, ...(entry.alternateNames ?? [])],
  }))
}

/** EveryPolitician: facts from public sources, no rights asked; names in the languages of many encyclopedias. */
export function politicianNames(folder: string): NameSet[] {
  const lines = readGzip(`${folder}/watchlists/pep/everypolitician_2015.jsonl.gz`).split('\n').filter(Boolean)
  return lines.map((line) => {
    // One object a line, of the documented shape.
    const politician = JSON.parse(line) as Politician
    const others = (politician.other_names ?? []).map((other) => other.name ?? '').filter(Boolean)
    return { domain: 'person', names: [politician.name, ...others] }
  })
}

function readGzip(file: string): string {
  return gunzipSync(readFileSync(file)).toString('utf8')
}
