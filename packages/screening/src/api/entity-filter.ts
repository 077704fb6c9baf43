/** Which entries a request is about: filters that `/match` and `/search` have in common. */
import type { Entity } from '../entity.ts'
import { ApiError, type ApiState } from './api-message.ts'
import { datasetsOf } from './parameters.ts'

const mostExclusions = 50
const time = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}(?::\d{2}(?::\d{2})?)?)?$/

/** Asks for the entry only where its id does not tell. */
export type EntityFilter = (id: string, entity: () => Entity | undefined) => boolean

export function entityFilter(query: URLSearchParams, state: ApiState, dataset: string): EntityFilter {
  const datasets = datasetsOf(state, dataset, query)
  const topics = query.getAll('topics')
  const schemas = query.getAll('exclude_schema')
  const excluded = new Set(query.getAll('exclude_entity_ids'))
  if (excluded.size > mostExclusions)
    throw new ApiError(422, `At most ${mostExclusions}.`, ['query', 'exclude_entity_ids'])
  const since = changedSince(query)
  const looksInside = topics.length > 0 || schemas.length > 0 || excluded.size > 0
  return (id, read) => {
    const listId = id.slice(0, id.indexOf(':'))
    if (!datasets.has(listId) || excluded.has(id)) return false
    if (since !== undefined && lastChange(id, listId, state) < since) return false
    if (!looksInside) return true
    const entity = read()
    if (entity === undefined || schemas.includes(entity.schema)) return false
    // Any id that was merged into the entry stands for it.
    if (entity.referents.some((key) => excluded.has(key) || excluded.has(`${listId}:${key}`))) return false
    return topics.length === 0 || topics.some((topic) => entity.topics.includes(topic))
  }
}

/** To the second, without a zone. */
function changedSince(query: URLSearchParams): string | undefined {
  const text = query.get('changed_since')
  if (text === null) return undefined
  if (!time.test(text))
    throw new ApiError(422, 'A date, or a time to the hour, minute or second.', ['query', 'changed_since'])
  return text.replace(' ', 'T')
}

/** When the entry came or changed last, as far back as versions are kept. Texts compare as their times do. */
export function lastChange(id: string, listId: string, { datasets }: ApiState): string {
  const dataset = datasets.find(({ name }) => name === listId)
  return (dataset?.times?.changed.get(id) ?? dataset?.times?.since ?? dataset?.updatedAt ?? '').slice(0, 19)
}

export function firstSeen(entity: Entity, { datasets }: ApiState): string | null {
  const dataset = datasets.find(({ name }) => name === entity.listId)
  const seen = dataset?.times?.added.get(entity.id) ?? dataset?.times?.since ?? dataset?.updatedAt
  return entity.listedOn ?? seen?.slice(0, 19) ?? null
}
