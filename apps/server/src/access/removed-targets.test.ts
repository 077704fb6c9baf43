// Permissions end with what they are about, and the trail tells who might do what, since when.
import { afterEach, describe, expect, it } from 'vitest'
import { openGuardedServer } from '../testing/guarded-server.ts'
import { createTestServer, openTestServer, type TestServer } from '../testing/test-server.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

type Ask = (method: string, url: string, body?: unknown) => Promise<{ readonly status: number; readonly json: unknown }>

const work = { name: 'work', taskReferenceName: 'w', type: 'SIMPLE' }
const definition = (version = 1) => ({ name: 'payouts', version, schemaVersion: 2, timeoutSeconds: 0, tasks: [work] })
const targets = {
  WORKFLOW_DEF: 'payouts',
  TASK_DEF: 'work',
  SECRET_NAME: 'KEY',
} as const

const openGrants = async (ask: Ask, type: keyof typeof targets) =>
  (await ask('GET', `/api/auth/authorization/${type}/${targets[type]}`)).json

async function register(ask: Ask): Promise<void> {
  expect((await ask('POST', '/api/metadata/workflow', definition())).status).toBe(200)
  expect((await ask('POST', '/api/metadata/taskdefs', [{ name: 'work' }])).status).toBe(200)
  expect((await ask('PUT', '/api/secrets/KEY', 'value')).status).toBe(200)
}

async function grantAll(ask: Ask, applicationId: string): Promise<void> {
  for (const [type, id] of Object.entries(targets)) {
    const subject = { type: 'USER', id: `app:${applicationId}` }
    const answer = await ask('POST', '/api/auth/authorization', { subject, target: { type, id }, access: ['READ'] })
    expect(answer.status).toBe(200)
  }
}

async function removeAll(ask: Ask): Promise<void> {
  expect((await ask('DELETE', '/api/metadata/workflow/payouts/1')).status).toBe(200)
  expect((await ask('DELETE', '/api/metadata/taskdefs/work')).status).toBe(200)
  expect((await ask('DELETE', '/api/secrets/KEY')).status).toBe(200)
}

async function trail(server: TestServer, action: string) {
  const cookie = await server.signIn('auditor')
  const { json } = await server.request('GET', `/kyc/v1/audit?action=${action}`, { cookie })
  return (json as { items: { object: { id: string }; reasonCode: string | null; detail: unknown }[] }).items // the route's schema
}

const none = { CREATE: [], READ: [], EXECUTE: [], UPDATE: [], DELETE: [] }

