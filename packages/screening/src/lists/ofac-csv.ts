/**
 * OFAC's SDN and consolidated lists as four CSV files without headers: names, addresses, alternate names, and the
 * continuation of long remarks.
 */
import type { Entity, EntityName, EntitySchema } from '../entity.ts'
import { finishEntity } from '../entity-hash.ts'
import { type AddressParts, addressOf, knownCountries } from './address.ts'
import { countryCode } from './countries.ts'
import { ListError } from './list-error.ts'
import type { ListFile, ParseRequest } from './list-input.ts'
import { addProperty, emptyFeatures, type FeatureTarget } from './ofac-features.ts'
import { addRemarks } from './ofac-remarks.ts'
import { familyFirstName, wholeName } from './person-name.ts'
import { readCsvRows } from './read-csv.ts'

/** Column numbers of SDN.CSV and CONS_PRIM.CSV. */
const column = { id: 0, name: 1, type: 2, program: 3, title: 4, callSign: 5, vesselType: 6, tonnage: 7, grt: 8, flag: 9, owner: 10, remarks: 11 } // biome-ignore format: one line reads as the table it is

interface PrimaryRow {
  readonly id: string
  readonly line: number
  readonly fields: readonly (string | undefined)[]
}

interface AlternateName {
  readonly type: string
  readonly name: string
}

interface SideFiles {
  readonly addresses: ReadonlyMap<string, readonly AddressParts[]>
  readonly alternates: ReadonlyMap<string, readonly AlternateName[]>
  readonly comments: ReadonlyMap<string, string>
}

/**
 * Reads `sdn.csv` or `cons_prim.csv` with whichever of `add`, `alt` and `comments` files are given. Rows of one
 * `ent_num` become one entity: a person may be on the SDN and on a non-SDN list in the same file.
 */
export async function* parseOfacCsv(request: ParseRequest): AsyncGenerator<Entity> {
  const primary = request.files.find((file) => sideOf(file) === 'primary')
  if (primary === undefined) {
    throw new ListError('MISSING_FILE', { list: request.listId }, 'sdn.csv or cons_prim.csv is not among the files')
  }
  const sides = await readSides(request)
  const rows = await readPrimary(primary, request)
  refuseOrphans(rows, sides, request.listId)
  for (const [id, group] of rows) yield entityOf(id, group, sides, primary, request)
}

function sideOf(file: ListFile): 'addresses' | 'alternates' | 'comments' | 'primary' {
  if (/(?:^|_)add\.csv/i.test(file.name)) return 'addresses'
  if (/(?:^|_)alt\.csv/i.test(file.name)) return 'alternates'
  return /comments\.csv/i.test(file.name) ? 'comments' : 'primary'
}

async function readPrimary(file: ListFile, request: ParseRequest): Promise<Map<string, PrimaryRow[]>> {
  const rows = new Map<string, PrimaryRow[]>()
  for await (const { id, line, fields } of readOfacRows(file, request, 12)) append(rows, id, { id, line, fields })
  return rows
}

async function readSides(request: ParseRequest): Promise<SideFiles> {
  const addresses = new Map<string, AddressParts[]>()
  const alternates = new Map<string, AlternateName[]>()
  const comments = new Map<string, string>()
  for (const file of request.files) {
    const side = sideOf(file)
    if (side === 'addresses') {
      for await (const { id, fields } of readOfacRows(file, request, 6)) append(addresses, id, addressParts(fields))
    } else if (side === 'alternates') {
      for await (const { id, fields } of readOfacRows(file, request, 5)) {
        const name = fields[3]
        if (name !== undefined) append(alternates, id, { type: fields[2] ?? 'aka', name })
      }
    } else if (side === 'comments') {
      for await (const { id, fields } of readOfacRows(file, request, 2)) {
        comments.set(id, (comments.get(id) ?? '') + (fields[1] ?? ''))
      }
    }
  }
  return { addresses, alternates, comments }
}

/** Rows with `-0-` taken for what it means: nothing. */
async function* readOfacRows(
  file: ListFile,
  request: ParseRequest,
  columns: number,
): AsyncGenerator<{ id: string; line: number; fields: readonly (string | undefined)[] }> {
  for await (const { fields, line } of readCsvRows(file, { listId: request.listId, charset: request.charset })) {
    const id = fields[0]?.trim() ?? ''
    const place = { list: request.listId, file: file.name, line }
    if (!/^\d+$/.test(id)) {
      throw new ListError('WRONG_FORMAT', place, `the first column holds "${id.slice(0, 40)}", expected a number`)
    }
    if (fields.length !== columns) {
      const reason = `entry ${id} has ${fields.length} of ${columns} columns`
      throw new ListError('TRUNCATED', place, `${reason}: the file was cut or is of another kind`)
    }
    yield { id, line, fields: fields.map((field) => (/^\s*(?:-0-)?\s*$/.test(field) ? undefined : field.trim())) }
  }
}

