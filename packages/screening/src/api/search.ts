/** `GET /search/{dataset}`: entries by text, with filters and facets. */
import type { Entity } from '../entity.ts'
import { kindOfSchema } from '../batch/query-row.ts'
import { ApiError, type ApiRequest, type ApiResponse, type ApiState, ok } from './api-message.ts'
import { toFtmEntity } from './ftm-entity.ts'
import { datasetsOf, integerOf } from './parameters.ts'

const mostResults = 500
const lastOffset = 9499
/** Points below which an entry does not answer a search. */
const leastScore = 20

export function answerSearch(request: ApiRequest, state: ApiState, dataset: string): ApiResponse {
  const { query } = request
  const limit = integerOf(query, 'limit', 10, mostResults)
  const offset = integerOf(query, 'offset', 0, lastOffset)
  const datasets = datasetsOf(state, dataset, query)
  const found = findEntities(query.get('q') ?? '', query.get('schema') ?? 'Thing', state).filter(
    (entity) => datasets.has(entity.listId) && passes(entity, query),
  )
  const facets = query.getAll('facets')
  return ok({
    limit,
    offset,
    total: { value: found.length, relation: 'eq' },
    results: found.slice(offset, offset + limit).map((entity) => toFtmEntity(entity, state)),
    facets: Object.fromEntries(
      (facets.length > 0 ? facets : ['countries', 'topics', 'datasets']).map((name) => [
        name,
        facetOf(name, found, state),
      ]),
    ),
  })
}

function findEntities(text: string, schema: string, state: ApiState): readonly Entity[] {
  if (text.trim() === '') return state.index.entities().filter((entity) => isOf(entity, schema))
  const byId = state.index.entity(text.trim())
  const kind = schema === 'LegalEntity' || schema === 'Thing' ? 'any' : kindOfSchema(schema)
  const { hits } = state.index.match(
    { kind, names: [text] },
    { limit: lastOffset + mostResults, threshold: leastScore },
  )
  const entities = hits.map((hit) => hit.entity).filter((entity) => isOf(entity, schema))
  return byId === undefined || entities.includes(byId) ? entities : [byId, ...entities]
}

function isOf(entity: Entity, schema: string): boolean {
  if (schema === 'Thing' || entity.schema === schema) return true
  if (schema === 'LegalEntity') return ['Person', 'Organization', 'Company', 'PublicBody'].includes(entity.schema)
  return schema === 'Organization' && ['Company', 'PublicBody'].includes(entity.schema)
}

function passes(entity: Entity, query: URLSearchParams): boolean {
  const countries = query.getAll('countries')
  const topics = query.getAll('topics')
  const schemas = query.getAll('exclude_schema')
  if (countries.length > 0 && !countriesOf(entity).some((code) => countries.includes(code))) return false
  if (topics.length > 0 && !entity.topics.some((topic) => topics.includes(topic))) return false
  return !schemas.includes(entity.schema)
}

function countriesOf(entity: Entity): string[] {
  return [...new Set([...entity.nationalities, ...entity.countries])]
}

function facetOf(name: string, entities: readonly Entity[], state: ApiState) {
  switch (name) {
    case 'countries':
      return { label: 'Countries', values: count(entities, countriesOf, countryLabel) }
    case 'topics':
      return {
        label: 'Topics',
        values: count(
          entities,
          (entity) => entity.topics,
          (topic) => topic,
        ),
      }
    case 'datasets':
      return {
        label: 'Data sources',
        values: count(
          entities,
          (entity) => [entity.listId],
          (list) => titleOf(list, state),
        ),
      }
    default:
      throw new ApiError(400, `facets: '${name}' is none of countries, topics, datasets.`)
  }
}

const regions = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'code' })

/** Historic and own codes (`suhh`, `eu`) stand for themselves. */
function countryLabel(code: string): string {
  return /^[a-z]{2}$/.test(code) ? (regions.of(code.toUpperCase()) ?? code) : code
}

function titleOf(list: string, state: ApiState): string {
  return state.datasets.find((dataset) => dataset.name === list)?.title ?? list
}

function count(
  entities: readonly Entity[],
  valuesOf: (entity: Entity) => readonly string[],
  labelOf: (value: string) => string,
): { readonly name: string; readonly label: string; readonly count: number }[] {
  const counts = new Map<string, number>()
  for (const entity of entities) for (const value of valuesOf(entity)) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts]
    .map(([value, n]) => ({ name: value, label: labelOf(value), count: n }))
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
}
