import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { importList, memoryFile, openListStore } from '@gatehouse/screening'
import { afterEach, expect, it } from 'vitest'
import { createLists } from './lists-in-force.ts'

let folder = ''
afterEach(() => rm(folder, { recursive: true, force: true }))

it('leaves an entry out of the index once its term has ended, without a new version', async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-terms-'))
  const store = await openListStore(folder)
  const text =
    'key,schema,names,reason,addedBy,approvedBy,validFrom,expiresOn\n' +
    'E-1,Person,Olga Erfunden,FRAUD,a,b,2026-01-01,2026-03-31\nE-2,Person,Igor Erdacht,FRAUD,a,b,2026-01-01,2027-03-31\n'
  await importList(store, {
    listId: 'OWN',
    format: 'blacklist-csv',
    purpose: 'blacklist',
    files: [memoryFile('own.csv', text)],
    source: 'test',
    fetchedAt: '2026-03-01T00:00:00Z',
  })
  let now = new Date('2026-03-31T23:59:00Z')
  const lists = createLists(store, { now: () => now })
  await lists.reload()
  const kept = lists.current()?.index
  expect(kept?.entityCount).toBe(2)
  await lists.reload()
  expect(lists.current()?.index).toBe(kept)
  now = new Date('2026-04-01T00:00:00Z')
  await lists.reload()
  expect(lists.current()?.index.entity('OWN:E-1')).toBeUndefined()
  expect(lists.current()?.index.entity('OWN:E-2')).toBeDefined()
})
