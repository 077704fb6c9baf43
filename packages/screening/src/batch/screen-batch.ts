/** Screens very many customers on several threads that share one index image; answers come in the order asked. */
import type { ScreeningIndex } from '../candidates/screening-index.ts'
import { toIndexImage } from '../index-image/write-image.ts'
import type { ScreeningQuery } from '../scoring/query.ts'
import type { BatchResult, BatchSettings } from './batch-message.ts'
import { BatchPool } from './batch-pool.ts'
import { inOrder } from './in-order.ts'
import { checkCancelled } from './score-pairs.ts'

export interface BatchQuery {
  /** The caller's own id; comes back with the answer. */
  readonly id: string
  readonly query: ScreeningQuery
}

export interface BatchAnswer {
  readonly id: string
  readonly result: BatchResult
}

export interface ScreenBatchOptions extends BatchSettings {
  /** Threads; default 2. */
  readonly workers?: number
  /** Told the number of customers answered, after each chunk. */
  readonly onProgress?: (done: number) => void
  /** Stops the batch: it then throws `BatchError` with code `BATCH_CANCELLED`. */
  readonly signal?: AbortSignal
}

const chunkSize = 256
/** Chunks under way for each worker: enough to keep it busy, few enough to hold memory down. */
export const chunksPerWorker = 3

/** Reads no further ahead than the workers need: a slow consumer slows the reading down. */
export async function* screenBatch(
  index: ScreeningIndex,
  queries: Iterable<BatchQuery> | AsyncIterable<BatchQuery>,
  options: ScreenBatchOptions = {},
): AsyncGenerator<BatchAnswer> {
  const { workers = 2, onProgress, signal, ...settings } = options
  checkCancelled(signal)
  const pool = new BatchPool(toIndexImage(index), index.config, workers)
  const screen = async (chunk: readonly BatchQuery[]): Promise<readonly BatchAnswer[]> => {
    const results = await pool.screen(
      chunk.map(({ query }) => query),
      settings,
      signal,
    )
    return results.map((result, at) => ({ id: chunk[at]?.id ?? '', result }))
  }
  let done = 0
  try {
    for await (const answers of inOrder(chunks(queries), screen, pool.size * chunksPerWorker)) {
      checkCancelled(signal)
      yield* answers
      onProgress?.((done += answers.length))
    }
  } finally {
    await pool.close()
  }
}

async function* chunks(
  queries: Iterable<BatchQuery> | AsyncIterable<BatchQuery>,
): AsyncGenerator<readonly BatchQuery[]> {
  let chunk: BatchQuery[] = []
  for await (const query of queries) {
    chunk.push(query)
    if (chunk.length < chunkSize) continue
    yield chunk
    chunk = []
  }
  if (chunk.length > 0) yield chunk
}
