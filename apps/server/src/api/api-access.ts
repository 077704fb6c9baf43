/** Who may use `/api` and `/screening`. */
import type { Actor } from '@gatehouse/kyc/store'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Gate } from '../auth/gate.ts'
import type { Permission } from '../auth/permissions.ts'
import { isAllowed, rolesFor } from '../auth/permissions.ts'
import type { ServiceIdentity, ServiceKeys, ServiceScope } from '../auth/service-keys.ts'
import type { Config } from '../config/config.ts'
import { ServerError } from '../errors.ts'

export interface ApiAccess {
  /** Who asks, as the audit trail names them. @throws ServerError NOT_SIGNED_IN, FORBIDDEN, EXPIRED_TOKEN or INVALID_TOKEN */
  check(
    request: FastifyRequest,
    reply: FastifyReply,
    need: { scope: ServiceScope; permission: Permission },
  ): Promise<Actor>
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
      const identity = config.auth === 'required' ? machine(request, scope) : undefined
      if (identity !== undefined) return service(identity.keyId, request)
      const staff = await gate.staffOf(request, reply)
      if (staff !== undefined) {
        if (isAllowed(staff.roles, permission)) return gate.toActor(staff, request)
        throw new ServerError('FORBIDDEN', `This takes one of the roles ${rolesFor(permission).join(', ')}.`)
      }
      if (config.auth === 'required')
        throw new ServerError('NOT_SIGNED_IN', 'Sign in, or send a token from POST /api/token as X-Authorization.')
      return service('nobody-signed-in', request)
    },
  }
}

function service(id: string, { id: correlationId }: FastifyRequest): Actor {
  return { type: 'service', id, roles: ['service'], correlationId }
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
