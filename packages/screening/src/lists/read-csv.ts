/** Streams the rows of a CSV list, with the line on which each starts. */
import { pipeline, Readable } from 'node:stream'
import { CsvError, type Info, parse } from 'csv-parse'
import { decodeText } from './decode-text.ts'
import { ListError } from './list-error.ts'
import type { ListFile } from './list-input.ts'

interface CsvRow {
  readonly fields: readonly string[]
  /** 1-based line of the row's first character. */
  readonly line: number
}

/** A row by column name; columns that the row lacks or leaves empty are undefined. */
export interface CsvRecord {
  readonly line: number
  readonly get: (column: string) => string | undefined
}

export interface CsvReading {
  readonly listId: string
  readonly charset?: string | undefined
  /** A comma when left out. */
  readonly delimiter?: string | undefined
  /** A column that only the header row names; rows before it, such as a report date, go to `onPreamble`. */
  readonly headerHas?: string
  readonly onPreamble?: (fields: readonly string[]) => void
  /** Turns a chunk of text before it is read as CSV; for files that a spreadsheet program has wrapped. */
  readonly transform?: (text: AsyncIterable<string>) => AsyncIterable<string>
}

/** Rows in file order. Every row of a file has the same number of fields; a shorter one means the file was cut. */
export async function* readCsvRows(file: ListFile, reading: CsvReading): AsyncGenerator<CsvRow> {
  const text = decodeText(file, { listId: reading.listId, charset: reading.charset })
  const parser = parse({
    bom: true,
    delimiter: reading.delimiter ?? ',',
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
  })
  pipeline(Readable.from(withoutEndMark(reading.transform?.(text) ?? text)), parser, () => undefined)
  let line = 1
  try {
    // `info: true` makes every record carry the counters beside its fields.
    for await (const row of parser as AsyncIterable<{ info: Info; record: string[] }>) {
      yield { fields: row.record, line }
      line = row.info.lines + 1
    }
  } catch (cause) {
    throw cause instanceof CsvError ? csvError(cause, reading.listId, file.name) : cause
  }
}

/** Rows after the header, by column name. Names are matched without regard to case and surrounding space. */
export async function* readCsvRecords(
  file: ListFile,
  reading: CsvReading & { readonly required: readonly string[] },
): AsyncGenerator<CsvRecord> {
  let columns: Map<string, number> | undefined
  const skipped: CsvRow[] = []
  for await (const row of readCsvRows(file, reading)) {
    if (columns !== undefined) yield recordOf(row, columns)
    else if (isHeader(row, reading.headerHas) || skipped.length === maxPreambleRows)
      columns = headerOf(row, file, reading)
    else {
      skipped.push(row)
      reading.onPreamble?.(row.fields)
    }
  }
  if (columns === undefined) {
    // Too short to reach the limit: the first row is what stands where a header should.
    if (skipped[0] !== undefined) headerOf(skipped[0], file, reading)
    throw new ListError('EMPTY', { list: reading.listId, file: file.name }, 'the file has no header row')
  }
}

const maxPreambleRows = 5

function isHeader(row: CsvRow, column: string | undefined): boolean {
  return column === undefined || row.fields.some((name) => columnKey(name) === columnKey(column))
}

function headerOf(
  row: CsvRow,
  file: ListFile,
  reading: CsvReading & { readonly required: readonly string[] },
): Map<string, number> {
  const columns = new Map<string, number>()
  for (const [index, name] of row.fields.entries()) {
    if (!columns.has(columnKey(name))) columns.set(columnKey(name), index)
  }
  const missing = reading.required.filter((name) => !columns.has(columnKey(name)))
  if (missing.length > 0) {
    throw new ListError(
      'WRONG_FORMAT',
      { list: reading.listId, file: file.name, line: row.line },
      `the header lacks ${missing.join(', ')}; it has ${row.fields.slice(0, 6).join(', ')}…`,
    )
  }
  return columns
}

function recordOf(row: CsvRow, columns: ReadonlyMap<string, number>): CsvRecord {
  return {
    line: row.line,
    get(column) {
      const index = columns.get(columnKey(column))
      const value = index === undefined ? undefined : row.fields[index]?.trim()
      return value === undefined || value === '' ? undefined : value
    },
  }
}

function columnKey(name: string): string {
  return name.trim().toLowerCase().replace(/\s+/g, ' ')
}

/** Old DOS tools, and OFAC to this day, end a text file with Ctrl-Z. */
async function* withoutEndMark(text: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const chunk of text) yield chunk.includes('\u001a') ? chunk.replaceAll('\u001a', '') : chunk
}

function csvError(cause: CsvError, list: string, file: string): ListError {
  const line = typeof cause['lines'] === 'number' ? cause['lines'] : undefined
  const place = line === undefined ? { list, file } : { list, file, line }
  return cause.code === 'CSV_QUOTE_NOT_CLOSED'
    ? new ListError('TRUNCATED', place, 'the file ends inside a quoted field', { cause })
    : new ListError('MALFORMED', place, `not readable as CSV: ${cause.message}`, { cause })
}
