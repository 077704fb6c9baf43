import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { haveWatchlists, watchlistFile } from '../../testing/watchlist-data.ts'
import type { Entity } from '../entity.ts'
import { demoLists, ensureDemoLists } from './demo-lists.ts'
import { importList } from './import-list.ts'
import { type ListStore, openListStore } from './list-store.ts'

let folder: string
let store: ListStore

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'demo-lists-'))
  store = await openListStore(folder)
  await ensureDemoLists(store, { now: '2026-11-23T09:00:00Z' })
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function entry(listId: string, entryId: string): Promise<Entity | undefined> {
  for await (const entity of store.entities(listId)) if (entity.entryId === entryId) return entity
  return undefined
}

describe('the lists of a first start', () => {
  it('cover every purpose', async () => {
    const status = await store.status()
    expect(status).toHaveLength(demoLists.length)
    expect(new Set(status.flatMap(({ purposes }) => purposes))).toEqual(
      new Set(['sanctions', 'pep', 'adverse-media', 'blacklist']),
    )
  })

  it('hold the three public designations under the keys of their publishers', async () => {
    expect(await entry('UN', 'QDi.135')).toMatchObject({ id: 'UN:QDi.135', birthDates: [{ value: '1955-12-26' }] })
    const sdn = await entry('OFAC-SDN', '9758')
    expect(sdn?.names.map(({ full }) => full)).toContain('Dawood Ebrahim')
    expect(sdn?.birthDates.map(({ value }) => value)).toEqual(['1955-12-26', '1955-12-31'])
    expect(await entry('OFAC-SDN', '23343')).toMatchObject({ birthPlaces: [{ city: 'Tsenteroi', country: 'ru' }] })
  })

  it('hold politically exposed people with function and time, and the spouse of one', async () => {
    expect(await entry('DEMO-PEP', 'DP-1')).toMatchObject({
      positions: [{ title: 'Member of the Example Parliament', level: 'national', country: 'de', from: '2021-10-26' }],
      relations: [{ kind: 'family', role: 'spouse', name: 'Konrad Testmann-Vogel' }],
      topics: ['role.pep'],
    })
    expect(await entry('DEMO-PEP', 'DP-2')).toMatchObject({
      topics: ['role.rca'],
      relations: [{ kind: 'family', role: 'spouse', entityId: 'DEMO-PEP:DP-1', name: 'Aurelia Testmann-Vogel' }],
    })
    expect((await entry('DEMO-PEP', 'DP-3'))?.positions).toMatchObject([{ to: '2026-03-23' }])
  })

  it("hold the bank's own entries with reason, term and both people who made them", async () => {
    expect(await entry('BLACKLIST', 'BL-0001')).toMatchObject({
      names: [{ full: 'Viktor Musterbetrug', kind: 'primary' }, {}],
      birthDates: [{ value: '1979-08-17' }],
      programmes: ['FRAUD'],
      validFrom: '2024-05-06',
      validTo: '2029-05-05',
      properties: { addedBy: ['t.erfasser'], approvedBy: ['s.freigeber'] },
    })
  })

  it('are imported once', async () => {
    expect(await ensureDemoLists(store, { now: '2026-11-24T09:00:00Z' })).toEqual([])
  })

  it.skipIf(!haveWatchlists())('give way to the real lists of the same ids', async () => {
    const files = ['sdn', 'add', 'alt'].map((name) => watchlistFile(`ofac/sdn_2026-08-20_reconstructed/${name}.csv.gz`))
    const fetchedAt = '2026-11-24T10:00:00Z'
    const { delta } = await importList(store, {
      listId: 'OFAC-SDN',
      format: 'ofac-csv',
      files,
      source: 'upload',
      fetchedAt,
    })
    expect(delta).toMatchObject({ removed: [], changed: ['OFAC-SDN:9758', 'OFAC-SDN:23343'] })
    expect(delta.added).toHaveLength(19_247)
    expect(await ensureDemoLists(store, { now: fetchedAt })).toEqual([])
    expect((await store.snapshot('OFAC-SDN')).entryCount).toBe(19_249)
  })
})