/** Files of different days do not belong together; a handful of strays happens while OFAC publishes. */
function refuseOrphans(rows: ReadonlyMap<string, unknown>, sides: SideFiles, list: string): void {
  const { addresses, alternates } = sides
  for (const [what, side] of [
    ['addresses', addresses],
    ['aliases', alternates],
  ] as const) {
    const orphans = [...side.keys()].filter((id) => !rows.has(id))
    if (orphans.length > 5 && orphans.length > side.size / 100) {
      const reason = `${orphans.length} of ${side.size} ${what} belong to no entry (first: ${orphans[0]})`
      throw new ListError('COUNT_MISMATCH', { list }, `${reason}: the files are not of one publication`)
    }
  }
}

function entityOf(
  id: string,
  rows: readonly PrimaryRow[],
  sides: SideFiles,
  file: ListFile,
  request: ParseRequest,
): Entity {
  const first = rows[0]
  const name = first?.fields[column.name]
  if (first === undefined || name === undefined) {
    const place = { list: request.listId, file: file.name, line: first?.line ?? 1 }
    throw new ListError('INVALID_ENTRY', place, `entry ${id} has no name`)
  }
  const schema = schemaOf(first.fields[column.type])
  const isPerson = schema === 'Person'
  const target = emptyFeatures()
  const weak = rows.flatMap((row) => addRow(row, isPerson, sides.comments.get(id), target))
  const addresses = sides.addresses.get(id) ?? []
  target.countries.push(...knownCountries(addresses.map((address) => address.country)))
  const names: EntityName[] = [
    nameOf(name, 'primary', isPerson),
    ...(sides.alternates.get(id) ?? []).map((alternate) =>
      nameOf(alternate.name, alternate.type === 'fka' ? 'former' : 'alias', isPerson),
    ),
    ...weak,
  ]
  return finishEntity({
    listId: request.listId,
    entryId: id,
    schema,
    ...target,
    names,
    addresses: addresses.map(addressOf).filter((address) => address !== undefined),
    topics: ['sanction'],
    programmes: rows.flatMap((row) => programmesOf(row.fields[column.program])),
    raw: { file: file.name, line: first.line },
  })
}

/** Title, vessel columns and remarks of one row; returns the weak aliases in the remarks. */
function addRow(
  row: PrimaryRow,
  isPerson: boolean,
  comment: string | undefined,
  target: FeatureTarget,
): readonly EntityName[] {
  const { fields } = row
  const title = fields[column.title]
  if (title !== undefined) target.positions.push(...title.split(/;\s*/).map((text) => ({ title: text })))
  const callSign = fields[column.callSign]
  if (callSign !== undefined) target.documents.push({ kind: 'call-sign', number: callSign, label: 'Call Sign' })
  const flag = countryCode(fields[column.flag])
  if (flag !== undefined) target.countries.push(flag)
  const owner = fields[column.owner]
  if (owner !== undefined) target.relations.push({ kind: 'owner', role: 'Vessel owner', name: owner })
  addProperty(target, 'type', fields[column.vesselType])
  addProperty(target, 'tonnage', fields[column.tonnage])
  addProperty(target, 'grossRegisteredTonnage', fields[column.grt])
  const remarks = (fields[column.remarks] ?? '') + (comment ?? '')
  return remarks === '' ? [] : addRemarks(remarks, isPerson, target)
}

function nameOf(text: string, kind: EntityName['kind'], isPerson: boolean): EntityName {
  return isPerson ? familyFirstName(text, kind) : wholeName(text, kind)
}

function addressParts(fields: readonly (string | undefined)[]): AddressParts {
  const [, , street, city, country] = fields
  return { street, city, country }
}

/** Several programmes come as `SDGT] [IFSR`, the outer brackets missing. */
function programmesOf(text: string | undefined): string[] {
  return (text ?? '')
    .split(/\]\s*\[/)
    .map((programme) => programme.replace(/^\[|\]$/g, '').trim())
    .filter((programme) => programme !== '')
}

/** An entry without a type is an organisation of some kind; OFAC never leaves a person untyped. */
export function schemaOf(type: string | undefined): EntitySchema {
  switch (type?.toLowerCase()) {
    case 'individual':
      return 'Person'
    case 'vessel':
      return 'Vessel'
    case 'aircraft':
      return 'Airplane'
    default:
      return 'Organization'
  }
}

function append<T>(map: Map<string, T[]>, key: string, value: T): void {
  const values = map.get(key)
  if (values === undefined) map.set(key, [value])
  else values.push(value)
}
