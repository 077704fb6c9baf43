/** The only place that calls fetch: same origin, session cookie, typed errors, exact numbers. */
import type { z } from 'zod'
import { ApiError, toApiError } from './api-error.ts'
import { formatJson, parseJson } from './json.ts'

export interface RequestOptions {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>
  readonly body?: unknown
  /** A body sent as it is, for texts that are already JSON. */
  readonly rawBody?: string
  readonly signal?: AbortSignal | undefined
}

const unauthorisedListeners = new Set<() => void>()

/** Calls back on each 401, so that the shell can ask to sign in without leaving the page. */
export function onUnauthorised(listener: () => void): () => void {
  unauthorisedListeners.add(listener)
  return () => unauthorisedListeners.delete(listener)
}

/**
 * Sends a request and parses the answer.
 * @throws ApiError for any status from 400 on, for an answer of another shape, and when the server cannot be reached
 */
export async function request<T>(path: string, schema: z.ZodType<T>, options: RequestOptions = {}): Promise<T> {
  const body = await send(path, options)
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  const where = parsed.error.issues[0]?.path.join('.') ?? ''
  throw new ApiError({
    status: 200,
    code: 'UNEXPECTED_ANSWER',
    message: `The answer of ${path} has an unexpected shape${where === '' ? '' : ` at ${where}`}.`,
    cause: parsed.error,
  })
}

/** Sends a request whose answer is of no interest. @throws ApiError */
export async function command(path: string, options: RequestOptions): Promise<void> {
  await send(path, options)
}

async function send(path: string, options: RequestOptions): Promise<unknown> {
  const response = await reach(path, options)
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json') ?? false
  const body = isJson && text !== '' ? parseAnswer(path, text) : text
  if (response.ok) return response.status === 204 ? undefined : body
  if (response.status === 401 && !path.startsWith('/ui/v1/auth/'))
    for (const listener of unauthorisedListeners) listener()
  throw toApiError(response.status, body, response.headers.get('x-request-id') ?? undefined)
}

async function reach(path: string, options: RequestOptions): Promise<Response> {
  const payload = options.rawBody ?? (options.body === undefined ? undefined : formatJson(options.body, 0))
  try {
    return await fetch(path + queryString(options.query), {
      method: options.method ?? 'GET',
      credentials: 'same-origin',
      headers: payload === undefined ? {} : { 'content-type': 'application/json' },
      ...(payload === undefined ? {} : { body: payload }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    })
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw new ApiError({ status: 0, code: 'UNREACHABLE', message: 'The server cannot be reached.', cause })
  }
}

function parseAnswer(path: string, text: string): unknown {
  try {
    return parseJson(text)
  } catch (cause) {
    throw new ApiError({ status: 200, code: 'UNEXPECTED_ANSWER', message: `The answer of ${path} is not JSON.`, cause })
  }
}

export function queryString(query: RequestOptions['query']): string {
  if (query === undefined) return ''
  const entries = Object.entries(query).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]]))
  return entries.length === 0 ? '' : `?${new URLSearchParams(entries).toString()}`
}
