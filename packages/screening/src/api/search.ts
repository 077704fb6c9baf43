/** `GET /search/{dataset}`: entries by text, with filters and facets. */
import type { Entity } from '../entity.ts'
import { kindOfSchema } from '../batch/query-row.ts'
import { ApiError, type ApiRequest, type ApiResponse, type ApiState, ok } from './api-message.ts'
import { entityFilter } from './entity-filter.ts'
import { toFtmEntity } from './ftm-entity.ts'
import { isKindOf, knownSchema } from './known-schemata.ts'
import { booleanOf, integerOf } from './parameters.ts'
import { parseSearch, type SearchClause, wildcardPattern } from './search-text.ts'

const mostResults = 500
const lastOffset = 9499
/** Points below which an entry does not answer a search. */
const leastScore = 25
const mostFacetValues = 100

export function answerSearch(request: ApiRequest, state: ApiState, dataset: string): ApiResponse {
  const { query } = request
  const limit = integerOf(query, 'limit', 10, mostResults)
  const offset = integerOf(query, 'offset', 0, lastOffset)
  const schema = query.get('schema') ?? 'Thing'
  if (knownSchema(schema) === undefined) throw new ApiError(400, 'Invalid schema')
  const target = query.has('target') ? booleanOf(query, 'target', true) : undefined
  const filter = entityFilter(query, state, dataset)
  const found =
    // Every entry of a list is a target.
    target === false
      ? []
      : findEntities(query, schema, state).filter(
          (entity) =>
            isKindOf(entity.schema, schema) && filter(entity.id, () => entity) && passes(entity, query, state),
        )
  const facets = query.getAll('facets')
  const sorted = sortEntities(found, query.getAll('sort'), state)
  return ok({
    limit,
    offset,
    total: { value: found.length, relation: 'eq' },
    results: sorted.slice(offset, offset + limit).map((entity) => toFtmEntity(entity, state)),
    facets: Object.fromEntries(
      (facets.length > 0 ? facets : ['countries', 'topics', 'datasets']).map((name) => [
        name,
        facetOf(name, found, state),
      ]),
    ),
  })
}

function findEntities(query: URLSearchParams, schema: string, state: ApiState): readonly Entity[] {
  booleanOf(query, 'fuzzy', false)
  const text = (query.get('q') ?? '').trim()
  const byId = state.index.entity(text)
  if (byId !== undefined) return [byId]
  const alternatives = parseSearch(text, booleanOf(query, 'simple', false))
  if (alternatives.length === 0) return state.index.entities()
  return [...new Set(alternatives.flatMap((clauses) => findAll(clauses, schema, state)))]
}

/** Best first when there are words to judge by; otherwise in the order of the lists. */
function findAll(clauses: readonly SearchClause[], schema: string, state: ApiState): readonly Entity[] {
  const [first, ...rest] = clauses
  const words = first?.kind === 'words' && first.field === undefined && !first.isExcluded ? first.text : undefined
  const others = words === undefined ? clauses : rest
  const found = words === undefined ? state.index.entities() : findWords(words, schema, state)
  return found.filter((entity) => others.every((clause) => holds(clause, entity, state) !== clause.isExcluded))
}

function findWords(words: string, schema: string, state: ApiState): readonly Entity[] {
  const kind = schema === 'LegalEntity' || schema === 'Thing' ? 'any' : kindOfSchema(schema)
  const options = { limit: lastOffset + mostResults, threshold: leastScore }
  return state.index.match({ kind, names: [words] }, options).hits.map((hit) => hit.entity)
}

function holds({ kind, text, field }: SearchClause, entity: Entity, state: ApiState): boolean {
  const values = field === undefined ? entity.names.map(({ full }) => full) : valuesOf(entity, field, state)
  if (kind === 'wildcard') return values.some((value) => wildcardPattern(text).test(value))
  const wanted = text.toLowerCase()
  if (kind === 'phrase' || field === undefined) return values.some((value) => value.toLowerCase().includes(wanted))
  return values.some((value) => value.toLowerCase() === wanted || value.toLowerCase().split(/\s+/).includes(wanted))
}

