/** `/api/applications`: machines that sign in with access keys, as Orkes' clients manage them. */
import { z } from 'zod'
import { ServerError } from '../errors.ts'
import { newSecret } from './access-tokens.ts'
import type { AccessRequest, AccessRoute } from './access-route.ts'
import { listOf } from './access-route.ts'
import type { AccessChange } from './access-store.ts'
import { forbidden, mayManage, mustCreateApplications, mustHold, mustHoldAllOf } from './authority.ts'
import type { AccessKey, AccessRecords, AccessType, Application } from './records.ts'
import { userOfApplication } from './records.ts'
import { mustBeRoles } from './roles.ts'
import { memberChanges } from './memberships.ts'

const NameSchema = z.object({ name: z.string().trim().min(1, 'An application needs a name.').max(200) })
const TagsSchema = listOf(z.object({ key: z.string().min(1), value: z.coerce.string(), type: z.string().optional() }))

export const applicationRoutes: readonly AccessRoute[] = [
  {
    method: 'GET',
    path: '/api/applications',
    async handle({ store, authority }) {
      const { applications } = await store.read()
      return [...applications.values()].filter((one) => mayManage(authority, one, 'READ')).map(shown)
    },
  },
  {
    method: 'POST',
    path: '/api/applications',
    async handle({ store, authority, body, now, newId, audit }) {
      mustCreateApplications(authority)
      const { name } = body(NameSchema)
      const by = authority.name
      const application: Application = {
        id: newId(),
        name,
        createdBy: by,
        createTime: now,
        updatedBy: by,
        updateTime: now,
        roles: [],
        tags: [],
      }
      await store.change(() => [[saved(application)], undefined])
      await audit('APPLICATION_SAVED', 'application', application.id)
      return shown(application)
    },
  },
  {
    method: 'GET',
    path: '/api/applications/{id}',
    handle: async (request) => shown(await need(request, 'READ')),
  },
  {
    method: 'PUT',
    path: '/api/applications/{id}',
    async handle(request) {
      const { name } = request.body(NameSchema)
      return shown(await changed(request, 'APPLICATION_SAVED', (application) => ({ ...application, name })))
    },
  },
  {
    method: 'DELETE',
    path: '/api/applications/{id}',
    async handle(request) {
      const { id } = await need(request, 'DELETE')
      await request.store.change((records) => [removalOf(records, id), undefined])
      await request.audit('APPLICATION_REMOVED', 'application', id)
      return { message: `Application ${id} removed` }
    },
  },
  {
    method: 'GET',
    path: '/api/applications/key/{keyId}',
    async handle({ store, param, authority }) {
      const { keys, applications } = await store.read()
      const application = applications.get(keys.get(param('keyId'))?.applicationId ?? '')
      if (application === undefined || !mayManage(authority, application, 'READ')) {
        throw new ServerError('NOT_FOUND', `Application with access key '${param('keyId')}' not found`)
      }
      return shown(application)
    },
  },
  {
    method: 'GET',
    path: '/api/applications/{id}/accessKeys',
    async handle(request) {
      const { id } = await need(request, 'READ')
      const { keys } = await request.store.read()
      return [...keys.values()].filter(({ applicationId }) => applicationId === id).map(shownKey)
    },
  },
  {
    method: 'POST',
    path: '/api/applications/{id}/accessKeys',
    async handle(request) {
      const application = await need(request, 'CREATE')
      mustHoldAllOf(request.authority, application)
      const { secret, secretHash } = newSecret()
      const id = request.newId()
      const key: AccessKey = {
        id,
        applicationId: application.id,
        secretHash,
        status: 'ACTIVE',
        createdAt: request.now,
      }
      await request.store.change((records) => {
        if (!records.applications.has(application.id)) throw notFound(application.id)
        return [[{ kind: 'keys', id, value: key }], undefined]
      })
      await request.audit('ACCESS_KEY_CREATED', 'access_key', id)
      return { id, secret }
    },
  },
  {
    method: 'DELETE',
    path: '/api/applications/{id}/accessKeys/{keyId}',
    async handle(request) {
      const { id } = await keyOf(request)
      await request.store.change(() => [[{ kind: 'keys', id, value: undefined }], undefined])
      await request.audit('ACCESS_KEY_REMOVED', 'access_key', id)
    },
  },
  {
    method: 'POST',
    path: '/api/applications/{id}/accessKeys/{keyId}/status',
    async handle(request) {
      const { id } = await keyOf(request)
      const application = await need(request, 'UPDATE')
      const key = await request.store.change((records) => {
        const before = records.keys.get(id)
        if (before === undefined) throw keyNotFound(id)
        // Judged by the state that is changed: somebody else may have switched it since it was read.
        if (before.status === 'INACTIVE') mustHoldAllOf(request.authority, application)
        const value: AccessKey = { ...before, status: before.status === 'ACTIVE' ? 'INACTIVE' : 'ACTIVE' }
        return [[{ kind: 'keys', id, value }], value]
      })
      await request.audit('ACCESS_KEY_SWITCHED', 'access_key', id)
      return shownKey(key)
    },
  },
  {
    method: 'POST',
    path: '/api/applications/{id}/roles/{role}',
    async handle(request) {
      const role = request.param('role')
      mustBeRoles((await request.store.read()).roles, [role])
      mustHold(request.authority, [role])
      await changed(request, 'APPLICATION_ROLE_GIVEN', (application, { roles }) => {
        // It may have been removed since: one that is made under its name later is another.
        mustBeRoles(roles, [role])
        return { ...application, roles: [...new Set([...application.roles, role])] }
      })
    },
  },
  {
    method: 'DELETE',
    path: '/api/applications/{id}/roles/{role}',
    async handle(request) {
      const role = request.param('role')
      mustBeRoles((await request.store.read()).roles, [role])
      await changed(request, 'APPLICATION_ROLE_TAKEN', (application) => ({
        ...application,
        roles: application.roles.filter((each) => each !== role),
      }))
    },
  },
  {
    method: 'GET',
    path: '/api/applications/{id}/tags',
    handle: async (request) => (await need(request, 'READ')).tags,
  },
  {
    method: 'PUT',
    path: '/api/applications/{id}/tags',
    async handle(request) {
      const given = request.body(TagsSchema)
      await changed(request, 'APPLICATION_SAVED', (application) => ({
        ...application,
        tags: [...application.tags.filter((tag) => !includes(given, tag)), ...given],
      }))
    },
  },
  {
    method: 'DELETE',
    path: '/api/applications/{id}/tags',
    async handle(request) {
      const given = request.body(TagsSchema)
      await changed(request, 'APPLICATION_SAVED', (application) => ({
        ...application,
        tags: application.tags.filter((tag) => !includes(given, tag)),
      }))
    },
  },
]

