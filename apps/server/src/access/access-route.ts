/** The shape of a route about applications, users, groups and permissions, and what its handler is given. */
import { z } from 'zod'
import type { AuditedAction } from './audited-action.ts'
import type { AccessStore } from './access-store.ts'
import type { SendInvitation } from '../mail/invitation.ts'
import type { Authority } from './authority.ts'

export interface AccessRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** `{name}` stands for one segment. */
  readonly path: string
  /** The body of the answer; undefined: none. */
  readonly handle: (request: AccessRequest) => Promise<unknown>
}

export interface AccessRequest {
  readonly param: (name: string) => string
  readonly query: URLSearchParams
  /** @throws ServerError INVALID_INPUT */
  readonly body: <T>(schema: z.ZodType<T>) => T
  readonly authority: Authority
  readonly store: AccessStore
  /** With what the changes until then have done to rights. */
  readonly audit: (action: AuditedAction, type: string, id: string) => Promise<void>
  readonly invite: SendInvitation
  readonly now: number
  readonly newId: () => string
}

/** Clients send a single one bare, and a list of one as a list. */
export function listOf<T>(schema: z.ZodType<T>) {
  return z.union([z.array(schema), schema.transform((one) => [one])])
}
