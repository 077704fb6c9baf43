/** Every list format by the name under which configuration and command line know it. */
import { parseAustraliaCsv, parseAustraliaXlsx } from './au-list.ts'
import { parseCanadaXml } from './ca-xml.ts'
import { parseEuCsv, parseEuCsv10 } from './eu-csv.ts'
import { parseEuXml } from './eu-xml.ts'
import { parseEveryPolitician } from './everypolitician.ts'
import { parseFtmJson } from './ftm-json.ts'
import type { ListParser } from './list-input.ts'
import { parseBlacklistCsv, parseMappedCsv } from './mapped-csv.ts'
import { parseNamesJson } from './names-json.ts'
import { parseOfacAdvancedXml } from './ofac-advanced-xml.ts'
import { parseOfacCsv } from './ofac-csv.ts'
import { parseOfacEnhancedXml } from './ofac-enhanced-xml.ts'
import { parseOfacXml } from './ofac-xml.ts'
import { parseOpenSanctionsCsv } from './opensanctions-csv.ts'
import { parseSecoXml } from './seco-xml.ts'
import { parseSenzingJson } from './senzing-json.ts'
import { parseUkConListCsv, parseUkCsv } from './uk-csv.ts'
import { parseUkOds } from './uk-ods.ts'
import { parseUkXml } from './uk-xml.ts'
import { parseUnXml } from './un-xml.ts'
import { parseUsLegislators } from './us-legislators.ts'

const parsers = {
  'ofac-csv': parseOfacCsv,
  'ofac-xml': parseOfacXml,
  'ofac-enhanced-xml': parseOfacEnhancedXml,
  'ofac-advanced-xml': parseOfacAdvancedXml,
  'un-xml': parseUnXml,
  'eu-xml': parseEuXml,
  'eu-csv': parseEuCsv,
  'eu-csv-1.0': parseEuCsv10,
  'uk-xml': parseUkXml,
  'uk-csv': parseUkCsv,
  'uk-ods': parseUkOds,
  'uk-conlist-csv': parseUkConListCsv,
  'seco-xml': parseSecoXml,
  'ca-xml': parseCanadaXml,
  'au-csv': parseAustraliaCsv,
  'au-xlsx': parseAustraliaXlsx,
  'ftm-json': parseFtmJson,
  'opensanctions-csv': parseOpenSanctionsCsv,
  'senzing-json': parseSenzingJson,
  everypolitician: parseEveryPolitician,
  'us-legislators-yaml': parseUsLegislators,
  'names-json': parseNamesJson,
  'blacklist-csv': parseBlacklistCsv,
  'mapped-csv': parseMappedCsv,
} as const satisfies Readonly<Record<string, ListParser>>

export type ListFormat = keyof typeof parsers

/** Formats of the bank's own files, where a key given twice is a mistake to correct and not a publisher's slip. */
const ownFormats: readonly ListFormat[] = ['blacklist-csv', 'mapped-csv']

// Object.keys widens to string[].
export const listFormats = Object.keys(parsers) as readonly ListFormat[]

export function parserFor(format: ListFormat): ListParser {
  return parsers[format]
}

export function isListFormat(text: string): text is ListFormat {
  return Object.hasOwn(parsers, text)
}

export function isOwnFormat(format: ListFormat): boolean {
  return ownFormats.includes(format)
}

/**
 * Raised when a parser reads the same bytes differently than before. It is part of a snapshot's identity, so that a
 * changed parser makes a new snapshot instead of silently giving an old one another meaning.
 */
export const parserVersion = 1
