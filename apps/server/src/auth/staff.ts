/** A member of staff, as the session and the account table tell it. */
import type { PersonRef } from '@gatehouse/kyc/wire'
import { RoleSchema } from '@gatehouse/kyc/wire'

export type Role = PersonRef['roles'][number]

export interface Staff {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly roles: readonly Role[]
}

export interface NewStaff {
  readonly email: string
  readonly name: string
  readonly roles: readonly Role[]
  readonly password: string
}

/** Roles of people who sign in to the console. Applicants and machines have doors of their own. */
export const staffRoles: readonly Role[] = RoleSchema.options.filter(
  (role) => role !== 'applicant' && role !== 'service',
)

/** Unknown words are dropped: a role that no longer exists grants nothing. */
export function parseRoles(text: string): Role[] {
  return text.split(',').flatMap((word) => staffRoles.filter((role) => role === word.trim()))
}

export function toPersonRef({ id, name, roles }: Staff): PersonRef {
  return { id, name, roles: [...roles] }
}
