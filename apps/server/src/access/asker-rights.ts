/** What those who ask may do on `/api`: by the bank's roles and scopes, and by what access control has given them. */
import type { ApiNeeded, Asker } from '../api/api-access.ts'
import { objectionTo } from '../api/api-access.ts'
import { isAllowed } from '../auth/permissions.ts'
import { ServerError } from '../errors.ts'
import type { AccessControl, Permit } from './access-control.ts'
import type { Authority } from './authority.ts'
import type { RequestNeed } from './request-need.ts'
import type { AccessRecords } from './records.ts'
import { mustBeUser } from './shown-users.ts'

/** The user whose roles and permissions count; undefined for keys and for anybody. */
export function userIdOf(asker: Asker): string | undefined {
  if (asker.kind === 'application') return asker.userId
  return asker.kind === 'staff' ? asker.staff.email : undefined
}

/**
 * Undefined: the roles of the bank let it pass, and nothing is to be noted afterwards.
 * @throws ServerError FORBIDDEN
 */
export async function admit(
  control: AccessControl | undefined,
  asker: Asker,
  need: ApiNeeded,
  wanted: () => RequestNeed,
): Promise<Permit | undefined> {
  const objection = objectionTo(asker, need)
  if (objection === undefined) return undefined
  const userId = userIdOf(asker)
  const permit = control && userId !== undefined ? await control.permit(userId, wanted()) : undefined
  if (permit !== undefined) return permit
  if (asker.kind !== 'application') throw new ServerError('FORBIDDEN', objection)
  const { rights } = wanted()
  throw new ServerError('FORBIDDEN', `${asker.userId} lacks ${rights.join(' or ') || 'a permission'} for this.`)
}

/** What they may do about applications, users, groups and permissions. */
export function authorityOf(asker: Asker, records: AccessRecords): Authority {
  const name = userIdOf(asker) ?? asker.actor.id
  const isManager =
    asker.kind === 'anybody' ||
    (asker.kind === 'key' && asker.identity.scopes.includes('access')) ||
    (asker.kind === 'staff' && isAllowed(asker.staff.roles, 'access.manage'))
  return { name, records: isManager ? undefined : records }
}

/** `GET /api/token/userInfo`. */
export function userInfoOf(asker: Asker, records: AccessRecords): object {
  switch (asker.kind) {
    case 'application':
      return mustBeUser(records, asker.userId)
    case 'staff': {
      const known = records.users.has(asker.staff.email) ? mustBeUser(records, asker.staff.email) : undefined
      const { email: id, name, roles } = asker.staff
      const own = roles.map((role) => ({ name: role, permissions: [] }))
      return { ...known, id, name, roles: [...own, ...(known?.roles ?? [])], groups: known?.groups ?? [] }
    }
    case 'key': {
      const { keyId, scopes } = asker.identity
      return { id: keyId, name: keyId, roles: scopes.map((name) => ({ name, permissions: [] })), groups: [] }
    }
    case 'anybody':
      // Where nobody signs in, there is no token to tell of: Conductor OSS says the same.
      throw new ServerError('ROUTE_NOT_FOUND', 'No static resource api/token/userInfo.')
  }
}
