/**
 * Australia's consolidated list, which is published as a workbook, or the same table as CSV. Rows `12`, `12a`, `12b` are names of one entry, and only the primary row is sure
 * to fill the other columns.
 */
import type { Entity, EntityName, EntitySchema, ListedDocument } from '../entity.ts'
import { finishEntity } from '../entity-hash.ts'
import { placeOfText } from './address.ts'
import { countryCodesIn, countryOfPlace } from './countries.ts'
import { defined } from './defined.ts'
import { ListError } from './list-error.ts'
import type { ListFile, ParseRequest } from './list-input.ts'
import { isoDate, parseListedDates, unreadDates } from './listed-date.ts'
import { isOtherScript, wholeName } from './person-name.ts'
import { type CsvRecord, readCsvRecords } from './read-csv.ts'
import { excelDate, readXlsxRecords } from './read-xlsx.ts'

const nameColumn = 'Name of Individual or Entity'
const required = ['Reference', nameColumn, 'Type', 'Name Type']

export async function* parseAustraliaCsv(request: ParseRequest): AsyncGenerator<Entity> {
  const { listId, charset } = request
  for (const file of request.files) {
    const rows = readCsvRecords(file, { listId, charset, required, headerHas: 'Reference' })
    yield* parseRows(rows, file, listId)
  }
}

export async function* parseAustraliaXlsx(request: ParseRequest): AsyncGenerator<Entity> {
  for (const file of request.files) {
    yield* parseRows(readXlsxRecords(file, request.listId, 'Reference'), file, request.listId)
  }
}

async function* parseRows(rows: AsyncIterable<CsvRecord>, file: ListFile, listId: string): AsyncGenerator<Entity> {
  const groups = new Map<string, CsvRecord[]>()
  for await (const row of rows) {
    const number = /^\d+/.exec(row.get('Reference') ?? '')?.[0]
    if (number === undefined) {
      throw new ListError('INVALID_ENTRY', { list: listId, file: file.name, line: row.line }, 'no Reference number')
    }
    const group = groups.get(number)
    if (group === undefined) groups.set(number, [row])
    else group.push(row)
  }
  for (const [number, group] of groups) yield entityOf(number, group, file, listId)
}

function entityOf(number: string, rows: readonly CsvRecord[], file: ListFile, listId: string): Entity {
  const place = { list: listId, file: file.name, line: rows[0]?.line ?? 1 }
  const all = (column: string) => rows.map((row) => row.get(column)).filter((value) => value !== undefined)
  const names = namesOf(rows)
  if (names.length === 0) throw new ListError('INVALID_ENTRY', place, `entry ${number} has no name`)
  const schema = schemaOf(all('Type')[0])
  const dates = all('Date of Birth').flatMap((text) => parseListedDates(excelDate(text)))
  return finishEntity(
    defined({
      listId,
      entryId: number,
      schema,
      names,
      birthDates: schema === 'Person' ? dates : [],
      birthPlaces: all('Place of Birth').map(placeOfText),
      nationalities: all('Citizenship').flatMap(countryCodesIn),
      documents: all('IMO Number').map(imoDocument),
      addresses: all('Address').map((text) => defined({ text, country: countryOfPlace(text) })),
      topics: ['sanction'],
      programmes: all('Committees'),
      listedOn: isoDate(excelDate(all('Control Date')[0] ?? '')),
      remarks: [
        ...all('Additional Information'),
        ...all('Listing Information'),
        ...unreadDates('Date of birth', all('Date of Birth').map(excelDate)),
      ],
      raw: { file: file.name, line: place.line },
    }),
  )
}

function namesOf(rows: readonly CsvRecord[]): EntityName[] {
  const isPrimary = (row: CsvRecord) => /^primary/i.test(row.get('Name Type') ?? '')
  const ordered = [...rows.filter(isPrimary), ...rows.filter((row) => !isPrimary(row))]
  return ordered.flatMap((row, at) => {
    const name = row.get(nameColumn)
    if (name === undefined) return []
    const type = row.get('Name Type') ?? ''
    const other = isOtherScript(name) ? 'original' : /^f\.?k\.?a|former/i.test(type) ? 'former' : 'alias'
    return [wholeName(name, at === 0 ? 'primary' : other)]
  })
}

function imoDocument(text: string): ListedDocument {
  return { kind: 'imo', number: `IMO${text.replace(/\D/g, '')}`, label: 'IMO Number' }
}

function schemaOf(type: string | undefined): EntitySchema {
  if (/individual/i.test(type ?? '')) return 'Person'
  return /vessel|ship/i.test(type ?? '') ? 'Vessel' : 'Organization'
}
