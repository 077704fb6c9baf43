/** `/api/users` and `/api/groups`: what people may do on `/api` beyond their roles in the bank. */
import { z } from 'zod'
import { ServerError } from '../errors.ts'
import type { AccessRequest, AccessRoute } from './access-route.ts'
import { listOf } from './access-route.ts'
import type { AccessChange } from './access-store.ts'
import { mustManageAccess } from './authority.ts'
import { memberChanges } from './memberships.ts'
import type { AccessRecords, Group } from './records.ts'
import { accessTypes, applicationOfUser, GroupSchema, toUserId } from './records.ts'
import { mustBeRoles } from './roles.ts'
import { mustBeUser, shownGroup, shownUser, userNotFound } from './shown-users.ts'
import { accessByTarget, grantsOf, isGranted } from './subject-rights.ts'
import { TargetSchema } from './records.ts'

const RolesSchema = listOf(z.string())
const ContactSchema = z.record(z.string(), z.string()).nullish()
const UserRequestSchema = z.object({
  name: z.string().trim().min(1).max(200),
  roles: RolesSchema.nullish(),
  groups: z.array(z.string()).nullish(),
  contactInformation: ContactSchema,
})
const GroupRequestSchema = z.object({
  description: z.string().max(2000),
  roles: RolesSchema.nullish(),
  defaultAccess: GroupSchema.shape.defaultAccess.nullish(),
  contactInformation: ContactSchema,
})
const IdsSchema = z.array(z.string())

export const peopleRoutes: readonly AccessRoute[] = [
  {
    method: 'GET',
    path: '/api/users',
    async handle({ store, authority, query }) {
      mustManageAccess(authority)
      const records = await store.read()
      const users = [...records.users.keys()]
      if (query.get('apps') === 'true') users.push(...[...records.applications.keys()].map((id) => `app:${id}`))
      return users.map((id) => shownUser(records, id))
    },
  },
  {
    method: 'GET',
    path: '/api/users/{id}',
    async handle(request) {
      const { records, id } = await seen(request)
      return mustBeUser(records, id)
    },
  },
  {
    method: 'PUT',
    path: '/api/users/{id}',
    async handle({ store, authority, param, body, newId, audit }) {
      mustManageAccess(authority)
      const id = toUserId(param('id'))
      if (applicationOfUser(id) !== undefined) {
        throw new ServerError('INVALID_INPUT', 'The user of an application is changed at /api/applications.')
      }
      const { name, roles, groups, contactInformation } = body(UserRequestSchema)
      const records = await store.change((before) => {
        mustBeRoles(before.roles, roles ?? [])
        const known = before.users.get(id)
        const value = {
          id,
          uuid: known?.uuid ?? newId(),
          name,
          roles: [...new Set(roles ?? known?.roles ?? [])],
          ...(contactInformation ? { contactInformation } : {}),
        }
        // One that is not there yet is to come: until then it gives nothing.
        const joined = (groups ?? []).map((group) => withMembers(before.groups.get(group) ?? emptyGroup(group), [id]))
        return [[{ kind: 'users', id, value }, ...joined], value]
      })
      await audit('API_USER_SAVED', 'api_user', records.uuid)
      return shownUser(await store.read(), id)
    },
  },
  {
    method: 'DELETE',
    path: '/api/users/{id}',
    async handle({ store, authority, param, audit }) {
      mustManageAccess(authority)
      const id = toUserId(param('id'))
      const uuid = await store.change((records) => {
        const user = records.users.get(id)
        if (user === undefined) throw userNotFound(id)
        return [[{ kind: 'users', id, value: undefined }, ...memberChanges(records, id)], user.uuid]
      })
      await audit('API_USER_REMOVED', 'api_user', uuid)
    },
  },
  {
    method: 'POST',
    path: '/api/users/{id}/sendInviteEmail',
    async handle({ store, authority, param, invite, newId, audit }) {
      mustManageAccess(authority)
      const id = toUserId(param('id'))
      const user = (await store.read()).users.get(id)
      if (user === undefined) throw userNotFound(id)
      if (!z.email().safeParse(id).success) throw new ServerError('INVALID_INPUT', `'${id}' is no address for mail.`)
      try {
        await invite(newId(), { address: id, name: user.name, by: authority.name })
      } catch (error) {
        const isUnsent = error instanceof ServerError && error.code === 'UPSTREAM_UNAVAILABLE'
        if (isUnsent) await audit('API_USER_NOT_INVITED', 'api_user', user.uuid)
        throw error
      }
      await audit('API_USER_INVITED', 'api_user', user.uuid)
    },
  },
  {
    method: 'GET',
    path: '/api/users/{id}/permissions',
    async handle(request) {
      const { records, id } = await seen(request)
      mustBeUser(records, id)
      return { grantedAccess: accessByTarget(grantsOf(records, id)) }
    },
  },
  {
    method: 'GET',
    path: '/api/users/{id}/checkPermissions',
    async handle(request) {
      const { records, id } = await seen(request)
      mustBeUser(records, id)
      const target = TargetSchema.safeParse({ type: request.query.get('type'), id: request.query.get('id') })
      return Object.fromEntries(
        accessTypes.map((access) => [access, target.success && isGranted(records, id, target.data, access)]),
      )
    },
  },
  {
    method: 'GET',
    path: '/api/groups',
    async handle({ store, authority }) {
      mustManageAccess(authority)
      const records = await store.read()
      return [...records.groups.values()].map((group) => shownGroup(records, group))
    },
  },
  {
    method: 'GET',
    path: '/api/groups/{id}',
    handle: async (request) => shownGroup(await request.store.read(), await groupOf(request)),
  },
  {
    method: 'PUT',
    path: '/api/groups/{id}',
    async handle({ store, authority, param, body, audit }) {
      mustManageAccess(authority)
      const id = param('id')
      const { description, roles, defaultAccess, contactInformation } = body(GroupRequestSchema)
      const group = await store.change((records) => {
        mustBeRoles(records.roles, roles ?? [])
        const known = records.groups.get(id)
        const value: Group = {
          id,
          description,
          roles: [...new Set(roles ?? known?.roles ?? [])],
          defaultAccess: defaultAccess ?? known?.defaultAccess ?? {},
          ...(contactInformation ? { contactInformation } : {}),
          members: known?.members ?? [],
        }
        return [[{ kind: 'groups', id, value }], value]
      })
      await audit('API_GROUP_SAVED', 'api_group', id)
      return shownGroup(await store.read(), group)
    },
  },
  {
    method: 'DELETE',
    path: '/api/groups/{id}',
    async handle(request) {
      const { id } = await groupOf(request)
      await request.store.change((records) => {
        const grants = [...records.grants].filter(([, { subject }]) => subject.type === 'GROUP' && subject.id === id)
        const taken = grants.map(([key]): AccessChange => ({ kind: 'grants', id: key, value: undefined }))
        return [[{ kind: 'groups', id, value: undefined }, ...taken], undefined]
      })
      await request.audit('API_GROUP_REMOVED', 'api_group', id)
    },
  },
  {
    method: 'GET',
    path: '/api/groups/{id}/users',
    async handle(request) {
      const { members } = await groupOf(request)
      const records = await request.store.read()
      return members.map((id) => shownUser(records, id))
    },
  },
  {
    method: 'GET',
    path: '/api/groups/{id}/permissions',
    async handle(request) {
      const { id } = await groupOf(request)
      const grants = [...(await request.store.read()).grants.values()]
      const own = grants.filter(({ subject }) => subject.type === 'GROUP' && subject.id === id)
      return { grantedAccess: accessByTarget(own) }
    },
  },
  {
    method: 'POST',
    path: '/api/groups/{id}/users/{userId}',
    handle: (request) => join(request, [request.param('userId')]),
  },
  { method: 'POST', path: '/api/groups/{id}/users', handle: (request) => join(request, request.body(IdsSchema)) },
  {
    method: 'DELETE',
    path: '/api/groups/{id}/users/{userId}',
    handle: (request) => leave(request, [request.param('userId')]),
  },
  { method: 'DELETE', path: '/api/groups/{id}/users', handle: (request) => leave(request, request.body(IdsSchema)) },
]

