/**
 * EU Financial Sanctions Files as CSV, editions 1.1 and 1.0. A row holds one name, birth date, document, address or
 * citizenship; the rows of an entity share its logical id and are gathered first.
 */
import type { Entity } from '../entity.ts'
import { addressPartsOf } from './eu-csv-address.ts'
import { type EuBirth, type EuIdentification, type EuName, euEntity } from './eu-entity.ts'
import { isLowQuality } from './eu-xml.ts'
import { ListError } from './list-error.ts'
import type { ListFile, ParseRequest } from './list-input.ts'
import { isoDate } from './listed-date.ts'
import { type CsvRecord, readCsvRecords } from './read-csv.ts'

type Get = (row: CsvRecord) => string | undefined

/** Where an edition keeps what. */
interface Edition {
  readonly required: readonly string[]
  readonly generated: string
  readonly logicalId: string
  readonly reference: string
  readonly subjectType: string
  readonly unitedNationsId: string
  readonly designatedOn: string
  readonly remark: string
  readonly programme: string
  readonly regulation: string
  readonly url: string
  readonly name: (row: CsvRecord) => EuName
  readonly birth: (row: CsvRecord) => EuBirth
  readonly identification: (row: CsvRecord) => EuIdentification
  readonly citizenship: Get
}

export function parseEuCsv(request: ParseRequest): AsyncGenerator<Entity> {
  return parseEdition(request, edition11)
}

/** The edition that ended in 2018; for archives. Spreadsheet programs have wrapped some of its files in quotes. */
export function parseEuCsv10(request: ParseRequest): AsyncGenerator<Entity> {
  return parseEdition(request, edition10)
}

async function* parseEdition(request: ParseRequest, edition: Edition): AsyncGenerator<Entity> {
  const { listId, charset } = request
  for (const file of request.files) {
    const groups = new Map<string, CsvRecord[]>()
    const reading = { listId, charset, delimiter: ';', required: edition.required, transform: unwrapLines }
    for await (const row of readCsvRecords(file, reading)) {
      const logicalId = row.get(edition.logicalId)
      if (logicalId === undefined) {
        const place = { list: listId, file: file.name, line: row.line }
        throw new ListError('INVALID_ENTRY', place, `the row has no ${edition.logicalId}`)
      }
      const rows = groups.get(logicalId)
      if (rows === undefined) groups.set(logicalId, [row])
      else rows.push(row)
    }
    publish(groups, edition, request)
    for (const rows of groups.values()) yield entityOf(rows, edition, file, listId)
  }
}

function publish(groups: ReadonlyMap<string, readonly CsvRecord[]>, edition: Edition, request: ParseRequest): void {
  const first = groups.values().next().value?.[0]
  const publishedAt = isoDate(first?.get(edition.generated))
  if (publishedAt !== undefined) request.onPublication?.({ publishedAt })
}

function entityOf(rows: readonly CsvRecord[], edition: Edition, file: ListFile, listId: string): Entity {
  const all = (column: string) => rows.map((row) => row.get(column))
  const first = (column: string) => all(column).find((value) => value !== undefined)
  const line = rows[0]?.line ?? 1
  const parts = {
    referenceNumber: first(edition.reference),
    logicalId: first(edition.logicalId),
    subjectType: first(edition.subjectType),
    unitedNationsId: first(edition.unitedNationsId),
    designatedOn: first(edition.designatedOn),
    remarks: all(edition.remark),
    programmes: all(edition.programme),
    regulations: all(edition.regulation),
    urls: all(edition.url),
    names: rows.map(edition.name).filter((name) => name.whole !== undefined || name.last !== undefined),
    births: rows.map(edition.birth),
    identifications: rows.map(edition.identification),
    citizenships: rows.map(edition.citizenship),
    addresses: rows.map(addressPartsOf),
    contacts: [],
  }
  const entity = euEntity(parts, { listId, raw: { file: file.name, line } })
  if (entity === undefined) {
    const place = { list: listId, file: file.name, line }
    throw new ListError('INVALID_ENTRY', place, `entity ${parts.logicalId} has no name`)
  }
  return entity
}

