/** `/api/auth/authorization`: permissions for single definitions, domains, secrets and applications. */
import { put, take } from './access-control.ts'
import type { AccessRequest, AccessRoute } from './access-route.ts'
import { mustManageAccess } from './authority.ts'
import { ServerError } from '../errors.ts'
import type { AccessRecords, Grant, Subject, Target } from './records.ts'
import { accessTypes, grantId, GrantSchema } from './records.ts'
import { auditedUser } from './rights-change.ts'
import { isBuiltIn } from './roles.ts'
import { mustBeUser } from './shown-users.ts'

export const permissionRoutes: readonly AccessRoute[] = [
  {
    method: 'POST',
    path: '/api/auth/authorization',
    async handle(request) {
      mustManageAccess(request.authority)
      const grant = request.body(GrantSchema)
      const id = await request.store.change((records) => {
        mustBeSubject(records, grant.subject)
        mustBeTarget(records, grant.target)
        return [[put(records, grant)], auditedId(records, grant)]
      })
      await request.audit('API_PERMISSION_GIVEN', 'api_permission', id)
    },
  },
  {
    method: 'DELETE',
    path: '/api/auth/authorization',
    async handle(request) {
      mustManageAccess(request.authority)
      const grant = request.body(GrantSchema)
      const id = await request.store.change((records) => [[take(records, grant)], auditedId(records, grant)])
      await request.audit('API_PERMISSION_TAKEN', 'api_permission', id)
    },
  },
  { method: 'GET', path: '/api/auth/authorization/{type}/{id}', handle: subjectsByAccess },
]

function auditedId(records: AccessRecords, { subject, target }: Grant): string {
  return grantId({
    subject: subject.type === 'USER' ? { type: 'USER', id: auditedUser(records, subject.id) } : subject,
    target,
  })
}

/** Who has which access; every access is there, so that clients need not look whether it is. */
async function subjectsByAccess({ store, authority, param }: AccessRequest): Promise<Record<string, Subject[]>> {
  mustManageAccess(authority)
  // A kind of target for which no permissions are kept is answered as one that nobody has access to.
  const target = { type: param('type'), id: param('id') }
  const grants = [...(await store.read()).grants.values()].filter(
    (grant) => grant.target.type === target.type && grant.target.id === target.id,
  )
  return Object.fromEntries(
    accessTypes.map((access) => [
      access,
      grants.filter((grant) => grant.access.includes(access)).map(({ subject }) => subject),
    ]),
  )
}

function mustBeSubject(records: AccessRecords, { type, id }: Subject): void {
  if (type === 'USER') mustBeUser(records, id)
  if (type === 'GROUP' && !records.groups.has(id)) throw new ServerError('NOT_FOUND', `Group '${id}' not found`)
  if (type === 'ROLE' && !isBuiltIn(id) && !records.roles.has(id)) {
    throw new ServerError('NOT_FOUND', `Role '${id}' not found`)
  }
}

/** Definitions, domains and the like may be to come; the id of an application is never known before it is there. */
function mustBeTarget({ applications }: AccessRecords, { type, id }: Target): void {
  if (type === 'APPLICATION' && !applications.has(id)) {
    throw new ServerError('NOT_FOUND', `Application '${id}' not found`)
  }
}
