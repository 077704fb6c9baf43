/** `POST /match/{dataset}` of yente: queries by example, scored by our matcher. */
import type { Entity, Hit, QueryKind, ScreeningIndex, ScreeningQuery } from '@gatehouse/screening'
import { z } from 'zod'
import type { YenteEntity } from './yente-entity.ts'
import { toYenteEntity } from './yente-entity.ts'

const maxQueries = 100
const values = z.union([z.string(), z.array(z.string()), z.null()]).transform((value) => [value ?? []].flat())
const words = z
  .union([z.string(), z.array(z.string())])
  .optional()
  .transform((value) => [value ?? []].flat())

/** Names under which clients ask for a matcher; all of them mean ours. */
const algorithms = [
  'best',
  'gatehouse',
  'logic-v1',
  'logic-v2',
  'name-based',
  'name-qualified',
  'ofac',
  'regression-v1',
]

export const MatchQuerySchema = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(5),
  threshold: z.coerce.number().min(0).max(1).default(0.7),
  cutoff: z.coerce.number().min(0).max(1).optional(),
  algorithm: z.enum(algorithms).default('best'),
  topics: words,
  include_dataset: words,
  exclude_dataset: words,
  exclude_schema: words,
  exclude_entity_ids: words,
})
type MatchParameters = z.output<typeof MatchQuerySchema>

const ExampleSchema = z.object({
  id: z.string().nullish(),
  schema: z.string(),
  properties: z.record(z.string(), values),
})
export const MatchBodySchema = z.object({
  queries: z
    .record(z.string(), ExampleSchema)
    .refine((queries) => Object.keys(queries).length > 0, 'No queries provided.')
    .refine((queries) => Object.keys(queries).length <= maxQueries, `At most ${maxQueries} queries in one batch.`),
})
type Example = z.output<typeof ExampleSchema>

interface YenteResult extends YenteEntity {
  readonly score: number
  readonly match: boolean
  readonly features: Readonly<Record<string, number>>
  readonly explanations: Readonly<Record<string, object>>
}

export interface MatchAnswer {
  readonly status: 200
  readonly results: readonly YenteResult[]
  readonly total: { readonly value: number; readonly relation: 'eq' }
  readonly query: object
}

/** @param lists ids of the lists that the dataset stands for */
export function matchExample(
  index: ScreeningIndex,
  example: Example,
  parameters: MatchParameters,
  lists: ReadonlySet<string>,
  seenAt: (listId: string) => string | undefined,
): MatchAnswer {
  const threshold = Math.min(parameters.cutoff ?? 1, parameters.threshold)
  const query = toQuery(example)
  const accept = (id: string) => {
    const entity = index.entity(id)
    return entity !== undefined && lists.has(entity.listId) && isAsked(entity, parameters)
  }
  const found =
    query.names.length === 0 && query.documents?.length === 0
      ? { hits: [], total: 0 }
      : index.match(query, { limit: parameters.limit, threshold: threshold * 100, accept })
  return {
    status: 200,
    results: found.hits.map((hit) => toResult(hit, parameters.threshold, seenAt(hit.entity.listId))),
    total: { value: found.total, relation: 'eq' },
    query: { id: example.id ?? null, schema: example.schema, properties: example.properties },
  }
}

function isAsked(entity: Entity, { topics, exclude_schema, exclude_entity_ids }: MatchParameters): boolean {
  if (exclude_schema.includes(entity.schema) || exclude_entity_ids.includes(entity.id)) return false
  return (
    topics.length === 0 ||
    topics.some((topic) => entity.topics.some((own) => own === topic || own.startsWith(`${topic}.`)))
  )
}

const kinds: Readonly<Record<string, QueryKind>> = {
  Person: 'person',
  Organization: 'organisation',
  Company: 'organisation',
  Vessel: 'vessel',
  Airplane: 'aircraft',
  CryptoWallet: 'wallet',
}

function toQuery({ schema, properties }: Example): ScreeningQuery {
  const all = (...names: string[]) =>
    names.flatMap((name) => properties[name] ?? []).filter((value) => value.trim() !== '')
  const whole = [...all('firstName', 'middleName', 'lastName')].join(' ')
  return {
    kind: kinds[schema] ?? 'any',
    names: [...all('name', 'alias', 'previousName'), ...(whole === '' ? [] : [whole])],
    birthDates: all('birthDate', 'incorporationDate').map((date) => date.slice(0, 10)),
    nationalities: all('nationality', 'citizenship').map((code) => code.toLowerCase()),
    countries: all('country', 'jurisdiction').map((code) => code.toLowerCase()),
    birthPlaces: all('birthPlace').map((city) => ({ city })),
    documents: all('idNumber', 'passportNumber', 'registrationNumber', 'imoNumber', 'taxNumber', 'leiCode').map(
      (number) => ({ number }),
    ),
    ...toGender(all('gender')[0]),
  }
}

function toGender(word: string | undefined): Pick<ScreeningQuery, 'gender'> {
  const known = (['male', 'female', 'other'] as const).find((gender) => gender === word?.toLowerCase())
  return known === undefined ? {} : { gender: known }
}

function toResult(hit: Hit, threshold: number, seenAt: string | undefined): YenteResult {
  const share = (points: number) => Math.round(points * 10) / 1000
  return {
    ...toYenteEntity(hit.entity, seenAt),
    score: share(hit.score),
    match: share(hit.score) >= threshold,
    features: Object.fromEntries(hit.features.map(({ feature, contribution }) => [feature, share(contribution)])),
    explanations: Object.fromEntries(
      hit.features.map(({ feature, contribution, comparison, queryValue, listValue }) => [
        feature,
        { score: share(contribution), detail: comparison, query: queryValue, candidate: listValue },
      ]),
    ),
  }
}

/** Answer of `/algorithms`. */
export const algorithmList = {
  algorithms: [
    { name: 'gatehouse', description: 'Evidence in points that add up to the score', features: {}, docs: {} },
  ],
  default: 'gatehouse',
  best: 'gatehouse',
}
