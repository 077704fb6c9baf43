/** A customer as clients of `/v1` send one: the words of {@link ScreeningQuery}, read strictly. */
import type { DocumentKind, Gender } from '../entity.ts'
import type { QueryDocument, QueryKind, QueryPlace, ScreeningQuery } from '../scoring/query.ts'
import { CustomerError } from './customer-error.ts'
import { isRecord } from './parameters.ts'

export interface Customer {
  /** The client's own id; comes back with the answer. */
  readonly id: string | null
  readonly query: ScreeningQuery
}

const kinds: readonly QueryKind[] = ['person', 'organisation', 'vessel', 'aircraft', 'wallet', 'any']
const genders: readonly Gender[] = ['male', 'female', 'other']
const documentKinds: readonly DocumentKind[] = [
  'passport',
  'national-id',
  'social-security',
  'tax',
  'vat',
  'registration',
  'lei',
  'swift',
  'imo',
  'mmsi',
  'call-sign',
  'aircraft',
  'wallet',
  'security',
  'other',
]
const fields = [
  'id',
  'kind',
  'names',
  'birthDates',
  'nationalities',
  'countries',
  'gender',
  'birthPlaces',
  'documents',
] as const

/** Texts of a customer are shorter, lists of them fewer; longer ones are a slip, and would cost everybody's time. */
const longestText = 5000
const mostValues = 200
const longestId = 200

const isoDate = /^\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?$/
const countryCode = /^[A-Za-z]{2,4}$/

/** Throws `CustomerError` for the first field that is not understood: nothing is guessed and nothing passed over. */
export function parseCustomer(value: unknown): Customer {
  const customer = record(value, '', fields)
  const names = texts(customer['names'], 'names').filter((name) => name.trim() !== '')
  const documents = list(customer['documents'], 'documents').map(toDocument)
  if (names.length === 0 && documents.length === 0)
    throw new CustomerError('FIELD_MISSING', 'A name or a document is needed.', 'names')
  const gender = choice(customer['gender'], 'gender', genders)
  return {
    id: customer['id'] === undefined ? null : text(customer['id'], 'id', longestId),
    query: {
      kind: choice(customer['kind'], 'kind', kinds) ?? 'person',
      // A number alone is compared too; the name then speaks neither way.
      names: names.length === 0 ? [''] : names,
      birthDates: shaped(customer['birthDates'], 'birthDates', isoDate, '1962, 1962-11 or 1962-11-23'),
      nationalities: shaped(customer['nationalities'], 'nationalities', countryCode, 'a country code such as ir'),
      countries: shaped(customer['countries'], 'countries', countryCode, 'a country code such as ir'),
      birthPlaces: list(customer['birthPlaces'], 'birthPlaces').map(toPlace),
      documents,
      ...(gender === undefined ? {} : { gender }),
    },
  }
}

function toDocument(value: unknown, at: number): QueryDocument {
  const path = `documents[${at}]`
  const document = record(value, path, ['number', 'kind', 'country'])
  if (document['number'] === undefined) throw new CustomerError('FIELD_MISSING', 'The number is missing.', path)
  const kind = choice(document['kind'], `${path}.kind`, documentKinds)
  return {
    number: text(document['number'], `${path}.number`),
    ...(kind === undefined ? {} : { kind }),
    ...(document['country'] === undefined ? {} : { country: text(document['country'], `${path}.country`) }),
  }
}

function toPlace(value: unknown, at: number): QueryPlace {
  const path = `birthPlaces[${at}]`
  const place = record(value, path, ['city', 'country'])
  return {
    ...(place['city'] === undefined ? {} : { city: text(place['city'], `${path}.city`) }),
    ...(place['country'] === undefined ? {} : { country: text(place['country'], `${path}.country`) }),
  }
}

function record(value: unknown, path: string, known: readonly string[]): Readonly<Record<string, unknown>> {
  if (!isRecord(value)) throw new CustomerError('FIELD_INVALID', 'An object is needed here.', path || undefined)
  const unknown = Object.keys(value).find((key) => !known.includes(key))
  if (unknown === undefined) return value
  const where = `${path === '' ? '' : `${path}.`}${unknown.slice(0, 40)}`
  throw new CustomerError('FIELD_UNKNOWN', `There is no such field. Known: ${known.join(', ')}.`, where)
}

function list(value: unknown, path: string): readonly unknown[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) throw new CustomerError('FIELD_INVALID', 'A list is needed here.', path)
  if (value.length > mostValues) throw new CustomerError('FIELD_INVALID', `At most ${mostValues} values.`, path)
  return value
}

function texts(value: unknown, path: string): string[] {
  return list(value, path).map((entry, at) => text(entry, `${path}[${at}]`))
}

function shaped(value: unknown, path: string, shape: RegExp, example: string): string[] {
  return texts(value, path).map((entry, at) => {
    if (shape.test(entry)) return entry
    throw new CustomerError('FIELD_INVALID', `The form is ${example}.`, `${path}[${at}]`)
  })
}

function text(value: unknown, path: string, longest = longestText): string {
  if (typeof value !== 'string') throw new CustomerError('FIELD_INVALID', 'A text is needed here.', path)
  if (value.length > longest) throw new CustomerError('FIELD_INVALID', `At most ${longest} characters.`, path)
  return value
}

function choice<T extends string>(value: unknown, path: string, known: readonly T[]): T | undefined {
  if (value === undefined || value === null) return undefined
  const found = known.find((entry) => entry === value)
  if (found === undefined) throw new CustomerError('FIELD_INVALID', `One of: ${known.join(', ')}.`, path)
  return found
}
