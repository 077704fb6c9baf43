/** The roles of Orkes' access control and those made here, and what each opens on `/api`. */
import { z } from 'zod'
import { ServerError } from '../errors.ts'

export const apiRights = [
  /** Every definition, schedule, event handler, webhook, schema. */
  'metadata-read',
  /** New workflow and task definitions, which are then the creator's own. */
  'metadata-create',
  'metadata-write',
  /** Every execution, search included. */
  'workflow-read',
  /** Starts of every workflow, and operations on every execution. */
  'workflow-run',
  /** Polls of every task type, and their results. */
  'task-work',
  'server-operate',
  'secret-manage',
  /** New applications, which are then the creator's own. */
  'application-create',
  'application-manage',
  /** Users, groups, permissions. */
  'access-manage',
] as const
export type ApiRight = (typeof apiRights)[number]

const rights = {
  ADMIN: apiRights,
  METADATA_MANAGER: ['metadata-read', 'metadata-create', 'metadata-write'],
  WORKFLOW_MANAGER: ['metadata-read', 'workflow-read', 'workflow-run'],
  USER: ['metadata-create', 'application-create'],
  USER_READ_ONLY: ['metadata-read', 'workflow-read'],
  METADATA_API: ['metadata-create'],
  /** Opens nothing by itself: a worker is granted EXECUTE on the tasks that it works on. */
  WORKER: [],
  UNRESTRICTED_WORKER: ['task-work'],
  APPLICATION_CREATOR: ['application-create'],
  APPLICATION_MANAGER: ['application-create', 'application-manage'],
} as const satisfies Record<string, readonly ApiRight[]>

type BuiltInRole = keyof typeof rights

// Object.keys of a const object yields exactly its keys.
export const builtInRoles = Object.keys(rights) as [BuiltInRole, ...BuiltInRole[]]

/** A role that was made here. */
export const RoleSchema = z.object({ name: z.string(), permissions: z.array(z.enum(apiRights)) })
export type Role = z.infer<typeof RoleSchema>
/** By name. */
export type Roles = ReadonlyMap<string, Role>

/** Whoever manages applications may give these to any, without having them. */
export const modestRoles: readonly string[] = ['WORKER', 'METADATA_API', 'APPLICATION_CREATOR', 'USER']

export function isBuiltIn(name: string): name is BuiltInRole {
  return Object.hasOwn(rights, name)
}

/** What is no role any more opens nothing. */
function rightsOfRole(made: Roles, name: string): readonly ApiRight[] {
  return isBuiltIn(name) ? rights[name] : (made.get(name)?.permissions ?? [])
}

export function rightsOfRoles(made: Roles, names: readonly string[]): ReadonlySet<ApiRight> {
  return new Set(names.flatMap((name) => rightsOfRole(made, name)))
}

/** A role as Orkes' clients read it. */
export function toRole(made: Roles, name: string): { name: string; permissions: { name: ApiRight }[] } {
  return { name, permissions: rightsOfRole(made, name).map((right) => ({ name: right })) }
}

/** @throws ServerError INVALID_INPUT */
export function mustBeRoles(made: Roles, names: readonly string[]): void {
  const unknown = names.find((name) => !isBuiltIn(name) && !made.has(name))
  if (unknown === undefined) return
  const known = [...builtInRoles, ...made.keys()].join(', ')
  throw new ServerError('INVALID_INPUT', `There is no role '${unknown}'. Roles: ${known}.`)
}
