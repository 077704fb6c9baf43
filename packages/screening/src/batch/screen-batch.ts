/** Screens very many customers on several threads that share one index image; answers come in the order asked. */
import { Worker } from 'node:worker_threads'
import type { ScreeningIndex } from '../candidates/screening-index.ts'
import { toIndexImage } from '../index-image/write-image.ts'
import type { ScreeningQuery } from '../scoring/query.ts'
import { BatchError } from './batch-error.ts'
import type { BatchResult, WorkerAnswer, WorkerStart } from './batch-message.ts'

export interface BatchQuery {
  /** The caller's own id; comes back with the answer. */
  readonly id: string
  readonly query: ScreeningQuery
}

export interface BatchAnswer {
  readonly id: string
  readonly result: BatchResult
}

export interface ScreenBatchOptions {
  /** Threads; default 2. */
  readonly workers?: number
  readonly threshold?: number
  readonly limit?: number
  /** Told the number of customers answered, after each chunk. */
  readonly onProgress?: (done: number) => void
  /** Stops the batch: it then throws `BatchError` with code `BATCH_CANCELLED`. */
  readonly signal?: AbortSignal
}

const chunkSize = 256
/** Chunks under way for each worker: enough to keep it busy, few enough to hold memory down. */
const chunksAhead = 2

/** Reads no further ahead than the workers need: a slow consumer slows the reading down. */
export async function* screenBatch(
  index: ScreeningIndex,
  queries: Iterable<BatchQuery> | AsyncIterable<BatchQuery>,
  options: ScreenBatchOptions = {},
): AsyncGenerator<BatchAnswer> {
  const pool = new WorkerPool(index, options)
  const waiting: Promise<readonly BatchAnswer[]>[] = []
  let done = 0
  try {
    for await (const chunk of chunks(queries)) {
      checkSignal(options.signal)
      waiting.push(pool.screen(chunk))
      if (waiting.length < pool.size * chunksAhead) continue
      const answers = (await waiting.shift()) ?? []
      yield* answers
      options.onProgress?.((done += answers.length))
    }
    for (const answers of waiting) {
      checkSignal(options.signal)
      const settled = await answers
      yield* settled
      options.onProgress?.((done += settled.length))
    }
  } finally {
    // Chunks that nobody waits for any more end with the workers.
    for (const answers of waiting) answers.catch(() => undefined)
    await pool.close()
  }
}

function checkSignal(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new BatchError('BATCH_CANCELLED', 'The batch was cancelled.')
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

interface Pending {
  readonly chunk: readonly BatchQuery[]
  readonly resolve: (answers: readonly BatchAnswer[]) => void
  readonly reject: (error: Error) => void
}

class WorkerPool {
  readonly size: number
  readonly #workers: readonly Worker[]
  readonly #pending = new Map<number, Pending>()
  #next = 0

  constructor(index: ScreeningIndex, options: ScreenBatchOptions) {
    this.size = Math.max(1, options.workers ?? 2)
    const start: WorkerStart = {
      image: toIndexImage(index),
      config: { ...index.config },
      threshold: options.threshold,
      limit: options.limit,
    }
    this.#workers = Array.from({ length: this.size }, () => this.#start(start))
  }

  screen(chunk: readonly BatchQuery[]): Promise<readonly BatchAnswer[]> {
    const id = this.#next++
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { chunk, resolve, reject })
      this.#workers[id % this.size]?.postMessage({ chunk: id, queries: chunk.map(({ query }) => query) })
    })
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()))
  }

  #start(workerData: WorkerStart): Worker {
    const worker = new Worker(new URL('./batch-worker.ts', import.meta.url), { workerData })
    worker.on('message', (answer: WorkerAnswer) => this.#receive(answer))
    worker.on('error', (error) => this.#fail(error))
    return worker
  }

  #receive(answer: WorkerAnswer): void {
    if (answer.kind === 'ready') return
    const pending = this.#pending.get(answer.chunk)
    this.#pending.delete(answer.chunk)
    pending?.resolve(answer.results.map((result, i) => ({ id: pending.chunk[i]?.id ?? '', result })))
  }

  #fail(cause: unknown): void {
    const error = new BatchError('BATCH_WORKER_FAILED', 'A worker of the batch failed.', {}, cause)
    for (const { reject } of this.#pending.values()) reject(error)
    this.#pending.clear()
  }
}
