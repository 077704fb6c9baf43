/** Requests and responses of the API, apart from any web framework. */
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
}

/** What is in force when a request arrives; undefined while nothing is loaded. */
export interface ApiState {
  readonly index: ScreeningIndex
  readonly datasets: readonly ApiDataset[]
}

/** Thrown by handlers; becomes `{ "detail": … }` with the status. */
export class ApiError extends Error {
  readonly status: 400 | 403 | 404 | 414 | 503

  constructor(status: ApiError['status'], detail: string) {
    super(detail)
    this.name = 'ApiError'
    this.status = status
  }
}

export function ok(body: unknown, headers: Readonly<Record<string, string>> = {}): ApiResponse {
  return { status: 200, headers, body }
}
