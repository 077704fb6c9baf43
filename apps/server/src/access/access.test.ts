// Applications, users, groups and permissions with Orkes' own client, and what they open on a server that asks for a sign-in.
import { ApplicationClient, AuthorizationClient, MetadataClient } from '@io-orkes/conductor-javascript'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { clientOf, guarded, openGuardedServer } from '../testing/guarded-server.ts'
import { createTestServer, openTestServer, type TestServer } from '../testing/test-server.ts'

const work = { name: 'work', taskReferenceName: 'w', type: 'SIMPLE' as const }
const definition = (name: string) => ({ name, version: 1, schemaVersion: 2, timeoutSeconds: 0, tasks: [work] })

describe('where nobody signs in', () => {
  let server: TestServer
  let applications: ApplicationClient
  let people: AuthorizationClient
  beforeAll(async () => {
    server = await createTestServer({ PORT: '0' })
    await server.start()
    const client = await clientOf(server)
    applications = new ApplicationClient(client)
    people = new AuthorizationClient(client)
  })
  afterAll(() => server.remove())

  it('applications are made, renamed, found and removed', async () => {
    const made = await applications.createApplication('payments')
    expect(made).toMatchObject({ name: 'payments', createdBy: expect.any(String), createTime: expect.any(Number) })
    expect((await applications.getAllApplications()).map(({ id }) => id)).toContain(made.id)
    expect(await applications.updateApplication(made.id, 'payouts')).toMatchObject({ id: made.id, name: 'payouts' })
    expect((await applications.getApplication(made.id)).name).toBe('payouts')
    await applications.deleteApplication(made.id)
    await expect(applications.getApplication(made.id)).rejects.toThrow(`Application '${made.id}' not found`)
    await expect(applications.createApplication('')).rejects.toThrow(/needs a name/)
    for (const call of [
      applications.updateApplication('none', 'x'),
      applications.deleteApplication('none'),
      applications.createAccessKey('none'),
      applications.getAccessKeys('none'),
      applications.addApplicationRole('none', 'USER'),
      applications.removeRoleFromApplicationUser('none', 'USER'),
      applications.getAppByAccessKeyId('none'),
      applications.getApplicationTags('none'),
    ]) {
      await expect(call).rejects.toThrow(/not found/)
    }
  })

  it('keys are made, switched and removed; roles and tags come and go', async () => {
    const { id } = await applications.createApplication('keys')
    const key = await applications.createAccessKey(id)
    expect(key).toEqual({ id: expect.any(String), secret: expect.any(String) })
    expect(await applications.getAccessKeys(id)).toEqual([
      { id: key.id, status: 'ACTIVE', createdAt: expect.any(Number) },
    ])
    expect(await applications.toggleAccessKeyStatus(id, key.id)).toMatchObject({ id: key.id, status: 'INACTIVE' })
    expect(await applications.getAppByAccessKeyId(key.id)).toMatchObject({ id, name: 'keys' })
    await applications.deleteAccessKey(id, key.id)
    await expect(applications.deleteAccessKey(id, key.id)).rejects.toThrow(/not found/)
    await expect(applications.toggleAccessKeyStatus(id, key.id)).rejects.toThrow(/not found/)

    await applications.addApplicationRole(id, 'USER')
    expect((await people.getUser(`app:${id}`)).roles).toMatchObject([{ name: 'USER' }])
    await applications.removeRoleFromApplicationUser(id, 'USER')
    expect((await people.getUser(`app:${id}`)).roles).toEqual([])
    await expect(applications.addApplicationRole(id, 'WIZARD' as 'USER')).rejects.toThrow(/no role 'WIZARD'/)

    await applications.addApplicationTag(id, { key: 'env', value: 'test' })
    await applications.addApplicationTags(id, [{ key: 'team', value: 'qa' }])
    await applications.deleteApplicationTag(id, { key: 'env', value: 'test' })
    expect(await applications.getApplicationTags(id)).toEqual([{ key: 'team', value: 'qa' }])
  })

  it('users and groups have members, roles and permissions', async () => {
    await people.upsertUser('Ann@Bank.example', { name: 'Ann', roles: 'USER' as never })
    await people.upsertUser('ann@bank.example', { name: 'Ann B', roles: ['USER', 'WORKER'] as never })
    await people.upsertGroup('authors', { description: 'who write', roles: ['METADATA_MANAGER'] as never })
    await people.addUserToGroup('authors', 'ann@bank.example')
    await expect(people.addUserToGroup('authors', 'nobody')).rejects.toThrow("User 'nobody' not found")
    expect(await people.getUsersInGroup('authors')).toMatchObject([{ id: 'ann@bank.example', name: 'Ann B' }])
    expect(await people.getUser('ann@bank.example')).toMatchObject({
      name: 'Ann B',
      roles: [{ name: 'USER' }, { name: 'WORKER' }],
      groups: [{ id: 'authors' }],
      applicationUser: false,
    })
    const target = { type: 'WORKFLOW_DEF', id: 'orders' as never } as const
    const user = { type: 'USER', id: 'ann@bank.example' } as const
    await people.grantPermissions({ subject: user, target, access: ['READ', 'EXECUTE'] })
    await people.grantPermissions({ subject: { type: 'GROUP', id: 'authors' }, target, access: ['READ'] })
    expect(await people.getPermissions('WORKFLOW_DEF', 'orders')).toEqual({
      CREATE: [],
      READ: [user, { type: 'GROUP', id: 'authors' }],
      EXECUTE: [user],
      UPDATE: [],
      DELETE: [],
    })
    expect(await people.checkPermissions('Ann@bank.example', 'WORKFLOW_DEF', 'orders')).toEqual({
      CREATE: false,
      READ: true,
      EXECUTE: true,
      UPDATE: false,
      DELETE: false,
    })
    expect(await people.checkPermissions(user.id, 'WORKFLOW_DEF', 'others')).toMatchObject({ READ: false })
    expect(await people.getGrantedPermissionsForGroup('authors')).toEqual({
      grantedAccess: [{ target, access: ['READ'] }],
    })
    expect((await people.getGrantedPermissionsForUser(user.id)).grantedAccess).toEqual([
      { target, access: ['EXECUTE', 'READ'] },
    ])
    await people.removePermissions({ subject: user, target, access: ['EXECUTE'] })
    expect((await people.getGrantedPermissionsForUser(user.id)).grantedAccess).toEqual([{ target, access: ['READ'] }])
    await people.removeUsersFromGroup('authors', [user.id])
    expect(await people.getUsersInGroup('authors')).toEqual([])
    await people.deleteGroup('authors')
    await people.deleteUser(user.id)
    expect((await people.getPermissions('WORKFLOW_DEF', 'orders'))['READ']).toEqual([])
    for (const call of [
      people.getUser(user.id),
      people.getGroup('authors'),
      people.deleteUser(user.id),
      people.deleteGroup('authors'),
      people.getUsersInGroup('authors'),
    ]) {
      await expect(call).rejects.toThrow(/not found/)
    }
  })

  it('refuses what it could not keep to', async () => {
    const body = { subject: { type: 'ROLE', id: 'USER' }, target: { type: 'INTEGRATION', id: 'x' }, access: ['READ'] }
    const answer = await server.request('POST', '/api/auth/authorization', { body })
    expect(answer).toMatchObject({ status: 400, json: { message: expect.stringMatching(/target.type/) } })
    expect(await people.getPermissions('APPLICATION', 'x')).toMatchObject({ READ: [] })
    expect((await server.request('GET', '/api/roles/system')).json).toMatchObject({ WORKER: { permissions: [] } })
    expect((await server.request('POST', '/api/roles', { body: {} })).status).toBe(400)
    expect((await server.request('GET', '/api/users/a/b/c')).status).toBe(404)
    // No token, nobody to tell of.
    expect((await server.request('GET', '/api/token/userInfo')).status).toBe(404)
  })
})

