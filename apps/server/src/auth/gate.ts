/** Finds out who asks, and whether that person may. */
import { createHmac } from 'node:crypto'
import type { Actor } from '@gatehouse/kyc/store'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { ServerError } from '../errors.ts'
import type { Permission } from './permissions.ts'
import { isAllowed, rolesFor } from './permissions.ts'
import type { Staff } from './staff.ts'
import type { StaffAuth } from './staff-auth.ts'

export interface Gate {
  /** The person behind the session cookie, which is prolonged by the way. */
  staffOf(request: FastifyRequest, reply: FastifyReply): Promise<Staff | undefined>
  /** Whether the session still holds, without prolonging it. */
  isSignedIn(request: FastifyRequest): Promise<boolean>
  /** @throws ServerError NOT_SIGNED_IN */
  requireStaff(request: FastifyRequest, reply: FastifyReply): Promise<Staff>
  /** @throws ServerError NOT_SIGNED_IN or FORBIDDEN */
  require(request: FastifyRequest, reply: FastifyReply, permission: Permission): Promise<Actor>
  /** How the audit trail names that person. */
  toActor(staff: Staff, request: FastifyRequest): Actor
  /** Hashes of address and agent: the trail holds neither in clear. */
  sessionMarks(request: FastifyRequest): { ipHash: string; userAgentHash: string }
}

export function createGate(auth: StaffAuth, hashKey: Uint8Array): Gate {
  const mark = (text: string) => createHmac('sha256', hashKey).update(text).digest('hex').slice(0, 32)
  const gate: Gate = {
    async staffOf(request, reply) {
      if (request.headers.cookie === undefined) return undefined
      const session = await auth.sessionOf(new Headers({ cookie: request.headers.cookie }))
      for (const cookie of session?.setCookies ?? []) reply.header('set-cookie', cookie)
      return session?.staff
    },
    async isSignedIn(request) {
      const { cookie } = request.headers
      if (cookie === undefined) return false
      return (await auth.sessionOf(new Headers({ cookie }), { prolong: false })) !== undefined
    },
    async requireStaff(request, reply) {
      const staff = await gate.staffOf(request, reply)
      if (staff === undefined) throw new ServerError('NOT_SIGNED_IN', 'Sign in first.')
      return staff
    },
    async require(request, reply, permission) {
      const staff = await gate.requireStaff(request, reply)
      if (isAllowed(staff.roles, permission)) return gate.toActor(staff, request)
      throw new ServerError(
        'FORBIDDEN',
        `This takes one of the roles ${rolesFor(permission).join(', ')}; you have ${staff.roles.join(', ') || 'none'}.`,
      )
    },
    toActor: (staff, request) => ({
      type: 'person',
      id: staff.id,
      roles: staff.roles,
      session: gate.sessionMarks(request),
      correlationId: request.id,
    }),
    sessionMarks: (request) => ({ ipHash: mark(request.ip), userAgentHash: mark(request.headers['user-agent'] ?? '') }),
  }
  return gate
}
