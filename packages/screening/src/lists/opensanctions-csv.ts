/** OpenSanctions `targets.simple.csv`: one row an entity, several values in a cell joined by semicolons. */
import type { Entity } from '../entity.ts'
import { type FtmEntity, ftmToEntity, noLinks } from './ftm-entity.ts'
import { ListError } from './list-error.ts'
import type { ParseRequest } from './list-input.ts'
import { type CsvRecord, readCsvRecords } from './read-csv.ts'
import { screenedSchema } from './screened-schema.ts'

const required = ['id', 'schema', 'name', 'aliases', 'birth_date', 'countries', 'addresses', 'identifiers', 'sanctions']

/** The columns do not say why somebody is listed; an entity with a sanction text is sanctioned. */
export async function* parseOpenSanctionsCsv(request: ParseRequest): AsyncGenerator<Entity> {
  const { listId, charset } = request
  for (const file of request.files) {
    for await (const row of readCsvRecords(file, { listId, charset, required })) {
      const place = { list: listId, file: file.name, line: row.line }
      const id = row.get('id')
      const schemaName = row.get('schema')
      if (id === undefined || schemaName === undefined) {
        throw new ListError('INVALID_ENTRY', place, 'the row lacks id or schema')
      }
      const schema = screenedSchema(schemaName)
      if (schema === undefined) continue
      const at = { listId, raw: { file: file.name, line: row.line }, topics: ['sanction'] }
      const entity = ftmToEntity(ftmOf(id, schemaName, row), schema, noLinks, at)
      if (entity !== undefined) yield entity
    }
  }
}

function ftmOf(id: string, schema: string, row: CsvRecord): FtmEntity {
  const properties = {
    name: row.get('name') === undefined ? [] : [row.get('name') ?? ''],
    alias: nestedRow(row.get('aliases')),
    birthDate: nestedRow(row.get('birth_date')),
    country: nestedRow(row.get('countries')),
    address: nestedRow(row.get('addresses')),
    phone: nestedRow(row.get('phones')),
    email: nestedRow(row.get('emails')),
    programId: nestedRow(row.get('program_ids')),
    notes: nestedRow(row.get('sanctions')),
    ...identifiers(schema, nestedRow(row.get('identifiers'))),
  }
  return { id, schema, properties, datasets: nestedRow(row.get('dataset')), referents: [] }
}

/** Identifiers come without a type; an IMO number shows itself. */
function identifiers(schema: string, numbers: readonly string[]): Record<string, string[]> {
  const imoNumber = numbers.filter((number) => /^IMO\d{7}$/.test(number))
  const others = numbers.filter((number) => !/^IMO\d{7}$/.test(number))
  return { imoNumber, [schema === 'Person' ? 'idNumber' : 'registrationNumber']: others }
}

/** A cell is a CSV row of its own with `;` between its values: a quoted value may hold semicolons. */
export function nestedRow(cell: string | undefined): string[] {
  const values: string[] = []
  let value = ''
  let isQuoted = false
  for (const [at, char] of [...(cell ?? '')].entries()) {
    if (char === '"') {
      // A doubled quote inside quotes is a quote; the second of the pair opens the quotes again.
      if (!isQuoted && at > 0 && cell?.[at - 1] === '"' && value !== '') value += '"'
      isQuoted = !isQuoted
    } else if (char === ';' && !isQuoted) {
      values.push(value)
      value = ''
    } else value += char
  }
  values.push(value)
  return values.map((text) => text.trim()).filter((text) => text !== '')
}
