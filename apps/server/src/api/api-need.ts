/** What a request to `/api` asks of its caller. */
import type { Permission } from '../auth/permissions.ts'
import type { ServiceScope } from '../auth/service-keys.ts'
import { plainPath } from '../http/plain-path.ts'

export interface ApiNeed {
  readonly scope: ServiceScope
  readonly permission: Permission
  /** Of the secret that is read or changed: that goes into the audit trail. */
  readonly secret?: { readonly name: string; readonly action: 'SECRET_READ' | 'SECRET_STORED' | 'SECRET_REMOVED' }
}

const secretActions = new Map<string, NonNullable<ApiNeed['secret']>['action']>([
  ['GET', 'SECRET_READ'],
  ['HEAD', 'SECRET_READ'],
  ['PUT', 'SECRET_STORED'],
  ['DELETE', 'SECRET_REMOVED'],
])

/** `url`: path and query. */
export function apiNeed(method: string, url: string): ApiNeed {
  // A Conductor server elsewhere decodes and tidies paths; what it would take for one of these is one.
  const path = plainPath(url.split('?', 1)[0] ?? '') ?? ''
  const [, name] = /^\/api\/secrets\/([^/]+)\/?$/i.exec(path) ?? []
  const action = secretActions.get(method)
  if (name !== undefined && action !== undefined) {
    return { scope: 'secrets', permission: 'secret.manage', secret: { name, action } }
  }
  // Whoever says where a call goes decides who is told.
  if (method !== 'GET' && method !== 'HEAD' && /^\/api\/environment(\/|$)/i.test(path)) {
    return { scope: 'engine', permission: 'environment.write' }
  }
  return { scope: 'engine', permission: isRead(method, url) ? 'engine.read' : 'engine.write' }
}

/** Requests that change nothing, whatever their method. `url`: path and query. */
export function isRead(method: string, url: string): boolean {
  const [path = '', ...query] = url.split('?')
  // A Conductor server elsewhere decodes and tidies paths; what it would take for a poll is one.
  const plain = plainPath(path)
  if (plain === undefined) return false
  if (method !== 'GET' && method !== 'HEAD') {
    return method === 'POST' && plain === path && readingPosts.some((pattern) => pattern.test(path))
  }
  if (changingGets.some((pattern) => pattern.test(plain))) return false
  return !storageLocation.test(plain) || asksToRead(new URLSearchParams(query.join('?')))
}

/** A poll hands out a task; Conductor stops schedules by GET. */
const changingGets = [
  /^\/api\/tasks\/poll(\/|$)/i,
  /^\/api\/scheduler\/(schedules\/.+|admin)\/(pause|resume|requeue)(\/|$)/i,
]

/** Whoever may write to a location needs no other right to do so. */
const storageLocation = /^\/api\/(workflow|tasks)\/external-?storage-?location(\/|$)/i

function asksToRead(query: URLSearchParams): boolean {
  return query.getAll('operation').every((operation) => operation.toUpperCase() === 'READ')
}

/** A workflow's test is none of them: its scripts and calls are given secrets. */
const readingPosts = [
  /^\/api\/metadata\/workflow\/validate$/,
  /^\/api\/workflow\/bulk\/search$/,
  /^\/api\/workflow\/[^/]+\/correlated$/,
  /^\/api\/secrets$/,
]
