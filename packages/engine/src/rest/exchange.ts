/** One request and its answer, free of any HTTP framework, and what a route is. */

export interface ApiRequest {
  readonly method: string
  /** As received: still percent-encoded, without the query. */
  readonly path: string
  readonly query: URLSearchParams
  /** Names in small letters. */
  readonly headers: Readonly<Record<string, string | undefined>>
  /** `https://host:port` under which the caller has reached us. Default: `http://` and the Host header. */
  readonly origin?: string | undefined
  /** The JSON body where the caller has parsed it already. */
  readonly body?: unknown
  /** The body as text. Parsed when a route wants JSON and `body` is undefined; a task's log takes it verbatim. */
  readonly rawBody?: string | undefined
  /** Who asks, where whoever mounts the API knows: what it makes says so, whatever the body says. */
  readonly asker?: string | undefined
  /** Ends waiting: a parked poll, a synchronous execute. */
  readonly signal?: AbortSignal | undefined
}

export interface ApiResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** Null: no body and no content type. */
  readonly body: string | null
}

export type ConductorApi = (request: ApiRequest) => Promise<ApiResponse>

export interface RouteRequest extends ApiRequest {
  /** The path's variables, decoded. */
  readonly params: Readonly<Record<string, string>>
}

export type Handler = (request: RouteRequest) => ApiResponse | Promise<ApiResponse>

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** `/api/workflow/{workflowId}`; a literal segment wins over a variable one. */
  readonly path: string
  readonly handle: Handler
  /** For the API's description: one sentence. */
  readonly summary: string
}

const JSON_HEADERS = { 'content-type': 'application/json' }
const TEXT_HEADERS = { 'content-type': 'text/plain;charset=UTF-8' }
const NO_HEADERS = {}

export function json(value: unknown, status = 200): ApiResponse {
  return jsonText(JSON.stringify(value), status)
}

/** JSON that is written out already. */
export function jsonText(text: string, status = 200): ApiResponse {
  return { status, headers: JSON_HEADERS, body: text }
}

/** A bare text, not a JSON string. */
export function plain(text: string, status = 200): ApiResponse {
  return { status, headers: TEXT_HEADERS, body: text }
}

export function empty(status = 200): ApiResponse {
  return { status, headers: NO_HEADERS, body: null }
}

/** The named variable of the path. The router has seen to it that the route's variables are there. */
export function param(request: RouteRequest, name: string): string {
  return request.params[name] ?? ''
}
