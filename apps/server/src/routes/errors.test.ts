import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ErrorBodySchema } from '@gatehouse/kyc/wire'
import { routeDocs } from '../docs/route-table.ts'
import type { TestAnswer, TestServer } from '../testing/test-server.ts'
import { createTestServer } from '../testing/test-server.ts'

let server: TestServer
let cookie: string

beforeAll(async () => {
  server = await createTestServer()
  cookie = await server.signIn('analyst')
})
afterAll(() => server.remove())

const routes = Object.keys(routeDocs).map((key) => {
  const [method = '', path = ''] = key.split(' ')
  return [method, path.replace(/:\w+/g, 'x')] as const
})
const writes = routes.filter(([method]) => method !== 'GET')

function expectTyped(answer: TestAnswer): void {
  // Clients of yente read this shape instead.
  if (answer.json !== null && typeof answer.json === 'object' && 'detail' in answer.json) return
  const parsed = ErrorBodySchema.safeParse(answer.json)
  expect(parsed.success).toBe(true)
  expect(parsed.data?.error.requestId).toBe(answer.headers['x-request-id'])
}

describe('every route', () => {
  it.each(routes.filter(([, path]) => path !== '/health'))('%s %s refuses a foreign host', async (method, path) => {
    const answer = await server.request(method, path, { headers: { host: 'attacker.example' } })
    expect([answer.status, answer.code]).toEqual([403, 'FOREIGN_HOST'])
    expectTyped(answer)
  })

  it.each(routes.filter(([, path]) => path !== '/health'))('%s %s refuses another site', async (method, path) => {
    for (const headers of [{ origin: 'https://attacker.example' }, { 'sec-fetch-site': 'cross-site' }]) {
      const answer = await server.request(method, path, { headers, cookie })
      expect([answer.status, answer.code]).toEqual([403, 'CROSS_SITE'])
    }
  })

  it.each(writes)('%s %s answers malformed JSON with a typed error', async (method, path) => {
    const answer = await server.request(method, path, { raw: '{"a": ', cookie })
    expect(answer.status).toBeLessThan(500)
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expectTyped(answer)
  })

  it.each(writes)('%s %s answers bodies of a wrong type with a typed error', async (method, path) => {
    for (const body of [[], 'text', 42, null, { unknown: { deep: [1] } }, { __proto__x: 1 }]) {
      const answer = await server.request(method, path, { body, cookie })
      // No list is in force here, and `/screening` says so.
      expect(answer.status < 500 || (answer.status === 503 && path.startsWith('/screening/'))).toBe(true)
      if (answer.status >= 400) expectTyped(answer)
    }
  })

  it.each(writes)('%s %s refuses a huge body', async (method, path) => {
    const answer = await server.request(method, path, { raw: `"${'x'.repeat(11 * 1024 * 1024)}"`, cookie })
    expect([413, 415]).toContain(answer.status)
    expectTyped(answer)
  })

  it.each(writes)('%s %s refuses a content type it does not take', async (method, path) => {
    const answer = await server.request(method, path, { raw: '<a/>', cookie, headers: { 'content-type': 'text/xml' } })
    expect([answer.status, answer.code]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE'])
  })
})

describe('errors', () => {
  it.each([
    ['GET', '/kyc/v1/nothing'],
    ['DELETE', '/kyc/v1/cases'],
    ['POST', '/ui/v1/auth/sign-up/email'],
    ['GET', '/ui/v1/auth/ok'],
    ['GET', '/apply/v1/nothing'],
    ['POST', '/'],
    ['GET', '/assets/none.js'],
  ])('know no route %s %s', async (method, path) => {
    const answer = await server.request(method, path, { cookie })
    expect([answer.status, answer.code]).toEqual([404, 'ROUTE_NOT_FOUND'])
  })

  it.each(['/policy/1.0.0', '/build/tasks/com.bank.task'])(
    'take %s for a page, whatever dots are in it',
    async (url) => {
      const { headers } = await server.request('GET', url)
      expect(headers['content-type']).toMatch(/^text\/html/)
    },
  )

  it('name the fields that are wrong', async () => {
    const answer = await server.request('POST', '/kyc/v1/screening/try', {
      body: { name: '', country: 'Germany' },
      cookie,
    })
    expect(answer.json).toMatchObject({
      error: { code: 'INVALID_INPUT', fields: [{ path: 'name' }, { path: 'country' }] },
    })
  })

  it('refuse an address that cannot be decoded', async () => {
    const answer = await server.request('GET', '/kyc/v1/cases/%E0%A4%A', { cookie })
    expect([answer.status, answer.code]).toEqual([400, 'BAD_REQUEST'])
  })

  it('refuse prototype pollution', async () => {
    const answer = await server.request('POST', '/kyc/v1/screening/try', {
      raw: '{"name":"a","__proto__":{"x":1}}',
      cookie,
    })
    expect(answer.status).toBe(400)
  })

  it('carry security headers, whatever the answer', async () => {
    for (const path of ['/kyc/v1/cases', '/health', '/nothing.js', '/']) {
      const { headers } = await server.request('GET', path)
      expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' })
      expect(headers['content-security-policy']).toMatch(/frame-ancestors 'none'/)
    }
  })
})

describe('/api', () => {
  it.each([
    ['POST', '/api/workflow', { raw: '{"a": ' }, 400],
    ['POST', '/api/workflow', { body: 42 }, 400],
    ['POST', '/api/tasks', { body: {} }, 400],
    ['GET', '/api/workflow/none', {}, 404],
    ['GET', '/api/nothing', {}, 404],
    ['POST', '/api/token', { body: { keyId: 'a', keySecret: 'b' } }, 404],
    ['GET', '/api/workflow/x', { headers: { host: 'attacker.example' } }, 403],
    ['POST', '/api/workflow', { headers: { origin: 'https://attacker.example' } }, 403],
    ['POST', '/api/workflow', { raw: 'x'.repeat(11 * 1024 * 1024) }, 413],
  ] as const)('answers %s %s in the shape that Conductor clients read', async (method, path, options, status) => {
    const answer = await server.request(method, path, options)
    expect(answer.status).toBe(status)
    expect(answer.json).toMatchObject({ status, message: expect.any(String) })
    expect(answer.json).not.toHaveProperty('error.requestId')
  })
})

describe('the API description', () => {
  it('lists every route, and no other', async () => {
    const { json } = await server.request('GET', '/docs/openapi.json')
    const { paths } = json as { paths: Record<string, Record<string, { summary: string }>> }
    const listed = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
    )
    expect(listed.toSorted()).toEqual(Object.keys(routeDocs).toSorted())
  })

  it('is a page without scripts', async () => {
    const { text, headers } = await server.request('GET', '/docs')
    expect(text).toContain('/kyc/v1/cases')
    expect(text).toMatch(
      /screening\/v1\/explain<\/code>[^]*?<summary>Request<[^]*?listVersion[^]*?<summary>Answer<[^]*?counterfactuals/,
    )
    expect(text).not.toContain('<script')
    expect(headers['content-security-policy']).toContain("default-src 'none'")
  })
})
