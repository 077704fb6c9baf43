/** Who may use `/api` and `/screening`. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Gate } from '../auth/gate.ts'
import type { Permission } from '../auth/permissions.ts'
import { isAllowed, rolesFor } from '../auth/permissions.ts'
import type { ServiceIdentity, ServiceKeys, ServiceScope } from '../auth/service-keys.ts'
import type { Config } from '../config/config.ts'
import { ServerError } from '../errors.ts'
import { plainPath } from '../http/plain-path.ts'

export interface ApiAccess {
  /** @throws ServerError NOT_SIGNED_IN, FORBIDDEN, EXPIRED_TOKEN or INVALID_TOKEN */
  check(
    request: FastifyRequest,
    reply: FastifyReply,
    need: { scope: ServiceScope; permission: Permission },
  ): Promise<void>
  /** The machine behind the token of a request; undefined without one. @throws as `check` */
  machine(request: FastifyRequest, scope: ServiceScope): ServiceIdentity | undefined
}

/**
 * A signed-in person needs the role, a machine its scope. Without either, a server on loopback lets everyone in, as a
 * local Conductor does, unless a sign-in is required.
 */
export function createApiAccess(options: { config: Config; gate: Gate; keys: ServiceKeys }): ApiAccess {
  const { config, gate, keys } = options
  const machine = (request: FastifyRequest, scope: ServiceScope): ServiceIdentity | undefined => {
    const token = tokenOf(request)
    return token === undefined ? undefined : checkToken(keys, token, scope)
  }
  return {
    machine,
    async check(request, reply, { scope, permission }) {
      // Without a sign-in to ask for, a token of some other server is no reason to refuse.
      if (config.auth === 'required' && machine(request, scope) !== undefined) return
      const staff = await gate.staffOf(request, reply)
      if (staff !== undefined) {
        if (isAllowed(staff.roles, permission)) return
        throw new ServerError('FORBIDDEN', `This takes one of the roles ${rolesFor(permission).join(', ')}.`)
      }
      if (config.auth === 'required')
        throw new ServerError('NOT_SIGNED_IN', 'Sign in, or send a token from POST /api/token as X-Authorization.')
    },
  }
}

function checkToken(keys: ServiceKeys, token: string, scope: ServiceScope): ServiceIdentity {
  const checked = keys.check(token)
  if (!checked.ok) {
    const message = checked.reason === 'EXPIRED_TOKEN' ? 'The token has run out.' : 'The token is not one of ours.'
    throw new ServerError(checked.reason, message)
  }
  const { identity } = checked
  if (identity.scopes.includes(scope)) return identity
  throw new ServerError('FORBIDDEN', `The key ${identity.keyId} lacks the scope ${scope}.`)
}

/** Conductor's own header, or the common one. */
function tokenOf(request: FastifyRequest): string | undefined {
  const own = request.headers['x-authorization']
  if (typeof own === 'string') return own
  const header = request.headers.authorization
  return header?.startsWith('Bearer ') === true ? header.slice(7) : undefined
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
]
