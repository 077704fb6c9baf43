/** Worker threads over one index image, for any number of batches at once; each gets its turn chunk by chunk. */
import { Worker } from 'node:worker_threads'
import type { MatcherConfig } from '../candidates/screening-index.ts'
import type { ScreeningQuery } from '../scoring/query.ts'
import { BatchError } from './batch-error.ts'
import type { BatchResult, BatchSettings, WorkerAnswer, WorkerChunk, WorkerStart } from './batch-message.ts'

interface Job {
  readonly chunk: WorkerChunk
  readonly resolve: (results: readonly BatchResult[]) => void
  readonly reject: (error: BatchError) => void
}

interface Thread {
  readonly worker: Worker
  readonly jobs: Map<number, Job>
}

/** Chunks lie ready for each thread, so that it need not wait for the main thread between two. */
const chunksAhead = 2

export class BatchPool {
  readonly size: number
  readonly #threads: readonly Thread[]
  readonly #waiting: Job[] = []
  #next = 0
  #ended: BatchError | undefined

  /** @param image from `toIndexImage` */
  constructor(image: Uint8Array, config: MatcherConfig, size = 2) {
    this.size = Math.max(1, size)
    const workerData: WorkerStart = { image, config: { ...config } }
    this.#threads = Array.from({ length: this.size }, () => this.#start(workerData))
  }

  /** A thread failed, or the pool was closed: it answers nothing any more. */
  get isBroken(): boolean {
    return this.#ended !== undefined
  }

  /**
   * Answers in the order of the queries. A chunk that no thread has taken when `signal` is aborted is dropped.
   * Rejects with `BatchError`: `BATCH_CANCELLED`, or `BATCH_WORKER_FAILED` when the pool broke or was closed.
   */
  screen(
    queries: readonly ScreeningQuery[],
    settings: BatchSettings = {},
    signal?: AbortSignal,
  ): Promise<readonly BatchResult[]> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended)
    if (signal?.aborted === true) return Promise.reject(cancelled())
    const { promise, resolve, reject } = Promise.withResolvers<readonly BatchResult[]>()
    const job: Job = { chunk: { chunk: this.#next++, queries, settings }, resolve, reject }
    const drop = (): void => this.#drop(job)
    signal?.addEventListener('abort', drop, { once: true })
    this.#waiting.push(job)
    this.#hand()
    return promise.finally(() => signal?.removeEventListener('abort', drop))
  }

  async close(): Promise<void> {
    this.#end(new BatchError('BATCH_WORKER_FAILED', 'The batch was closed.'))
    await Promise.all(this.#threads.map(({ worker }) => worker.terminate()))
  }

  #start(workerData: WorkerStart): Thread {
    const worker = new Worker(new URL('./batch-worker.ts', import.meta.url), { workerData })
    const thread: Thread = { worker, jobs: new Map() }
    worker.on('message', (answer: WorkerAnswer) => {
      const job = thread.jobs.get(answer.chunk)
      thread.jobs.delete(answer.chunk)
      job?.resolve(answer.results)
      this.#hand()
    })
    worker.on('error', (cause) => {
      this.#end(new BatchError('BATCH_WORKER_FAILED', 'A worker of the batch failed.', {}, cause))
    })
    // After an error, or without one: its chunks would be waited for in vain.
    worker.on('exit', () => this.#end(new BatchError('BATCH_WORKER_FAILED', 'A worker of the batch has ended.')))
    return thread
  }

  #hand(): void {
    for (;;) {
      const free = this.#threads.toSorted((a, b) => a.jobs.size - b.jobs.size)[0]
      if (free === undefined || free.jobs.size >= chunksAhead) return
      const job = this.#waiting.shift()
      if (job === undefined) return
      free.jobs.set(job.chunk.chunk, job)
      free.worker.postMessage(job.chunk, [])
    }
  }

  #drop(job: Job): void {
    const at = this.#waiting.indexOf(job)
    if (at < 0) return
    this.#waiting.splice(at, 1)
    job.reject(cancelled())
  }

  #end(error: BatchError): void {
    this.#ended ??= error
    const left = [...this.#threads.flatMap(({ jobs }) => [...jobs.values()]), ...this.#waiting.splice(0)]
    for (const { jobs } of this.#threads) jobs.clear()
    for (const { reject } of left) reject(error)
  }
}

function cancelled(): BatchError {
  return new BatchError('BATCH_CANCELLED', 'The batch was cancelled.')
}
