// Roles that were made here, and permissions about single applications, over HTTP on a server that asks for a sign-in.
import { afterEach, describe, expect, it } from 'vitest'
import { openGuardedServer } from '../testing/guarded-server.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

async function open() {
  const opened = await openGuardedServer()
  ends.push(() => opened.server.remove())
  return { ...opened, admin: await opened.newApplication('ADMIN') }
}

describe("roles of one's own", { timeout: 60_000 }, () => {
  it('open what they were made of, follow their changes, and go with everything that was given by them', async () => {
    const { admin, newApplication } = await open()
    const role = { name: 'auditors', permissions: ['workflow:read'] }
    const shown = { name: 'auditors', permissions: [{ name: 'workflow-read' }] }
    expect(await admin.ask('POST', '/api/roles', role)).toMatchObject({ status: 200, json: shown })
    expect((await admin.ask('GET', '/api/roles/auditors')).json).toEqual(shown)
    expect((await admin.ask('GET', '/api/roles/custom')).json).toEqual([shown])
    expect((await admin.ask('GET', '/api/roles')).json).toContainEqual(shown)
    expect((await admin.ask('GET', '/api/roles/system')).json).not.toHaveProperty('auditors')

    const auditor = await newApplication()
    expect(await auditor.status('GET', '/api/workflow/search')).toBe(403)
    expect(await admin.status('POST', `/api/applications/${auditor.id}/roles/auditors`)).toBe(200)
    expect(await auditor.status('GET', '/api/workflow/search')).toBe(200)
    expect(await auditor.status('GET', '/api/metadata/workflow')).toBe(403)
    expect((await auditor.ask('GET', '/api/token/userInfo')).json).toMatchObject({ roles: [shown] })

    const wider = { permissions: ['workflow-read', 'workflow-execute', 'metadata-read'] }
    expect((await admin.ask('PUT', '/api/roles/auditors', wider)).json).toEqual({
      name: 'auditors',
      permissions: [{ name: 'workflow-read' }, { name: 'workflow-run' }, { name: 'metadata-read' }],
    })
    expect(await auditor.status('GET', '/api/metadata/workflow')).toBe(200)

    const grant = { subject: { type: 'ROLE', id: 'auditors' }, target: { type: 'TASK_DEF', id: 'w' }, access: ['READ'] }
    expect(await admin.status('POST', '/api/auth/authorization', grant)).toBe(200)
    await admin.ask('PUT', '/api/users/ann@bank.example', { name: 'Ann', roles: ['auditors', 'WORKER'] })
    await admin.ask('PUT', '/api/groups/desk', { description: 'd', roles: 'auditors' })
    expect((await admin.ask('GET', '/api/groups/desk')).json).toMatchObject({ roles: [{ name: 'auditors' }] })
    expect(await admin.status('DELETE', '/api/roles/auditors')).toBe(200)
    expect(await admin.status('POST', '/api/roles', role)).toBe(200)
    expect(await auditor.status('GET', '/api/workflow/search')).toBe(403)
    expect((await admin.ask('GET', '/api/users/ann@bank.example')).json).toMatchObject({ roles: [{ name: 'WORKER' }] })
    expect((await admin.ask('GET', '/api/groups/desk')).json).toMatchObject({ roles: [] })
    expect((await admin.ask('GET', '/api/auth/authorization/TASK_DEF/w')).json).toMatchObject({ READ: [] })
  })

  it('are made by those who manage access, of permissions that there are, under names that are free', async () => {
    const { admin, newApplication } = await open()
    const manager = await newApplication('APPLICATION_MANAGER')
    const role = { name: 'readers', permissions: ['metadata-read'] }
    expect(await manager.status('POST', '/api/roles', role)).toBe(403)
    expect(await admin.status('PUT', '/api/roles/readers', role)).toBe(404)
    expect(await admin.status('DELETE', '/api/roles/readers')).toBe(404)
    expect(await admin.status('POST', '/api/roles', role)).toBe(200)
    expect(await admin.status('POST', '/api/roles', role)).toBe(409)
    for (const call of [
      manager.status('PUT', '/api/roles/readers', { permissions: ['secret-manage'] }),
      manager.status('DELETE', '/api/roles/readers'),
      // Nobody gives what they do not have, by this name or another.
      manager.status('POST', `/api/applications/${manager.id}/roles/readers`),
    ]) {
      expect(await call).toBe(403)
    }
    for (const [body, status] of [
      [{ name: 'ADMIN', permissions: [] }, 409],
      [{ name: 'Admin', permissions: [] }, 409],
      [{ name: 'custom', permissions: [] }, 409],
      [{ name: '..', permissions: [] }, 400],
      [{ name: 'a/b', permissions: [] }, 400],
      [{ permissions: [] }, 400],
      [{ name: 'wizards', permissions: ['magic'] }, 400],
      [{ name: 'wizards' }, 400],
    ] as const) {
      expect(await admin.status('POST', '/api/roles', body)).toBe(status)
    }
    expect(await admin.status('PUT', '/api/roles/readers', { name: 'other', permissions: [] })).toBe(400)
    expect(await admin.status('PUT', '/api/roles/ADMIN', { permissions: [] })).toBe(409)
    expect(await admin.status('DELETE', '/api/roles/ADMIN')).toBe(409)
    expect(await admin.status('PUT', '/api/users/x', { name: 'x', roles: ['wizards'] })).toBe(400)
    expect(await admin.status('PUT', '/api/groups/x', { description: 'x', roles: ['wizards'] })).toBe(400)
  })

  it('are not left behind by a removal at the same time', async () => {
    const { admin, newApplication } = await open()
    const ward = await newApplication()
    const role = { name: 'readers', permissions: ['workflow-read'] }
    for (let round = 0; round < 5; round += 1) {
      expect(await admin.status('POST', '/api/roles', role)).toBe(200)
      await Promise.all([
        admin.status('DELETE', '/api/roles/readers'),
        admin.status('POST', `/api/applications/${ward.id}/roles/readers`),
      ])
      expect((await admin.ask('GET', `/api/users/app:${ward.id}`)).json).toMatchObject({ roles: [] })
    }
  })
})

