/**
 * The UK Sanctions List as CSV, and the consolidated list of OFSI that it replaced in January 2026, for archives. Both
 * have one row a name or address, several rows an entity, and lines before the header.
 */
import type { Entity, RawReference } from '../entity.ts'
import type { AddressParts } from './address.ts'
import { ListError } from './list-error.ts'
import type { ListFile, ParseRequest } from './list-input.ts'
import { isoDate } from './listed-date.ts'
import { type CsvRecord, readCsvRecords } from './read-csv.ts'
import { type UkName, type UkParts, ukEntity } from './uk-entity.ts'

interface Edition {
  /** The key column tells the header row from the lines before it. */
  readonly key: string
  readonly required: readonly string[]
}

export function parseUkCsv(request: ParseRequest): AsyncGenerator<Entity> {
  return parseEdition(request, { key: 'Unique ID', required: ['Unique ID', 'Name 6', 'Name 1', 'Regime Name'] })
}

export function parseUkConListCsv(request: ParseRequest): AsyncGenerator<Entity> {
  return parseEdition(request, { key: 'Group ID', required: ['Group ID', 'Name 6', 'Name 1', 'Regime'] })
}

async function* parseEdition(request: ParseRequest, edition: Edition): AsyncGenerator<Entity> {
  const { listId, charset } = request
  for (const file of request.files) {
    const reading = {
      listId,
      charset,
      required: edition.required,
      headerHas: edition.key,
      onPreamble: (fields: readonly string[]) => publish(fields, request),
    }
    yield* parseUkRows(readCsvRecords(file, reading), file, request, edition.key)
  }
}

/** Rows of any edition, whatever they were read from, gathered by their key. */
export async function* parseUkRows(
  rows: AsyncIterable<CsvRecord>,
  file: ListFile,
  request: ParseRequest,
  keyColumn = 'Unique ID',
): AsyncGenerator<Entity> {
  const { listId } = request
  const groups = new Map<string, CsvRecord[]>()
  for await (const row of rows) {
    const key = row.get(keyColumn)
    if (key === undefined) {
      throw new ListError('INVALID_ENTRY', { list: listId, file: file.name, line: row.line }, `no ${keyColumn}`)
    }
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [row])
    else group.push(row)
  }
  for (const [key, group] of groups) yield entityOf(key, group, file, request)
}

/** `Report Date: 11-Aug-2025` in one field, or `Last Updated` and the date in two. */
function publish(fields: readonly string[], request: ParseRequest): void {
  const candidates = fields.map((field) => field.replace(/^[^\d]*:\s*/, '').trim())
  const publishedAt = candidates.map((field) => isoDate(field)).find((date) => date !== undefined)
  if (publishedAt !== undefined) request.onPublication?.({ publishedAt })
}

function entityOf(key: string, rows: readonly CsvRecord[], file: ListFile, request: ParseRequest): Entity {
  const line = rows[0]?.line ?? 1
  const raw = { file: file.name, line }
  const parts = partsOf(key, rows)
  const entity = ukEntity(parts, { listId: request.listId, raw }) ?? namelessEntity(key, parts, request, raw)
  if (entity !== undefined) return entity
  throw new ListError('INVALID_ENTRY', { list: request.listId, ...raw }, `entry ${key} has no name`)
}

/**
 * The publisher has left names out before. The entry is kept under its key, which matches nobody, so that it is counted,
 * and seen again on the day the name comes.
 */
function namelessEntity(key: string, parts: UkParts, request: ParseRequest, raw: RawReference): Entity | undefined {
  request.onWarning?.(`line ${raw.line}: entry ${key} has no name; kept under its key`)
  const name = { given: [], last: key, type: 'Primary Name', strength: undefined }
  return ukEntity({ ...parts, names: [name] }, { listId: request.listId, raw })
}

/** Column names of both editions; a file has only its own. */
function partsOf(key: string, rows: readonly CsvRecord[]): UkParts {
  const all = (...columns: readonly string[]) => rows.flatMap((row) => columns.map((column) => row.get(column)))
  const first = (...columns: readonly string[]) => all(...columns).find((value) => value !== undefined)
  return {
    key,
    unReference: first('UN Reference Number'),
    kind: first('Designation Type', 'Group Type', 'Type'),
    regime: all('Regime Name', 'Regime'),
    designatedOn: first('Date Designated', 'UK Sanctions List Date Designated', 'Listed On'),
    names: rows.map(nameOf),
    nonLatinNames: rows.map((row) => ({
      text: row.get('Name non-latin script'),
      language: row.get('Non-latin script language'),
    })),
    titles: all('Title'),
    remarks: all('Other Information', 'UK Statement of Reasons'),
    sanctions: all('Sanctions Imposed'),
    addresses: rows.map(addressParts),
    phones: all('Phone number'),
    emails: all('Email address'),
    websites: all('Website'),
    birthDates: all('D.O.B', 'DOB'),
    births: rows.map((row) => ({ town: row.get('Town of birth'), country: row.get('Country of birth') })),
    nationalities: all('Nationality(/ies)', 'Nationality'),
    genders: all('Gender'),
    positions: all('Position'),
    passports: all('Passport number'),
    nationalIds: all('National Identifier number', 'National Identification Number'),
    businessNumbers: all('Business registration number (s)'),
    imoNumbers: all('IMO number'),
    flags: all('Current believed flag of ship', 'Previous flags'),
    owners: all('Current owner/operator (s)', 'Previous owner/operator (s)'),
    parents: all('Parent company'),
    subsidiaries: all('Subsidiaries'),
    shipTypes: all('Type of ship'),
    yearsBuilt: all('Year Built'),
  }
}

function nameOf(row: CsvRecord): UkName {
  return {
    given: [1, 2, 3, 4, 5].map((part) => row.get(`Name ${part}`)),
    last: row.get('Name 6') ?? row.get('Name'),
    type: row.get('Name type') ?? row.get('Alias Type'),
    strength: row.get('Alias strength') ?? row.get('Alias Quality'),
  }
}

function addressParts(row: CsvRecord): AddressParts {
  const lines = [1, 2, 3, 4, 5, 6].map((line) => row.get(`Address Line ${line}`) ?? row.get(`Address ${line}`))
  return {
    street: lines.filter((line) => line !== undefined).join(', ') || undefined,
    postalCode: row.get('Address Postal Code') ?? row.get('Post/Zip Code'),
    country: row.get('Address Country') ?? row.get('Country'),
  }
}