function shown({ roles: _roles, ...application }: Application) {
  return application
}

function shownKey({ id, status, createdAt }: AccessKey) {
  return { id, status, createdAt }
}

function includes(tags: readonly Application['tags'][number][], { key, value }: Application['tags'][number]): boolean {
  return tags.some((tag) => tag.key === key && tag.value === value)
}

/** To those who may not even see it, it does not exist. */
async function need({ store, param, authority }: AccessRequest, access: AccessType): Promise<Application> {
  const application = (await store.read()).applications.get(param('id'))
  if (application === undefined) throw notFound(param('id'))
  if (mayManage(authority, application, access)) return application
  if (!mayManage(authority, application, 'READ')) throw notFound(param('id'))
  throw forbidden(`This takes the permission ${access} for the application.`)
}

async function keyOf(request: AccessRequest): Promise<AccessKey> {
  const { id } = await need(request, 'UPDATE')
  const key = (await request.store.read()).keys.get(request.param('keyId'))
  if (key?.applicationId !== id) throw keyNotFound(request.param('keyId'))
  return key
}

async function changed(
  request: AccessRequest,
  action: Parameters<AccessRequest['audit']>[0],
  change: (application: Application, records: AccessRecords) => Application,
): Promise<Application> {
  const { id } = await need(request, 'UPDATE')
  const by = request.authority.name
  const application = await request.store.change((records) => {
    const before = records.applications.get(id)
    if (before === undefined) throw notFound(id)
    const after = { ...change(before, records), updatedBy: by, updateTime: request.now }
    return [[saved(after)], after]
  })
  await request.audit(action, 'application', id)
  return application
}

function saved(application: Application): AccessChange {
  return { kind: 'applications', id: application.id, value: application }
}

/** With its keys, its permissions, those about it, and its memberships. */
function removalOf(records: AccessRecords, id: string): AccessChange[] {
  const userId = userOfApplication(id)
  return [
    { kind: 'applications', id, value: undefined },
    ...[...records.keys.values()]
      .filter(({ applicationId }) => applicationId === id)
      .map((key): AccessChange => ({ kind: 'keys', id: key.id, value: undefined })),
    ...memberChanges(records, userId),
    ...[...records.grants]
      .filter(([, { target }]) => target.type === 'APPLICATION' && target.id === id)
      .map(([key]): AccessChange => ({ kind: 'grants', id: key, value: undefined })),
  ]
}

function notFound(id: string): ServerError {
  return new ServerError('NOT_FOUND', `Application '${id}' not found`)
}

function keyNotFound(id: string): ServerError {
  return new ServerError('NOT_FOUND', `Access key '${id}' not found`)
}
