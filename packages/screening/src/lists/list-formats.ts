/** Every list format by the name under which configuration and command line know it. */
import type { ListParser } from './list-input.ts'

/** Readers are loaded by the first list that needs them: two dozen formats and their libraries, of which a bank has a few. */
const parsers = {
  'ofac-csv': deferred(async () => (await import('./ofac-csv.ts')).parseOfacCsv),
  'ofac-xml': deferred(async () => (await import('./ofac-xml.ts')).parseOfacXml),
  'ofac-enhanced-xml': deferred(async () => (await import('./ofac-enhanced-xml.ts')).parseOfacEnhancedXml),
  'ofac-advanced-xml': deferred(async () => (await import('./ofac-advanced-xml.ts')).parseOfacAdvancedXml),
  'un-xml': deferred(async () => (await import('./un-xml.ts')).parseUnXml),
  'eu-xml': deferred(async () => (await import('./eu-xml.ts')).parseEuXml),
  'eu-csv': deferred(async () => (await import('./eu-csv.ts')).parseEuCsv),
  'eu-csv-1.0': deferred(async () => (await import('./eu-csv.ts')).parseEuCsv10),
  'uk-xml': deferred(async () => (await import('./uk-xml.ts')).parseUkXml),
  'uk-csv': deferred(async () => (await import('./uk-csv.ts')).parseUkCsv),
  'uk-ods': deferred(async () => (await import('./uk-ods.ts')).parseUkOds),
  'uk-conlist-csv': deferred(async () => (await import('./uk-csv.ts')).parseUkConListCsv),
  'seco-xml': deferred(async () => (await import('./seco-xml.ts')).parseSecoXml),
  'ca-xml': deferred(async () => (await import('./ca-xml.ts')).parseCanadaXml),
  'au-csv': deferred(async () => (await import('./au-list.ts')).parseAustraliaCsv),
  'au-xlsx': deferred(async () => (await import('./au-list.ts')).parseAustraliaXlsx),
  'ftm-json': deferred(async () => (await import('./ftm-json.ts')).parseFtmJson),
  'opensanctions-csv': deferred(async () => (await import('./opensanctions-csv.ts')).parseOpenSanctionsCsv),
  'senzing-json': deferred(async () => (await import('./senzing-json.ts')).parseSenzingJson),
  everypolitician: deferred(async () => (await import('./everypolitician.ts')).parseEveryPolitician),
  'us-legislators-yaml': deferred(async () => (await import('./us-legislators.ts')).parseUsLegislators),
  'names-json': deferred(async () => (await import('./names-json.ts')).parseNamesJson),
  'blacklist-csv': deferred(async () => (await import('./mapped-csv.ts')).parseBlacklistCsv),
  'mapped-csv': deferred(async () => (await import('./mapped-csv.ts')).parseMappedCsv),
} as const satisfies Readonly<Record<string, ListParser>>

function deferred(load: () => Promise<ListParser>): ListParser {
  return async function* (request) {
    yield* (await load())(request)
  }
}

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
