import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { collect, haveWatchlists, watchlistFile } from '../../testing/watchlist-data.ts'
import type { Entity } from '../entity.ts'
import { finishEntity } from '../entity-hash.ts'
import { parserFor } from '../lists/list-formats.ts'
import { diffVersions } from './delta.ts'

const entityOf = (entryId: string, birthYear: number): Entity =>
  finishEntity({
    listId: 'T',
    entryId,
    schema: 'Person',
    names: [{ full: `Name ${entryId}`, kind: 'primary' }],
    birthDates: [{ value: String(birthYear), precision: 'year', circa: false }],
    raw: { line: 1 },
  })

describe('the difference of two versions', () => {
  const version = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), fc.integer({ min: 1950, max: 1952 }))
  const entitiesOf = (years: Readonly<Record<string, number>>) =>
    Object.entries(years).map(([id, year]) => entityOf(id, year))

  it('turns the old version into the new one', async () => {
    const turns = fc.asyncProperty(version, version, async (oldYears, newYears) => {
      const before = { snapshotId: 'v1', entities: entitiesOf(oldYears) }
      const after = { snapshotId: 'v2', entities: entitiesOf(newYears) }
      const delta = await diffVersions('T', before, after)
      const next = new Map<string, string>(before.entities.map((entity) => [entity.id, entity.contentHash]))
      for (const id of delta.removed) next.delete(id)
      for (const id of [...delta.added, ...delta.changed]) {
        next.set(id, after.entities.find((entity) => entity.id === id)?.contentHash ?? '')
      }
      const wanted = new Map<string, string>(after.entities.map((entity) => [entity.id, entity.contentHash]))
      return JSON.stringify([...next].sort()) === JSON.stringify([...wanted].sort())
    })
    expect((await fc.check(turns)).failed).toBe(false)
  })

  it('is empty between a version and itself', async () => {
    const entities = entitiesOf({ a: 1950, b: 1951 })
    const delta = await diffVersions('T', { snapshotId: 'v', entities }, { snapshotId: 'v', entities })
    expect(delta).toMatchObject({ added: [], changed: [], displayOnly: [], removed: [], merged: [] })
  })
})

describe.skipIf(!haveWatchlists())('the difference of published versions', () => {
  it('follows the UN list over eight years', async () => {
    const days = ['2018-10-29', '2025-04-19', '2026-02-27']
    const versions = await Promise.all(
      days.map(async (day) => {
        const files = [watchlistFile(`un/consolidated_${day}.xml.gz`)]
        return { snapshotId: day, entities: await collect(parserFor('un-xml'), { listId: 'UN', files }) }
      }),
    )
    const [first, second, third] = versions
    if (first === undefined || second === undefined || third === undefined) throw new Error('three versions were read')
    const counts = async (before: typeof first, after: typeof first) => {
      const delta = await diffVersions('UN', before, after)
      return [delta.added.length, delta.removed.length, before.entities.length, after.entities.length]
    }
    expect(await counts(first, second)).toEqual([65, 281, 1093, 877])
    expect(await counts(second, third)).toEqual([130, 4, 877, 1003])
    const unchanged = 'UN:QDi.135'
    const all = await diffVersions('UN', first, third)
    // Eight years of reviews changed the remarks of this entry, and nothing that a decision rests on.
    expect(all.changed).not.toContain(unchanged)
    expect(all.displayOnly).toContain(unchanged)
  })

  it('follows OFAC over its four-file editions', async () => {
    const edition = async (folder: string, names: readonly string[]) => {
      const files = names.map((name) => watchlistFile(`ofac/${folder}/${name}.csv.gz`))
      return { snapshotId: folder, entities: await collect(parserFor('ofac-csv'), { listId: 'OFAC-SDN', files }) }
    }
    const first = await edition('2019-01', ['sdn', 'add', 'alt', 'sdn_comments'])
    const second = await edition('2021-07', ['sdn', 'add', 'alt', 'sdn_comments'])
    const delta = await diffVersions('OFAC-SDN', first, second)
    const isBalanced = first.entities.length - delta.removed.length + delta.added.length === second.entities.length
    expect(isBalanced).toBe(true)
    expect(delta.added.length).toBeGreaterThan(1500)
    expect(delta.changed.length).toBeGreaterThan(100)
  })
})
