/** Fetches one list file over HTTP: only when it changed, again when the publisher stumbles, whole or not at all. */
import { mkdir, open, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { ListError } from '../lists/list-error.ts'
import type { HttpValidators } from './snapshot.ts'

export interface ListResponse {
  readonly status: number
  readonly header: (name: string) => string | undefined
  readonly body: AsyncIterable<Uint8Array>
}

/** How requests leave the house: proxy, certificates and egress rules are the composition's business. */
export type ListFetch = (
  url: string,
  request: { readonly headers: Readonly<Record<string, string>>; readonly signal: AbortSignal },
) => Promise<ListResponse>

export interface FetchRules {
  readonly fetch: ListFetch
  /** Waits between attempts, and may tell why; tests pass one that does not wait. */
  readonly sleep: (milliseconds: number, reason: string) => Promise<void>
  /** 0 to 1, spreads attempts so that a thousand banks do not return together. */
  readonly random: () => number
  readonly attempts?: number
  readonly timeoutMs?: number
}

export type FetchOutcome =
  | { readonly kind: 'not-modified' }
  | { readonly kind: 'fetched'; readonly validators: HttpValidators }

const defaultAttempts = 4
const defaultTimeoutMs = 120_000
const firstWaitMs = 2000
const longestWaitMs = 60_000

/** Writes the body to `path`. Throws `FETCH_FAILED` with the last reason when every attempt failed. */
export async function fetchListFile(
  url: string,
  path: string,
  known: HttpValidators | undefined,
  rules: FetchRules & { readonly listId: string },
): Promise<FetchOutcome> {
  const attempts = rules.attempts ?? defaultAttempts
  for (let attempt = 1; ; attempt++) {
    const outcome = await tryOnce(url, path, known, rules)
    if (outcome.kind !== 'failed') return outcome
    if (attempt === attempts || !outcome.isWorthAnother) {
      throw new ListError('FETCH_FAILED', { list: rules.listId }, `${url}: ${outcome.reason} (attempt ${attempt})`, {
        cause: outcome.cause,
      })
    }
    await rules.sleep(waitBefore(attempt, outcome.retryAfterMs, rules.random), outcome.reason)
  }
}

interface FailedAttempt {
  readonly kind: 'failed'
  readonly reason: string
  readonly isWorthAnother: boolean
  readonly retryAfterMs?: number
  readonly cause?: unknown
}

async function tryOnce(
  url: string,
  path: string,
  known: HttpValidators | undefined,
  rules: FetchRules,
): Promise<FetchOutcome | FailedAttempt> {
  try {
    const signal = AbortSignal.timeout(rules.timeoutMs ?? defaultTimeoutMs)
    const response = await rules.fetch(url, { headers: conditionalHeaders(known), signal })
    if (response.status === 304) {
      await drain(response)
      return { kind: 'not-modified' }
    }
    if (response.status !== 200) {
      await drain(response)
      return failedStatus(response)
    }
    const bytes = await writeBody(response, path)
    const declared = response.header('content-length')
    // With a content encoding the length is that of the encoded bytes, which we never see.
    if (declared !== undefined && response.header('content-encoding') === undefined && Number(declared) !== bytes) {
      return { kind: 'failed', reason: `${bytes} of ${declared} bytes arrived`, isWorthAnother: true }
    }
    return { kind: 'fetched', validators: validatorsOf(response) }
  } catch (cause) {
    return { kind: 'failed', reason: reasonOf(cause), isWorthAnother: true, cause }
  }
}

/** `fetch` says no more than "fetch failed" and "terminated"; what happened stands one cause further down. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return 'the answer took too long'
  const { cause } = error
  // A host with several addresses fails once for each of them, and the sum of it has no message.
  const inner = cause instanceof AggregateError && cause.message === '' ? cause.errors[0] : cause
  const what = error.message === 'terminated' ? 'the connection ended before the whole file had arrived' : error.message
  return inner instanceof Error && inner.message !== '' ? `${what} (${inner.message})` : what
}

function conditionalHeaders(known: HttpValidators | undefined): Record<string, string> {
  return {
    accept: '*/*',
    'user-agent': 'gatehouse-lists',
    ...(known?.etag === undefined ? {} : { 'if-none-match': known.etag }),
    ...(known?.lastModified === undefined ? {} : { 'if-modified-since': known.lastModified }),
  }
}

/** Overload and server faults pass; what the publisher refuses stays refused. */
function failedStatus(response: ListResponse): FailedAttempt {
  const { status } = response
  const retryAfter = Number(response.header('retry-after'))
  return {
    kind: 'failed',
    reason: `the publisher answered ${status}`,
    isWorthAnother: status === 408 || status === 425 || status === 429 || status >= 500,
    ...(Number.isFinite(retryAfter) && retryAfter > 0 ? { retryAfterMs: retryAfter * 1000 } : {}),
  }
}

async function writeBody(response: ListResponse, path: string): Promise<number> {
  await mkdir(dirname(path), { recursive: true })
  const file = await open(path, 'w')
  let bytes = 0
  try {
    for await (const chunk of response.body) {
      await file.write(chunk)
      bytes += chunk.byteLength
    }
  } catch (error) {
    await rm(path, { force: true })
    throw error
  } finally {
    await file.close()
  }
  return bytes
}

async function drain(response: ListResponse): Promise<void> {
  for await (const _ of response.body) {
    // A body that is not read keeps its connection busy.
  }
}

function validatorsOf(response: ListResponse): HttpValidators {
  const etag = response.header('etag')
  const lastModified = response.header('last-modified')
  return { ...(etag === undefined ? {} : { etag }), ...(lastModified === undefined ? {} : { lastModified }) }
}

/** Doubling, half of it by chance, never past a minute; a publisher's own wish comes first. */
export function waitBefore(attempt: number, retryAfterMs: number | undefined, random: () => number): number {
  const doubled = Math.min(longestWaitMs, firstWaitMs * 2 ** (attempt - 1))
  const spread = doubled / 2 + (doubled / 2) * random()
  return retryAfterMs === undefined ? spread : Math.min(longestWaitMs, Math.max(retryAfterMs, spread))
}

/** The platform's fetch, or any with its shape, such as one that goes through a proxy. */
export function listFetch(fetch: typeof globalThis.fetch): ListFetch {
  return async (url, { headers, signal }) => {
    const response = await fetch(url, { headers, signal, redirect: 'follow' })
    return {
      status: response.status,
      header: (name) => response.headers.get(name) ?? undefined,
      body: response.body ?? noBody(),
    }
  }
}

async function* noBody(): AsyncGenerator<Uint8Array> {
  // 304 and 204 have none.
}
