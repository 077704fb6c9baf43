/** The thread that reads lists and builds their index; it ends with its one answer. */
import { parentPort, workerData } from 'node:worker_threads'
import { createScreeningIndex } from '../candidates/create-screening-index.ts'
import { toIndexImage } from '../index-image/write-image.ts'
import { loadEntities } from './load-entities.ts'
import type { LoadReply, LoadRequest } from './load-index-message.ts'

async function answer(): Promise<LoadReply> {
  try {
    const { entities, hasTerms } = await loadEntities(workerData as LoadRequest) // Set by `loadIndex`.
    return { kind: 'loaded', image: toIndexImage(createScreeningIndex(entities)), hasTerms }
  } catch (error) {
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) }
  }
}

parentPort?.postMessage(await answer(), [])
