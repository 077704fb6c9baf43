import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { memoryFile } from '../lists/list-input.ts'
import { importList } from './import-list.ts'
import { openListStore } from './list-store.ts'
import { pruneSnapshots } from './prune-snapshots.ts'

it('removes only versions that are old, not in force and named by no decision', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'prune-'))
  const store = await openListStore(folder)
  const ids: string[] = []
  for (const day of ['01', '02', '03', '04', '05']) {
    const line = JSON.stringify({ id: 'a', schema: 'Person', properties: { name: [`Person of day ${day}`] } })
    const files = [memoryFile('list', `${line}\n`)]
    const fetchedAt = `2026-11-${day}T06:00:00Z`
    const { snapshot } = await importList(store, { listId: 'T', format: 'ftm-json', files, source: 'test', fetchedAt })
    ids.push(snapshot.snapshotId)
  }
  const [first = '', second = '', third = '', fourth = '', fifth = ''] = ids
  await store.rollback('T', second, { at: '2026-11-06T06:00:00Z' })
  const removed = await pruneSnapshots(store, 'T', { keep: new Set([first]), keepNewest: 2 })
  expect(removed.map(({ snapshotId }) => snapshotId)).toEqual([third])
  expect((await readdir(join(folder, 'T'))).sort()).toEqual([first, second, fourth, fifth, 'index.json'])
  await expect(store.snapshot('T', third)).rejects.toMatchObject({ code: 'UNKNOWN_SNAPSHOT' })
  await rm(folder, { recursive: true })
})
