/** Who does something: stands in every audit record and decides four-eyes by `id`, never by role. */

import type { ActorType, Actor as DomainActor } from '../case/actor.ts'
import type { Role } from '../roles/role.ts'

export type { ActorType }

export interface Actor {
  readonly type: ActorType
  /** Person id for staff, case reference for applicants, worker or job name for machines. */
  readonly id: string
  readonly roles: readonly Role[]
  readonly onBehalfOf?: string
  /** Hashes only; the clear address and agent string never enter the trail. */
  readonly session?: { readonly ipHash: string; readonly userAgentHash: string }
  /** Ties the records of one request together. */
  readonly correlationId?: string
}

export function hasRole(actor: Actor, ...roles: readonly Role[]): boolean {
  return roles.some((role) => actor.roles.includes(role))
}

export function toDomainActor({ type, id, roles }: Actor): DomainActor {
  // The domain brands person ids so that they cannot be mixed up with case ids; here they are plain text.
  return { type, id: id as DomainActor['id'], roles }
}
