/** A thread that builds an index and hands over its image alone, so that what building took is gone with it. */
import { parentPort, workerData } from 'node:worker_threads'
import { createScreeningIndex, type Entity, finishEntity, toIndexImage } from '../../packages/screening/src/index.ts'
import { readOfac } from './data.ts'

export interface MadeImage {
  readonly image: Uint8Array<SharedArrayBuffer>
  readonly names: number
  readonly buildMs: number
}

const { names } = workerData as { names: number } // Set by benchThroughput.
const listed = await readOfac()
const entities = names === 0 ? listed : multiply(listed, names)
const started = performance.now()
const index = createScreeningIndex(entities)
const buildMs = performance.now() - started
const made: MadeImage = { image: toIndexImage(index), names: index.nameCount, buildMs }
parentPort?.postMessage(made, [])

/** Many entries from few: names put together anew from the words of listed ones, with a fixed pattern. */
function multiply(from: readonly Entity[], count: number): Entity[] {
  const words = from
    .filter((entity) => entity.schema === 'Person')
    .map((entity) => entity.names[0]?.full.split(' ') ?? [])
  const firsts = words.map((parts) => parts[0] ?? '').filter(Boolean)
  const lasts = words.map((parts) => parts.at(-1) ?? '').filter(Boolean)
  return Array.from({ length: count }, (_, i) => {
    const full = `${firsts[(i * 7919) % firsts.length]} ${lasts[(i * 104_729 + Math.floor(i / 13)) % lasts.length]}`
    return finishEntity({
      listId: 'MADE',
      entryId: String(i),
      schema: 'Person',
      names: [{ full, kind: 'primary' }],
      raw: { line: i + 1 },
    })
  })
}
