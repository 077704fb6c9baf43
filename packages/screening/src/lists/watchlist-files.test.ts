import { describe, expect, it } from 'vitest'
import { collect, haveWatchlists, watchlistFile } from '../../testing/watchlist-data.ts'
import type { CsvMapping } from './csv-mapping.ts'
import { readCatalog } from './ftm-catalog.ts'
import { ListError } from './list-error.ts'
import { type ListFormat, parserFor } from './list-formats.ts'
import type { ParseRequest, Publication } from './list-input.ts'

const ofac = (folder: string, prefix = '', primary = 'sdn', comments = 'sdn_comments') =>
  [primary, 'add', 'alt', comments].map((name) => `ofac/${folder}/${prefix}${name}.csv.gz`)

/** Files, format, entries, publication date where the file states one. */
const lists: [readonly string[], ListFormat, number, string?][] = [
  [ofac('2021-07'), 'ofac-csv', 8976],
  [ofac('2019-01'), 'ofac-csv', 7379],
  [ofac('sdn_2026-08-20_reconstructed').slice(0, 3), 'ofac-csv', 19_249],
  [ofac('cons_2025', 'cons_', 'prim', 'comments'), 'ofac-csv', 442],
  [['ofac/sdn_and_cons_2023-02_official.csv.gz'], 'ofac-csv', 11_509],
  [['ofac/cons_2025-03-28.xml.gz'], 'ofac-xml', 443, '2025-03-28'],
  [['ofac/sdn_2021-08-19.xml.gz'], 'ofac-xml', 2781, '2021-08-19'],
  [['ofac/sdn_enhanced_IRGC_2024-08-28.xml.gz'], 'ofac-enhanced-xml', 293, '2024-08-28'],
  [['ofac/sdn_2026-08-20_names.json.gz'], 'names-json', 19_249],
  [['un/consolidated_2018-10-29.xml.gz'], 'un-xml', 1093, '2018-10-29'],
  [['un/consolidated_2025-04-19.xml.gz'], 'un-xml', 877, '2025-04-19'],
  [['un/consolidated_2026-02-27.xml.gz'], 'un-xml', 1003, '2026-02-27'],
  [['un/names_2026-06-10.json.gz'], 'names-json', 1002],
  [['eu/fsf_xml_v1_1_sample.xml'], 'eu-xml', 7, '2020-04-15'],
  [['eu/fsf_names_2026-06-05.json.gz'], 'names-json', 5994],
  [['eu/travel_ban_names_2026-06-11.json.gz'], 'names-json', 3859],
  [['uk/uksl_names_2026-06-10.json.gz'], 'names-json', 15_313],
  [['uk/uksl_summary_2025-08-11.ods'], 'uk-ods', 5302],
  [['au/dfat_names_2026-06-06.json.gz'], 'names-json', 11_046],
  [['ca/sema_2025-06.xml.gz'], 'ca-xml', 4759],
  [['ca/sema_names_2026-06-09.json.gz'], 'names-json', 3502],
  [['ch/seco_official_example.xml'], 'seco-xml', 3, '2024-01-17'],
  [['ftm/ua_war_sanctions_2026-03-13_targets.simple.csv.gz'], 'opensanctions-csv', 5600],
  // Of 91 and 475 FollowTheMoney entities these are people, companies and vessels; the others are links to them.
  [['ftm/zala_entities.ftm.json.gz'], 'ftm-json', 17],
  [['ftm/parteispenden_entities.ftm.json.gz'], 'ftm-json', 96],
  [['pep/us_congress_senzing.json.gz'], 'senzing-json', 1319],
  [['pep/everypolitician_2015.jsonl.gz'], 'everypolitician', 49_484],
  [['pep/us_legislators_current_2026-06.yaml.gz'], 'us-legislators-yaml', 537],
]

/** The annexes of EU regulations, transcribed into a table: read like a bank's own list. */
const annexMapping: CsvMapping = {
  key: ['celex', 'recordId'],
  schema: {
    column: 'schema',
    values: {
      Person: 'Person',
      Company: 'Company',
      Organization: 'Organization',
      Vessel: 'Vessel',
      Airplane: 'Airplane',
    },
    otherwise: 'LegalEntity',
  },
  columns: [
    { column: 'name', property: 'name' },
    { column: 'alias', property: 'alias', split: ';' },
    { column: 'weakAlias', property: 'weakAlias', split: ';' },
    { column: 'birthDate', property: 'birthDate', split: ';' },
    { column: 'birthPlace', property: 'birthPlace' },
    { column: 'nationality', property: 'nationality', split: ';' },
    { column: 'passportNumber', property: 'passportNumber', split: ';' },
    { column: 'programKey', property: 'program' },
  ],
  topics: ['sanction'],
}

