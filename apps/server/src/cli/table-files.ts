/** Tables that commands read and write: progress beside, complaints with file and place, rows in blocks. */
import { createReadStream } from 'node:fs'
import { resolve } from 'node:path'
import type { BatchErrorCode, BatchOptions } from '@gatehouse/screening'
import { BatchError } from '@gatehouse/screening'
import type { CliContext } from './command.ts'

/** `docs/errors.md` lists the same codes; a test compares the two. */
export const tableWaysOut: Readonly<Record<BatchErrorCode, string>> = {
  TABLE_EMPTY: 'Give it at least one row.',
  TABLE_MALFORMED: 'Correct that line.',
  COLUMN_MISSING: 'Name the columns in the first line.',
  VALUE_INVALID: 'Correct that cell.',
  BATCH_CANCELLED: 'Start it again.',
  BATCH_WORKER_FAILED: 'Report it; the cause is in the message.',
}

/** Opens a table for reading. A file that cannot be read is an error when the first row is asked for. */
export function openTable(file: string, { cwd }: CliContext): AsyncIterable<Uint8Array> {
  return createReadStream(resolve(cwd, file))
}

/** Says every thousandth row how far it is. */
export function progressOf(file: string, { err }: CliContext): BatchOptions {
  return { onProgress: (rows) => err(`${file}: ${rows} rows`) }
}

/** @throws Error that names the file and the place, for a BatchError; anything else as it is */
export async function namingFile<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof BatchError)) throw error
    const { line, column } = error.details
    const missing = [
      line === undefined || error.message.includes(`ine ${line}`) ? '' : `line ${line}`,
      column === undefined || error.message.includes(`'${column}'`) ? '' : `column '${column}'`,
    ].filter((part) => part !== '')
    const place = missing.length === 0 ? '' : ` (${missing.join(', ')})`
    throw new Error(`${file}${place}: ${error.message} [${error.code}] ${tableWaysOut[error.code]}`, { cause: error })
  }
}

export interface RowWriter {
  write(cells: readonly (string | number)[]): void
  end(): void
}

const blockRows = 500

/** CSV rows on the standard output, in blocks. */
export function createRowWriter(header: readonly string[], { out }: CliContext): RowWriter {
  let block: string[] = [header.join(',')]
  const flush = () => {
    if (block.length > 0) out(block.join('\n'))
    block = []
  }
  return {
    write(cells) {
      block.push(cells.map(toCell).join(','))
      if (block.length >= blockRows) flush()
    },
    end: flush,
  }
}

function toCell(value: string | number): string {
  const text = String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
