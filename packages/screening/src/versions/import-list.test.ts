import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Entity } from '../entity.ts'
import { ListError } from '../lists/list-error.ts'
import { memoryFile } from '../lists/list-input.ts'
import { deltaBetween, importList } from './import-list.ts'
import type { ListImport } from './import-request.ts'
import { type ListStore, openListStore } from './list-store.ts'

let folder: string
let store: ListStore

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lists-'))
  store = await openListStore(folder)
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const person = (id: string, fields: Record<string, readonly string[]> = {}) =>
  JSON.stringify({ id, schema: 'Person', properties: { name: [`Person ${id}`], topics: ['sanction'], ...fields } })

const people = (count: number) => Array.from({ length: count }, (_, at) => person(`p${at}`))

const edition = (lines: readonly string[], day = '2026-11-01', rest: Partial<ListImport> = {}): ListImport => ({
  listId: 'TEST',
  format: 'ftm-json',
  files: [memoryFile('list.ftm.json', `${lines.join('\n')}\n`)],
  source: 'test',
  fetchedAt: `${day}T06:00:00Z`,
  ...rest,
})

async function all(listId: string, snapshotId?: string): Promise<Entity[]> {
  const entities: Entity[] = []
  for await (const entity of store.entities(listId, snapshotId)) entities.push(entity)
  return entities
}

