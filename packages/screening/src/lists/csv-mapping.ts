/**
 * A bank's own list, or any CSV with a header, read by a declarative mapping: which column holds the key, which ones
 * become which property, and what is the same for every row.
 */
import type { EntitySchema } from '../entity.ts'

/** Properties that a column can fill, under their FollowTheMoney names where there is one. */
export const mappedProperties = [
  'name',
  'firstName',
  'middleName',
  'lastName',
  'alias',
  'weakAlias',
  'previousName',
  'birthDate',
  'deathDate',
  'incorporationDate',
  'birthPlace',
  'birthCountry',
  'nationality',
  'country',
  'gender',
  'address',
  'passportNumber',
  'idNumber',
  'taxNumber',
  'registrationNumber',
  'imoNumber',
  'documentNumber',
  'phone',
  'email',
  'website',
  'position',
  'positionFrom',
  'positionTo',
  'topics',
  'program',
  'listingDate',
  'validFrom',
  'validTo',
  'notes',
  'sourceUrl',
] as const

export type MappedProperty = (typeof mappedProperties)[number]

export interface MappedColumn {
  readonly column: string
  readonly property: MappedProperty
  /** Separates several values in one cell. Left out: the cell is one value. */
  readonly split?: string
}

export interface CsvMapping {
  /** Columns that make the key together, joined by `/`; `{ rowNumbers: true }` for files without any key. */
  readonly key: readonly string[] | { readonly rowNumbers: true }
  readonly delimiter?: string
  readonly schema:
    | EntitySchema
    | {
        readonly column: string
        /** Cell text to schema, without regard to case. Text that is not here takes `otherwise`. */
        readonly values: Readonly<Record<string, EntitySchema>>
        readonly otherwise: EntitySchema
      }
  readonly columns: readonly MappedColumn[]
  /** Columns that every row must fill. */
  readonly required?: readonly string[]
  /** Refuse dates and countries that are not understood, instead of a warning. For files that a bank can correct. */
  readonly strict?: boolean
  /** Columns kept and shown under their own name, such as owner and approver. */
  readonly carry?: readonly string[]
  /** Set on every row. */
  readonly topics?: readonly string[]
  readonly programmes?: readonly string[]
}

/**
 * The bank's own blacklist. An entry has a stable key, a reason category, who added and who approved it, and an end:
 * a secret list without end is unlawful in many places.
 */
export const blacklistMapping: CsvMapping = {
  key: ['key'],
  schema: { column: 'schema', values: { company: 'Company', organization: 'Organization' }, otherwise: 'Person' },
  columns: [
    { column: 'names', property: 'name', split: ';' },
    { column: 'birthDate', property: 'birthDate', split: ';' },
    { column: 'birthPlace', property: 'birthPlace' },
    { column: 'nationalities', property: 'nationality', split: ';' },
    { column: 'documentNumbers', property: 'documentNumber', split: ';' },
    { column: 'reason', property: 'program' },
    { column: 'note', property: 'notes' },
    { column: 'validFrom', property: 'validFrom' },
    { column: 'expiresOn', property: 'validTo' },
  ],
  required: ['key', 'names', 'reason', 'addedBy', 'approvedBy', 'validFrom', 'expiresOn'],
  carry: ['addedBy', 'approvedBy', 'reviewOn', 'owner'],
  strict: true,
  topics: ['internal.blacklist'],
}
