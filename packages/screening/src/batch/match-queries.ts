/** Screens a whole file of customers against an index, row by row. */
import type { ScreeningIndex } from '../candidates/screening-index.ts'
import type { Hit, MatchResult } from '../scoring/hit.ts'
import type { MatchOptions } from '../scoring/query.ts'
import type { BatchHit } from './batch-message.ts'
import { parseQueryRow, requiredQueryColumns } from './query-row.ts'
import { checkDates, readTable, requireCell, type TableSource } from './read-table.ts'
import { type BatchOptions, checkCancelled } from './score-pairs.ts'
import { type BatchQuery, type ScreenBatchOptions, screenBatch } from './screen-batch.ts'

export interface MatchedQuery {
  readonly line: number
  /** The row's `qid` or `id`, or its line where it has neither. */
  readonly id: string
  readonly cells: Readonly<Record<string, string>>
  readonly result: MatchResult
}

export interface MatchQueriesOptions extends BatchOptions, MatchOptions {
  /** Threads over one image of the index; default 0: in the calling thread, without the start of any. */
  readonly workers?: number
}

const progressEvery = 1000

/**
 * Streams the hits of a CSV of customers. Columns: `name` (required), `schema`, `birth_date`, `nationality`, `country`,
 * `gender`, `place_of_birth`, `id_number`; several values in a cell are separated by `;`. Throws `BatchError` with line
 * and column for the first row that cannot be read, after the answers of all rows before it. With `accept`, which
 * threads could not ask, everything stays in the calling thread.
 */
export async function* matchQueries(
  source: TableSource,
  index: ScreeningIndex,
  options: MatchQueriesOptions = {},
): AsyncGenerator<MatchedQuery> {
  const { onProgress, workers = 0, accept, ...rest } = options
  const customers = readCustomers(source, options.signal)
  const matched =
    workers > 0 && accept === undefined
      ? onThreads(customers, index, { ...rest, workers })
      : inThisThread(customers, index, options)
  let rows = 0
  for await (const row of matched) {
    yield row
    rows++
    if (rows % progressEvery === 0) onProgress?.(rows)
  }
  onProgress?.(rows)
}

type Customer = Omit<MatchedQuery, 'result'>

async function* readCustomers(source: TableSource, signal: AbortSignal | undefined): AsyncGenerator<Customer> {
  for await (const row of readTable(source, requiredQueryColumns)) {
    checkCancelled(signal)
    checkDates(row, ['birth_date'])
    requireCell(row, 'name')
    const { cells, line } = row
    yield { line, id: cells.qid ?? cells.id ?? String(line), cells }
  }
}

async function* inThisThread(
  customers: AsyncIterable<Customer>,
  index: ScreeningIndex,
  matching: MatchOptions,
): AsyncGenerator<MatchedQuery> {
  for await (const customer of customers) {
    yield { ...customer, result: index.match(parseQueryRow(customer.cells), matching) }
  }
}

async function* onThreads(
  customers: AsyncIterable<Customer>,
  index: ScreeningIndex,
  options: ScreenBatchOptions,
): AsyncGenerator<MatchedQuery> {
  const asked: Customer[] = []
  let broken: { readonly error: unknown } | undefined
  async function* queries(): AsyncGenerator<BatchQuery> {
    try {
      for await (const customer of customers) {
        asked.push(customer)
        yield { id: customer.id, query: parseQueryRow(customer.cells) }
      }
    } catch (error) {
      // Told once the rows before it are answered.
      broken = { error }
    }
  }
  for await (const { result } of screenBatch(index, queries(), options)) {
    const customer = asked.shift()
    if (customer === undefined) return
    yield { ...customer, result: { ...result, hits: result.hits.flatMap((hit) => withEntity(hit, index)) } }
  }
  if (broken !== undefined) throw broken.error
}

function withEntity({ entityId, ...hit }: BatchHit, index: ScreeningIndex): readonly Hit[] {
  const entity = index.entity(entityId)
  return entity === undefined ? [] : [{ ...hit, entity }]
}
