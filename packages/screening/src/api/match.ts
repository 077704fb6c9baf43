/** `POST /match/{dataset}`: queries by example. */
import { kindOfSchema, genderOf } from '../batch/query-row.ts'
import { countryCode } from '../lists/countries.ts'
import type { Hit } from '../scoring/hit.ts'
import type { QueryDocument, ScreeningQuery } from '../scoring/query.ts'
import { ApiError, type ApiRequest, type ApiResponse, type ApiState, ok } from './api-message.ts'
import { checkAlgorithm } from './algorithms.ts'
import { entityFilter } from './entity-filter.ts'
import { toFtmEntity } from './ftm-entity.ts'
import { knownSchema } from './known-schemata.ts'
import { integerOf, isRecord, shareOf, textsOf } from './parameters.ts'

const mostQueries = 100
const mostResults = 500
const defaultThreshold = 0.7

export function answerMatch(request: ApiRequest, state: ApiState, dataset: string): ApiResponse {
  checkAlgorithm(request.query.get('algorithm') ?? 'best')
  const limit = integerOf(request.query, 'limit', 5, mostResults)
  const threshold = shareOf(request.query, 'threshold', defaultThreshold)
  const cutoff = Math.min(shareOf(request.query, 'cutoff', defaultThreshold), threshold)
  const filter = entityFilter(request.query, state, dataset)
  const accept = (id: string): boolean => filter(id, () => state.index.entity(id))
  const examples = examplesOf(request.body)
  const responses = examples.map(([name, example]) => {
    const query = toQuery(example, name)
    // Results between cutoff and threshold are shown too, but do not count as matches.
    const { hits } = state.index.match(query, { limit: mostResults, threshold: cutoff * 100, accept })
    const matches = hits.filter((hit) => hit.score / 100 >= threshold).length
    return [
      name,
      {
        status: 200,
        results: hits.slice(0, limit).map((hit) => toResult(hit, state, threshold)),
        total: { value: matches, relation: 'eq' },
        query: { id: example.id ?? null, schema: example.schema, properties: example.properties },
      },
    ]
  })
  return ok({ responses: Object.fromEntries(responses), limit }, { 'x-batch-size': String(examples.length) })
}

interface Example {
  readonly id?: string
  readonly schema: string
  readonly properties: Readonly<Record<string, readonly string[]>>
}

function examplesOf(body: unknown): (readonly [string, Example])[] {
  const queries = isRecord(body) ? body.queries : undefined
  if (!isRecord(body) || !isRecord(queries))
    throw new ApiError(422, 'An object of examples is needed.', ['body', 'queries'])
  refuseTuning(body)
  // An example that is null is passed over.
  const entries = Object.entries(queries).filter(([, example]) => example !== null)
  if (entries.length === 0) throw new ApiError(400, 'No queries provided.')
  if (entries.length > mostQueries) throw new ApiError(400, `Too many queries in one batch (limit: ${mostQueries})`)
  return entries.map(([name, example]) => [name, toExample(name, example)])
}

/** Weights are part of the matcher's version: what is not understood is refused, not passed over. */
function refuseTuning(body: Readonly<Record<string, unknown>>): void {
  const config = isRecord(body.config) ? Object.keys(body.config) : []
  if (config[0] !== undefined) throw new ApiError(400, `Invalid configuration parameter: ${config[0].slice(0, 80)}`)
  const weights = isRecord(body.weights) ? Object.keys(body.weights) : []
  if (weights[0] !== undefined) throw new ApiError(400, `This matcher has no weight to set: ${weights[0].slice(0, 80)}`)
}

const countryProperties = [
  'country',
  'nationality',
  'citizenship',
  'jurisdiction',
  'mainCountry',
  'flag',
  'birthCountry',
]

function toExample(name: string, value: unknown): Example {
  if (!isRecord(value) || typeof value.schema !== 'string')
    throw new ApiError(422, 'A schema is needed.', ['body', 'queries', name, 'schema'])
  if (!isRecord(value.properties))
    throw new ApiError(422, 'Properties are needed.', ['body', 'queries', name, 'properties'])
  if (knownSchema(value.schema) === undefined)
    throw new ApiError(400, `Cannot parse example entity: no such schema: ${value.schema.slice(0, 80)}`)
  const properties = Object.entries(value.properties).map(([property, values]) => {
    const texts = textsOf(values, `queries.${name}.${property}`)
    // Names of countries mean their codes, and come back as these.
    const isCountry = countryProperties.includes(property)
    return [property, isCountry ? texts.map((text) => countryCode(text) ?? text.toLowerCase()) : texts]
  })
  return {
    schema: value.schema,
    properties: Object.fromEntries(properties),
    ...(typeof value.id === 'string' ? { id: value.id } : {}),
  }
}

/** Properties that hold a document number, and its kind. */
const documentProperties: readonly (readonly [string, QueryDocument['kind']])[] = [
  ['passportNumber', 'passport'],
  ['socialSecurityNumber', 'social-security'],
  ['registrationNumber', 'registration'],
  ['taxNumber', 'tax'],
  ['innCode', 'tax'],
  ['vatCode', 'vat'],
  ['leiCode', 'lei'],
  ['swiftBic', 'swift'],
  ['imoNumber', 'imo'],
  ['mmsi', 'mmsi'],
  ['idNumber', undefined],
  ['ogrnCode', undefined],
  ['publicKey', 'wallet'],
]

function toQuery({ schema, properties }: Example, where: string): ScreeningQuery {
  const all = (...names: string[]): string[] => names.flatMap((name) => properties[name] ?? [])
  const whole = all('name', 'alias', 'weakAlias', 'previousName')
  const parts = all('firstName', 'secondName', 'middleName', 'fatherName', 'lastName').join(' ')
  const names = whole.length > 0 || parts === '' ? whole : [parts]
  const documents = documentProperties.flatMap(([property, kind]) =>
    (properties[property] ?? []).map((number) => (kind === undefined ? { number } : { number, kind })),
  )
  if (names.length === 0 && documents.length === 0)
    throw new ApiError(400, `queries.${where}: a name or a number is needed.`)
  const gender = genderOf(properties.gender?.[0])
  return {
    kind: schema === 'LegalEntity' ? 'any' : kindOfSchema(schema),
    // A number alone is compared too.
    names: names.length === 0 ? [''] : names,
    birthDates: all('birthDate').map((date) => date.slice(0, 10)),
    nationalities: all('nationality', 'citizenship'),
    countries: all('country', 'jurisdiction', 'mainCountry', 'flag'),
    birthPlaces: [
      ...all('birthPlace').map((city) => ({ city })),
      ...all('birthCountry').map((country) => ({ country })),
    ],
    documents,
    ...(gender === undefined ? {} : { gender }),
  }
}

function toResult(hit: Hit, state: ApiState, threshold: number) {
  const telling = hit.features.filter((feature) => feature.agreement !== 'unknown' || feature.contribution !== 0)
  const score = Math.round(hit.score * 10) / 1000
  return {
    ...toFtmEntity(hit.entity, state),
    score,
    match: score >= threshold,
    features: Object.fromEntries(telling.map((feature) => [feature.feature, feature.contribution / 100])),
    explanations: Object.fromEntries(
      telling.map((feature) => [
        feature.feature,
        {
          score: feature.contribution / 100,
          detail: feature.comparison,
          query: feature.queryValue,
          candidate: feature.listValue,
        },
      ]),
    ),
  }
}
