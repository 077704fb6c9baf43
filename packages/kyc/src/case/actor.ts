/** Who does something to a case: a person with roles, or a machine. Separation of duties compares `id`. */
import type { PersonId } from '../ids.ts'
import type { Role } from '../roles/role.ts'

export type ActorType = 'person' | 'applicant' | 'service' | 'engine'

export interface Actor {
  readonly type: ActorType
  readonly id: PersonId
  readonly roles: readonly Role[]
}