describe('importing a list', () => {
  it('keeps the bytes, the entities and what is known of them', async () => {
    const { outcome, snapshot, delta } = await importList(
      store,
      edition(people(3), '2026-11-01', { title: 'Test list' }),
    )
    expect(outcome).toBe('imported')
    expect(delta).toMatchObject({ from: null, added: ['TEST:p0', 'TEST:p1', 'TEST:p2'], removed: [] })
    expect(snapshot).toMatchObject({
      snapshotId: expect.stringMatching(/^20261101T060000Z-[0-9a-f]{12}$/),
      entryCount: 3,
      title: 'Test list',
      purpose: 'sanctions',
      purposes: ['sanctions'],
      warnings: [],
    })
    expect(await store.status()).toMatchObject([{ listId: 'TEST', entryCount: 3, snapshots: 1 }])
    expect((await all('TEST')).map(({ id }) => id)).toEqual(['TEST:p0', 'TEST:p1', 'TEST:p2'])
    const [raw] = await store.rawFiles('TEST')
    const chunks: Uint8Array[] = []
    for await (const chunk of raw?.open() ?? []) chunks.push(chunk)
    expect(Buffer.concat(chunks).toString()).toBe(`${people(3).join('\n')}\n`)
  })

  it('does nothing but note the time when the same bytes come again', async () => {
    const first = await importList(store, edition(people(3)))
    const second = await importList(store, edition(people(3), '2026-11-02'))
    expect(second).toMatchObject({ outcome: 'unchanged', snapshot: first.snapshot, delta: { added: [], changed: [] } })
    expect(await store.status()).toMatchObject([{ snapshots: 1, checkedAt: '2026-11-02T06:00:00Z' }])
  })

  it('tells what was added, changed, only reworded, removed and merged', async () => {
    await importList(store, edition(people(10)))
    const lines = people(10)
    lines[1] = person('p1', { birthDate: ['1980-01-01'] })
    lines[2] = person('p2', { notes: ['a new remark'] })
    lines[3] = JSON.stringify({ ...JSON.parse(person('q3')), referents: ['p3'] })
    lines.splice(9, 1, person('new'))
    const { delta } = await importList(store, edition(lines, '2026-11-02'))
    expect(delta).toMatchObject({
      added: ['TEST:new'],
      changed: ['TEST:p1', 'TEST:q3'],
      displayOnly: ['TEST:p2'],
      removed: ['TEST:p9'],
      merged: [{ from: 'TEST:p3', into: 'TEST:q3' }],
    })
  })

  it.each<[string, Partial<ListImport>, string]>([
    ['a list that shrank', { files: [memoryFile('list', people(7).join('\n'))] }, 'SHRUNK'],
    ['a list without entries', { files: [memoryFile('list', '\n')] }, 'EMPTY'],
    ['a cut list', { files: [memoryFile('list', people(12).join('\n').slice(0, -9))] }, 'TRUNCATED'],
    ['a web page', { files: [memoryFile('list', '<html><title>Sorry</title></html>')] }, 'HTML_INSTEAD_OF_LIST'],
    ['no file at all', { files: [] }, 'MISSING_FILE'],
    ['a list without its canary', { canaries: { present: [{ entryId: 'QDi.135' }] } }, 'CANARY_FAILED'],
    [
      'a canary that lost its name',
      { canaries: { present: [{ entryId: 'p1', name: 'Somebody Else' }] } },
      'CANARY_FAILED',
    ],
    ['an entry that must be gone', { canaries: { absent: ['p4'] } }, 'CANARY_FAILED'],
    ['another format', { format: 'un-xml' }, 'MALFORMED'],
  ])('refuses %s and leaves the version in force', async (_, broken, code) => {
    const { snapshot } = await importList(store, edition(people(10)))
    const importing = importList(store, edition(people(11), '2026-11-02', broken))
    await expect(importing).rejects.toMatchObject({ name: 'ListError', code })
    expect(await store.snapshot('TEST')).toEqual(snapshot)
    expect(await all('TEST')).toHaveLength(10)
    expect((await readdir(join(folder, 'TEST'))).sort()).toEqual([snapshot.snapshotId, 'index.json'])
  })

  it('takes a list that really shrank when told to', async () => {
    await importList(store, edition(people(10)))
    const { snapshot } = await importList(store, edition(people(2), '2026-11-02', { maxShrinkPercent: 100 }))
    expect(snapshot.entryCount).toBe(2)
  })

  it('checks the count that the file declares', async () => {
    const entry = '<sdnEntry><uid>1</uid><lastName>A</lastName><sdnType>Entity</sdnType></sdnEntry>'
    const head =
      '<publshInformation><Publish_Date>11/01/2026</Publish_Date><Record_Count>2</Record_Count></publshInformation>'
    const files = [memoryFile('sdn.xml', `<sdnList>${head}${entry}</sdnList>`)]
    const importing = importList(store, edition([], '2026-11-01', { format: 'ofac-xml', files }))
    await expect(importing).rejects.toThrow(/declares 2 records and holds 1/)
    await expect(store.snapshot('TEST')).rejects.toMatchObject({ code: 'UNKNOWN_LIST' })
  })

  it('keeps both entries of a key that the publisher gave twice, and says so', async () => {
    const { snapshot } = await importList(store, edition([person('p1'), person('p1', { birthDate: ['1990'] })]))
    expect((await all('TEST')).map(({ entryId }) => entryId)).toEqual(['p1', 'p1~2'])
    expect(snapshot.warnings).toEqual(['line 2: entry p1 was already on line 1; kept as p1~2'])
  })

  it("takes a key given twice in the bank's own list for the mistake it is", async () => {
    const header = 'key,schema,names,reason,addedBy,approvedBy,validFrom,expiresOn'
    const row = 'B1,Person,Uwe Muster,FRAUD,a,b,2024-01-01,2029-01-01'
    const files = [memoryFile('blacklist.csv', [header, row, row].join('\n'))]
    const importing = importList(store, edition([], '2026-11-01', { format: 'blacklist-csv', files }))
    await expect(importing).rejects.toMatchObject({ code: 'DUPLICATE_ENTRY', line: 3 })
  })

  it('lets a last check refuse the version, after reading all of it', async () => {
    let count = 0
    const verify: NonNullable<ListImport['verify']> = async (snapshot, entities) => {
      for await (const _ of entities()) count++
      throw new ListError('CANARY_FAILED', { list: snapshot.listId }, 'a known name is not found')
    }
    await expect(importList(store, edition(people(5), '2026-11-01', { verify }))).rejects.toThrow(/known name/)
    expect(count).toBe(5)
  })

  it('refuses ids that are no folder names', async () => {
    for (const listId of ['../x', 'a:b', '', 'a/b', '.hidden']) {
      await expect(importList(store, edition(people(1), '2026-11-01', { listId }))).rejects.toMatchObject({
        code: 'UNKNOWN_LIST',
      })
    }
  })

  it('lets one import of a list run at a time', async () => {
    const results = await Promise.allSettled([
      importList(store, edition(people(5))),
      importList(store, edition(people(6), '2026-11-02')),
    ])
    const failed = results.filter((result) => result.status === 'rejected')
    expect(failed).toMatchObject([{ reason: { code: 'STORE_LOCKED' } }])
  })
})

