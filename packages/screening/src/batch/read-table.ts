/** Streams the rows of a CSV file with a header; every complaint names the line and the column. */
import { pipeline, Readable } from 'node:stream'
import { parse } from 'csv-parse'
import { BatchError } from './batch-error.ts'

export interface TableRow {
  readonly line: number
  readonly cells: Readonly<Record<string, string>>
}

/** Bytes or text of a CSV file, whole or in pieces. */
export type TableSource = string | Uint8Array | AsyncIterable<Uint8Array | string>

/** Throws `BatchError` for a missing column, a row that is no CSV, or a file without a row. */
export async function* readTable(source: TableSource, required: readonly string[]): AsyncGenerator<TableRow> {
  const parser = parse({ bom: true, columns: (header: string[]) => checkHeader(header, required), info: true })
  // Errors of the source arrive through the parser.
  pipeline(toStream(source), parser, () => undefined)
  let rows = 0
  try {
    // With `columns` and `info` the parser yields one record and its position a row.
    for await (const { record, info } of parser as AsyncIterable<{
      readonly record: Readonly<Record<string, string>>
      readonly info: { readonly lines: number }
    }>) {
      rows++
      yield { line: info.lines, cells: record }
    }
  } catch (error) {
    throw error instanceof BatchError ? error : malformed(error)
  }
  if (rows === 0) throw new BatchError('TABLE_EMPTY', 'The table has no row below its header.')
}

function toStream(source: TableSource): Readable {
  if (typeof source === 'string' || source instanceof Uint8Array) return Readable.from([source])
  return Readable.from(source)
}

function checkHeader(header: readonly string[], required: readonly string[]): string[] {
  const names = header.map((name) => name.trim())
  const missing = required.find((column) => !names.includes(column))
  if (missing !== undefined) {
    const message = `Column '${missing}' is missing. The table has: ${names.join(', ')}.`
    throw new BatchError('COLUMN_MISSING', message, { line: 1, column: missing })
  }
  return names
}

function malformed(error: unknown): BatchError {
  const known = error as { readonly lines?: number; readonly column?: string | number; readonly message?: string }
  const details = {
    ...(known.lines === undefined ? {} : { line: known.lines }),
    ...(known.column === undefined ? {} : { column: String(known.column) }),
  }
  return new BatchError('TABLE_MALFORMED', `The table is no CSV: ${known.message ?? String(error)}`, details, error)
}

const isoPrefix = /^\d{4}(?:-\d{2}(?:-\d{2})?)?$/

/** Checks the cells that have a form; names and codes may be anything. */
export function checkDates(row: TableRow, columns: readonly string[]): void {
  for (const column of columns) {
    for (const value of (row.cells[column] ?? '').split(';')) {
      const text = value.trim()
      if (text !== '' && !isoPrefix.test(text)) {
        const message = `Line ${row.line}, column '${column}': '${text}' is no date of the form 1962, 1962-11 or 1962-11-23.`
        throw new BatchError('VALUE_INVALID', message, { line: row.line, column, value: text })
      }
    }
  }
}

/** A cell that must not be empty. */
export function requireCell(row: TableRow, column: string): string {
  const value = row.cells[column] ?? ''
  if (value.trim() !== '') return value
  const message = `Line ${row.line}, column '${column}': the cell is empty.`
  throw new BatchError('VALUE_INVALID', message, { line: row.line, column, value })
}
