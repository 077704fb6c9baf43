import type { TFunction } from 'i18next'
import { session } from '../i18n/en/session.ts'

type RoleKey = keyof typeof session.role
const isRole = (role: string): role is RoleKey => Object.hasOwn(session.role, role)

/** The word for a role; one that this console does not know keeps its own name. */
export const roleName = (role: string, t: TFunction<'session'>): string => (isRole(role) ? t(`role.${role}`) : role)
