/** Users and groups as Orkes' clients read them. */
import { ServerError } from '../errors.ts'
import type { AccessRecords, Group } from './records.ts'
import { applicationOfUser } from './records.ts'
import { toRole } from './roles.ts'
import { groupsOf } from './subject-rights.ts'

export interface ShownUser {
  readonly id: string
  readonly name: string
  readonly roles: readonly { readonly name: string }[]
  readonly groups: readonly object[]
  readonly applicationUser: boolean
}

/** @throws ServerError NOT_FOUND */
export function mustBeUser(records: AccessRecords, id: string): ShownUser {
  const applicationId = applicationOfUser(id)
  const isThere = applicationId === undefined ? records.users.has(id) : records.applications.has(applicationId)
  if (!isThere) throw userNotFound(id)
  return shownUser(records, id)
}

export function shownUser(records: AccessRecords, id: string): ShownUser {
  const applicationId = applicationOfUser(id)
  const known = applicationId === undefined ? records.users.get(id) : records.applications.get(applicationId)
  const { roles = [], ...rest } = records.users.get(id) ?? { roles: known?.roles }
  return {
    ...rest,
    id,
    name: known?.name ?? id,
    roles: roles.map((role) => toRole(records.roles, role)),
    groups: groupsOf(records, id).map((group) => shownGroup(records, group)),
    applicationUser: applicationId !== undefined,
  }
}

export function shownGroup(records: AccessRecords, { members: _members, roles, ...group }: Group) {
  return { ...group, roles: roles.map((role) => toRole(records.roles, role)) }
}

export function userNotFound(id: string): ServerError {
  return new ServerError('NOT_FOUND', `User '${id}' not found`)
}