const edition11: Edition = {
  required: ['Entity_LogicalId', 'Entity_SubjectType', 'NameAlias_WholeName', 'BirthDate_BirthDate'],
  generated: 'fileGenerationDate',
  logicalId: 'Entity_LogicalId',
  reference: 'Entity_EU_ReferenceNumber',
  subjectType: 'Entity_SubjectType_ClassificationCode',
  unitedNationsId: 'Entity_UnitedNationId',
  designatedOn: 'Entity_DesignationDate',
  remark: 'Entity_Remark',
  programme: 'Entity_Regulation_Programme',
  regulation: 'Entity_Regulation_NumberTitle',
  url: 'Entity_Regulation_PublicationUrl',
  name: (row) => ({
    first: row.get('NameAlias_FirstName'),
    middle: row.get('NameAlias_MiddleName'),
    last: row.get('NameAlias_LastName'),
    whole: row.get('NameAlias_WholeName'),
    language: row.get('NameAlias_NameLanguage'),
    gender: row.get('NameAlias_Gender'),
    title: row.get('NameAlias_Title'),
    function: row.get('NameAlias_Function'),
    isWeak: row.get('NameAlias_Strong') === 'false' || isLowQuality(row.get('NameAlias_Remark')),
  }),
  birth: (row) => ({
    date: row.get('BirthDate_BirthDate'),
    year: row.get('BirthDate_Year'),
    month: row.get('BirthDate_Month'),
    day: row.get('BirthDate_Day'),
    rangeFrom: row.get('BirthDate_YearRangeFrom'),
    rangeTo: row.get('BirthDate_YearRangeTo'),
    isCirca: row.get('BirthDate_Circa')?.toLowerCase() === 'true',
    calendar: row.get('BirthDate_CalendarType'),
    city: row.get('BirthDate_City'),
    place: row.get('BirthDate_Place'),
    region: row.get('BirthDate_Region'),
    country: row.get('BirthDate_CountryIso2Code'),
  }),
  identification: (row) => ({
    type: row.get('Identification_TypeCode'),
    typeText: row.get('Identification_TypeDescription'),
    number: row.get('Identification_LatinNumber') ?? row.get('Identification_Number'),
    country: row.get('Identification_CountryIso2Code'),
    issuedOn: row.get('Identification_IssuedDate'),
    expiresOn: row.get('Identification_ValidTo'),
  }),
  citizenship: (row) => row.get('Citizenship_CountryIso2Code'),
}

const edition10: Edition = {
  required: ['Entity_logical_id', 'Subject_type', 'Naal_wholename', 'Birt_date', 'EU_ref_num'],
  generated: 'Date_file',
  logicalId: 'Entity_logical_id',
  reference: 'EU_ref_num',
  subjectType: 'Subject_type',
  unitedNationsId: 'UN_ID',
  designatedOn: 'Designation_date',
  remark: 'Entity_remark',
  programme: 'Programme',
  regulation: 'Leba_numtitle',
  url: 'Leba_url',
  name: (row) => ({
    first: row.get('Naal_firstname'),
    middle: row.get('Naal_middlename'),
    last: row.get('Naal_lastname'),
    whole: row.get('Naal_wholename'),
    language: row.get('Naal_language'),
    gender: row.get('Naal_gender'),
    title: row.get('Naal_title'),
    function: row.get('Naal_function'),
    isWeak: false,
  }),
  birth: (row) => ({
    date: row.get('Birt_date'),
    year: undefined,
    month: undefined,
    day: undefined,
    rangeFrom: undefined,
    rangeTo: undefined,
    isCirca: false,
    calendar: undefined,
    city: row.get('Birt_place'),
    place: undefined,
    region: undefined,
    country: row.get('Birt_country'),
  }),
  identification: (row) => identification10(row),
  citizenship: (row) => row.get('Citi_country'),
}

/** Number and type share a cell: `AD001159 (passport-National passport) `. */
function identification10(row: CsvRecord): EuIdentification {
  const match = /^(.*?)\s*\((\w+)-([^)]*)\)/.exec(row.get('Iden_number') ?? '')
  return {
    type: match?.[2],
    typeText: match?.[3]?.trim(),
    number: match?.[1] ?? row.get('Iden_number'),
    country: row.get('Iden_country'),
    issuedOn: undefined,
    expiresOn: undefined,
  }
}

/** A file whose every line stands in quotes, padded with tabs, becomes the file it was; any other stays as it is. */
async function* unwrapLines(text: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = ''
  let isWrapped: boolean | undefined
  for await (const chunk of text) {
    isWrapped ??= /^\uFEFF?"[A-Za-z_]+;/.test(chunk)
    if (!isWrapped) {
      yield chunk
      continue
    }
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) yield `${unwrap(line)}\n`
  }
  if (rest !== '') yield unwrap(rest)
}

function unwrap(line: string): string {
  return line
    .replace(/^"/, '')
    .replace(/\t*"?\r?$/, '')
    .replaceAll('""', '"')
}
