/**
 * Calls HTTP for workflow tasks: one undici pool an origin, under an egress policy.
 *
 * A name is resolved by the connection that is about to use the answer: the address that the policy saw is the address
 * that is connected to, so a name cannot point elsewhere between check and use.
 */
import { lookup as dnsLookup, type LookupAddress, type LookupOptions } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import type { Dispatcher, Pool } from 'undici'
import { isMap } from '../model/json.ts'
import type { HttpCaller, HttpTaskOutcome, HttpTaskRequest, HttpTaskResponse } from '../ports.ts'
import { createRecentlyUsed } from '../scripts/recently-used.ts'
import { createEgressPolicy, type EgressOptions, type EgressPolicy } from './egress-policy.ts'
import { decodeText, decompress, parseBody } from './http-body.ts'
import { describeCause, errorStatus, invalid, ioError, refused } from './http-failure.ts'

export interface HttpCallerOptions extends EgressOptions {
  /** Longest answer taken, in bytes, after decompression. Default 10 MiB, Conductor's limit for a task's output. */
  readonly maxResponseBytes?: number
  /** Longest a call may take in all, redirects included, whatever its own timeouts say. Default five minutes. */
  readonly maxDurationMs?: number
  /** How names are resolved. Default: the system's resolver. */
  readonly resolve?: (hostname: string) => Promise<readonly LookupAddress[]>
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'] as const
type Method = (typeof METHODS)[number]

const MAX_REDIRECTS = 10
const MAX_POOLS = 256
const CONNECTIONS_PER_ORIGIN = 64
// Names that say who asks; a redirect to another origin must not carry them along.
const CREDENTIAL_HEADERS = new Set(['authorization', 'cookie', 'proxy-authorization', 'x-api-key', 'x-authorization'])
// The connection's own business, set by the client.
const CONNECTION_HEADERS = new Set([
  'connection',
  'content-length',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  'expect',
  'te',
  'trailer',
])

interface Hop {
  readonly url: URL
  readonly method: Method
  readonly headers: ReadonlyMap<string, string | string[]>
  readonly body: string | undefined
}

class EgressRefused extends Error {}

/** @throws RangeError for an entry of `allow` that cannot be understood. */
export function createHttpCaller(options: HttpCallerOptions = {}): HttpCaller {
  const policy = createEgressPolicy(options)
  const maxBytes = options.maxResponseBytes ?? 10 * 1024 * 1024
  const maxDurationMs = options.maxDurationMs ?? 300_000
  const pools = createRecentlyUsed<Pool>(MAX_POOLS, (pool) => void pool.close())
  const closing = new AbortController()
  // Loaded by the first call: a server that makes none starts without it.
  let undici: Promise<typeof import('undici')> | undefined

  async function poolFor(url: URL, connectTimeoutMs: number): Promise<Pool> {
    undici ??= import('undici').catch((error: unknown) => {
      // The next call tries again.
      undici = undefined
      throw error
    })
    const client = await undici
    const key = `${url.origin} ${connectTimeoutMs}`
    const known = pools.get(key)
    if (known !== undefined) return known
    const lookup = guardedLookup(policy, portOf(url), options.resolve)
    // A TLS certificate is checked against the name, as the connector keeps it as server name.
    const pool = new client.Pool(url.origin, {
      connections: CONNECTIONS_PER_ORIGIN,
      connect: { timeout: connectTimeoutMs, lookup },
    })
    pools.set(key, pool)
    return pool
  }

  async function call(request: HttpTaskRequest, signal: AbortSignal): Promise<HttpTaskOutcome> {
    const first = firstHop(request)
    if ('ok' in first) return first
    const limit = AbortSignal.any([signal, closing.signal, AbortSignal.timeout(maxDurationMs)])
    let hop: Hop = first
    try {
      for (let redirects = 0; ; redirects++) {
        const refusal = isIP(bareHost(hop.url))
          ? policy.refusal(bareHost(hop.url), portOf(hop.url), bareHost(hop.url))
          : undefined
        if (refusal !== undefined) return refused(refusal)
        const answer = await exchange(
          await poolFor(hop.url, request.connectionTimeoutMs),
          hop,
          request,
          limit,
          maxBytes,
        )
        const next = nextHop(hop, answer)
        if (next === undefined) return toOutcome(hop, answer)
        if ('ok' in next) return next
        if (redirects === MAX_REDIRECTS)
          return ioError(hop.method, hop.url, `Maximum redirects (${MAX_REDIRECTS}) exceeded`)
        hop = next
      }
    } catch (error) {
      return toFailure(error, hop, maxBytes)
    }
  }

  async function close(): Promise<void> {
    closing.abort(new Error('the server is stopping'))
    pools.clear()
  }

  return { call, close }
}

function firstHop(request: HttpTaskRequest): Hop | HttpTaskOutcome {
  const method = METHODS.find((known) => known === request.method)
  if (method === undefined) return invalid(`Invalid HTTP method: ${request.method}`)
  const url = URL.parse(request.uri)
  if (url === null) return invalid(`Invalid URI: ${request.uri}`)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return invalid(`Unsupported protocol: ${url.protocol}`)
  return { url, method, headers: headersOf(request), body: bodyText(request.body) }
}

function headersOf(request: HttpTaskRequest): Map<string, string | string[]> {
  const headers = new Map<string, string | string[]>([['accept', request.accept]])
  if (request.body !== undefined && request.body !== null) headers.set('content-type', request.contentType)
  for (const [name, value] of Object.entries(request.headers)) {
    const key = name.toLowerCase()
    if (value === null || value === undefined || CONNECTION_HEADERS.has(key)) continue
    headers.set(key, Array.isArray(value) ? value.map(headerText) : headerText(value))
  }
  return headers
}

function headerText(value: unknown): string {
  return typeof value === 'string'
    ? value
    : isMap(value) || Array.isArray(value)
      ? JSON.stringify(value)
      : String(value)
}

function bodyText(body: unknown): string | undefined {
  if (body === undefined || body === null) return undefined
  return typeof body === 'string' ? body : JSON.stringify(body)
}

interface Answer {
  readonly status: number
  readonly statusText: string
  readonly headers: Record<string, string[]>
  readonly text: string
}

async function exchange(
  pool: Pool,
  hop: Hop,
  request: HttpTaskRequest,
  signal: AbortSignal,
  maxBytes: number,
): Promise<Answer> {
  const response = await pool.request({
    path: `${hop.url.pathname}${hop.url.search}`,
    method: hop.method,
    headers: Object.fromEntries(hop.headers),
    ...(hop.body === undefined ? {} : { body: hop.body }),
    headersTimeout: request.readTimeoutMs,
    bodyTimeout: request.readTimeoutMs,
    responseHeaders: 'raw',
    signal,
  })
  const headers = groupHeaders(response)
  const bytes = await readBody(response, maxBytes)
  const plain = await decompress(bytes, valueOf(headers, 'content-encoding'), maxBytes)
  return {
    status: response.statusCode,
    statusText: response.statusText ?? '',
    headers,
    text: decodeText(plain, valueOf(headers, 'content-type')),
  }
}

/** Names are kept as received; values of a repeated name are gathered. */
function groupHeaders(response: Dispatcher.ResponseData): Record<string, string[]> {
  // With responseHeaders 'raw' undici gives the flat list of names and values, which its types do not tell.
  const raw = response.headers as unknown as readonly (string | Buffer)[]
  const headers: Record<string, string[]> = Object.create(null)
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const values = (headers[String(raw[i])] ??= [])
    values.push(String(raw[i + 1]))
  }
  return { ...headers }
}