describe('permissions about one application', { timeout: 60_000 }, () => {
  it('show it, change it, make its keys and remove it, each for itself', async () => {
    const { admin, newApplication } = await open()
    const [ward, other, keeper] = [await newApplication(), await newApplication(), await newApplication()]
    const at = `/api/applications/${ward.id}`
    const permit = (access: string[], id = ward.id) => {
      const subject = { type: 'USER', id: `app:${keeper.id}` }
      return admin.status('POST', '/api/auth/authorization', { subject, target: { type: 'APPLICATION', id }, access })
    }
    expect(await keeper.status('GET', at)).toBe(404)
    expect(await permit(['READ'], 'none')).toBe(404)
    expect(await permit(['READ'])).toBe(200)
    expect((await keeper.ask('GET', at)).json).toMatchObject({ id: ward.id })
    const ids = async () =>
      ((await keeper.ask('GET', '/api/applications')).json as { id: string }[]).map(({ id }) => id)
    expect((await ids()).toSorted()).toEqual([ward.id, keeper.id].toSorted())
    expect(await keeper.status('GET', `/api/applications/key/${ward.access.id}`)).toBe(200)
    expect(await keeper.status('GET', `/api/applications/${other.id}`)).toBe(404)
    expect(await keeper.status('PUT', at, { name: 'mine' })).toBe(403)
    expect(await keeper.status('POST', `${at}/accessKeys`)).toBe(403)
    expect(await keeper.status('DELETE', at)).toBe(403)

    await permit(['UPDATE'])
    expect(await keeper.status('PUT', at, { name: 'mine' })).toBe(200)
    expect(await keeper.status('PUT', `${at}/tags`, [{ key: 'k', value: 'v' }])).toBe(200)
    // What it may not do itself it cannot have the application do.
    expect(await keeper.status('POST', `${at}/roles/ADMIN`)).toBe(403)
    await permit(['CREATE'])
    expect(await keeper.status('POST', `${at}/accessKeys`)).toBe(200)
    await admin.ask('POST', `${at}/roles/UNRESTRICTED_WORKER`)
    expect(await keeper.status('POST', `${at}/accessKeys`)).toBe(403)

    await permit(['DELETE'])
    expect(await keeper.status('DELETE', at)).toBe(200)
    expect((await admin.ask('GET', `/api/auth/authorization/APPLICATION/${ward.id}`)).json).toMatchObject({ READ: [] })
  })
})
