import { describe, expect, it } from 'vitest'
import { collect, haveWatchlists, watchlistFile } from '../../testing/watchlist-data.ts'
import { applyFtmDeltas, deltasSince } from './ftm-delta.ts'
import { parserFor } from './list-formats.ts'
import { memoryFile } from './list-input.ts'
import { nestedRow } from './opensanctions-csv.ts'

const lines = (...entities: readonly object[]) => entities.map((entity) => JSON.stringify(entity)).join('\n')
const read = (content: string) =>
  collect(parserFor('ftm-json'), { listId: 'OS', files: [memoryFile('entities.ftm.json', content)] })

describe('FollowTheMoney entities', () => {
  it('gather what links say, in whatever order the file has them', async () => {
    const [first, second] = await read(
      lines(
        {
          id: 's1',
          schema: 'Sanction',
          properties: {
            entity: ['a'],
            program: ['X'],
            authority: ['UN'],
            startDate: ['2020-05-01'],
            reason: ['Because'],
          },
        },
        {
          id: 'a',
          schema: 'Person',
          caption: 'Ann Muster',
          properties: {
            name: ['MUSTER, Ann', 'Ann Muster', 'Анна Мустер'],
            weakAlias: ['Ann'],
            addressEntity: ['addr'],
            topics: ['role.pep'],
          },
        },
        {
          id: 'p',
          schema: 'Passport',
          properties: { holder: ['a'], number: ['X1'], country: ['de'], endDate: ['2030-01-01'] },
        },
        {
          id: 'o',
          schema: 'Occupancy',
          properties: { holder: ['a'], post: ['post'], startDate: ['2021'], endDate: ['2024-03'] },
        },
        { id: 'post', schema: 'Position', properties: { name: ['Mayor'], country: ['at'], topics: ['gov.muni'] } },
        { id: 'f', schema: 'Family', properties: { person: ['a'], relative: ['b'], relationship: ['sister'] } },
        { id: 'b', schema: 'Person', properties: { name: ['Bea Muster'] } },
        { id: 'addr', schema: 'Address', properties: { full: ['Weg 1, Graz'], city: ['Graz'], country: ['at'] } },
      ),
    )
    expect(first).toMatchObject({
      id: 'OS:a',
      names: [
        { full: 'Ann Muster', kind: 'primary' },
        { full: 'MUSTER, Ann', kind: 'alias' },
        { full: 'Анна Мустер', kind: 'original' },
        { full: 'Ann', kind: 'weak' },
      ],
      documents: [{ kind: 'passport', number: 'X1', country: 'de', expiresOn: '2030-01-01' }],
      positions: [{ title: 'Mayor', level: 'local', country: 'at', from: '2021', to: '2024-03' }],
      relations: [{ kind: 'family', role: 'sister', entityId: 'OS:b', name: 'Bea Muster' }],
      addresses: [{ text: 'Weg 1, Graz', city: 'Graz', country: 'at' }],
      programmes: ['X'],
      listedOn: '2020-05-01',
      remarks: ['Because'],
      properties: { authority: ['UN'] },
      topics: ['role.pep'],
      raw: { line: 2 },
    })
    expect(second).toMatchObject({ relations: [{ role: 'sister', entityId: 'OS:a', name: 'Ann Muster' }] })
  })

  it('take a single text for a list of one, and nothing for no name', async () => {
    expect(await read(lines({ id: 'a', schema: 'Company', properties: { name: 'Werke AG' } }))).toHaveLength(1)
    expect(await read(lines({ id: 'a', schema: 'Person', properties: {} }))).toEqual([])
  })

  it.each([
    ['a;b', ['a', 'b']],
    ['"a;b";c', ['a;b', 'c']],
    ['"say ""hi"";now";c', ['say "hi";now', 'c']],
    ['""', []],
    ['', []],
  ])('split the cell %s', (cell, values) => {
    expect(nestedRow(cell)).toEqual(values)
  })
})

describe('deltas', () => {
  const base = memoryFile(
    'base',
    lines(
      { id: 'a', schema: 'Person', properties: { name: ['A'] } },
      { id: 'b', schema: 'Person', properties: { name: ['B'] } },
    ),
  )
  const delta = (...operations: readonly object[]) => memoryFile('delta', lines(...operations))

  it('add, change and delete, the last word on an entity winning', async () => {
    const put = (op: string, id: string, name: string) => ({
      op,
      entity: { id, schema: 'Person', properties: { name: [name] } },
    })
    const first = delta(put('MOD', 'a', 'A2'), put('ADD', 'c', 'C'), { op: 'DEL', entity: { id: 'b' } })
    const second = delta(put('MOD', 'c', 'C2'), put('ADD', 'b', 'B again'), { op: 'DEL', entity: { id: 'a' } })
    const next = await applyFtmDeltas(base, [first, second], { listId: 'OS', name: 'next' })
    for (const _ of [1, 2]) {
      const entities = await collect(parserFor('ftm-json'), { listId: 'OS', files: [next] })
      expect(entities.map(({ entryId, names }) => [entryId, names[0]?.full])).toEqual([
        ['b', 'B again'],
        ['c', 'C2'],
      ])
    }
  })

  it('refuse an operation that is not known', async () => {
    const broken = delta({ op: 'MERGE', entity: { id: 'a' } })
    await expect(applyFtmDeltas(base, [broken], { listId: 'OS', name: 'next' })).rejects.toThrow(
      /expected ADD, MOD or DEL/,
    )
  })

  it('are taken from the version held on, or not at all', () => {
    const index = {
      versions: {
        '20240528014702-pfh': 'https://x/2',
        '20240527194702-wnk': 'https://x/1',
        '20240529000000-abc': 'https://x/3',
      },
    }
    expect(deltasSince(index, '20240527194702-wnk', 'OS')).toEqual(['https://x/2', 'https://x/3'])
    expect(() => deltasSince(index, '20230101000000-xyz', 'OS')).toThrow(/no delta follows version 20230101000000-xyz/)
  })

  it.skipIf(!haveWatchlists())('of a published dataset apply in order', async () => {
    const deltas = ['ftm/t2_delta_1.json.gz', 'ftm/t2_delta_2.json.gz'].map(watchlistFile)
    const next = await applyFtmDeltas(memoryFile('base', '\n'), deltas, { listId: 'T2', name: 'entities.ftm.json' })
    const entities = await collect(parserFor('ftm-json'), { listId: 'T2', files: [next] })
    expect(entities.map(({ entryId }) => entryId).sort()).toEqual([
      'NK-2T3S8Hu29ktYnKSTgQp2wL',
      'NK-2sJaJRaPJcWUfMbHjTtWcL',
      'NK-500Poltergeist',
    ])
    expect(entities.find(({ entryId }) => entryId.startsWith('NK-2T3'))?.names[0]?.full).toBe('Foobar Foobargroup')
  })
})