function valueOf(headers: Record<string, string[]>, name: string): string {
  const key = Object.keys(headers).find((known) => known.toLowerCase() === name)
  return key === undefined ? '' : (headers[key] ?? []).join(', ')
}

class ResponseTooLarge extends Error {}

async function readBody(response: Dispatcher.ResponseData, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response.body) {
    // A body without encoding gives buffers.
    const bytes = chunk as Buffer
    size += bytes.length
    // Leaving the loop destroys the stream, and with it the connection that would send the rest.
    if (size > maxBytes) throw new ResponseTooLarge()
    chunks.push(bytes)
  }
  return Buffer.concat(chunks, size)
}

function nextHop(hop: Hop, answer: Answer): Hop | HttpTaskOutcome | undefined {
  const location = valueOf(answer.headers, 'location')
  if (![301, 302, 303, 307, 308].includes(answer.status) || location === '') return undefined
  const url = URL.parse(location, hop.url.href)
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:'))
    return invalid(`Invalid redirect to ${location}`)
  const becomesGet = answer.status <= 303 && hop.method !== 'GET' && hop.method !== 'HEAD'
  const headers = new Map(hop.headers)
  if (url.origin !== hop.url.origin) for (const name of [...CREDENTIAL_HEADERS, 'host']) headers.delete(name)
  if (becomesGet) headers.delete('content-type')
  return becomesGet ? { url, method: 'GET', headers, body: undefined } : { ...hop, url, headers }
}

function toOutcome(hop: Hop, answer: Answer): HttpTaskOutcome {
  if (answer.status >= 400) return errorStatus(hop.method, hop.url, answer.status, answer.statusText, answer.text)
  const response: HttpTaskResponse = {
    headers: answer.headers,
    statusCode: answer.status,
    body: parseBody(answer.text),
    reasonPhrase: answer.statusText,
  }
  if (answer.status >= 200 && answer.status < 300) return { ok: true, response }
  const reason = answer.text === '' ? 'No response from the remote service' : answer.text
  return { ok: false, reason, terminal: false, response }
}

function toFailure(error: unknown, hop: Hop, maxBytes: number): HttpTaskOutcome {
  if (error instanceof EgressRefused) return refused(error.message)
  const isTooLarge =
    error instanceof ResponseTooLarge ||
    (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE')
  if (isTooLarge) return refused(`The answer of ${hop.url.host} is longer than ${maxBytes} bytes.`)
  return ioError(hop.method, hop.url, describeCause(error, hop.url.hostname))
}

/** Resolves as the system does, and hands out only what the policy lets through. */
function guardedLookup(policy: EgressPolicy, port: number, resolve: HttpCallerOptions['resolve']): LookupFunction {
  return (hostname, options, callback) => {
    const answer = (error: Error | null, found: readonly LookupAddress[]) => {
      if (error !== null) return callback(error, '', 4)
      const permitted = found.filter(({ address }) => policy.refusal(hostname, port, address) === undefined)
      const [first] = permitted
      if (first === undefined) {
        const refusal = policy.refusal(hostname, port, found[0]?.address ?? '')
        return callback(new EgressRefused(refusal ?? `${hostname} has no address.`), '', 4)
      }
      if (options.all === true) return callback(null, permitted.slice())
      return callback(null, first.address, first.family)
    }
    if (resolve !== undefined)
      resolve(hostname).then(
        (found) => answer(null, found),
        (error: Error) => answer(error, []),
      )
    else dnsLookup(hostname, { ...familyOf(options), all: true }, answer)
  }
}

function familyOf(options: LookupOptions): Pick<LookupOptions, 'family' | 'hints'> {
  return {
    ...(options.family === undefined ? {} : { family: options.family }),
    ...(options.hints === undefined ? {} : { hints: options.hints }),
  }
}

function bareHost(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '')
}

function portOf(url: URL): number {
  return url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port)
}
