/** The yente-compatible API as one function from request to response, for any web server to mount. */
import { createHash } from 'node:crypto'
import type { ListedRelation } from '../entity.ts'
import { algorithmList } from './algorithms.ts'
import { ApiError, type ApiRequest, type ApiResponse, type ApiState, ok } from './api-message.ts'
import { toFtmEntity } from './ftm-entity.ts'
import { answerMatch } from './match.ts'
import { answerSearch } from './search.ts'

/** Longest URL answered, in bytes of path and query. */
const longestUrl = 60_000

/**
 * @param current what is in force now; undefined while nothing is loaded. Asked once a request, so that one request
 * never mixes two versions.
 */
export function createScreeningApi(current: () => ApiState | undefined): (request: ApiRequest) => Promise<ApiResponse> {
  return async (request) => {
    try {
      return route(request, current)
    } catch (error) {
      if (error instanceof ApiError) return { status: error.status, headers: {}, body: { detail: error.message } }
      throw error
    }
  }
}

function route(request: ApiRequest, current: () => ApiState | undefined): ApiResponse {
  if (request.path.length + request.query.toString().length > longestUrl) throw new ApiError(414, 'URL too long.')
  const [, endpoint = '', rest = ''] = /^\/([^/]*)(?:\/(.*))?$/.exec(request.path) ?? []
  if (endpoint === 'healthz') return ok({ status: 'ok' })
  if (endpoint === 'algorithms') return ok(algorithmList())
  const state = current()
  if (state === undefined) throw new ApiError(503, 'Index not ready.')
  switch (`${request.method} ${endpoint}`) {
    case 'GET readyz':
      return ok({ status: 'ok' })
    case 'GET catalog':
    case 'GET manifest':
      return answerCatalog(request, state)
    case 'GET entities':
      return answerEntity(decodeURIComponent(rest), state)
    case 'GET search':
      return answerSearch(request, state, decodeURIComponent(rest))
    case 'POST match':
      return answerMatch(request, state, decodeURIComponent(rest))
    default:
      throw new ApiError(404, 'Not Found')
  }
}

function answerCatalog(request: ApiRequest, state: ApiState): ApiResponse {
  const datasets = state.datasets.map((dataset) => ({
    name: dataset.name,
    title: dataset.title,
    version: dataset.version,
    index_version: dataset.version,
    index_current: true,
    load: true,
    last_export: dataset.updatedAt.slice(0, 19),
  }))
  const current = state.datasets.map((dataset) => dataset.name)
  const body = { datasets, current, outdated: [], index_stale: false }
  const etag = `"${createHash('sha256').update(JSON.stringify(body)).digest('hex').slice(0, 32)}"`
  const headers = { etag, 'cache-control': 'public, max-age=300' }
  if (request.headers?.['if-none-match'] === etag) return { status: 304, headers, body: undefined }
  return ok(body, headers)
}

function answerEntity(path: string, state: ApiState): ApiResponse {
  const id = path.replace(/\/adjacent.*$/, '')
  const entity = state.index.entity(id)
  if (entity !== undefined) {
    if (path !== id)
      return ok({
        results: entity.relations.map(toNeighbour),
        total: { value: entity.relations.length, relation: 'eq' },
        limit: 10,
        offset: 0,
      })
    return ok(toFtmEntity(entity, state))
  }
  const merged = state.index
    .entities()
    .find((other) => other.referents.some((key) => key === id || `${other.listId}:${key}` === id))
  if (merged === undefined) throw new ApiError(404, 'No such entity!')
  return { status: 308, headers: { location: `/entities/${encodeURIComponent(merged.id)}` }, body: undefined }
}

function toNeighbour(relation: ListedRelation) {
  return { kind: relation.kind, role: relation.role, id: relation.entityId ?? null, caption: relation.name ?? null }
}