describe('permissions for what is removed', { timeout: 60_000 }, () => {
  it('go with it where people sign in, and are not there for what comes under its name', async () => {
    const { server, newApplication } = await openGuardedServer()
    ends.push(() => server.remove())
    const { ask } = await newApplication('ADMIN')
    const reader = await newApplication()
    await register(ask)
    await grantAll(ask, reader.id)
    expect(await reader.status('GET', '/api/metadata/workflow/payouts')).toBe(200)
    // Another version is left: so are the permissions.
    expect((await ask('POST', '/api/metadata/workflow', definition(2))).status).toBe(200)
    expect((await ask('DELETE', '/api/metadata/workflow/payouts/2')).status).toBe(200)
    expect(await reader.status('GET', '/api/metadata/workflow/payouts')).toBe(200)
    await removeAll(ask)
    await register(ask)
    expect(await reader.status('GET', '/api/metadata/workflow/payouts')).toBe(403)
    for (const type of ['WORKFLOW_DEF', 'TASK_DEF', 'SECRET_NAME'] as const) {
      expect(await openGrants(ask, type)).toEqual(none)
    }
    const key = (type: keyof typeof targets) => `USER app:${reader.id} on ${type} ${targets[type]}`
    const gone = (type: keyof typeof targets) => ({
      object: { id: `${type} ${targets[type]}` },
      reasonCode: 'TARGET_REMOVED',
      detail: { before: { [key(type)]: ['READ'] }, after: { [key(type)]: null } },
    })
    expect(await trail(server, 'API_PERMISSION_TAKEN')).toMatchObject([
      gone('SECRET_NAME'),
      gone('TASK_DEF'),
      gone('WORKFLOW_DEF'),
    ])
    // The first record of several, newest first: a secret's.
    expect((await trail(server, 'API_PERMISSION_GIVEN'))[0]).toMatchObject({
      detail: { before: { [key('SECRET_NAME')]: null }, after: { [key('SECRET_NAME')]: ['READ'] } },
    })
  })

  it('go where nobody signs in, with those that were given where people did', async () => {
    const { server: first, newApplication } = await openGuardedServer()
    ends.push(() => first.remove())
    const admin = await newApplication('ADMIN')
    const reader = await newApplication()
    await register(admin.ask)
    await grantAll(admin.ask, reader.id)
    await first.stop()
    const open = await openTestServer(first.folder, { GATEHOUSE_DEMO: 'on', PORT: '0' })
    await open.start()
    const ask: Ask = (method, url, body) => open.request(method, url, { body })
    const { id } = (await ask('POST', '/api/applications', { name: 'local' })).json as { id: string } // what SDKs read
    await grantAll(ask, id)
    expect(await openGrants(ask, 'TASK_DEF')).toMatchObject({ READ: [{ id: `app:${id}` }] })
    await removeAll(ask)
    expect(await openGrants(ask, 'TASK_DEF')).toEqual(none)
    const [, workflow] = [...(await trail(open, 'API_PERMISSION_TAKEN'))].toReversed()
    expect(workflow).toMatchObject({
      detail: {
        before: {
          [`USER app:${id} on TASK_DEF work`]: ['READ'],
          [`USER app:${reader.id} on TASK_DEF work`]: ['READ'],
        },
      },
    })
    await open.stop()
  })

  it('stay while it is there, and are given to its maker with a record', async () => {
    const { server, newApplication } = await openGuardedServer()
    ends.push(() => server.remove())
    const maker = await newApplication('METADATA_API')
    expect(await maker.status('POST', '/api/metadata/workflow', definition())).toBe(200)
    expect(await maker.status('DELETE', '/api/metadata/workflow/payouts/7')).toBe(404)
    expect(await maker.status('GET', '/api/metadata/workflow/payouts')).toBe(200)
    expect(await trail(server, 'API_PERMISSION_GIVEN')).toMatchObject([
      {
        object: { id: 'WORKFLOW_DEF payouts' },
        reasonCode: 'MADE',
        detail: { after: { [`USER app:${maker.id} on WORKFLOW_DEF payouts`]: expect.arrayContaining(['DELETE']) } },
      },
    ])
  })
})

it('the trail says which rights roles and people had before and have after', { timeout: 60_000 }, async () => {
  const server = await createTestServer({ GATEHOUSE_DEMO: 'on', PORT: '0' })
  ends.push(() => server.remove())
  await server.start()
  const ask: Ask = (method, url, body) => server.request(method, url, { body })
  const role = { name: 'readers', permissions: ['workflow-read'] }
  const wider = ['workflow-read', 'metadata-read']
  await ask('POST', '/api/roles', role)
  await ask('PUT', '/api/roles/readers', { permissions: wider })
  const { uuid } = (await ask('PUT', '/api/users/ann@bank.example', { name: 'Ann', roles: ['readers'] })).json as {
    uuid: string
  } // what SDKs read
  const subject = { type: 'USER', id: 'Ann@bank.example' }
  const grant = { subject, target: { type: 'TASK_DEF', id: 'work' }, access: ['READ', 'EXECUTE'] }
  await ask('POST', '/api/auth/authorization', grant)
  await ask('DELETE', '/api/roles/readers')
  const permissions = 'role readers: permissions'
  expect(await trail(server, 'API_ROLE_SAVED')).toMatchObject([
    { detail: { before: { [permissions]: ['workflow-read'] }, after: { [permissions]: wider } } },
    { detail: { before: { [permissions]: null }, after: { [permissions]: ['workflow-read'] } } },
  ])
  expect(await trail(server, 'API_PERMISSION_GIVEN')).toMatchObject([
    {
      object: { id: JSON.stringify(['USER', uuid, 'TASK_DEF', 'work']) },
      detail: { after: { [`USER ${uuid} on TASK_DEF work`]: ['READ', 'EXECUTE'] } },
    },
  ])
  expect(await trail(server, 'API_ROLE_REMOVED')).toMatchObject([
    {
      detail: {
        before: { [permissions]: wider, [`user ${uuid}: roles`]: ['readers'] },
        after: { [permissions]: null, [`user ${uuid}: roles`]: [] },
      },
    },
  ])
})
