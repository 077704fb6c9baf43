/** Every list format by the name under which configuration and command line know it. */
import { parseFtmJson } from './ftm-json.ts'
import type { ListParser } from './list-input.ts'
import { parseBlacklistCsv, parseMappedCsv } from './mapped-csv.ts'
import { parseOfacCsv } from './ofac-csv.ts'
import { parseOfacXml } from './ofac-xml.ts'
import { parseOpenSanctionsCsv } from './opensanctions-csv.ts'
import { parseUnXml } from './un-xml.ts'

const parsers = {
  'ofac-csv': parseOfacCsv,
  'ofac-xml': parseOfacXml,
  'un-xml': parseUnXml,
  'ftm-json': parseFtmJson,
  'opensanctions-csv': parseOpenSanctionsCsv,
  'blacklist-csv': parseBlacklistCsv,
  'mapped-csv': parseMappedCsv,
} as const satisfies Readonly<Record<string, ListParser>>

export type ListFormat = keyof typeof parsers

export const listFormats = Object.keys(parsers) as readonly ListFormat[] // Object.keys widens to string[].

export function parserFor(format: ListFormat): ListParser {
  return parsers[format]
}

export function isListFormat(text: string): text is ListFormat {
  return Object.hasOwn(parsers, text)
}

/**
 * Raised when a parser reads the same bytes differently than before. It is part of a snapshot's identity, so that a
 * changed parser makes a new snapshot instead of silently giving an old one another meaning.
 */
export const parserVersion = 1
