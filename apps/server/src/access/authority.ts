/** What somebody may do about applications, users, groups and permissions. */
import { ServerError } from '../errors.ts'
import type { AccessRecords, AccessType, Application } from './records.ts'
import { userOfApplication } from './records.ts'
import type { ApiRight } from './roles.ts'
import { modestRoles, rightsOfRoles } from './roles.ts'
import { grantsOf, groupsOf, isGranted, rightsOf, rolesOf } from './subject-rights.ts'

export interface Authority {
  /** How records name it: a user's id, `app:<id>`, or what else was let in. */
  readonly name: string
  /** Undefined: everything. */
  readonly records: AccessRecords | undefined
}

export function mustManageAccess(authority: Authority): void {
  if (!holds(authority, 'access-manage')) throw forbidden('This takes the role ADMIN.')
}

export function mustCreateApplications(authority: Authority): void {
  if (!holds(authority, 'application-create')) throw forbidden('This takes the role APPLICATION_CREATOR.')
}

/** Its own, any for those who manage applications, and what permissions about single ones give. */
export function mayManage(authority: Authority, { createdBy, id }: Application, access: AccessType): boolean {
  const { records, name } = authority
  if (records === undefined || holds(authority, 'application-manage')) return true
  const isOwn = createdBy === name && holds(authority, 'application-create')
  if (isOwn || name === userOfApplication(id)) return true
  return isGranted(records, name, { type: 'APPLICATION', id }, access)
}

/**
 * Nobody hands out more than they have: neither by giving a role, nor by making a key for an application that has it.
 * @throws ServerError FORBIDDEN
 */
export function mustHold(authority: Authority, roles: readonly string[]): void {
  const { records, name } = authority
  if (records === undefined || holds(authority, 'access-manage')) return
  const own = rolesOf(records, name)
  const held = rightsOf(records, name)
  const manages = held.has('application-manage')
  const may = (role: string) => {
    if (own.includes(role)) return true
    // What is permitted to a role comes with it.
    if ([...records.grants.values()].some(({ subject }) => subject.type === 'ROLE' && subject.id === role)) return false
    return (
      (manages && modestRoles.includes(role)) ||
      [...rightsOfRoles(records.roles, [role])].every((right) => held.has(right))
    )
  }
  const beyond = roles.find((role) => !may(role))
  if (beyond !== undefined) throw forbidden(`The role ${beyond} is given by those who have it, or by ADMIN.`)
}

/** @throws ServerError FORBIDDEN where a key would open more than its maker can. */
export function mustHoldAllOf(authority: Authority, application: Application): void {
  const { records } = authority
  if (records === undefined || holds(authority, 'access-manage')) return
  const userId = userOfApplication(application.id)
  mustHold(authority, rolesOf(records, userId))
  const isPermittedMore = grantsOf(records, userId).length > 0 || groupsOf(records, userId).length > 0
  if (isPermittedMore && authority.name !== userId && application.createdBy !== authority.name) {
    throw forbidden('The application has permissions of its own: its keys are made by ADMIN.')
  }
}

function holds({ records, name }: Authority, right: ApiRight): boolean {
  return records === undefined || rightsOf(records, name).has(right)
}

export function forbidden(message: string): ServerError {
  return new ServerError('FORBIDDEN', message)
}
