/** The index over stored versions of lists, built where it does not keep requests waiting. */
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { createScreeningIndex } from '../candidates/create-screening-index.ts'
import type { ScreeningIndex } from '../candidates/screening-index.ts'
import { toIndexImage } from '../index-image/write-image.ts'
import { takeIndexImage } from '../index-image/read-image.ts'
import { loadEntities } from './load-entities.ts'
import type { LoadReply, LoadRequest } from './load-index-message.ts'

export interface LoadedIndex {
  readonly index: ScreeningIndex
  readonly hasTerms: boolean
}

/** So few entries are indexed sooner than a thread has started. */
const fewEntries = 1000

/**
 * More than a few entries are read and indexed in a thread of their own, which hands the finished index over in shared
 * memory: forty thousand names take more than a second to build and some two milliseconds to take over.
 */
export async function loadIndex(request: LoadRequest): Promise<LoadedIndex> {
  const entries = request.lists.reduce((sum, { entryCount }) => sum + entryCount, request.own.length)
  if (entries <= fewEntries) {
    const { entities, hasTerms } = await loadEntities(request)
    return { index: createScreeningIndex(entities), hasTerms }
  }
  const worker = new Worker(new URL('./load-index-worker.ts', import.meta.url), { workerData: request })
  // Rejects when the thread fails otherwise, as for want of memory.
  const [reply] = (await once(worker, 'message')) as [LoadReply] // The only thing that the thread sends.
  await worker.terminate()
  if (reply.kind === 'failed') throw new Error(reply.message)
  const index = takeIndexImage(reply.image)
  images.set(index, reply.image)
  return { index, hasTerms: reply.hasTerms }
}

const images = new WeakMap<ScreeningIndex, Uint8Array>()

/** The index in memory that threads share: the one it came in, where there is one, since writing it anew takes a while. */
export function sharedImage(index: ScreeningIndex): Uint8Array {
  return images.get(index) ?? toIndexImage(index)
}
