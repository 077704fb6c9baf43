/** The roles of Orkes' access control, and what each opens on `/api` here. */

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

export type ConductorRole = keyof typeof rights

// Object.keys of a const object yields exactly its keys.
export const conductorRoles = Object.keys(rights) as [ConductorRole, ...ConductorRole[]]

/** Whoever manages applications may give these to any, without having them. */
export const modestRoles: readonly ConductorRole[] = ['WORKER', 'METADATA_API', 'APPLICATION_CREATOR', 'USER']

export function rightsOfRoles(roles: readonly ConductorRole[]): ReadonlySet<ApiRight> {
  return new Set(roles.flatMap((role): readonly ApiRight[] => rights[role]))
}

/** A role as Orkes' clients read it. */
export function toRole(name: ConductorRole): { name: ConductorRole; permissions: { name: ApiRight }[] } {
  return { name, permissions: rights[name].map((right) => ({ name: right })) }
}
