/** Cells of query files, read as the files of this field write them. */
import type { Gender } from '../entity.ts'
import type { QueryKind, ScreeningQuery } from '../scoring/query.ts'

export type QueryRow = Readonly<Record<string, string>>

/** Column that a file of queries must have; the others are optional. */
export const requiredQueryColumns = ['name'] as const

/** Several values in one cell, separated by `;`. */
export function splitValues(cell: string | undefined): string[] {
  if (cell === undefined || cell === '') return []
  return cell
    .split(';')
    .map((value) => value.trim())
    .filter((value) => value !== '')
}

/** `male`, `M`, `homme`, `female`, `F`, `femme`; undefined for anything else. */
export function genderOf(cell: string | undefined): Gender | undefined {
  const text = (cell ?? '').trim().toLowerCase()
  if (text === '') return undefined
  if (/^(m|male|man|homme|masculin|männlich)$/.test(text)) return 'male'
  if (/^(f|female|woman|femme|féminin|weiblich)$/.test(text)) return 'female'
  return text === 'other' || text === 'x' ? 'other' : undefined
}

/** FollowTheMoney schema names to the kinds that a query knows. A missing schema is a person. */
export function kindOfSchema(schema: string | undefined): QueryKind {
  switch (schema) {
    case undefined:
    case '':
    case 'Person':
      return 'person'
    case 'Vessel':
    case 'Vehicle':
      return 'vessel'
    case 'Airplane':
      return 'aircraft'
    case 'CryptoWallet':
      return 'wallet'
    case 'Thing':
      return 'any'
    default:
      return 'organisation'
  }
}

/** A row of a query file as a query. */
export function parseQueryRow(row: QueryRow): ScreeningQuery {
  const gender = genderOf(row.gender)
  const city = (row.place_of_birth ?? '').trim()
  return {
    kind: kindOfSchema(row.schema),
    names: splitValues(row.name),
    birthDates: splitValues(row.birth_date),
    nationalities: splitValues(row.nationality),
    countries: splitValues(row.country),
    documents: splitValues(row.id_number).map((number) => ({ number })),
    ...(gender === undefined ? {} : { gender }),
    ...(city === '' ? {} : { birthPlaces: [{ city }] }),
  }
}
