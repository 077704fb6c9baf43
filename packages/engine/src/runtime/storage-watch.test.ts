import { expect, it } from 'vitest'
import type { StorageTrouble } from '../api.ts'
import { EngineError } from '../errors.ts'
import { createVirtualClock } from '../time/clock.ts'
import { StorageWatch } from './storage-watch.ts'

const full = new EngineError('UNAVAILABLE', 'The data file could not be written: the disk is full.')

function watched() {
  const clock = createVirtualClock(1_000_000)
  const told: (StorageTrouble | undefined)[] = []
  const disk = { isFull: true, probes: 0 }
  const watch = new StorageWatch({
    clock,
    probe: async () => {
      disk.probes += 1
      if (disk.isFull) throw full
    },
    onChange: (trouble) => told.push(trouble),
  })
  return { clock, told, disk, watch }
}

const since = { since: 1_000_000, message: full.message }

it('tells once when trouble begins, and finds out by itself when it is over', async () => {
  const { clock, told, disk, watch } = watched()
  watch.failed(full)
  watch.failed(full)
  await clock.advance(20_000)
  expect(told).toEqual([since])
  expect(disk.probes).toBe(4)
  disk.isFull = false
  await clock.advance(5_000)
  expect(told).toEqual([since, undefined])
  expect(watch.trouble).toBeUndefined()
  await clock.advance(60_000)
  expect(disk.probes).toBe(5)
})

it('is told of the end by a commit that succeeds, too', async () => {
  const { clock, told, disk, watch } = watched()
  watch.failed(full)
  watch.succeeded()
  watch.succeeded()
  await clock.advance(60_000)
  expect(told).toEqual([since, undefined])
  expect(disk.probes).toBe(0)
})

it('takes what is wrong with the rows themselves for no trouble with the disk', () => {
  const { told, watch } = watched()
  watch.failed(new TypeError('cannot be bound'))
  expect(told).toEqual([])
})

it('looks no more once it is stopped', async () => {
  const { clock, disk, watch } = watched()
  watch.failed(full)
  watch.stop()
  await clock.advance(60_000)
  expect(disk.probes).toBe(0)
})
