import { describe, expect, it } from 'vitest'
import { collect, haveWatchlists, watchlistFile } from '../../testing/watchlist-data.ts'
import { type ListFormat, parserFor } from './list-formats.ts'
import { memoryFile } from './list-input.ts'
import { readListedText } from './listed-text.ts'

describe('the listed text of an entry', () => {
  it('is the row of a table, line ends inside quotes and all', async () => {
    const file = memoryFile('list.csv', 'key,note\nB1,"one\ntwo"\nB2,x\n')
    expect(await readListedText(file, { line: 2 }, { listId: 'L' })).toBe('B1,"one\ntwo"')
    expect(await readListedText(file, { line: 4 }, { listId: 'L' })).toBe('B2,x')
    expect(await readListedText(file, { line: 99 }, { listId: 'L' })).toBeUndefined()
  })

  const lists: [string, ListFormat, (id: string) => string][] = [
    ['un/consolidated_2018-10-29.xml.gz', 'un-xml', (id) => `<REFERENCE_NUMBER>${id}</REFERENCE_NUMBER>`],
    ['un/consolidated_2026-02-27.xml.gz', 'un-xml', (id) => `<REFERENCE_NUMBER>${id}</REFERENCE_NUMBER>`],
    ['ofac/cons_2025-03-28.xml.gz', 'ofac-xml', (id) => `<uid>${id}</uid>`],
    ['ofac/sdn_enhanced_IRGC_2024-08-28.xml.gz', 'ofac-enhanced-xml', (id) => `<entity id="${id}">`],
    ['eu/fsf_xml_v1_1_sample.xml', 'eu-xml', (id) => `euReferenceNumber="${id}"`],
    ['ch/seco_official_example.xml', 'seco-xml', (id) => `<target ssid="${id}">`],
    ['ftm/zala_entities.ftm.json.gz', 'ftm-json', (id) => `"id": "${id}"`],
    ['pep/us_congress_senzing.json.gz', 'senzing-json', (id) => `"RECORD_ID":"${id}"`],
    ['ofac/sdn_2026-08-20_names.json.gz', 'names-json', (id) => `"uid": ${id},`],
    ['eu/fsf_names_2026-06-05.json.gz', 'names-json', (id) => `{"id":${id},`],
    ['ofac/cons_2025/cons_prim.csv.gz', 'ofac-csv', (id) => `\n${id},"`],
    ['ftm/ua_war_sanctions_2026-03-13_targets.simple.csv.gz', 'opensanctions-csv', (id) => `\n"${id}","`],
  ]

  it.skipIf(!haveWatchlists()).each(lists)(
    'is found in %s by what the entity remembers',
    async (path, format, mark) => {
      const file = watchlistFile(path)
      const entities = await collect(parserFor(format), { listId: 'L', files: [file] })
      const sample = entities.filter((_, at) => at % Math.ceil(entities.length / 7) === 0)
      for (const entity of sample) {
        const text = `\n${await readListedText(file, entity.raw, { listId: 'L' })}`
        expect(text).toContain(mark(entity.entryId))
        // The text of one entry, not of its neighbours.
        const others = entities.filter(({ entryId }) => entryId !== entity.entryId && text.includes(mark(entryId)))
        expect(others.map(({ entryId }) => entryId)).toEqual([])
      }
    },
  )
})