describe('versions of a list', () => {
  it('replays an old version, and can put it in force again', async () => {
    const first = await importList(store, edition(people(10)))
    const second = await importList(store, edition(people(11), '2026-11-02'))
    expect(await all('TEST', first.snapshot.snapshotId)).toHaveLength(10)
    const change = { at: '2026-11-03T08:00:00Z', by: 'c.officer', note: 'bad edition' }
    const index = await store.rollback('TEST', first.snapshot.snapshotId, change)
    expect(index.changes.at(-1)).toEqual({
      ...change,
      reason: 'rollback',
      from: second.snapshot.snapshotId,
      to: first.snapshot.snapshotId,
    })
    expect(await all('TEST')).toHaveLength(10)
  })

  it('does not take back what a person rolled back, until something new is published', async () => {
    const first = await importList(store, edition(people(10)))
    await importList(store, edition(people(11), '2026-11-02'))
    await store.rollback('TEST', first.snapshot.snapshotId, { at: '2026-11-03T08:00:00Z' })
    expect(await importList(store, edition(people(11), '2026-11-04'))).toMatchObject({ outcome: 'unchanged' })
    expect((await store.snapshot('TEST')).entryCount).toBe(10)
    expect(await importList(store, edition(people(12), '2026-11-05'))).toMatchObject({ outcome: 'imported' })
  })

  it('follows a publisher who goes back to an earlier edition', async () => {
    const first = await importList(store, edition(people(10)))
    await importList(store, edition(people(11), '2026-11-02'))
    const third = await importList(store, edition(people(10), '2026-11-03'))
    expect(third).toMatchObject({ outcome: 'imported', snapshot: first.snapshot, delta: { removed: ['TEST:p10'] } })
    expect(await store.status()).toMatchObject([{ snapshots: 2 }])
  })

  it('shows the text of an entry as its publisher wrote it', async () => {
    await importList(store, edition(people(3)))
    const entity = (await all('TEST'))[1]
    expect(entity === undefined ? undefined : await store.listedText(entity)).toBe(person('p1'))
  })

  it('compares any two versions in either direction', async () => {
    const first = await importList(store, edition(people(10)))
    const second = await importList(store, edition(people(11), '2026-11-02'))
    const [a, b] = [first.snapshot.snapshotId, second.snapshot.snapshotId]
    expect(await deltaBetween(store, 'TEST', a, b)).toMatchObject({ added: ['TEST:p10'], removed: [] })
    expect(await deltaBetween(store, 'TEST', b, a)).toMatchObject({ added: [], removed: ['TEST:p10'] })
  })

  it('names the versions there are when asked for one that is not', async () => {
    const { snapshot } = await importList(store, edition(people(1)))
    await expect(store.snapshot('TEST', 'x')).rejects.toThrow(new RegExp(`Known versions: ${snapshot.snapshotId}`))
    await expect(store.snapshot('OTHER')).rejects.toThrow(/Known lists: TEST/)
  })

  it('notices bytes and entities that were changed on disk', async () => {
    const { snapshot } = await importList(store, edition(people(2)))
    const path = join(folder, 'TEST', snapshot.snapshotId)
    await writeFile(join(path, 'raw', 'list.ftm.json'), 'tampered')
    await expect(store.rawFiles('TEST')).rejects.toMatchObject({ code: 'STORE_CORRUPT' })
    const packed = await readFile(join(path, 'entities.jsonl.gz'))
    await writeFile(join(path, 'entities.jsonl.gz'), packed.subarray(0, packed.byteLength - 10))
    await expect(all('TEST')).rejects.toMatchObject({ name: 'ListError' })
  })
})

describe('a process killed in the middle of an import', () => {
  const script = fileURLToPath(new URL('../../testing/import-forever.ts', import.meta.url))

  it('leaves the old version or the new one in force, never half of one', async () => {
    const { snapshot: first } = await importList(store, edition(people(400)))
    for (let round = 0; round < 5; round++) {
      const child = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
      await once(child.stdout, 'data')
      await new Promise((resolve) => setTimeout(resolve, 7 * round))
      child.kill('SIGKILL')
      await once(child, 'exit')
      store = await openListStore(folder)
      const names = await readdir(join(folder, 'TEST'))
      const index = await store.index('TEST')
      const named = index?.snapshots.map(({ snapshotId }) => snapshotId) ?? []
      expect(names.sort()).toEqual([...named, 'index.json'].sort())
      const current = await store.snapshot('TEST')
      expect(await all('TEST')).toHaveLength(current.entryCount)
      expect(await all('TEST', first.snapshotId)).toHaveLength(400)
    }
    // The lock of the dead process does not stand in the way.
    await expect(importList(store, edition(people(5000), '2026-12-01'))).resolves.toMatchObject({ outcome: 'imported' })
  })
})
