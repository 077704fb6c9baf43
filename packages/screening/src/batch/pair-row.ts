/** One row of a file of pairs: a customer's side and a list entry's side, as columns. */
import type { ListedDate, ListedDocument } from '../entity.ts'
import type { NameDomain } from '../names/name-information.ts'
import type { ScreeningQuery } from '../scoring/query.ts'
import type { ComparableEntity } from '../scoring/weigh.ts'
import { genderOf, kindOfSchema, splitValues } from './query-row.ts'

export type PairRow = Readonly<Record<string, string>>

/** Columns that a file of pairs must have; the others are optional. */
export const requiredPairColumns = ['q_name', 'c_name'] as const

export interface ParsedPair {
  readonly domain: NameDomain
  readonly queryNames: readonly string[]
  readonly listNames: readonly string[]
  readonly query: ScreeningQuery
  readonly entity: ComparableEntity
}

/** Reads both sides of a row. Several values in one cell are separated by `;`. */
export function parsePairRow(row: PairRow): ParsedPair {
  const queryNames = splitValues(row.q_name)
  const gender = genderOf(row.c_gender)
  const kind = kindOfSchema(row.schema)
  const asked = genderOf(row.q_gender)
  return {
    domain: kind === 'person' ? 'person' : 'organisation',
    queryNames,
    listNames: splitValues(row.c_name),
    query: {
      kind,
      names: queryNames,
      birthDates: splitValues(row.q_birth_date),
      nationalities: splitValues(row.q_nationality),
      documents: splitValues(row.q_id_number).map((number) => ({ number })),
      ...(asked === undefined ? {} : { gender: asked }),
    },
    entity: {
      birthDates: splitValues(row.c_birth_date).map(toListedDate),
      nationalities: splitValues(row.c_nationality).map((code) => code.toLowerCase()),
      countries: [],
      documents: splitValues(row.c_id_number).map(toListedDocument),
      birthPlaces: [],
      foundingDates: [],
      ...(gender === undefined ? {} : { gender }),
    },
  }
}

function toListedDate(value: string): ListedDate {
  const precision = value.length >= 10 ? 'day' : value.length >= 7 ? 'month' : 'year'
  return { value, precision, circa: false }
}

function toListedDocument(number: string): ListedDocument {
  return { kind: 'other', number }
}
