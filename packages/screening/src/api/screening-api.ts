/** The yente-compatible API as one function from request to response, for any web server to mount. */
import { createHash } from 'node:crypto'
import { answerAdjacent, toNestedEntity } from './adjacent.ts'
import { algorithmList } from './algorithms.ts'
import { ApiError, type ApiRequest, type ApiResponse, type ApiState, ok } from './api-message.ts'
import { toFtmEntity } from './ftm-entity.ts'
import { answerMatch } from './match.ts'
import { booleanOf } from './parameters.ts'
import { answerReconcile } from './reconcile.ts'
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
      if (error instanceof ApiError) return { status: error.status, headers: {}, body: error.toBody() }
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
      return answerEntity(decodeURIComponent(rest), request, state)
    case 'GET search':
      return answerSearch(request, state, decodeURIComponent(rest))
    case 'POST match':
      return answerMatch(request, state, decodeURIComponent(rest))
    case 'GET reconcile':
    case 'POST reconcile': {
      const [dataset = '', ...path] = rest.split('/')
      return answerReconcile(request, state, decodeURIComponent(dataset), path.join('/'))
    }
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
  if (namesTag(request.headers?.['if-none-match'], etag)) return { status: 304, headers, body: undefined }
  return ok(body, headers)
}

/** A list of tags, weak or not, or `*`. */
function namesTag(header: string | undefined, etag: string): boolean {
  const tags = (header ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''))
  return tags.includes(etag) || tags.includes('*')
}

function answerEntity(path: string, request: ApiRequest, state: ApiState): ApiResponse {
  const [, id = path, property] = /^(.*?)\/adjacent(?:\/(.*))?$/.exec(path) ?? []
  const entity = state.index.entity(id)
  if (entity !== undefined) {
    if (path !== id) return ok(answerAdjacent(entity, property, request.query, state))
    const isNested = booleanOf(request.query, 'nested', true)
    return ok(isNested ? toNestedEntity(entity, state) : toFtmEntity(entity, state))
  }
  const merged = state.index
    .entities()
    .find((other) => other.referents.some((key) => key === id || `${other.listId}:${key}` === id))
  if (merged === undefined) throw new ApiError(404, 'No such entity!')
  const rest = path.slice(id.length)
  return { status: 308, headers: { location: `/entities/${encodeURIComponent(merged.id)}${rest}` }, body: undefined }
}
