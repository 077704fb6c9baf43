/** Requests and responses of the API, apart from any web framework. */
import type { EntityTimes } from '../versions/entity-times.ts'
import type { ScreeningIndex } from '../candidates/screening-index.ts'

export interface ApiRequest {
  readonly method: string
  /** Path below the mount point, with its leading slash: `/match/default`. */
  readonly path: string
  readonly query: URLSearchParams
  /** Parsed JSON; undefined for requests without one. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string | undefined>>
}

export interface ApiResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** Serialised as JSON by the server. */
  readonly body: unknown
}

/** One list of the index, as clients know it. */
export interface ApiDataset {
  /** List id, the first part of entity ids. */
  readonly name: string
  readonly title: string
  /** Version in force. */
  readonly version: string
  /** ISO time at which it was fetched. */
  readonly updatedAt: string
  /** When its entries came and changed; without it all of them at `updatedAt`. */
  readonly times?: EntityTimes
}

/** What is in force when a request arrives; undefined while nothing is loaded. */
export interface ApiState {
  readonly index: ScreeningIndex
  readonly datasets: readonly ApiDataset[]
}

/** Thrown by handlers; becomes `{ "detail": … }` with the status. */
export class ApiError extends Error {
  readonly status: 400 | 403 | 404 | 405 | 414 | 422 | 503
  /** Of a 422: which parameter or member is wrong, such as `['query', 'limit']`. */
  readonly where: readonly string[] | undefined

  constructor(status: ApiError['status'], detail: string, where?: readonly string[]) {
    super(detail)
    this.name = 'ApiError'
    this.status = status
    this.where = where
  }

  /** As clients of yente read it: a text, or for what has not the right form a list. */
  toBody(): { readonly detail: unknown } {
    if (this.status !== 422) return { detail: this.message }
    return { detail: [{ type: 'value_error', loc: this.where ?? ['body'], msg: this.message }] }
  }
}

export function ok(body: unknown, headers: Readonly<Record<string, string>> = {}): ApiResponse {
  return { status: 200, headers, body }
}
