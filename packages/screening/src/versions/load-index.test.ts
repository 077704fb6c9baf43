import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createScreeningIndex } from '../candidates/create-screening-index.ts'
import type { Entity } from '../entity.ts'
import { finishEntity } from '../entity-hash.ts'
import { toIndexImage } from '../index-image/write-image.ts'
import { memoryFile } from '../lists/list-input.ts'
import { importList } from './import-list.ts'
import { type ListStore, openListStore } from './list-store.ts'
import { loadIndex, sharedImage } from './load-index.ts'

let store: ListStore
let folder: string
const day = '2026-11-24'

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-load-'))
  store = await openListStore(folder)
  for (const [listId, count] of [
    ['FEW', 5],
    ['MANY', 1500],
  ] as const) {
    const lines = Array.from({ length: count }, (_, i) =>
      JSON.stringify({
        id: `E-${i}`,
        schema: 'Person',
        properties: { name: [`Olga Erfunden${i}`], topics: ['sanction'] },
      }),
    )
    await importList(store, {
      listId,
      format: 'ftm-json',
      files: [memoryFile('e.json', new TextEncoder().encode(lines.join('\n')))],
      source: 'test',
      fetchedAt: '2026-11-24T05:00:00Z',
    })
  }
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const own = (validTo: string): Entity =>
  finishEntity({
    listId: 'BANK',
    entryId: '1',
    schema: 'Person',
    names: [{ full: 'Rosa Eigen', kind: 'primary' }],
    validTo,
    raw: { line: 1 },
  })

async function entitiesOf(listId: string): Promise<Entity[]> {
  const entities: Entity[] = []
  for await (const entity of store.entities(listId)) entities.push(entity)
  return entities
}

describe('loadIndex', () => {
  it('builds the same index here and in a thread of its own', async () => {
    const lists = await store.status()
    const few = await loadIndex({ folder, lists: lists.filter(({ listId }) => listId === 'FEW'), own: [], day })
    expect(few).toMatchObject({ hasTerms: false, index: { entityCount: 5 } })

    const many = await loadIndex({ folder, lists, own: [own('2027-01-01')], day })
    const built = createScreeningIndex([...(await entitiesOf('FEW')), ...(await entitiesOf('MANY')), own('2027-01-01')])
    expect(many.hasTerms).toBe(true)
    expect(many.index.version).toBe(built.version)
    const query = { kind: 'person' as const, names: ['Olga Erfunden77'] }
    expect(many.index.match(query)).toEqual(built.match(query))
    expect(Buffer.from(sharedImage(many.index)).equals(Buffer.from(toIndexImage(built)))).toBe(true)
  })

  it('leaves out what is not in force on that day', async () => {
    const { index, hasTerms } = await loadIndex({ folder, lists: [], own: [own('2026-11-23')], day })
    expect([index.entityCount, hasTerms]).toEqual([0, true])
  })

  it('says what is wrong with a version, also out of a thread', async () => {
    const lists = (await store.status()).map((list) => ({ ...list, entryCount: list.entryCount + 1 }))
    await expect(loadIndex({ folder, lists, own: [], day })).rejects.toThrow(/List FEW.*holds 5 of 6 entries/)
    const many = lists.filter(({ listId }) => listId === 'MANY')
    await writeFile(join(folder, 'MANY', many[0]?.snapshotId ?? '', 'entities.jsonl.gz'), 'damaged')
    await expect(loadIndex({ folder, lists: many, own: [], day })).rejects.toThrow(/MANY/)
  })
})