function valuesOf(entity: Entity, field: string, state: ApiState): readonly string[] {
  const name = field.replace(/^properties\./, '')
  switch (name) {
    case 'id':
      return [entity.id, entity.entryId]
    case 'schema':
      return [entity.schema]
    case 'datasets':
      return [entity.listId]
    case 'countries':
      return countriesOf(entity)
    case 'names':
      return entity.names.map(({ full }) => full)
    default:
      return toFtmEntity(entity, state).properties[name] ?? []
  }
}

function passes(entity: Entity, query: URLSearchParams, state: ApiState): boolean {
  const countries = query.getAll('countries').map((country) => country.toLowerCase())
  const datasets = query.getAll('datasets')
  if (countries.length > 0 && !countriesOf(entity).some((code) => countries.includes(code))) return false
  if (datasets.length > 0 && !datasets.includes(entity.listId)) return false
  const filters = query.getAll('filter').map((filter) => {
    const colon = filter.indexOf(':')
    if (colon < 1) throw new ApiError(400, 'filter: the form is field:value.')
    return { field: filter.slice(0, colon), value: filter.slice(colon + 1) }
  })
  if (filters.length === 0) return true
  const fits = filters.map(({ field, value }) => valuesOf(entity, field, state).includes(value))
  return query.get('filter_op')?.toUpperCase() === 'AND' ? fits.every(Boolean) : fits.some(Boolean)
}

type SortKey = 'id' | 'caption' | 'schema' | 'first_seen' | 'last_seen' | 'last_change'
const sortKeys: readonly SortKey[] = ['id', 'caption', 'schema', 'first_seen', 'last_seen', 'last_change']

/** `first_seen:desc`; without one the best come first. */
function sortEntities(entities: readonly Entity[], sorts: readonly string[], state: ApiState): readonly Entity[] {
  const orders = sorts.map((sort) => {
    const [key = '', direction = 'asc'] = sort.split(':')
    const known = sortKeys.find((name) => name === key)
    if (known === undefined || !['asc', 'desc'].includes(direction))
      throw new ApiError(400, `sort: one of ${sortKeys.join(', ')}, with :asc or :desc.`)
    return { key: known, sign: direction === 'asc' ? 1 : -1 }
  })
  if (orders.length === 0) return entities
  const rows = entities.map((entity) => ({ entity, ftm: toFtmEntity(entity, state) }))
  rows.sort((a, b) => {
    for (const { key, sign } of orders) {
      const [one, two] = [a.ftm[key] ?? '', b.ftm[key] ?? '']
      if (one !== two) return one < two ? -sign : sign
    }
    return 0
  })
  return rows.map(({ entity }) => entity)
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
    case 'schema':
      return {
        label: 'Entity types',
        values: count(
          entities,
          (entity) => [entity.schema],
          (name) => knownSchema(name)?.plural ?? name,
        ),
      }
    case 'genders':
      return {
        label: 'Genders',
        values: count(
          entities,
          (entity) => (entity.gender === undefined ? [] : [entity.gender]),
          (gender) => gender,
        ),
      }
    case 'names':
      return {
        label: 'Names',
        values: count(
          entities,
          (entity) => entity.names.map(({ full }) => full),
          (name) => name,
        ).slice(0, mostFacetValues),
      }
    case 'identifiers':
      return {
        label: 'Identifiers',
        values: count(
          entities,
          (entity) => entity.documents.map(({ number }) => number),
          (number) => number,
        ).slice(0, mostFacetValues),
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
      throw new ApiError(422, 'One of countries, topics, datasets, schema, genders, names, identifiers.', [
        'query',
        'facets',
      ])
  }
}

/** Made when the first count by country needs it: it takes 7 MB. */
let regions: Intl.DisplayNames | undefined

/** Historic and own codes (`suhh`, `eu`) stand for themselves. */
function countryLabel(code: string): string {
  if (!/^[a-z]{2}$/.test(code)) return code
  regions ??= new Intl.DisplayNames(['en'], { type: 'region', fallback: 'code' })
  return regions.of(code.toUpperCase()) ?? code
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
