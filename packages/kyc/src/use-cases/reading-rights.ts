/** Who may read what of a case. Deny by default. */
import { type Actor, hasRole } from '../store/actor.ts'
import type { Role } from '../roles/role.ts'
import type { CaseRow } from '../store/schema.ts'

/** Roles that may reveal a masked value, each time with a reason. */
export const READERS: readonly Role[] = ['analyst', 'senior_analyst', 'mlro', 'auditor']
/** Roles that work with the clear name and plain facts. An auditor sees masked values until one is revealed. */
const WORKERS: readonly Role[] = ['analyst', 'senior_analyst', 'mlro']

/** A case with a confirmed sanctions match is closed to everybody but these. */
export function mayOpenRestricted(actor: Actor, row: Pick<CaseRow, 'restricted'>): boolean {
  return row.restricted === 0 || hasRole(actor, 'mlro', 'auditor', 'service')
}

export function mayReadNames(actor: Actor): boolean {
  return hasRole(actor, ...WORKERS)
}

/** Screening, risk, documents: not for support or operators. */
export function mayReadFindings(actor: Actor): boolean {
  return hasRole(actor, ...READERS)
}

/** That an authority looks at somebody is itself a secret: for those who set holds, decide on them, or audit. */
export function mayReadHolds(actor: Actor): boolean {
  return hasRole(actor, 'compliance_admin', 'mlro', 'auditor')
}
