/** Refusals that several use cases give in the same words. */
import type { Role } from '../roles/role.ts'
import { type Outcome, refuse } from '../store/outcome.ts'
import type { CaseRow } from '../store/schema.ts'

export function staleRevision(row: Pick<CaseRow, 'case_id' | 'revision'>, seen: number): Outcome<never> {
  const message = `Case ${row.case_id} is at revision ${row.revision}; you were looking at ${seen}`
  return refuse('REVISION_CONFLICT', message, { current: row.revision })
}

export function missingRole(roles: readonly Role[]): Outcome<never> {
  return refuse('ROLE_MISSING', `This needs one of the roles ${roles.join(', ')}`, { roles })
}

export function samePerson(): Outcome<never> {
  return refuse('SAME_PERSON', 'A second person has to decide; you made the first decision')
}