/** Everybody sees themselves. */
async function seen({ store, authority, param }: AccessRequest): Promise<{ records: AccessRecords; id: string }> {
  const id = toUserId(param('id'))
  if (authority.name !== id) mustManageAccess(authority)
  return { records: await store.read(), id }
}

async function groupOf({ store, authority, param }: AccessRequest): Promise<Group> {
  mustManageAccess(authority)
  return needGroup(await store.read(), param('id'))
}

function needGroup({ groups }: AccessRecords, id: string): Group {
  const group = groups.get(id)
  if (group !== undefined) return group
  throw new ServerError('NOT_FOUND', `Group '${id}' not found`)
}

async function join(request: AccessRequest, given: readonly string[]): Promise<void> {
  const ids = given.map(toUserId)
  const { id } = await groupOf(request)
  await request.store.change((records) => {
    for (const userId of ids) mustBeUser(records, userId)
    return [[withMembers(needGroup(records, id), ids)], undefined]
  })
  await request.audit('API_GROUP_JOINED', 'api_group', id)
}

async function leave(request: AccessRequest, given: readonly string[]): Promise<void> {
  const ids = given.map(toUserId)
  const { id } = await groupOf(request)
  await request.store.change((records) => {
    const group = needGroup(records, id)
    const value = { ...group, members: group.members.filter((member) => !ids.includes(member)) }
    return [[{ kind: 'groups', id, value }], undefined]
  })
  await request.audit('API_GROUP_LEFT', 'api_group', id)
}

function emptyGroup(id: string): Group {
  return { id, description: '', roles: [], defaultAccess: {}, members: [] }
}

function withMembers(group: Group, ids: readonly string[]): AccessChange {
  return { kind: 'groups', id: group.id, value: { ...group, members: [...new Set([...group.members, ...ids])] } }
}
