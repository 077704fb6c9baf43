import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { Worker } from 'node:worker_threads'
import { expect, it } from 'vitest'
import { createScreeningIndex } from '../candidates/create-screening-index.ts'
import { toIndexImage } from '../index-image/write-image.ts'
import { BatchPool } from './batch-pool.ts'

it('a pool that loses a thread says so to whoever waits, and is broken', async () => {
  const threads: Worker[] = []
  const note = (message: unknown): void => {
    if (typeof message === 'object' && message !== null && 'worker' in message && message.worker instanceof Worker)
      threads.push(message.worker)
  }
  subscribe('worker_threads', note)
  const index = createScreeningIndex([])
  const pool = new BatchPool(toIndexImage(index), index.config, 1)
  unsubscribe('worker_threads', note)
  const answer = pool.screen([{ kind: 'person', names: ['Anna Beispiel'] }])
  await Promise.all([expect(answer).rejects.toMatchObject({ code: 'BATCH_WORKER_FAILED' }), threads[0]?.terminate()])
  expect(pool.isBroken).toBe(true)
  await pool.close()
})
