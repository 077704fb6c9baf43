/** A worker thread of a batch: opens the shared index image once, then answers chunk after chunk. */
import { parentPort, workerData } from 'node:worker_threads'
import { takeIndexImage } from '../index-image/read-image.ts'
import type { MatchResult } from '../scoring/hit.ts'
import type { BatchResult, WorkerAnswer, WorkerChunk, WorkerStart } from './batch-message.ts'
import { matchOptionsOf } from './match-options.ts'

const start = workerData as WorkerStart // Set by BatchPool, the only one that starts this file.
const index = takeIndexImage(start.image, start.config)

parentPort?.on('message', ({ chunk, queries, settings }: WorkerChunk) => {
  const options = matchOptionsOf(settings, index)
  const answer: WorkerAnswer = { chunk, results: queries.map((query) => toBatchResult(index.match(query, options))) }
  parentPort?.postMessage(answer, [])
})

function toBatchResult(result: MatchResult): BatchResult {
  return { ...result, hits: result.hits.map(({ entity, ...hit }) => ({ ...hit, entityId: entity.id })) }
}
