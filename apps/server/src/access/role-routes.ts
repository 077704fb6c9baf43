/** `/api/roles`: what the roles open, and roles of one's own. */
import { z } from 'zod'
import { ServerError } from '../errors.ts'
import type { AccessRequest, AccessRoute } from './access-route.ts'
import type { AccessChange } from './access-store.ts'
import { mustManageAccess } from './authority.ts'
import type { AccessRecords } from './records.ts'
import { type ApiRight, apiRights, builtInRoles, isBuiltIn, type Role, toRole } from './roles.ts'

const RoleRequestSchema = z.object({
  name: z
    .string()
    // One of dots alone is no segment of an address: it could never be removed.
    .regex(
      /^(?!\.+$)[\w.-]{1,100}$/,
      'The name of a role has 1 to 100 letters, digits, dots, hyphens and underscores, and not dots alone.',
    )
    .nullish(),
  permissions: z.array(z.string()),
})

/** Words that clients have for what is one right here; `:` and `-` are the same. */
const otherNames: ReadonlyMap<string, ApiRight> = new Map([
  ['workflow-execute', 'workflow-run'],
  ['workflow-update', 'workflow-run'],
  ['metadata-update', 'metadata-write'],
  ['task-execute', 'task-work'],
])

export const roleRoutes: readonly AccessRoute[] = [
  {
    method: 'GET',
    path: '/api/roles',
    async handle({ store }) {
      const { roles } = await store.read()
      return [...builtInRoles, ...roles.keys()].map((name) => toRole(roles, name))
    },
  },
  {
    method: 'POST',
    path: '/api/roles',
    async handle(request) {
      mustManageAccess(request.authority)
      const { name, permissions } = request.body(RoleRequestSchema)
      if (!name) throw new ServerError('INVALID_INPUT', 'A role needs a name.')
      return save(request, name, permissions, (isKnown) => {
        if (isKnown) throw new ServerError('CONFLICT', `There is a role '${name}' already.`)
      })
    },
  },
  {
    method: 'GET',
    path: '/api/roles/system',
    handle: async () => Object.fromEntries(builtInRoles.map((role) => [role, toRole(new Map(), role)])),
  },
  {
    method: 'GET',
    path: '/api/roles/custom',
    async handle({ store }) {
      const { roles } = await store.read()
      return [...roles.keys()].map((name) => toRole(roles, name))
    },
  },
  { method: 'GET', path: '/api/roles/permissions', handle: async () => ({ permissions: apiRights }) },
  {
    method: 'GET',
    path: '/api/roles/{name}',
    async handle({ store, param }) {
      const { roles } = await store.read()
      if (!isBuiltIn(param('name')) && !roles.has(param('name'))) throw notFound(param('name'))
      return toRole(roles, param('name'))
    },
  },
  {
    method: 'PUT',
    path: '/api/roles/{name}',
    async handle(request) {
      mustManageAccess(request.authority)
      const name = request.param('name')
      const { name: given, permissions } = request.body(RoleRequestSchema)
      if (given && given !== name) throw new ServerError('INVALID_INPUT', 'A role keeps its name.')
      return save(request, name, permissions, (isKnown) => {
        if (!isKnown) throw notFound(name)
      })
    },
  },
  {
    method: 'DELETE',
    path: '/api/roles/{name}',
    async handle(request) {
      mustManageAccess(request.authority)
      const name = request.param('name')
      mustBeMade(name)
      await request.store.change((records) => {
        if (!records.roles.has(name)) throw notFound(name)
        return [removalOf(records, name), undefined]
      })
      await request.audit('API_ROLE_REMOVED', 'api_role', name)
    },
  },
]

async function save(
  { store, audit }: AccessRequest,
  name: string,
  permissions: readonly string[],
  judge: (isKnown: boolean) => void,
): Promise<object> {
  mustBeMade(name)
  const value: Role = { name, permissions: [...new Set(permissions.map(toRight))] }
  await store.change((records) => {
    judge(records.roles.has(name))
    return [[{ kind: 'roles', id: name, value }], undefined]
  })
  await audit('API_ROLE_SAVED', 'api_role', name)
  return toRole(new Map([[name, value]]), name)
}

/** @throws ServerError CONFLICT */
function mustBeMade(name: string): void {
  // What stands below `/api/roles` cannot be a name there; `Admin` would pass for ADMIN to whoever reads it.
  if (isBuiltIn(name.toUpperCase()) || ['system', 'custom', 'permissions'].includes(name)) {
    throw new ServerError('CONFLICT', `'${name}' is built in: it can be neither made, changed nor removed.`)
  }
}

function toRight(given: string): ApiRight {
  const name = given.toLowerCase().replaceAll(/[:_]/g, '-')
  const right = apiRights.find((each) => each === name) ?? otherNames.get(name)
  if (right !== undefined) return right
  throw new ServerError('INVALID_INPUT', `There is no permission '${given}'. Permissions: ${apiRights.join(', ')}.`)
}

/** Whoever has it loses it: a role that is later made under the same name is another. */
function removalOf({ users, groups, applications, grants }: AccessRecords, name: string): AccessChange[] {
  const without = <T extends { readonly roles: readonly string[] }>(records: ReadonlyMap<string, T>) =>
    [...records]
      .filter(([, { roles }]) => roles.includes(name))
      .map(([id, value]) => ({ id, value: { ...value, roles: value.roles.filter((role) => role !== name) } }))
  return [
    { kind: 'roles', id: name, value: undefined },
    ...without(users).map((change) => ({ kind: 'users' as const, ...change })),
    ...without(groups).map((change) => ({ kind: 'groups' as const, ...change })),
    ...without(applications).map((change) => ({ kind: 'applications' as const, ...change })),
    ...[...grants]
      .filter(([, { subject }]) => subject.type === 'ROLE' && subject.id === name)
      .map(([id]): AccessChange => ({ kind: 'grants', id, value: undefined })),
  ]
}

function notFound(name: string): ServerError {
  return new ServerError('NOT_FOUND', `Role '${name}' not found`)
}