const request = (files: readonly string[]): ParseRequest => ({ listId: 'LIST', files: files.map(watchlistFile) })

describe.skipIf(!haveWatchlists())('published list files', () => {
  it.each(lists)('reads every entry of %s as %s', async (files, format, count, publishedAt) => {
    let publication: Publication = {}
    const onPublication = (stated: Publication) => {
      publication = stated
    }
    const entities = await collect(parserFor(format), { ...request(files), onPublication })
    expect(entities).toHaveLength(count)
    expect(publication.declaredCount ?? count).toBe(count)
    expect(publication.publishedAt?.slice(0, 10)).toBe(publishedAt)
    expect(entities.every((entity) => entity.names[0] !== undefined && entity.raw.line > 0)).toBe(true)
  })

  it('reads the annexes of EU regulations through a mapping', async () => {
    const files = ['eu/oj_annexes_consolidated_2026-08.csv.gz']
    const entities = await collect(parserFor('mapped-csv'), { ...request(files), mapping: annexMapping })
    expect(entities).toHaveLength(8017)
    expect(entities[0]).toMatchObject({
      entryId: '32001R2580/1',
      names: [{ full: 'ABDOLLAHI Hamed' }, { full: 'Mustafa Abdullahi' }],
      birthDates: [{ value: '1960-08-11', precision: 'day' }],
      birthPlaces: [{ text: 'Iran', country: 'ir' }],
      documents: [{ kind: 'passport', number: 'D9004878' }],
    })
  })

  it('reads the old EU table that a spreadsheet program has wrapped in quotes', async () => {
    const files = ['eu/fsf_csv_v1_0_2018-07-04_short.csv.gz']
    const entities = await collect(parserFor('eu-csv-1.0'), { ...request(files), charset: 'windows-1252' })
    // 999 rows under one header, several rows an entity.
    expect(entities).toHaveLength(93)
    expect(entities[0]).toMatchObject({ entryId: 'EU.36.64', gender: 'male', birthDates: [{ value: '1924-02-21' }] })
  })

  it('reads the catalogue of OpenSanctions', async () => {
    const datasets = await readCatalog(watchlistFile('ftm/catalog_index_example.json.gz'))
    expect(datasets).toHaveLength(193)
    expect(datasets.every(({ resources }) => resources.every(({ url }) => url.startsWith('https://')))).toBe(true)
  })

  it('refuses the UN file of mixed encoding and names the line, column and byte', async () => {
    const parsing = collect(parserFor('un-xml'), request(['un/consolidated_2025-08-16_mixed_encoding.xml.gz']))
    await expect(parsing).rejects.toMatchObject({ code: 'WRONG_CHARSET', line: 54, column: 4, offset: 2192 })
    await expect(parsing).rejects.toThrow(/line 54, column 4, byte 2192\): byte 0xe9 is not UTF-8.*Armés/)
    await expect(parsing).rejects.toBeInstanceOf(ListError)
  })

  it('refuses files of different days as one list', async () => {
    const mixed = ['ofac/2021-07/sdn.csv.gz', ...ofac('2026-04_partial').slice(1, 3)]
    await expect(collect(parserFor('ofac-csv'), request(mixed))).rejects.toMatchObject({ code: 'COUNT_MISMATCH' })
  })

  it('finds the same person in the UN and the OFAC list with what each says of him', async () => {
    const un = await collect(parserFor('un-xml'), request(['un/consolidated_2026-02-27.xml.gz']))
    const sdn = await collect(parserFor('ofac-csv'), request(ofac('sdn_2026-08-20_reconstructed').slice(0, 3)))
    expect(un.find(({ entryId }) => entryId === 'QDi.135')).toMatchObject({
      schema: 'Person',
      programmes: ['Al-Qaida'],
      listedOn: '2003-11-03',
      nationalities: ['in'],
      birthDates: [{ value: '1955-12-26', precision: 'day', circa: false }],
      birthPlaces: [{ city: 'Kher, Ratnagiri, Maharashtra', country: 'in' }],
    })
    expect(sdn.find(({ entryId }) => entryId === '9758')).toMatchObject({
      names: expect.arrayContaining([expect.objectContaining({ full: 'Dawood Ibrahim KASKAR', kind: 'alias' })]),
      birthDates: [{ value: '1955-12-26' }, { value: '1955-12-31' }],
      nationalities: ['in', 'pk', 'ae'],
      programmes: ['SDNTK', 'SDGT'],
    })
    expect(sdn.find(({ entryId }) => entryId === '23343')?.documents).toEqual([])
  })
})
