import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SessionSchema } from '@gatehouse/kyc/wire'
import { staffRoles } from '../auth/staff.ts'
import type { TestServer } from '../testing/test-server.ts'
import { createTestServer } from '../testing/test-server.ts'

let server: TestServer
const cookies = new Map<string, string>()

beforeAll(async () => {
  server = await createTestServer()
  for (const role of staffRoles) cookies.set(role, await server.signIn(role))
})
afterAll(() => server.remove())

const workers = ['analyst', 'senior_analyst', 'mlro']
const readers = [...workers, 'auditor']
const engineers = ['operator', 'author', 'compliance_admin']

/** Who gets past the door; behind it an unknown case is 404 and an empty body 400. */
const doors: readonly (readonly [string, string, readonly string[]])[] = [
  ['GET', '/kyc/v1/cases', [...readers, 'support', 'compliance_admin']],
  ['GET', '/kyc/v1/cases/none', [...readers, 'support', 'compliance_admin']],
  ['GET', '/kyc/v1/cases/none/documents/none', readers],
  ['POST', '/kyc/v1/cases/none/claim', workers],
  ['POST', '/kyc/v1/cases/none/assignment', ['senior_analyst', 'mlro']],
  ['POST', '/kyc/v1/cases/none/items/none/proposal', ['analyst', 'mlro']],
  ['POST', '/kyc/v1/cases/none/items/none/confirmation', ['senior_analyst', 'mlro']],
  ['POST', '/kyc/v1/cases/none/reveal', readers],
  ['POST', '/kyc/v1/cases/none/retry', ['operator']],
  ['GET', '/kyc/v1/audit', ['auditor', 'mlro', 'compliance_admin']],
  ['POST', '/kyc/v1/audit/verify', ['auditor', 'mlro', 'compliance_admin']],
  ['GET', '/kyc/v1/lists', [...readers, 'compliance_admin']],
  ['POST', '/kyc/v1/blacklist', ['analyst', 'compliance_admin']],
  ['POST', '/kyc/v1/outbox/dead/none/revival', ['operator']],
  ['GET', '/kyc/v1/cases/none/timeline', [...readers, 'compliance_admin']],
  ['GET', '/kyc/v1/cases/none/hits/none/what-if', [...readers, 'support', 'compliance_admin']],
  ['GET', '/kyc/v1/policies', ['senior_analyst', 'mlro', 'compliance_admin', 'auditor']],
  ['GET', '/kyc/v1/policies/none', ['senior_analyst', 'mlro', 'compliance_admin', 'auditor']],
  ['GET', '/kyc/v1/policies/none/use', ['senior_analyst', 'mlro', 'compliance_admin', 'auditor']],
  ['POST', '/kyc/v1/policies', ['compliance_admin']],
  ['POST', '/kyc/v1/policies/none/backtest', ['compliance_admin']],
  ['POST', '/kyc/v1/policies/none/proposal', ['compliance_admin']],
  ['POST', '/kyc/v1/policies/none/decision', ['compliance_admin', 'mlro']],
  ['GET', '/kyc/v1/good-guys', [...readers, 'compliance_admin']],
  ['POST', '/kyc/v1/good-guys/none/revocation', ['senior_analyst', 'mlro', 'compliance_admin']],
  ['GET', '/kyc/v1/legal-holds', ['compliance_admin', 'mlro', 'auditor']],
  ['POST', '/kyc/v1/cases/none/legal-holds', ['compliance_admin']],
  ['POST', '/kyc/v1/legal-holds/none/lifting', ['compliance_admin']],
  ['GET', '/kyc/v1/cases/none/retention', ['compliance_admin', 'mlro', 'auditor']],
  ['GET', '/kyc/v1/retention/rules', ['compliance_admin', 'mlro', 'auditor']],
  ['POST', '/kyc/v1/retention/rules/CUSTOMER_LEFT/requests', ['compliance_admin']],
  ['GET', '/kyc/v1/requests', ['senior_analyst', 'mlro', 'compliance_admin', 'auditor']],
  ['POST', '/kyc/v1/requests/none/decision', ['mlro', 'compliance_admin']],
  ['GET', '/api/metadata/workflow', [...engineers, ...readers]],
  ['POST', '/api/metadata/workflow', engineers],
  ['GET', '/api/tasks/poll/x', engineers],
  ['GET', '/api/metadata/webhook', [...engineers, ...readers]],
  ['POST', '/api/metadata/webhook', engineers],
  ['POST', '/api/schema', engineers],
  ['POST', '/api/metadata/workflow/x/tags', engineers],
  ['POST', '/api/workflow/test', engineers],
  ['GET', '/api/scheduler/admin/resume', engineers],
  ['POST', '/screening/v1/explain', [...readers, 'compliance_admin']],
  ['GET', '/screening/reconcile/default', [...readers, 'compliance_admin']],
  ['POST', '/screening/updatez', []],
]

