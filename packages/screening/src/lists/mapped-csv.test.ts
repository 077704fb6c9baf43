import { describe, expect, it } from 'vitest'
import { collect } from '../../testing/watchlist-data.ts'
import type { CsvMapping } from './csv-mapping.ts'
import { parserFor } from './list-formats.ts'
import { memoryFile } from './list-input.ts'
import { parseCsvMapping } from './parse-csv-mapping.ts'

const header =
  'key,schema,names,birthDate,nationalities,documentNumbers,reason,note,validFrom,expiresOn,addedBy,approvedBy'

async function read(content: string, mapping?: CsvMapping) {
  const warnings: string[] = []
  const format = mapping === undefined ? 'blacklist-csv' : 'mapped-csv'
  const entities = await collect(parserFor(format), {
    listId: 'HOUSE',
    files: [memoryFile('list.csv', content)],
    onWarning: (warning) => warnings.push(warning),
    ...(mapping === undefined ? {} : { mapping }),
  })
  return { entities, warnings }
}

describe("the bank's own list", () => {
  it('is read from the columns that are documented', async () => {
    const row = 'B1,,Uwe Muster; Uve Muster,17.8.1979,de;at,X1;Y2,FRAUD,Note,2024-01-01,2029-01-01,a.adder,b.approver'
    expect((await read(`${header}\n${row}\n`)).entities).toMatchObject([
      {
        id: 'HOUSE:B1',
        schema: 'Person',
        names: [
          { full: 'Uwe Muster', kind: 'primary' },
          { full: 'Uve Muster', kind: 'alias' },
        ],
        birthDates: [{ value: '1979-08-17' }],
        nationalities: ['de', 'at'],
        documents: [
          { kind: 'other', number: 'X1' },
          { kind: 'other', number: 'Y2' },
        ],
        programmes: ['FRAUD'],
        topics: ['internal.blacklist'],
        validFrom: '2024-01-01',
        validTo: '2029-01-01',
        remarks: ['Note'],
        properties: { addedBy: ['a.adder'], approvedBy: ['b.approver'] },
      },
    ])
  })

  it.each([
    ['B1,,Uwe Muster,somewhen,de,,FRAUD,,2024-01-01,2029-01-01,a,b', /line 2\): entry B1: "somewhen" is no date/],
    ['B1,,Uwe Muster,,Atlantis,,FRAUD,,2024-01-01,2029-01-01,a,b', /"Atlantis" is no country/],
    ['B1,,Uwe Muster,,,,FRAUD,,2024-01-01,never,a,b', /"never" is no date/],
    ['B1,,Uwe Muster,,,,FRAUD,,2024-01-01,,a,b', /column expiresOn is empty/],
    ['B1,,Uwe Muster,,,,,,2024-01-01,2029-01-01,a,b', /column reason is empty/],
    [',,Uwe Muster,,,,FRAUD,,2024-01-01,2029-01-01,a,b', /column key is empty/],
  ])('is refused with the row %s', async (row, message) => {
    await expect(read(`${header}\n${row}\n`)).rejects.toThrow(message)
  })
})

describe('a list read by a mapping', () => {
  const mapping = parseCsvMapping(
    {
      key: ['file', 'nr'],
      delimiter: ';',
      schema: { column: 'kind', values: { firm: 'Company', Ship: 'Vessel' } },
      columns: [
        { column: 'surname', property: 'lastName' },
        { column: 'forename', property: 'firstName' },
        { column: 'born', property: 'birthDate', split: '|' },
        { column: 'from', property: 'nationality' },
      ],
      topics: ['crime.fraud'],
      programmes: ['COURT'],
      carry: ['clerk'],
    },
    'HOUSE',
  )

  it('takes several key columns, a schema column and its own delimiter', async () => {
    const csv =
      'file;nr;kind;surname;forename;born;from;clerk\nA;1;;Muster;Uwe;1979|1980;Austria;ab\nA;2;FIRM;Werke AG;;;;\n'
    expect((await read(csv, mapping)).entities).toMatchObject([
      {
        entryId: 'A/1',
        schema: 'Person',
        names: [{ full: 'Uwe Muster', parts: { given: 'Uwe', family: 'Muster' } }],
        birthDates: [{ value: '1979' }, { value: '1980' }],
        nationalities: ['at'],
        topics: ['crime.fraud'],
        programmes: ['COURT'],
        properties: { clerk: ['ab'] },
      },
      { entryId: 'A/2', schema: 'Company', names: [{ full: 'Werke AG' }] },
    ])
  })

  it('says what it left out', async () => {
    const csv = 'file;nr;kind;surname;forename;born;from\nA;1;;Muster;Uwe;before the war;Atlantis\n'
    const { entities, warnings } = await read(csv, mapping)
    expect(entities).toMatchObject([{ birthDates: [], nationalities: [] }])
    expect(warnings).toEqual([
      'line 2: entry A/1: "before the war" is no date; left out',
      'line 2: entry A/1: "Atlantis" is no country; left out',
    ])
  })

  it.each<[unknown, RegExp]>([
    [undefined, /key must name at least one column/],
    [{ key: ['nr'] }, /columns must fill name or lastName/],
    [{ key: ['nr'], columns: [{ column: 'x', property: 'shoeSize' }] }, /a property out of name/],
    [{ key: ['nr'], columns: [{ column: 'x', property: 'name' }], schema: 'Payment' }, /"Payment" is no schema/],
  ])('needs a mapping that can be understood: %j', (value, message) => {
    expect(() => parseCsvMapping(value, 'HOUSE')).toThrow(message)
  })
})
