/** Reads a CSV file as its mapping says. */
import type { DocumentKind, Entity, EntityName, ListedDate, ListedDocument, NameKind } from '../entity.ts'
import { finishEntity } from '../entity-hash.ts'
import { placeOfText } from './address.ts'
import { countryCodesIn, countryOfPlace } from './countries.ts'
import { blacklistMapping, type CsvMapping, type MappedProperty } from './csv-mapping.ts'
import { defined } from './defined.ts'
import { ListError } from './list-error.ts'
import type { ListFile, ParseRequest } from './list-input.ts'
import { isoDate, parseListedDate } from './listed-date.ts'
import { genderOf } from './gender.ts'
import { nameOfParts, wholeName } from './person-name.ts'
import { type CsvRecord, readCsvRecords } from './read-csv.ts'

/** Needs `mapping`. Every row must have a key of its own, a name, and what the mapping requires. */
export async function* parseMappedCsv(request: ParseRequest): AsyncGenerator<Entity> {
  const { mapping, listId, charset } = request
  if (mapping === undefined) {
    throw new ListError('WRONG_FORMAT', { list: listId }, 'a CSV list of your own needs a mapping of its columns')
  }
  const keyColumns = keyColumnsOf(mapping)
  const required = [...new Set([...keyColumns, ...(mapping.required ?? []), ...nameColumnsOf(mapping)])]
  for (const file of request.files) {
    let rowNumber = 0
    const reading = { listId, charset, delimiter: mapping.delimiter, required }
    for await (const row of readCsvRecords(file, reading)) {
      rowNumber++
      yield entityOf(row, rowNumber, mapping, file, request)
    }
  }
}

/** The bank's own blacklist in the columns that we document. */
export function parseBlacklistCsv(request: ParseRequest): AsyncGenerator<Entity> {
  return parseMappedCsv({ ...request, mapping: request.mapping ?? blacklistMapping })
}

function keyColumnsOf(mapping: CsvMapping): readonly string[] {
  return 'rowNumbers' in mapping.key ? [] : mapping.key
}

function nameColumnsOf(mapping: CsvMapping): string[] {
  const whole = mapping.columns.find(({ property }) => property === 'name')
  return whole === undefined ? [] : [whole.column]
}

function entityOf(
  row: CsvRecord,
  rowNumber: number,
  mapping: CsvMapping,
  file: ListFile,
  request: ParseRequest,
): Entity {
  const { listId } = request
  const place = { list: listId, file: file.name, line: row.line }
  for (const column of mapping.required ?? []) {
    if (row.get(column) === undefined) throw new ListError('INVALID_ENTRY', place, `column ${column} is empty`)
  }
  const keys = keyColumnsOf(mapping)
  const entryId = keys.length === 0 ? String(rowNumber) : keys.map((column) => row.get(column) ?? '').join('/')
  const values = (...properties: readonly MappedProperty[]) => valuesOf(row, mapping, properties)
  const names = namesOf(values)
  if (names.length === 0) throw new ListError('INVALID_ENTRY', place, `entry ${entryId} has no name`)
  for (const problem of notUnderstood(values)) {
    if (mapping.strict === true) throw new ListError('INVALID_ENTRY', place, `entry ${entryId}: ${problem}`)
    request.onWarning?.(`line ${row.line}: entry ${entryId}: ${problem}; left out`)
  }
  return finishEntity(
    defined({
      listId,
      entryId,
      schema: schemaOf(row, mapping),
      names,
      birthDates: dates(values('birthDate')),
      deathDates: dates(values('deathDate')),
      foundingDates: dates(values('incorporationDate')),
      birthPlaces: [
        ...values('birthPlace').map(placeOfText),
        ...values('birthCountry').map((text) => defined({ text, country: countryCodesIn(text)[0] })),
      ],
      nationalities: values('nationality').flatMap(countryCodesIn),
      countries: values('country').flatMap(countryCodesIn),
      gender: genderOf(values('gender')[0]),
      documents: documentsOf(values),
      addresses: values('address').map((text) => defined({ text, country: countryOfPlace(text) })),
      contacts: (['phone', 'email', 'website'] as const).flatMap((kind) =>
        values(kind).map((value) => ({ kind, value })),
      ),
      positions: values('position').map((title) =>
        defined({ title, from: isoDate(values('positionFrom')[0]), to: isoDate(values('positionTo')[0]) }),
      ),
      topics: [...(mapping.topics ?? []), ...values('topics')],
      programmes: [...(mapping.programmes ?? []), ...values('program')],
      listedOn: isoDate(values('listingDate')[0]),
      validFrom: isoDate(values('validFrom')[0]),
      validTo: isoDate(values('validTo')[0]),
      remarks: values('notes'),
      sourceUrls: values('sourceUrl'),
      properties: carriedOf(row, mapping),
      raw: { file: file.name, line: row.line },
    }),
  )
}