describe('each role', () => {
  it.each(doors)('%s %s opens for %j alone', async (method, path, allowed) => {
    for (const role of staffRoles) {
      const answer = await server.request(method, path, {
        cookie: cookies.get(role) ?? '',
        ...(method === 'POST' ? { body: {} } : {}),
      })
      expect([role, answer.status === 403]).toEqual([role, !allowed.includes(role)])
      expect(answer.status).not.toBe(500)
    }
  })

  it.each(doors.filter(([, path]) => path.startsWith('/kyc')))('%s %s asks for a sign-in', async (method, path) => {
    const answer = await server.request(method, path, method === 'POST' ? { body: {} } : {})
    expect([answer.status, answer.code]).toEqual([401, 'NOT_SIGNED_IN'])
  })

  it('is told who is signed in', async () => {
    const { json } = await server.request('GET', '/ui/v1/session', { cookie: cookies.get('mlro') ?? '' })
    expect(SessionSchema.parse(json)).toMatchObject({ user: { roles: ['mlro'] }, demo: true, engine: 'embedded' })
    const nobody = await server.request('GET', '/ui/v1/session')
    expect(SessionSchema.parse(nobody.json).user).toBeNull()
  })

  it('leaves by signing out', async () => {
    const cookie = await server.signIn('support')
    expect((await server.request('POST', '/ui/v1/auth/sign-out', { cookie })).status).toBe(200)
    const { json } = await server.request('GET', '/ui/v1/session', { cookie })
    expect(SessionSchema.parse(json).user).toBeNull()
  })

  it('is audited when it signs in, and when it fails to', async () => {
    await server.request('POST', '/ui/v1/auth/sign-in/email', {
      body: { email: 'nobody@bank.example', password: 'wrong wrong wrong' },
    })
    const { json } = await server.request('GET', '/kyc/v1/audit?limit=200', { cookie: cookies.get('auditor') ?? '' })
    const actions = (json as { items: { action: string }[] }).items.map(({ action }) => action)
    expect(actions).toEqual(expect.arrayContaining(['SIGN_IN', 'SIGN_IN_FAILED', 'SIGN_OUT']))
  })

  it('is kept out after ten wrong passwords', async () => {
    const body = {
      email: server.demoAccounts.find(({ roles }) => roles.includes('support'))?.email,
      password: 'wrong wrong wrong',
    }
    const statuses: number[] = []
    for (let attempt = 0; attempt < 12; attempt += 1) {
      statuses.push((await server.request('POST', '/ui/v1/auth/sign-in/email', { body })).status)
    }
    expect(statuses.slice(0, 10).every((status) => status === 401)).toBe(true)
    expect(statuses.slice(10)).toEqual([429, 429])
  })
})

describe('/api without a sign-in', () => {
  it('is open on loopback', async () => {
    expect((await server.request('GET', '/api/metadata/workflow')).status).toBe(200)
  })
})
