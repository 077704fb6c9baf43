/** Which roles may call what. Separation of duties on one case is the domain's; this is only the door. */
import type { Role } from './staff.ts'

const deciders: readonly Role[] = ['analyst', 'senior_analyst', 'mlro']
const readers: readonly Role[] = [...deciders, 'auditor', 'support']
const engineWriters: readonly Role[] = ['author', 'operator', 'compliance_admin']

export const permissions = {
  'case.read': readers,
  'case.work': deciders,
  'case.assign': ['senior_analyst', 'mlro'],
  'case.decide': deciders,
  'case.note': [...deciders, 'support'],
  'case.reveal': [...deciders, 'auditor'],
  'case.retry': ['operator', 'senior_analyst', 'mlro'],
  'document.read': [...deciders, 'auditor'],
  'application.intake': ['analyst', 'senior_analyst'],
  'audit.read': ['auditor', 'mlro', 'compliance_admin'],
  'audit.verify': ['auditor', 'mlro', 'compliance_admin'],
  'lists.read': [...deciders, 'auditor', 'compliance_admin'],
  'lists.manage': ['compliance_admin'],
  'screening.try': [...deciders, 'compliance_admin'],
  'blacklist.read': [...deciders, 'auditor', 'compliance_admin'],
  'blacklist.manage': ['compliance_admin', 'mlro'],
  'outbox.read': ['operator', 'auditor'],
  'outbox.revive': ['operator'],
  'engine.read': [...engineWriters, 'auditor', 'senior_analyst', 'mlro'],
  'engine.write': engineWriters,
  'staff.read': [...readers, 'compliance_admin', 'operator', 'author'],
  'mailbox.read': [...readers, 'compliance_admin', 'operator', 'author'],
} as const satisfies Record<string, readonly Role[]>

export type Permission = keyof typeof permissions

/** True when one of the roles opens that door. */
export function isAllowed(roles: readonly Role[], permission: Permission): boolean {
  const allowed: readonly Role[] = permissions[permission]
  return roles.some((role) => allowed.includes(role))
}
