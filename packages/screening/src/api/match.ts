/** `POST /match/{dataset}`: queries by example. */
import { kindOfSchema, genderOf } from '../batch/query-row.ts'
import type { Hit } from '../scoring/hit.ts'
import type { QueryDocument, ScreeningQuery } from '../scoring/query.ts'
import { ApiError, type ApiRequest, type ApiResponse, type ApiState, ok } from './api-message.ts'
import { checkAlgorithm } from './algorithms.ts'
import { toFtmEntity } from './ftm-entity.ts'
import { datasetsOf, integerOf, isRecord, shareOf, textsOf } from './parameters.ts'

const mostQueries = 100
const mostResults = 500
const mostExclusions = 50

export function answerMatch(request: ApiRequest, state: ApiState, dataset: string): ApiResponse {
  checkAlgorithm(request.query.get('algorithm') ?? 'best')
  const limit = integerOf(request.query, 'limit', 5, mostResults)
  const threshold = shareOf(request.query, 'threshold', 0.7)
  const cutoff = Math.min(shareOf(request.query, 'cutoff', 0), threshold)
  const accept = acceptance(request.query, state, datasetsOf(state, dataset, request.query))
  const examples = examplesOf(request.body)
  const responses = examples.map(([name, example]) => {
    const query = toQuery(example, name)
    // Results below the threshold are shown too, down to the cutoff, but do not count as matches.
    const { hits } = state.index.match(query, { limit, threshold: cutoff * 100, accept })
    const results = hits.filter((hit) => hit.score / 100 > cutoff).map((hit) => toResult(hit, state, threshold))
    const matches = results.filter((result) => result.match).length
    const total = { value: matches, relation: 'eq' }
    return [
      name,
      {
        status: 200,
        results,
        total,
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
  if (!isRecord(queries)) throw new ApiError(400, 'queries: an object of examples is needed.')
  const entries = Object.entries(queries)
  if (entries.length === 0) throw new ApiError(400, 'No queries provided.')
  if (entries.length > mostQueries) throw new ApiError(400, `Too many queries in one batch, at most ${mostQueries}.`)
  return entries.map(([name, example]) => [name, toExample(name, example)])
}

function toExample(name: string, value: unknown): Example {
  if (!isRecord(value) || typeof value.schema !== 'string' || !isRecord(value.properties)) {
    throw new ApiError(400, `queries.${name}: schema and properties are needed.`)
  }
  const properties = Object.entries(value.properties).map(([property, values]) => [
    property,
    textsOf(values, `queries.${name}.${property}`),
  ])
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

function acceptance(query: URLSearchParams, state: ApiState, datasets: ReadonlySet<string>): (id: string) => boolean {
  const topics = query.getAll('topics')
  const schemas = query.getAll('exclude_schema')
  const excluded = new Set(query.getAll('exclude_entity_ids'))
  if (excluded.size > mostExclusions) throw new ApiError(400, `exclude_entity_ids: at most ${mostExclusions}.`)
  return (id) => {
    if (!datasets.has(id.slice(0, id.indexOf(':'))) || excluded.has(id)) return false
    if (topics.length === 0 && schemas.length === 0) return true
    const entity = state.index.entity(id)
    if (entity === undefined || schemas.includes(entity.schema)) return false
    return topics.length === 0 || topics.some((topic) => entity.topics.includes(topic))
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
