/** Rows of the first sheet of an Excel workbook. */
import type { ListFile } from './list-input.ts'
import type { CsvRecord } from './read-csv.ts'
import { attributeOf, childOf, childrenOf, nodesWithin, readXml, type XmlNode } from './read-xml.ts'
import { openZip, type ZipArchive } from './read-zip.ts'
import { ListError } from './list-error.ts'

/** Records by the names in the header row, which is the first row that has `headerHas`. */
export async function* readXlsxRecords(file: ListFile, listId: string, headerHas: string): AsyncGenerator<CsvRecord> {
  const archive = await openZip(file, listId)
  const shared = await sharedStrings(archive, listId)
  const sheet = archive.member('xl/worksheets/sheet1.xml')
  let columns: Map<string, string> | undefined
  for await (const node of readXml(sheet, { listId, roots: ['worksheet'], records: ['row'] })) {
    if (node.name !== 'row') continue
    const cells = cellsOf(node, shared)
    const isHeader = [...cells.values()].some((text) => text.trim().toLowerCase() === headerHas.toLowerCase())
    if (columns !== undefined && cells.size > 0)
      yield recordOf(cells, columns, Number(attributeOf(node, 'r') ?? node.line))
    else if (columns === undefined && isHeader)
      columns = new Map([...cells].map(([at, text]) => [text.trim().toLowerCase(), at]))
  }
  if (columns === undefined) {
    throw new ListError(
      'WRONG_FORMAT',
      { list: listId, file: file.name },
      `no row of the first sheet has "${headerHas}"`,
    )
  }
}

async function sharedStrings(archive: ZipArchive, listId: string): Promise<readonly string[]> {
  const name = 'xl/sharedStrings.xml'
  if (!archive.has(name)) return []
  const strings: string[] = []
  for await (const node of readXml(archive.member(name), { listId, roots: ['sst'], records: ['si'] })) {
    if (node.name === 'si') strings.push(textOf(node))
  }
  return strings
}

/** Text comes in runs when parts of it are formatted. */
function textOf(node: XmlNode): string {
  return nodesWithin(node, 't')
    .map((run) => run.text)
    .join(' ')
    .replace(/\s+/g, ' ')
}

/** Cell text by column letters; empty cells are left out of the file. */
function cellsOf(row: XmlNode, shared: readonly string[]): Map<string, string> {
  const cells = new Map<string, string>()
  for (const cell of childrenOf(row, 'c')) {
    const column = /^[A-Z]+/.exec(attributeOf(cell, 'r') ?? '')?.[0]
    const value = childOf(cell, 'v')?.text ?? ''
    const type = attributeOf(cell, 't')
    const text = type === 's' ? shared[Number(value)] : type === 'inlineStr' ? textOf(cell) : value
    if (column !== undefined && text !== undefined && text !== '') cells.set(column, text)
  }
  return cells
}

function recordOf(cells: ReadonlyMap<string, string>, columns: ReadonlyMap<string, string>, line: number): CsvRecord {
  return {
    line,
    get(column) {
      const text = cells.get(columns.get(column.toLowerCase()) ?? '')?.trim()
      return text === undefined || text === '' ? undefined : text
    },
  }
}

/** Excel counts days from 30 December 1899; a five-digit number in a date column is such a day. */
export function excelDate(text: string): string {
  if (!/^\d{5}(?:\.\d+)?$/.test(text)) return text
  return new Date(Date.UTC(1899, 11, 30) + Math.floor(Number(text)) * 86_400_000).toISOString().slice(0, 10)
}
