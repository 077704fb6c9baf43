import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { collect } from '../../testing/watchlist-data.ts'
import { zipOf } from '../../testing/zip-file.ts'
import { ListError } from './list-error.ts'
import { parserFor } from './list-formats.ts'
import { memoryFile } from './list-input.ts'
import { excelDate } from './read-xlsx.ts'

const shared = [
  'Reference',
  'Name of Individual or Entity',
  'Type',
  'Name Type',
  'Date of Birth',
  'Control Date',
  'Individual',
  'Primary Name',
  'Max Muster',
]
const sheet = `<worksheet><sheetData>
  <row r="1">${['A', 'B', 'C', 'D', 'E', 'F'].map((column, at) => `<c r="${column}1" t="s"><v>${at}</v></c>`).join('')}</row>
  <row r="2"><c r="A2"><v>101</v></c><c r="B2" t="s"><v>8</v></c><c r="C2" t="s"><v>6</v></c><c r="D2" t="s"><v>7</v></c><c r="E2"><v>22973</v></c><c r="F2"><v>44957</v></c></row>
  <row r="3"><c r="A3" t="inlineStr"><is><t>101a</t></is></c><c r="B3" t="inlineStr"><is><r><t>Maxim</t></r><r><t>Muster</t></r></is></c><c r="D3" t="str"><v>aka</v></c></row>
  <row r="4"/></sheetData></worksheet>`
const workbook = zipOf({
  'xl/sharedStrings.xml': `<sst>${shared.map((text) => `<si><t>${text}</t></si>`).join('')}</sst>`,
  'xl/worksheets/sheet1.xml': sheet,
})
const read = (bytes: Uint8Array) =>
  collect(parserFor('au-xlsx'), { listId: 'AU', files: [memoryFile('dfat.xlsx', bytes)] })

describe('lists published as office documents', () => {
  it('are read from the first sheet of a workbook', async () => {
    expect(await read(workbook)).toMatchObject([
      {
        id: 'AU:101',
        schema: 'Person',
        names: [
          { full: 'Max Muster', kind: 'primary' },
          { full: 'Maxim Muster', kind: 'alias' },
        ],
        birthDates: [{ value: '1962-11-23' }],
        listedOn: '2023-01-31',
        raw: { line: 2 },
      },
    ])
  })

  it('are refused when cut or damaged at any byte that matters', async () => {
    const cut = fc.asyncProperty(fc.integer({ min: 0, max: workbook.byteLength - 1 }), async (length) => {
      const outcome = await read(workbook.subarray(0, length)).catch((error: unknown) => error)
      return outcome instanceof ListError
    })
    expect((await fc.check(cut)).counterexample).toBeNull()
    const changed = fc.asyncProperty(
      fc.integer({ min: 0, max: workbook.byteLength - 1 }),
      fc.nat(255),
      async (at, byte) => {
        const bytes = Buffer.from(workbook)
        bytes[at] = byte
        const outcome = await read(bytes).catch((error: unknown) => error)
        return outcome instanceof ListError || Array.isArray(outcome)
      },
    )
    expect((await fc.check(changed, { numRuns: 300 })).counterexample).toBeNull()
  })

  it('say what is missing', async () => {
    await expect(read(zipOf({ 'word/document.xml': '<x/>' }))).rejects.toThrow(
      /no xl\/worksheets\/sheet1.xml, only word\/document.xml/,
    )
    await expect(read(zipOf({ 'xl/worksheets/sheet1.xml': '<worksheet/>' }))).rejects.toMatchObject({
      code: 'WRONG_FORMAT',
    })
  })

  it.each([
    ['44957', '2023-01-31'],
    ['22973', '1962-11-23'],
    ['1962', '1962'],
    ['23/11/1962', '23/11/1962'],
  ])('take the number %s for %s', (text, date) => {
    expect(excelDate(text)).toBe(date)
  })
})