/** A value that cannot be used is said, not dropped: a birth date is what tells two people apart. */
function notUnderstood(values: ValuesOf): string[] {
  const dates = values('birthDate', 'deathDate').filter((text) => parseListedDate(text) === undefined)
  const terms = values('validFrom', 'validTo', 'listingDate').filter((text) => isoDate(text) === undefined)
  const lands = values('nationality', 'country', 'birthCountry').filter((text) => countryCodesIn(text).length === 0)
  return [
    ...[...dates, ...terms].map((text) => `"${text}" is no date`),
    ...lands.map((text) => `"${text}" is no country`),
  ]
}

type ValuesOf = (...properties: readonly MappedProperty[]) => string[]

function valuesOf(row: CsvRecord, mapping: CsvMapping, properties: readonly MappedProperty[]): string[] {
  return mapping.columns
    .filter(({ property }) => properties.includes(property))
    .flatMap(({ column, split }) => {
      const cell = row.get(column)
      if (cell === undefined) return []
      return split === undefined ? [cell] : cell.split(split).map((part) => part.trim())
    })
    .filter((value) => value !== '')
}

function schemaOf(row: CsvRecord, mapping: CsvMapping) {
  if (typeof mapping.schema === 'string') return mapping.schema
  const cell = row.get(mapping.schema.column)?.toLowerCase()
  const values = Object.entries(mapping.schema.values)
  return values.find(([text]) => text.toLowerCase() === cell)?.[1] ?? mapping.schema.otherwise
}

function namesOf(values: ValuesOf): EntityName[] {
  const [given, middle, family] = [values('firstName')[0], values('middleName')[0], values('lastName')[0]]
  const parted = nameOfParts(defined({ given, middle, family }), 'primary')
  const [first, ...others] = values('name')
  return [
    ...(parted === undefined ? [] : [parted]),
    ...(first === undefined ? [] : [wholeName(first, parted === undefined ? 'primary' : 'alias')]),
    ...named('alias', [...others, ...values('alias')]),
    ...named('former', values('previousName')),
    ...named('weak', values('weakAlias')),
  ]
}

function named(kind: NameKind, texts: readonly string[]): EntityName[] {
  return texts.map((text) => wholeName(text, kind))
}

const documentColumns = [
  ['passportNumber', 'passport'],
  ['idNumber', 'national-id'],
  ['taxNumber', 'tax'],
  ['registrationNumber', 'registration'],
  ['imoNumber', 'imo'],
  ['documentNumber', 'other'],
] as const satisfies readonly (readonly [MappedProperty, DocumentKind])[]

function documentsOf(values: ValuesOf): ListedDocument[] {
  return documentColumns.flatMap(([property, kind]) =>
    values(property).map((number) => ({ kind, number, label: property })),
  )
}

function dates(texts: readonly string[]): ListedDate[] {
  return texts.map((text) => parseListedDate(text)).filter((date) => date !== undefined)
}

function carriedOf(row: CsvRecord, mapping: CsvMapping): Record<string, string[]> {
  const cells = (mapping.carry ?? []).map((column) => [column, row.get(column)] as const)
  return Object.fromEntries(cells.flatMap(([column, cell]) => (cell === undefined ? [] : [[column, [cell]]])))
}
