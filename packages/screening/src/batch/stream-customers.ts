/** Customers as JSON lines in, answers as JSON lines out: one for each line, in the order of the lines. */
import { type Customer, parseCustomer } from '../api/customer.ts'
import { CustomerError } from '../api/customer-error.ts'
import { type ScreeningAnswer, toScreeningAnswer } from '../api/screening-answer.ts'
import type { ScreeningIndex } from '../candidates/screening-index.ts'
import type { BatchSettings } from './batch-message.ts'
import type { BatchPool } from './batch-pool.ts'
import { inOrder } from './in-order.ts'
import { chunksPerWorker } from './screen-batch.ts'
import { type Line, splitLines } from './split-lines.ts'

export interface StreamOptions {
  readonly pool: BatchPool
  /** What the pool's image was made from. */
  readonly index: ScreeningIndex
  /** Version of each list, by list id. */
  readonly versions: ReadonlyMap<string, string>
  readonly settings: BatchSettings
  /** A line that tells how far the work is comes after so many lines; without it none does. */
  readonly progressEvery?: number
  readonly signal?: AbortSignal
}

/** How the last line counts the others. */
export interface StreamCounts {
  readonly lines: number
  readonly answered: number
  readonly alerts: number
  readonly refused: number
}

/** Far more than any customer; longer lines are refused without being held. */
const longestLine = 256 * 1024
const chunkSize = 256

type Answer =
  | ({ readonly line: number } & ScreeningAnswer)
  | {
      readonly line: number
      readonly id: string | null
      readonly error: { readonly code: string; readonly path?: string; readonly message: string }
    }

/**
 * Yields text of whole lines. The last one is `{"end":{…}}` with the counts: without it the stream was cut. Reads no
 * further ahead than the threads need.
 */
export async function* streamCustomers(
  source: AsyncIterable<Uint8Array>,
  options: StreamOptions,
): AsyncGenerator<string> {
  const { pool, index, versions, progressEvery } = options
  const counts = { lines: 0, answered: 0, alerts: 0, refused: 0 }
  let told = 0
  const chunks = chunksOf(splitLines(source, longestLine))
  for await (const answers of inOrder(chunks, (chunk) => screenChunk(chunk, options), pool.size * chunksPerWorker)) {
    let text = ''
    for (const answer of answers) {
      text += `${JSON.stringify(answer)}\n`
      counts.lines++
      if ('error' in answer) counts.refused++
      else counts.answered++
      if ('outcome' in answer && answer.outcome === 'ALERT') counts.alerts++
    }
    if (progressEvery !== undefined && counts.lines - told >= progressEvery) {
      told = counts.lines
      text += `${JSON.stringify({ progress: counts })}\n`
    }
    if (text !== '') yield text
  }
  const { version: indexVersion, matcherConfigId } = index
  const end = { ...counts, indexVersion, matcherConfigId, versions: Object.fromEntries(versions) }
  yield `${JSON.stringify({ end })}\n`
}

async function* chunksOf(pieces: AsyncIterable<readonly Line[]>): AsyncGenerator<readonly Line[]> {
  for await (const lines of pieces) {
    for (let from = 0; from < lines.length; from += chunkSize) yield lines.slice(from, from + chunkSize)
  }
}

async function screenChunk(lines: readonly Line[], options: StreamOptions): Promise<readonly Answer[]> {
  const { pool, index, versions, settings, signal } = options
  const read = lines.flatMap((line) => readLine(line))
  const customers = read.flatMap((each) => ('customer' in each ? [each.customer] : []))
  const results =
    customers.length === 0
      ? []
      : await pool.screen(
          customers.map(({ query }) => query),
          settings,
          signal,
        )
  let next = 0
  return read.flatMap((each): readonly Answer[] => {
    if ('error' in each) return [each]
    const result = results[next++]
    if (result === undefined) return []
    return [{ line: each.line, ...toScreeningAnswer(each.customer.id, result, index, versions) }]
  })
}

type ReadLine = Extract<Answer, { readonly error: unknown }> | { readonly line: number; readonly customer: Customer }

/** Nothing for a line without anything on it. */
function readLine({ number, bytes }: Line): readonly ReadLine[] {
  let id: string | null = null
  try {
    if (bytes === undefined) throw new CustomerError('LINE_TOO_LONG', `The line is longer than ${longestLine} bytes.`)
    const text = decode(bytes)
    if (text.trim() === '') return []
    const value = parseJson(text)
    id = idOf(value)
    return [{ line: number, customer: parseCustomer(value) }]
  } catch (error) {
    if (!(error instanceof CustomerError)) throw error
    const { code, path, message } = error
    return [{ line: number, id, error: { code, ...(path === undefined ? {} : { path }), message } }]
  }
}

/** A byte order mark at the start is dropped. */
function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new CustomerError('NOT_UTF8', 'The line is no UTF-8.')
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The parser's own message would repeat a piece of the customer.
    throw new CustomerError('NOT_JSON', 'The line is no JSON.')
  }
}

function idOf(value: unknown): string | null {
  const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : null
  return typeof id === 'string' && id.length <= 200 ? id : null
}
