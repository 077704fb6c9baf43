/**
 * The first thing that looks at a request. A web page that the user visits must not be able to drive the engine or
 * read a case through the user's own browser, whether or not a sign-in is asked for.
 */
import type { IncomingHttpHeaders } from 'node:http'
import { ServerError } from '../errors.ts'
import type { OwnOrigins } from './own-origins.ts'
import { plainPath } from './plain-path.ts'

const apiPrefixes = [
  '/api',
  '/api-docs',
  '/webhook',
  '/actuator',
  '/kyc',
  '/apply/v1',
  '/screening',
  '/ui',
  '/metrics',
  '/health',
  '/docs',
] as const

export interface GuardedRequest {
  readonly method: string
  /** Path without the query. */
  readonly path: string
  /** Name and port that were asked for; behind a trusted proxy, those that the proxy was asked for. */
  readonly host: string | undefined
  readonly headers: IncomingHttpHeaders
}

/** @throws ServerError FOREIGN_HOST, CROSS_SITE or BAD_REQUEST */
export function guardRequest(request: GuardedRequest, origins: OwnOrigins): void {
  // A whole address instead of a path is for proxies: its host would not be the one that is looked at below.
  if (!request.path.startsWith('/') && request.path !== '*') {
    throw new ServerError('BAD_REQUEST', 'The request names a whole address instead of a path.')
  }
  // No browser or client sends one. To some servers a path ends before it, to others it is part of a name.
  if (request.path.includes('#')) throw new ServerError('BAD_REQUEST', 'The path of a request has no #; send %23.')
  // A load balancer probes by address; the answer holds nothing.
  if (request.path === '/health') return
  // A foreign name that resolves to this machine is DNS rebinding: the browser would take us for that site.
  if (!origins.isOwnHost(request.host) && !isBeside(request, origins)) {
    throw new ServerError(
      'FOREIGN_HOST',
      `This server does not answer for the host "${shorten(request.host ?? '')}". Its address is ${origins.primary}; PUBLIC_URL sets another.`,
    )
  }
  const origin = request.headers.origin
  const site = request.headers['sec-fetch-site']
  if (origin !== undefined && !origins.isOwnOrigin(origin) && !isFromBeside(request, origin, origins)) {
    throw crossSite(`The origin "${shorten(origin)}"`)
  }
  if (site === undefined || site === 'same-origin' || site === 'none') return
  if (isNavigation(request)) return
  throw crossSite('Another site')
}

const openPrefixes = ['/api', '/screening'] as const

/**
 * Conductor's own web interface, or any other, that a local proxy serves on a port of its own beside our `/api`. Such a
 * proxy may pass on the host that the browser asked for, which is a name of this machine: no foreign site can have it.
 */
function isBeside({ path, host }: GuardedRequest, origins: OwnOrigins): boolean {
  // As it stands and as it may be read: `/kyc/..%2fapi` is a path of /kyc to the router.
  const readings = [path, plainPath(path)]
  const isOpen = readings.every((each) => each !== undefined && isOpenPath(each))
  return isOpen && host !== undefined && (origins.isOwnHost(host) || origins.isLocalHost(host))
}

function isOpenPath(path: string): boolean {
  return isApiPath(path) && openPrefixes.some((prefix) => isBelow(path, prefix))
}

/** The page asked its own origin, and the proxy there asks us: a browser does not let a page claim that. */
function isFromBeside(request: GuardedRequest, origin: string, origins: OwnOrigins): boolean {
  const isItsOwn = request.headers['sec-fetch-site'] === 'same-origin'
  return isItsOwn && origins.isLocalOrigin(origin) && isBeside(request, origins)
}

function crossSite(who: string): ServerError {
  return new ServerError('CROSS_SITE', `${who} may not use this server. Open the address itself.`)
}

/** Following a link from elsewhere to a page is fine; pages do nothing by being opened. The API has no pages. */
function isNavigation({ method, path, headers }: GuardedRequest): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false
  if (headers['sec-fetch-mode'] !== 'navigate' || headers['sec-fetch-dest'] !== 'document') return false
  // The router decodes a path before it matches, so `/%6byc` is `/kyc`.
  const plain = plainPath(path)
  return plain !== undefined && (plain.startsWith('/ui/v1/auth/callback/') || !isApiPath(plain))
}

/** Where addresses are answered with data, never with a page. One page of the console lies below an API. */
export function isApiPath(path: string): boolean {
  return path !== '/screening/try' && apiPrefixes.some((prefix) => isBelow(path, prefix))
}

/** `/apiary` is not below `/api`. */
function isBelow(path: string, prefix: string): boolean {
  return path === prefix || path.startsWith(`${prefix}/`)
}

function shorten(text: string): string {
  return text.slice(0, 100)
}
