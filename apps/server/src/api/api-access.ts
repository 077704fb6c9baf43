/** Who uses `/api` and `/screening`, and whether they may. */
import type { Actor } from '@gatehouse/kyc/store'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { AccessControl } from '../access/access-control.ts'
import { isApplicationToken } from '../access/access-tokens.ts'
import { userOfApplication } from '../access/records.ts'
import type { Gate } from '../auth/gate.ts'
import type { Permission } from '../auth/permissions.ts'
import { isAllowed, rolesFor } from '../auth/permissions.ts'
import type { ServiceIdentity, ServiceKeys, ServiceScope } from '../auth/service-keys.ts'
import type { Staff } from '../auth/staff.ts'
import type { Config } from '../config/config.ts'
import { ServerError } from '../errors.ts'

export type Asker = { readonly actor: Actor } & (
  | { readonly kind: 'staff'; readonly staff: Staff }
  /** A key that `gatehouse keys add` has made. */
  | { readonly kind: 'key'; readonly identity: ServiceIdentity }
  /** Signed in with an access key of an application; `userId` is the user that it acts as. */
  | { readonly kind: 'application'; readonly userId: string }
  /** Nobody has signed in, and nobody has to. */
  | { readonly kind: 'anybody' }
)

export interface ApiNeeded {
  readonly scope: ServiceScope
  readonly permission: Permission
}

export interface ApiAccess {
  /** @throws ServerError NOT_SIGNED_IN, EXPIRED_TOKEN or INVALID_TOKEN */
  identify(request: FastifyRequest, reply: FastifyReply): Promise<Asker>
  /** Who asks, as the audit trail names them. @throws ServerError as `identify`, and FORBIDDEN */
  check(request: FastifyRequest, reply: FastifyReply, need: ApiNeeded): Promise<Actor>
  /** The machine behind the token of a request; undefined without one. @throws as `check` */
  machine(request: FastifyRequest, scope: ServiceScope): Promise<ServiceIdentity | undefined>
}

/**
 * A signed-in person needs the role, a machine its scope. Without either, a server on loopback lets everyone in, as a
 * local Conductor does, unless a sign-in is required.
 */
export function createApiAccess(options: {
  config: Config
  gate: Gate
  keys: ServiceKeys
  /** Undefined: applications are those of a Conductor server elsewhere. */
  control: AccessControl | undefined
}): ApiAccess {
  const { config, gate, keys, control } = options
  const identify = async (request: FastifyRequest, reply: FastifyReply): Promise<Asker> => {
    // Without a sign-in to ask for, a token of some other server is no reason to refuse.
    const token = config.auth === 'required' ? tokenOf(request) : undefined
    if (token !== undefined) return machineOf(request, token)
    const staff = await gate.staffOf(request, reply)
    if (staff !== undefined) return { kind: 'staff', staff, actor: gate.toActor(staff, request) }
    if (config.auth === 'required')
      throw new ServerError('NOT_SIGNED_IN', 'Sign in, or send a token from POST /api/token as X-Authorization.')
    return { kind: 'anybody', actor: service('nobody-signed-in', request) }
  }
  const machineOf = async (request: FastifyRequest, token: string): Promise<Asker> => {
    if (control === undefined || !isApplicationToken(token)) {
      const identity = await checkToken(keys, token)
      return { kind: 'key', identity, actor: service(identity.keyId, request) }
    }
    const checked = await control.check(token)
    if (!checked.ok) throw refusedToken(checked.reason)
    const userId = userOfApplication(checked.identity.applicationId)
    return { kind: 'application', userId, actor: service(userId, request) }
  }
  return {
    identify,
    async machine(request, scope) {
      const token = tokenOf(request)
      return token === undefined ? undefined : mustHaveScope(await checkToken(keys, token), scope)
    },
    async check(request, reply, need) {
      const asker = await identify(request, reply)
      const objection = objectionTo(asker, need)
      if (objection !== undefined) throw new ServerError('FORBIDDEN', objection)
      return asker.actor
    },
  }
}

/** What stands against it by roles of staff and scopes of keys; an application has neither. */
export function objectionTo(asker: Asker, { scope, permission }: ApiNeeded): string | undefined {
  switch (asker.kind) {
    case 'anybody':
      return undefined
    case 'key':
      return asker.identity.scopes.includes(scope) ? undefined : lackOf(asker.identity, scope)
    case 'application':
      return `The application ${asker.userId} may use /api only.`
    case 'staff':
      if (isAllowed(asker.staff.roles, permission)) return undefined
      return `This takes one of the roles ${rolesFor(permission).join(', ')}.`
  }
}

function service(id: string, { id: correlationId }: FastifyRequest): Actor {
  return { type: 'service', id, roles: ['service'], correlationId }
}

async function checkToken(keys: ServiceKeys, token: string): Promise<ServiceIdentity> {
  const checked = await keys.check(token)
  if (checked.ok) return checked.identity
  throw refusedToken(checked.reason)
}

function refusedToken(reason: 'EXPIRED_TOKEN' | 'INVALID_TOKEN'): ServerError {
  return new ServerError(
    reason,
    reason === 'EXPIRED_TOKEN' ? 'The token has run out.' : 'The token is not one of ours.',
  )
}

function mustHaveScope(identity: ServiceIdentity, scope: ServiceScope): ServiceIdentity {
  if (identity.scopes.includes(scope)) return identity
  throw new ServerError('FORBIDDEN', lackOf(identity, scope))
}

function lackOf({ keyId }: ServiceIdentity, scope: ServiceScope): string {
  return `The key ${keyId} lacks the scope ${scope}.`
}

/** Conductor's own header, or the common one. */
function tokenOf(request: FastifyRequest): string | undefined {
  const own = request.headers['x-authorization']
  if (typeof own === 'string') return own
  const header = request.headers.authorization
  return header?.startsWith('Bearer ') === true ? header.slice(7) : undefined
}
