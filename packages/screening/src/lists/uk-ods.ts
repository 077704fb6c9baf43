/** The UK Sanctions List as a spreadsheet (ODS): the same table as the CSV, or its summary. */
import type { Entity } from '../entity.ts'
import type { ListFile, ParseRequest } from './list-input.ts'
import type { CsvRecord } from './read-csv.ts'
import { nodesWithin, readXml, type XmlNode } from './read-xml.ts'
import { openZip } from './read-zip.ts'
import { parseUkRows } from './uk-csv.ts'

export async function* parseUkOds(request: ParseRequest): AsyncGenerator<Entity> {
  for (const file of request.files) {
    const archive = await openZip(file, request.listId)
    const content = archive.member('content.xml')
    yield* parseUkRows(readRows(content, request.listId), file, request)
  }
}

async function* readRows(content: ListFile, listId: string): AsyncGenerator<CsvRecord> {
  let columns: readonly string[] | undefined
  const reading = { listId, roots: ['document-content'], records: ['table-row'] }
  for await (const node of readXml(content, reading)) {
    if (node.name !== 'table-row') continue
    const cells = cellsOf(node)
    if (columns !== undefined && cells.some((cell) => cell !== '')) yield recordOf(cells, columns, node.line)
    else if (cells.includes('Unique ID')) columns = cells.map((cell) => cell.toLowerCase())
  }
}

/** Repeated cells are written once with their count; the last one fills up to the sheet's edge. */
function cellsOf(row: XmlNode): string[] {
  const maxColumns = 200
  const cells = row.children.filter((cell) => cell.name === 'table-cell' || cell.name === 'covered-table-cell')
  return cells
    .flatMap((cell) => {
      const repeated = Number(cell.attributes['table:number-columns-repeated'] ?? 1)
      const text = nodesWithin(cell, 'p').map(wholeText).join('\n')
      return Array.from({ length: Math.min(repeated, maxColumns) }, () => text)
    })
    .slice(0, maxColumns)
}

function wholeText(node: XmlNode): string {
  return [node.text, ...node.children.map(wholeText)].filter((text) => text !== '').join(' ')
}

function recordOf(cells: readonly string[], columns: readonly string[], line: number): CsvRecord {
  return {
    line,
    get(column) {
      const cell = cells[columns.indexOf(column.toLowerCase())]?.trim()
      return cell === undefined || cell === '' ? undefined : cell
    },
  }
}
