/** OpenRefine's reconciliation interface: rows of a spreadsheet against the lists. */
import type { Entity } from '../entity.ts'
import { ApiError, type ApiRequest, type ApiResponse, type ApiState, ok } from './api-message.ts'
import { entityFilter } from './entity-filter.ts'
import { toFtmEntity } from './ftm-entity.ts'
import { knownProperties, knownSchema, knownSchemata } from './known-schemata.ts'
import { answerMatch } from './match.ts'
import { datasetsOf, integerOf, isRecord } from './parameters.ts'

const mostQueries = 100
const reference = 'https://www.opensanctions.org/reference/#schema'

export function answerReconcile(request: ApiRequest, state: ApiState, dataset: string, rest: string): ApiResponse {
  datasetsOf(state, dataset, new URLSearchParams())
  switch (`${request.method} ${rest}`) {
    case 'GET ':
      return ok(manifest(request, state, dataset))
    case 'POST ':
      return answerQueries(request, state, dataset)
    case 'GET suggest/entity':
      return suggest(request, suggestEntities(request.query, state, dataset))
    case 'GET suggest/property':
    case 'GET extend/property':
      return suggest(request, suggestProperties(prefixOf(request.query)))
    case 'GET suggest/type':
      return suggest(request, suggestTypes(prefixOf(request.query)))
    default:
      throw new ApiError(404, 'Not Found')
  }
}

function manifest({ query, headers }: ApiRequest, state: ApiState, dataset: string) {
  const base = `${headers?.['x-base-url'] ?? ''}/reconcile/${encodeURIComponent(dataset)}`
  const suffix = query.size === 0 ? '' : `?${query.toString()}`
  const service = (path: string) => ({ service_url: base, service_path: `${path}${suffix}` })
  const title = state.datasets.find(({ name }) => name === dataset)?.title ?? 'All lists'
  return {
    versions: ['0.2'],
    name: `${title} (Gatehouse)`,
    identifierSpace: reference,
    schemaSpace: reference,
    view: { url: `${headers?.['x-base-url'] ?? ''}/entities/{{id}}` },
    batchSize: 3,
    suggest: {
      entity: service('/suggest/entity'),
      type: service('/suggest/type'),
      property: service('/suggest/property'),
    },
    extend: {
      propose_properties: service('/extend/property'),
      property_settings: [
        { name: 'limit', label: 'Limit', type: 'number', default: 0, help_text: 'Most values for a row; 0 for all.' },
      ],
    },
    defaultTypes: knownSchemata.filter(({ name }) => name !== 'Asset').map(toType),
  }
}

function toType({ name, plural, label }: { readonly name: string; readonly plural: string; readonly label: string }) {
  return { id: name, name: plural, description: label }
}

/** The body is a form: `queries`, or `extend`, each with JSON in it. */
function answerQueries(request: ApiRequest, state: ApiState, dataset: string): ApiResponse {
  const form = isRecord(request.body) ? request.body : {}
  if (typeof form.extend === 'string' && form.extend.trim() !== '')
    return answerExtend(parse(form.extend), request, state, dataset)
  const batch = typeof form.queries === 'string' ? parse(form.queries) : undefined
  if (!isRecord(batch)) throw new ApiError(400, 'queries: an object of queries as JSON is needed.')
  const entries = Object.entries(batch)
  if (entries.length > mostQueries) throw new ApiError(400, `Too many queries in one batch (limit: ${mostQueries})`)
  const answers = entries.map(([name, query]) => [name, { result: reconcile(query, request, state, dataset) }])
  return ok(Object.fromEntries(answers), { 'x-batch-size': String(entries.length) })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new ApiError(400, 'The form does not hold JSON.')
  }
}

