import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ListFetch } from './fetch-list.ts'
import { openSanctionsSource } from './list-source.ts'
import { type ListStore, openListStore } from './list-store.ts'
import { updateList, type UpdateRules } from './update-lists.ts'

const entity = (id: string, name: string) => ({
  id,
  schema: 'Person',
  properties: { name: [name], topics: ['role.pep'] },
})
const jsonLines = (...values: readonly object[]) => values.map((value) => `${JSON.stringify(value)}\n`).join('')
const base = 'https://data.example'
const source = { ...openSanctionsSource('peps', 'pep'), index: `${base}/index.json` }

let folder: string
let store: ListStore
let site: Record<string, string>
let asked: string[]
let rules: UpdateRules

const fetch: ListFetch = async (url) => {
  asked.push(url.slice(base.length))
  const text = site[url.slice(base.length)]
  return {
    status: text === undefined ? 404 : 200,
    header: () => undefined,
    body: (async function* () {
      yield Buffer.from(text ?? 'gone')
    })(),
  }
}

function publish(
  version: string,
  entities: string,
  checksum = createHash('sha1').update(entities).digest('hex'),
): void {
  site['/entities'] = entities
  site['/index.json'] = JSON.stringify({
    name: 'peps',
    version,
    delta_url: `${base}/delta.json`,
    resources: [{ name: 'entities.ftm.json', url: `${base}/entities`, checksum }],
  })
}

const names = async () => {
  const found: string[] = []
  for await (const { names: held } of store.entities('OS-PEPS')) found.push(held[0]?.full ?? '')
  return found
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dataset-'))
  store = await openListStore(folder)
  site = {}
  asked = []
  rules = { fetch, sleep: async () => undefined, random: () => 0, now: () => '2026-11-23T09:00:00Z' }
  publish('20261101000000-aaa', jsonLines(entity('a', 'Ann'), entity('b', 'Ben')))
  await updateList(store, source, rules)
  asked = []
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('a FollowTheMoney dataset', () => {
  it('is left alone while its version is the one held', async () => {
    expect(await updateList(store, source, rules)).toMatchObject({ outcome: 'unchanged' })
    expect(asked).toEqual(['/index.json'])
    expect(await store.status()).toMatchObject([{ purposes: ['pep'] }])
  })

  it('takes the deltas since the version held instead of the whole file', async () => {
    publish('20261103000000-ccc', 'never asked for')
    site['/delta.json'] = JSON.stringify({
      versions: {
        '20261103000000-ccc': `${base}/20261103000000-ccc.json`,
        '20261101000000-aaa': `${base}/20261101000000-aaa.json`,
        '20261102000000-bbb': `${base}/20261102000000-bbb.json`,
      },
    })
    site['/20261102000000-bbb.json'] = jsonLines(
      { op: 'ADD', entity: entity('c', 'Cem') },
      { op: 'DEL', entity: { id: 'b' } },
    )
    site['/20261103000000-ccc.json'] = jsonLines({ op: 'MOD', entity: entity('c', 'Cem Muster') })
    expect(await updateList(store, { ...source, maxShrinkPercent: 60 }, rules)).toMatchObject({
      outcome: 'imported',
      result: {
        snapshot: { publisherVersion: '20261103000000-ccc' },
        delta: { added: ['OS-PEPS:c'], removed: ['OS-PEPS:b'], changed: [] },
      },
    })
    expect(asked).not.toContain('/entities')
    expect(await names()).toEqual(['Ann', 'Cem Muster'])
  })

  it.each([
    ['there is no list of deltas', {}],
    [
      'the version held is not among them',
      { '/delta.json': JSON.stringify({ versions: { '20261102000000-bbb': `${base}/x` } }) },
    ],
    [
      'a delta is missing',
      {
        '/delta.json': JSON.stringify({
          versions: { '20261101000000-aaa': `${base}/a`, '20261102000000-bbb': `${base}/20261102000000-bbb` },
        }),
      },
    ],
    [
      'they end before the newest version',
      { '/delta.json': JSON.stringify({ versions: { '20261101000000-aaa': `${base}/a` } }) },
    ],
  ])('takes the whole file when %s', async (_, pages) => {
    publish('20261102000000-bbb', jsonLines(entity('a', 'Ann'), entity('b', 'Ben'), entity('d', 'Dan')))
    Object.assign(site, pages)
    expect(await updateList(store, source, rules)).toMatchObject({ outcome: 'imported' })
    expect(await names()).toEqual(['Ann', 'Ben', 'Dan'])
  })

  it('is refused when the file is not the one that the index means', async () => {
    publish('20261102000000-bbb', jsonLines(entity('a', 'Ann')), 'da39a3ee5e6b4b0d3255bfef95601890afd80709')
    expect(await updateList(store, source, rules)).toMatchObject({ outcome: 'failed', error: { code: 'FETCH_FAILED' } })
    expect(await names()).toEqual(['Ann', 'Ben'])
  })
})
