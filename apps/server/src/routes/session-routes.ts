/** `/ui/v1`: who am I, the demo's accounts, kept mail. */
import type { FastifyInstance } from 'fastify'
import type { DemoAccounts, Mailbox, Session } from '@gatehouse/kyc/wire'
import { isAllowed, permissionNames } from '../auth/permissions.ts'
import type { Permission } from '../auth/permissions.ts'
import { ServerError } from '../errors.ts'
import type { Parts } from './parts.ts'

const maxMails = 200

export function registerSessionRoutes(app: FastifyInstance, parts: Parts): void {
  app.get('/ui/v1/session', async (request, reply): Promise<Session & { permissions: Permission[] }> => {
    const staff = await parts.gate.staffOf(request, reply)
    return {
      user:
        staff === undefined ? null : { id: staff.id, name: staff.name, email: staff.email, roles: [...staff.roles] },
      demo: parts.config.demo,
      engine: parts.config.engine.kind,
      version: parts.version,
      permissions: staff === undefined ? [] : allowedTo(staff.roles),
    }
  })

  app.get('/ui/v1/demo-accounts', async (): Promise<DemoAccounts> => {
    if (!parts.config.demo) throw new ServerError('ROUTE_NOT_FOUND', 'This is no demo.')
    return parts.demoAccounts
  })

  app.get('/ui/v1/mailbox', async (request, reply): Promise<Mailbox> => {
    // Mail holds the codes by which applicants come in: where they are real people, nobody else reads it.
    if (!parts.config.demo) throw new ServerError('ROUTE_NOT_FOUND', 'This is no demo.')
    await parts.gate.require(request, reply, 'mailbox.read')
    return parts.mailbox.newest(maxMails)
  })

  app.get('/ui/v1/staff', async (request, reply) => {
    await parts.gate.require(request, reply, 'staff.read')
    return parts.directory.all()
  })
}

function allowedTo(roles: Parameters<typeof isAllowed>[0]): Permission[] {
  return permissionNames.filter((permission) => isAllowed(roles, permission))
}
