/** Scores a whole file of pairs, row by row. */
import { BatchError } from './batch-error.ts'
import { parsePairRow, requiredPairColumns } from './pair-row.ts'
import { checkDates, readTable, requireCell, type TableSource } from './read-table.ts'
import { type PairScore, scoreByEvidence } from './evidence-score.ts'

export interface ScoredPair extends PairScore {
  readonly line: number
  /** The row's `id`, or its line where it has none. */
  readonly id: string
  /** The row as read. */
  readonly cells: Readonly<Record<string, string>>
}

export interface BatchOptions {
  /** Told the number of rows done, at every thousandth and at the end. */
  readonly onProgress?: (rows: number) => void
  readonly signal?: AbortSignal
}

const progressEvery = 1000
const dateColumns = ['q_birth_date', 'c_birth_date']

/**
 * Streams the scores of a CSV of pairs. Columns: `q_name`, `c_name` (required), `schema`, and for either side
 * `birth_date`, `nationality`, `gender`, `id_number` with the prefix `q_` or `c_`; several values in a cell are separated
 * by `;`. Throws `BatchError` with line and column for the first row that cannot be read.
 */
export async function* scorePairs(source: TableSource, options: BatchOptions = {}): AsyncGenerator<ScoredPair> {
  let rows = 0
  for await (const row of readTable(source, requiredPairColumns)) {
    checkCancelled(options.signal)
    checkDates(row, dateColumns)
    requireCell(row, 'q_name')
    requireCell(row, 'c_name')
    const { cells, line } = row
    yield { ...scoreByEvidence(parsePairRow(cells)), line, id: cells.id ?? String(line), cells }
    rows++
    if (rows % progressEvery === 0) options.onProgress?.(rows)
  }
  options.onProgress?.(rows)
}

export function checkCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new BatchError('BATCH_CANCELLED', 'The batch was cancelled.')
}
