import { createScreeningIndex } from '@gatehouse/screening'
import { afterEach, expect, it } from 'vitest'
import { type BatchDesk, createBatchDesk } from './batch-desk.ts'

let desk: BatchDesk
afterEach(() => desk.close())

it('lets streams of clients take every place of theirs, and the server have its own all the same', async () => {
  const index = createScreeningIndex([])
  desk = createBatchDesk({ workers: 1 })
  const streams = Array.from({ length: 8 }, () => desk.open(index))
  expect(streams).not.toContain(undefined)
  expect(desk.open(index)).toBeUndefined()
  const own = desk.openOwn(index)
  expect(
    await own.pool.screen([{ kind: 'any', names: ['Nobody'] }], { limit: 1 }, new AbortController().signal),
  ).toEqual([expect.objectContaining({ hits: [] })])
  // Its place is none of theirs, and what is given back twice is free once.
  own.release()
  expect(desk.open(index)).toBeUndefined()
  streams[0]?.release()
  streams[0]?.release()
  expect(desk.open(index)).toBeDefined()
  expect(desk.open(index)).toBeUndefined()
})
