/** Streams the rows of a CSV file with a header; every complaint names the line and the column. */
import { pipeline, Readable } from 'node:stream'
import { BatchError } from './batch-error.ts'

export interface TableRow {
  readonly line: number
  readonly cells: Readonly<Record<string, string>>
}

/** Bytes or text of a CSV file, whole or in pieces. */
export type TableSource = string | Uint8Array | AsyncIterable<Uint8Array | string>

/** Throws `BatchError` for a missing column, a row that is no CSV, or a file without a row. */
export async function* readTable(source: TableSource, required: readonly string[]): AsyncGenerator<TableRow> {
  const { parse } = await import('csv-parse')
  const parser = parse({ bom: true, columns: (header: string[]) => checkHeader(header, required), info: true })
  // Errors of the source arrive through the parser.
  pipeline(Readable.from(utf8Only(toPieces(source))), parser, () => undefined)
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
    if (error instanceof BatchError || isFromSystem(error)) throw error
    throw malformed(error)
  }
  if (rows === 0) throw new BatchError('TABLE_EMPTY', 'The table has no row below its header.')
}

function toPieces(source: TableSource): AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string> {
  return typeof source === 'string' || source instanceof Uint8Array ? [source] : source
}

/** A name read in the wrong character set is another name, and scores as one without anybody noticing. */
async function* utf8Only(
  pieces: AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>,
): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  let line = 1
  let last: Uint8Array = new Uint8Array()
  const decode = (piece: Uint8Array, isMore: boolean): string => {
    try {
      return decoder.decode(piece, { stream: isMore })
    } catch {
      throw notUtf8(last, piece, line)
    }
  }
  for await (const piece of pieces) {
    const text = typeof piece === 'string' ? piece : decode(piece, true)
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) line++
    if (typeof piece !== 'string') last = piece.slice(-3)
    yield text
  }
  yield decode(new Uint8Array(), false)
}

/** Looks for the first byte that does not fit, to name its line. */
function notUtf8(before: Uint8Array, piece: Uint8Array, firstLine: number): BatchError {
  const isUtf16 = firstLine === 1 && before.length === 0 && [0xfe, 0xff].includes(piece[0] ?? 0)
  const text = new TextDecoder('utf-8').decode(piece)
  // A character that the piece before cut in two begins this one with a replacement, which is on the right line too.
  const line = firstLine + (text.slice(0, text.indexOf('\ufffd')).match(/\n/g)?.length ?? 0)
  const what = isUtf16 ? 'It looks like UTF-16.' : 'It may be Windows-1252 or another older character set.'
  return new BatchError('TABLE_MALFORMED', `Line ${line} is no UTF-8. ${what} Save the table as UTF-8.`, { line })
}

/** A file that is not there, or cannot be read, is no matter of tables. */
function isFromSystem(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error
}

function checkHeader(header: readonly string[], required: readonly string[]): string[] {
  const names = header.map((name) => name.trim())
  const missing = required.find((column) => !names.includes(column))
  if (missing !== undefined) {
    const message = `Column '${missing}' is missing. The table has: ${names.join(', ')}.`
    throw new BatchError('COLUMN_MISSING', message, { line: 1, column: missing })
  }
  const twice = names.find((name, at) => names.indexOf(name) !== at)
  if (twice !== undefined)
    throw new BatchError('TABLE_MALFORMED', `Column '${twice}' is there twice.`, { line: 1, column: twice })
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
