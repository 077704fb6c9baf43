// What a stop leaves undone is done after the next start.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defaultOnboardingPolicy } from '@gatehouse/kyc'
import { importList, memoryFile, openListStore } from '@gatehouse/screening'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createLog } from '../log.ts'
import { createBatchDesk } from './batch-desk.ts'
import { createLists } from './lists-in-force.ts'
import { createRescreening } from './rescreening.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-rescreening-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const listed = { id: 'Q1', schema: 'Person', properties: { name: ['Ramzan Kadyrov'], topics: ['sanction'] } }
const now = () => new Date()

it('a list is not taken for looked at when the server stops before the customers are read', async () => {
  const store = await openListStore(folder)
  await importList(store, {
    listId: 'UN',
    format: 'ftm-json',
    files: [memoryFile('un.ftm.json', new TextEncoder().encode(`${JSON.stringify(listed)}\n`))],
    source: 'test',
    fetchedAt: now().toISOString(),
  })
  const lists = createLists(store, { now })
  await lists.reload()
  const looked: string[] = []
  let stopped: Promise<void> | undefined
  const rescreening = createRescreening({
    lists,
    kyc: {
      screenedLists: async () => new Map(),
      async customersToScreen() {
        stopped ??= rescreening.stop()
        return [{ customerId: 'c1', updatedAt: now().toISOString(), current: null }]
      },
      openEventReview: async () => ({ ok: true, value: null }),
      endStaleGoodGuys: async () => 0,
      recordListScreened: async ({ listId }) => void looked.push(listId),
    },
    batches: createBatchDesk({ workers: 1 }),
    policy: defaultOnboardingPolicy,
    log: createLog('silent'),
    now,
  })
  rescreening.wake()
  await rescreening.settled()
  await stopped
  expect(looked).toEqual([])
})