describe('where a sign-in is asked for', () => {
  const ends: (() => unknown)[] = []
  afterEach(async () => {
    for (const end of ends.splice(0).toReversed()) await end()
  })
  const raw = guarded
  const openGuarded = async () => {
    const opened = await openGuardedServer()
    ends.push(() => opened.server.remove())
    return opened
  }

  it('an application does what its roles allow, and no more', { timeout: 60_000 }, async () => {
    const { newApplication, server } = await openGuarded()
    const operator = await server.signIn('operator')
    await server.request('POST', '/api/metadata/workflow', { cookie: operator, body: definition('orders') })
    const walk = async (...roles: Parameters<typeof newApplication>) => {
      const { status } = await newApplication(...roles)
      return {
        read: await status('GET', '/api/metadata/workflow/orders'),
        list: await status('GET', '/api/metadata/workflow'),
        change: await status('PUT', '/api/metadata/workflow', [definition('orders')]),
        start: await status('POST', '/api/workflow/orders', {}),
        search: await status('GET', '/api/workflow/search'),
        poll: await status('GET', '/api/tasks/poll/batch/work?timeout=0'),
        secrets: await status('GET', '/api/secrets'),
        access: await status('GET', '/api/users'),
        screening: await status('POST', '/screening/v1/screen', {}),
        version: await status('GET', '/api/version'),
      }
    }
    const nothing = { read: 403, list: 403, change: 403, start: 403, search: 403, poll: 403, secrets: 403, access: 403 }
    const none = { ...nothing, screening: 403, version: 200 }
    expect(await walk()).toEqual(none)
    expect(await walk('WORKER')).toEqual(none)
    expect(await walk('UNRESTRICTED_WORKER')).toEqual({ ...none, poll: 200 })
    expect(await walk('USER_READ_ONLY')).toEqual({ ...none, read: 200, list: 200, search: 200 })
    expect(await walk('METADATA_MANAGER')).toEqual({ ...none, read: 200, list: 200, change: 200 })
    expect(await walk('WORKFLOW_MANAGER')).toEqual({ ...none, read: 200, list: 200, start: 200, search: 200 })
    expect(await walk('ADMIN')).toEqual({
      read: 200,
      list: 200,
      change: 200,
      start: 200,
      search: 200,
      poll: 200,
      secrets: 200,
      access: 200,
      // Customers are not the engine's.
      screening: 403,
      version: 200,
    })
  })

  it('permissions open single definitions, their executions and their tasks', { timeout: 60_000 }, async () => {
    const { newApplication, server, people } = await openGuarded()
    const cookie = await server.signIn('operator')
    for (const name of ['orders', 'others']) {
      await server.request('POST', '/api/metadata/workflow', { cookie, body: definition(name) })
    }
    const { id, status, ask } = await newApplication('WORKER')
    await people.upsertGroup('order-desk', { description: 'orders', roles: [] as never })
    await people.addUserToGroup('order-desk', `app:${id}`)
    const permit = (type: 'WORKFLOW_DEF' | 'TASK_DEF', name: string, access: ('READ' | 'EXECUTE')[]) =>
      people.grantPermissions({
        subject: { type: 'GROUP', id: 'order-desk' },
        target: { type, id: name as never },
        access,
      })
    await permit('WORKFLOW_DEF', 'orders', ['READ', 'EXECUTE'])
    expect(await status('GET', '/api/metadata/workflow/orders')).toBe(200)
    expect(await status('GET', '/api/metadata/workflow/others')).toBe(403)
    expect(await status('DELETE', '/api/metadata/workflow/orders/1')).toBe(403)
    expect(await status('POST', '/api/workflow', { name: 'others' })).toBe(403)
    // What it defines on the way is not what was permitted.
    expect(await status('POST', '/api/workflow', { name: 'orders', workflowDef: definition('orders') })).toBe(403)
    const started = await ask('POST', '/api/workflow', { name: 'orders', input: {} })
    expect(started.status).toBe(200)
    expect(await status('GET', `/api/workflow/${started.text}`)).toBe(200)
    const other = (await server.request('POST', '/api/workflow/others', { cookie, body: {} })).text
    expect(await status('GET', `/api/workflow/${other}`)).toBe(403)
    expect(await status('DELETE', `/api/workflow/${other}`)).toBe(403)
    expect(await status('GET', '/api/workflow/no-such-one')).toBe(403)

    expect(await status('GET', '/api/tasks/poll/work')).toBe(403)
    await permit('TASK_DEF', 'work', ['EXECUTE'])
    const polled = await ask('GET', '/api/tasks/poll/work')
    const { taskId, workflowInstanceId } = polled.json as { taskId: string; workflowInstanceId: string }
    expect(await status('POST', '/api/tasks', { taskId, workflowInstanceId, status: 'COMPLETED' })).toBe(200)
    expect(await status('GET', '/api/tasks/poll/elsewhere')).toBe(403)

    // By the domain that its tasks are polled in, and by a tag of the definition.
    const grant = (type: 'DOMAIN' | 'TAG', name: string, access: ('READ' | 'EXECUTE')[]) =>
      people.grantPermissions({
        subject: { type: 'USER', id: `app:${id}` },
        target: { type, id: name as never },
        access,
      })
    expect(await status('GET', '/api/tasks/poll/elsewhere?domain=east')).toBe(403)
    await grant('DOMAIN', 'east', ['EXECUTE'])
    expect(await status('GET', '/api/tasks/poll/elsewhere?domain=east')).toBe(204)
    expect(await status('GET', '/api/tasks/poll/elsewhere?domain=west')).toBe(403)
    await grant('TAG', 'team:loans', ['READ'])
    expect(await status('GET', '/api/metadata/workflow/others')).toBe(403)
    await server.request('PUT', '/api/metadata/workflow/others/tags', {
      cookie,
      body: [{ key: 'team', value: 'loans' }],
    })
    expect(await status('GET', '/api/metadata/workflow/others')).toBe(200)
    expect(await status('POST', '/api/workflow/others', {})).toBe(403)
  })

  it('what an application defines is its own, and its group has the default access', { timeout: 60_000 }, async () => {
    const { newApplication, people } = await openGuarded()
    const [maker, mate] = [await newApplication('METADATA_API'), await newApplication()]
    await people.upsertGroup('team', {
      description: 't',
      defaultAccess: { WORKFLOW_DEF: ['EXECUTE'] } as never,
    } as never)
    await people.addUsersToGroup('team', [`app:${maker.id}`, `app:${mate.id}`])
    expect(await maker.status('POST', '/api/metadata/workflow', definition('mine'))).toBe(200)
    expect(await maker.status('PUT', '/api/metadata/workflow', [definition('mine')])).toBe(200)
    expect(await maker.status('POST', '/api/workflow/mine', {})).toBe(200)
    expect(await maker.status('PUT', '/api/metadata/workflow', [definition('kycWorkflow')])).toBe(403)
    expect(await mate.status('POST', '/api/workflow/mine', {})).toBe(200)
    expect(await mate.status('PUT', '/api/metadata/workflow', [definition('mine')])).toBe(403)
    expect((await maker.ask('GET', '/api/token/userInfo')).json).toMatchObject({
      id: `app:${maker.id}`,
      applicationUser: true,
      roles: [{ name: 'METADATA_API' }],
    })
  })

  it('a name that is in use is not free to take', { timeout: 60_000 }, async () => {
    const { newApplication, server, people } = await openGuarded()
    const cookie = await server.signIn('operator')
    await server.request('POST', '/api/metadata/workflow', { cookie, body: definition('orders') })
    const inline = { name: 'payroll', workflowDef: { ...definition('payroll'), ownerEmail: 'a@bank.example' } }
    const { text: id } = await server.request('POST', '/api/workflow', { cookie, body: inline })
    const maker = await newApplication('METADATA_API')
    const task = (name: string) => maker.status('POST', '/api/metadata/taskdefs', [{ name }])
    // Its tasks would be handed to whoever owns the definition, its execution shown.
    expect(await task('work')).toBe(403)
    expect(await task('HUMAN')).toBe(403)
    expect(await maker.status('POST', '/api/metadata/workflow', definition('payroll'))).toBe(403)
    expect(await maker.status('GET', `/api/workflow/${id}`)).toBe(403)
    expect(await task('new_work')).toBe(200)
    expect(await maker.status('GET', '/api/tasks/poll/new_work')).toBe(204)
    await people.grantPermissions({
      subject: { type: 'USER', id: `app:${maker.id}` },
      target: { type: 'WORKFLOW_DEF', id: 'orders' as never },
      access: ['UPDATE'],
    })
    expect(await task('work')).toBe(200)
  })

  it('a token of other letters is none', { timeout: 60_000 }, async () => {
    const { server } = await openGuarded()
    for (const token of [`app.x.${'\u00e9'.repeat(43)}`, `x.${'\u00e9'.repeat(43)}`]) {
      const answer = await server.request('GET', '/api/users', { headers: { 'x-authorization': token } })
      expect(answer).toMatchObject({ status: 401, json: { error: 'INVALID_TOKEN' } })
    }
  })

  it('a key that is switched off, removed or run out opens nothing at once', { timeout: 60_000 }, async () => {
    const { newApplication, applications, advance } = await openGuarded()
    const { id, access, ask, token } = await newApplication('ADMIN')
    const invalid = { status: 401, json: { error: 'INVALID_TOKEN' } }
    expect((await ask('GET', '/api/users')).status).toBe(200)
    await applications.toggleAccessKeyStatus(id, access.id)
    expect(await ask('GET', '/api/users')).toMatchObject(invalid)
    expect((await token()).status).toBe(401)
    await applications.toggleAccessKeyStatus(id, access.id)
    expect((await ask('GET', '/api/users')).status).toBe(200)
    advance(2 * 3_600_000)
    expect(await ask('GET', '/api/users')).toMatchObject({ status: 401, json: { error: 'EXPIRED_TOKEN' } })
    advance(-2 * 3_600_000)
    await applications.deleteApplication(id)
    expect(await ask('GET', '/api/users')).toMatchObject(invalid)
  })

  it('nobody hands out more than they have', { timeout: 60_000 }, async () => {
    const { newApplication, people } = await openGuarded()
    const powerful = await newApplication('ADMIN')
    const manager = await newApplication('APPLICATION_MANAGER')
    const creator = await newApplication('APPLICATION_CREATOR')
    expect(await manager.status('POST', `/api/applications/${powerful.id}/accessKeys`)).toBe(403)
    expect(await manager.status('POST', `/api/applications/${manager.id}/roles/ADMIN`)).toBe(403)
    expect(await manager.status('POST', `/api/applications/${creator.id}/roles/WORKER`)).toBe(200)
    expect(await creator.status('GET', `/api/applications/${powerful.id}`)).toBe(404)
    const own = (await creator.ask('POST', '/api/applications', { name: 'own' })).json as { id: string }
    expect(await creator.status('POST', `/api/applications/${own.id}/accessKeys`)).toBe(200)
    expect(await creator.status('POST', `/api/applications/${own.id}/roles/UNRESTRICTED_WORKER`)).toBe(403)
    const { id: own2 } = (await creator.ask('POST', '/api/applications', { name: 'second' })).json as { id: string }
    expect(await creator.status('POST', `/api/applications/${own2}/roles/APPLICATION_CREATOR`)).toBe(200)
    expect(await creator.status('POST', `/api/applications/${own2}/roles/USER`)).toBe(403)
    // Itself it may manage, and yet gets no more by that.
    const worker = await newApplication('WORKER')
    expect(await worker.status('POST', `/api/applications/${worker.id}/roles/USER`)).toBe(403)
    expect(await worker.status('POST', `/api/applications/${worker.id}/roles/METADATA_API`)).toBe(403)
    // What is permitted to a role comes with the role.
    await people.grantPermissions({
      subject: { type: 'ROLE', id: 'METADATA_API' },
      target: { type: 'WORKFLOW_DEF', id: 'payroll' as never },
      access: ['READ'],
    })
    expect(await manager.status('POST', `/api/applications/${manager.id}/roles/METADATA_API`)).toBe(403)
    expect(await creator.status('PUT', '/api/groups/g', { description: 'g', roles: ['ADMIN'] })).toBe(403)
    expect(await creator.status('PUT', `/api/users/x`, { name: 'x', roles: ['ADMIN'] })).toBe(403)
  })

  it('a member of staff has the roles of the user with the same address, after a restart too', {
    timeout: 60_000,
  }, async () => {
    const { server, people } = await openGuarded()
    const email = server.demoAccounts.find(({ roles }) => roles.some((role) => role === 'support'))?.email ?? ''
    const cookie = await server.signIn('support')
    const read = async (at: TestServer, as: string) =>
      (await at.request('GET', '/api/metadata/workflow', { cookie: as })).status
    expect(await read(server, cookie)).toBe(403)
    await people.upsertUser(email, { name: 'Support', roles: ['USER_READ_ONLY'] as never })
    expect(await read(server, cookie)).toBe(200)
    expect((await server.request('GET', '/api/users', { cookie })).status).toBe(403)
    const audit = await server.request('GET', '/kyc/v1/audit', { cookie: await server.signIn('auditor') })
    expect(audit.text).toContain('API_USER_SAVED')
    await server.stop()
    const again = await openTestServer(server.folder, raw)
    ends.push(() => again.stop())
    expect(await read(again, await again.signIn('support'))).toBe(200)
  })

  it('what was written while nobody had to sign in opens nothing', { timeout: 60_000 }, async () => {
    const open = await createTestServer({ PORT: '0' })
    await open.start()
    const applications = new ApplicationClient(await clientOf(open))
    const { id } = await applications.createApplication('sly')
    await applications.addApplicationRole(id, 'ADMIN')
    const key = await applications.createAccessKey(id)
    await open.stop()
    const server = await openTestServer(open.folder, raw)
    ends.push(() => server.remove())
    const answer = await server.request('POST', '/api/token', { body: { keyId: key.id, keySecret: key.secret } })
    expect(answer.status).toBe(401)
  })

  it('what an application makes says so', { timeout: 60_000 }, async () => {
    const { newApplication } = await openGuarded()
    const { id, ask } = await newApplication('ADMIN')
    const handler = { name: 'h', event: 'conductor:x', active: true, actions: [], createdBy: 'somebody else' }
    await ask('POST', '/api/event', [handler])
    expect((await ask('GET', '/api/event/handler/h')).json).toMatchObject({ createdBy: `app:${id}` })
    await ask('PUT', '/api/event', { ...handler, active: false })
    expect((await ask('GET', '/api/event/handler/h')).json).toMatchObject({ active: false, createdBy: `app:${id}` })
    const startWorkflowRequest = { name: 'x', version: 1 }
    const schedule = { name: 's', cronExpression: '0 0 * * * *', startWorkflowRequest, createdBy: 'somebody else' }
    await ask('POST', '/api/scheduler/schedules', schedule)
    expect((await ask('GET', '/api/scheduler/schedules/s')).json).toMatchObject({ createdBy: `app:${id}` })
  })

  it('the SDK works with the key of an application', { timeout: 60_000 }, async () => {
    const { server, newApplication } = await openGuarded()
    const { access } = await newApplication('METADATA_MANAGER')
    const client = new MetadataClient(await clientOf(server, access.id, access.secret))
    await client.registerWorkflowDef({ ...definition('by_sdk'), inputParameters: [] }, true)
    expect((await client.getWorkflowDef('by_sdk')).name).toBe('by_sdk')
  })
})

it('whoever was given access is told of it by mail', async () => {
  const server = await createTestServer({ PORT: '0', GATEHOUSE_DEMO: 'on' })
  await server.start()
  const invite = (id: string) => server.request('POST', `/api/users/${encodeURIComponent(id)}/sendInviteEmail`)
  const body = (name: string) => ({ body: { name, roles: ['USER'] } })
  expect((await server.request('PUT', '/api/users/Ada@bank.example', body('Ada'))).status).toBe(200)
  expect((await invite('ada@bank.example')).status).toBe(200)
  const mails = await server.request('GET', '/ui/v1/mailbox', { cookie: await server.signIn('operator') })
  expect(mails.json).toMatchObject([
    { to: 'ada@bank.example', text: expect.stringMatching(/Hello Ada,[^]*as ada@bank.example:\nhttp/) },
  ])
  expect((await invite('nobody@bank.example')).status).toBe(404)
  expect((await server.request('PUT', '/api/users/robot', body('Robot'))).status).toBe(200)
  expect((await invite('robot')).status).toBe(400)
  await server.remove()
})
