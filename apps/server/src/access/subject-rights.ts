/** What somebody may do on `/api`: by roles, by groups, and by permissions for single definitions. */
import type { AccessRecords, AccessType, Grant, Group, Target } from './records.ts'
import { applicationOfUser } from './records.ts'
import type { ApiRight } from './roles.ts'
import { rightsOfRoles } from './roles.ts'

/** `userId`: a user's, or `app:<id>`. Nobody has roles that nobody has given. */
export function rolesOf(records: AccessRecords, userId: string): string[] {
  const applicationId = applicationOfUser(userId)
  const own =
    applicationId === undefined ? records.users.get(userId)?.roles : records.applications.get(applicationId)?.roles
  const ofGroups = groupsOf(records, userId).flatMap(({ roles }) => roles)
  return [...new Set([...(own ?? []), ...ofGroups])]
}

export function groupsOf({ groups }: AccessRecords, userId: string): Group[] {
  return [...groups.values()].filter(({ members }) => members.includes(userId))
}

export function rightsOf(records: AccessRecords, userId: string): ReadonlySet<ApiRight> {
  return rightsOfRoles(records.roles, rolesOf(records, userId))
}

/** Permissions of the user, of its groups and of its roles. */
export function grantsOf(records: AccessRecords, userId: string): Grant[] {
  const groups = new Set(groupsOf(records, userId).map(({ id }) => id))
  const roles = new Set(rolesOf(records, userId))
  return [...records.grants.values()].filter(({ subject: { type, id } }) => {
    if (type === 'USER') return id === userId
    return type === 'GROUP' ? groups.has(id) : roles.has(id)
  })
}

export function isGranted(records: AccessRecords, userId: string, target: Target, access: AccessType): boolean {
  return grantsOf(records, userId).some(
    (grant) => grant.target.type === target.type && grant.target.id === target.id && grant.access.includes(access),
  )
}

/** Each target once, with everything that one of the permissions gives. */
export function accessByTarget(grants: readonly Grant[]): { target: Target; access: AccessType[] }[] {
  const byTarget = new Map<string, { target: Target; access: Set<AccessType> }>()
  for (const { target, access } of grants) {
    const key = JSON.stringify([target.type, target.id])
    const known = byTarget.get(key) ?? { target, access: new Set() }
    for (const type of access) known.access.add(type)
    byTarget.set(key, known)
  }
  return [...byTarget.values()].map(({ target, access }) => ({ target, access: [...access].toSorted() }))
}
