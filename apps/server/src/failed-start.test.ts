// A start that fails half way leaves nothing open in the data folder.
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { DatabaseSync } from 'node:sqlite'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openTestServer } from './testing/test-server.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-failed-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

it('an engine that was opened beside what failed is closed before its lease is given back', async () => {
  await (await openTestServer(folder, { GATEHOUSE_DEMO: 'off', PORT: '0' })).stop()
  const database = new DatabaseSync(join(folder, 'kyc.db'))
  database.exec(`CREATE TRIGGER refused BEFORE INSERT ON staff BEGIN SELECT RAISE(ABORT, 'no accounts here'); END`)
  database.close()
  await expect(openTestServer(folder, { GATEHOUSE_DEMO: 'on', PORT: '0' })).rejects.toThrow('no accounts here')
  expect((await readdir(folder)).filter((name) => /(-wal|\.owner)$/.test(name))).toEqual([])
})