function reconcile(query: unknown, request: ApiRequest, state: ApiState, dataset: string): readonly object[] {
  if (!isRecord(query)) throw new ApiError(400, 'A query is an object.')
  const properties: Record<string, unknown[]> = {}
  if (query.query !== undefined && query.query !== null) {
    if (typeof query.query !== 'string') throw new ApiError(400, 'query: a text is needed.')
    properties['name'] = [query.query]
  }
  for (const entry of Array.isArray(query.properties) ? query.properties : []) {
    const known = isRecord(entry)
      ? knownProperties.find(({ qname, name }) => [qname, name].includes(String(entry.pid)))
      : undefined
    if (known !== undefined && isRecord(entry)) (properties[known.name] ??= []).push(...[entry.v].flat())
  }
  const wanted: unknown = Array.isArray(query.type) ? query.type[0] : query.type
  const schema = typeof wanted === 'string' ? wanted : 'Thing'
  const limit = typeof query.limit === 'number' ? query.limit : 5
  const parameters = new URLSearchParams(request.query)
  parameters.set('limit', String(Math.min(500, Math.max(1, Math.floor(limit)))))
  // Worse ones are offered too: a person chooses.
  if (!parameters.has('cutoff')) parameters.set('cutoff', '0.4')
  const asked = { ...request, query: parameters, body: { queries: { q: { schema, properties } } } }
  // `answerMatch` makes this shape.
  const { responses } = answerMatch(asked, state, dataset).body as {
    responses: {
      q: { results: readonly { id: string; caption: string; schema: string; score: number; match: boolean }[] }
    }
  }
  return responses.q.results.map(({ id, caption, schema: name, score, match }) => ({
    ...toRefine(id, caption, name),
    score,
    match,
  }))
}

function toRefine(id: string, caption: string, schema: string) {
  const known = knownSchema(schema)
  const type = known === undefined ? [] : [toType(known)]
  return { id, name: caption, description: known?.label ?? schema, type }
}

/** More columns for rows that were matched. */
function answerExtend(query: unknown, request: ApiRequest, state: ApiState, dataset: string): ApiResponse {
  const ids = isRecord(query) && Array.isArray(query.ids) ? query.ids.map(String) : []
  const wanted = isRecord(query) && Array.isArray(query.properties) ? query.properties : []
  if (ids.length > mostQueries) throw new ApiError(400, `Too many queries in one batch (limit: ${mostQueries})`)
  const filter = entityFilter(request.query, state, dataset)
  const properties = wanted.flatMap((each) => {
    const known = isRecord(each)
      ? knownProperties.find(({ qname, name }) => [qname, name].includes(String(each.id)))
      : undefined
    const limit = isRecord(each) && isRecord(each.settings) ? Number(each.settings.limit ?? 0) : 0
    return known === undefined || !isRecord(each) ? [] : [{ id: String(each.id), known, limit }]
  })
  const rows = ids.map((id) => {
    const entity = state.index.entity(id)
    if (entity === undefined || !filter(id, () => entity)) return [id, {}]
    const values = toFtmEntity(entity, state).properties
    const cells = properties.map(({ id: name, known, limit }) => {
      const all = values[known.name] ?? []
      return [name, (limit > 0 ? all.slice(0, limit) : all).map((str) => ({ str }))]
    })
    return [id, Object.fromEntries(cells)]
  })
  const meta = properties.map(({ id, known }) => ({ id, name: known.label }))
  return ok({ meta, rows: Object.fromEntries(rows) }, { 'x-batch-size': String(ids.length) })
}

function prefixOf(query: URLSearchParams): string {
  return (query.get('prefix') ?? '').trim().toLowerCase()
}

function suggest({ query }: ApiRequest, result: readonly object[]): ApiResponse {
  return ok({ code: '/api/status/ok', status: '200 OK', prefix: query.get('prefix') ?? '', result })
}

function suggestEntities(query: URLSearchParams, state: ApiState, dataset: string): readonly object[] {
  const limit = integerOf(query, 'limit', 10, 500)
  const words = prefixOf(query)
    .split(/\s+/)
    .filter((word) => word !== '')
  if (words.length === 0) return []
  const filter = entityFilter(query, state, dataset)
  const found: Entity[] = []
  for (const entity of state.index.entities()) {
    if (found.length === limit) break
    if (filter(entity.id, () => entity) && entity.names.some(({ full }) => begins(full, words))) found.push(entity)
  }
  return found.map(({ id, names, schema }) => toRefine(id, names[0]?.full ?? id, schema))
}

/** Each word typed so far begins a word of the name. */
function begins(name: string, words: readonly string[]): boolean {
  const parts = name.toLowerCase().split(/[^\p{L}\p{N}]+/u)
  return words.every((word) => parts.some((part) => part.startsWith(word)))
}

function suggestProperties(prefix: string): readonly object[] {
  if (prefix === '') return []
  return knownProperties
    .filter(({ name, label }) => name.toLowerCase().includes(prefix) || label.toLowerCase().includes(prefix))
    .map(({ qname, label }) => ({ id: qname, name: label }))
}

function suggestTypes(prefix: string): readonly object[] {
  if (prefix === '') return []
  return knownSchemata
    .filter(({ name, plural }) => name.toLowerCase().startsWith(prefix) || plural.toLowerCase().startsWith(prefix))
    .map(toType)
}
