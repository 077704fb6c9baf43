/** Screens a whole file of customers against an index, row by row. */
import type { ScreeningIndex } from '../candidates/screening-index.ts'
import type { MatchResult } from '../scoring/hit.ts'
import type { MatchOptions } from '../scoring/query.ts'
import { parseQueryRow, requiredQueryColumns } from './query-row.ts'
import { checkDates, readTable, requireCell, type TableSource } from './read-table.ts'
import { type BatchOptions, checkCancelled } from './score-pairs.ts'

export interface MatchedQuery {
  readonly line: number
  /** The row's `qid` or `id`, or its line where it has neither. */
  readonly id: string
  readonly cells: Readonly<Record<string, string>>
  readonly result: MatchResult
}

const progressEvery = 1000

/**
 * Streams the hits of a CSV of customers. Columns: `name` (required), `schema`, `birth_date`, `nationality`, `country`,
 * `gender`, `place_of_birth`, `id_number`; several values in a cell are separated by `;`. Throws `BatchError` with line
 * and column for the first row that cannot be read.
 */
export async function* matchQueries(
  source: TableSource,
  index: ScreeningIndex,
  options: BatchOptions & MatchOptions = {},
): AsyncGenerator<MatchedQuery> {
  const { onProgress, signal, ...matching } = options
  let rows = 0
  for await (const row of readTable(source, requiredQueryColumns)) {
    checkCancelled(signal)
    checkDates(row, ['birth_date'])
    requireCell(row, 'name')
    const { cells, line } = row
    const result = index.match(parseQueryRow(cells), matching)
    yield { line, id: cells.qid ?? cells.id ?? String(line), cells, result }
    rows++
    if (rows % progressEvery === 0) onProgress?.(rows)
  }
  onProgress?.(rows)
}
