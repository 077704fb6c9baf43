// The official SDK with key and secret against a server that asks for a sign-in; and what each role may do there.
import {
  createConductorClient,
  MetadataClient,
  noopLogger,
  TaskManager,
  WorkflowExecutor,
} from '@io-orkes/conductor-javascript'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { parseConfig } from '../config/parse-config.ts'
import { openFoundation } from '../foundation.ts'
import { createTestServer, openTestServer, type TestServer } from '../testing/test-server.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

/** A server that asks for a sign-in, with one key, and a clock that can be set ahead. */
async function openGuarded(scopes: readonly ('engine' | 'screening')[] = ['engine']) {
  const raw = { GATEHOUSE_AUTH: 'required', GATEHOUSE_DEMO: 'on', PORT: '0' }
  const first = await createTestServer(raw)
  await first.stop()
  const foundation = await openFoundation(parseConfig({ GATEHOUSE_DATA: first.folder }, first.folder), () => new Date())
  const key = await foundation.keys.create({ name: 'worker', scopes })
  await foundation.close()
  let offset = 0
  const server = await openTestServer(first.folder, raw, { now: () => new Date(Date.now() + offset) })
  ends.push(() => server.remove())
  await server.start()
  return { server, key, advance: (ms: number) => (offset += ms) }
}

const definition = {
  name: 'guarded',
  version: 1,
  schemaVersion: 2,
  ownerEmail: 'author@bank.example',
  tasks: [{ name: 'sdk_work', taskReferenceName: 'work', type: 'SIMPLE' as const }],
  inputParameters: [],
  timeoutSeconds: 0,
}

describe('the official SDK with key and secret', () => {
  it('signs in, works, and signs in again when its token has run out', { timeout: 60_000 }, async () => {
    const { server, key, advance } = await openGuarded()
    let tokens = 0
    let refused = 0
    const counting: typeof fetch = async (input, init) => {
      const answer = await fetch(input, init)
      if (answer.url.endsWith('/api/token')) tokens += 1
      if (answer.status === 401) refused += 1
      return answer
    }
    const client = await createConductorClient(
      {
        serverUrl: new URL(server.urls.conductor).origin,
        keyId: key.keyId,
        keySecret: key.secret,
        useEnvVars: false,
        logger: noopLogger,
      },
      counting,
    )
    expect(tokens).toBe(1)
    await new MetadataClient(client).registerWorkflowDef(definition, true)
    const executor = new WorkflowExecutor(client)
    const manager = new TaskManager(
      client,
      [{ taskDefName: 'sdk_work', execute: async () => ({ status: 'COMPLETED', outputData: { done: true } }) }],
      { logger: noopLogger, options: { pollInterval: 20, concurrency: 1 } },
    )
    const run = async () => {
      const id = await executor.startWorkflow({ name: 'guarded', version: 1, input: {} })
      await vi.waitFor(async () => expect((await executor.getWorkflow(id, true)).status).toBe('COMPLETED'), {
        timeout: 20_000,
        interval: 50,
      })
    }
    manager.startPolling()
    ends.push(() => manager.stopPolling())
    await run()
    // Tokens hold for an hour.
    advance(2 * 3_600_000)
    await run()
    expect(refused).toBeGreaterThan(0)
    expect(tokens).toBeGreaterThanOrEqual(2)
    await manager.stopPolling()
  })

  it('is told what is wrong with its key', async () => {
    const { server, key } = await openGuarded(['screening'])
    const token = async (keyId: string, keySecret: string) =>
      server.request('POST', '/api/token', { body: { keyId, keySecret } })
    expect((await token(key.keyId, 'wrong')).status).toBe(401)
    expect((await token('nobody', key.secret)).status).toBe(401)
    expect((await server.request('POST', '/api/token', { raw: '{' })).status).toBe(400)
    const { json } = await token(key.keyId, key.secret)
    const headers = { 'x-authorization': (json as { token: string }).token }
    expect(await server.request('GET', '/api/metadata/workflow', { headers })).toMatchObject({ status: 403 })
    const forged = { 'x-authorization': `${headers['x-authorization']}x` }
    const answer = await server.request('GET', '/api/metadata/workflow', { headers: forged })
    // What SDKs look at to know that a new token would help.
    expect(answer).toMatchObject({ status: 401, json: { error: 'INVALID_TOKEN' } })
  })

  it('hears that no token is needed where none is', async () => {
    const server = await createTestServer()
    ends.push(() => server.remove())
    const answer = await server.request('POST', '/api/token', { body: { keyId: 'a', keySecret: 'b' } })
    expect(answer.status).toBe(404)
    expect((await server.request('GET', '/api/metadata/workflow')).status).toBe(200)
    const page = await server.request('GET', '/swagger-ui/index.html')
    expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
    expect(page.text).toContain('/api/workflow/{workflowId}')
    expect((await server.request('GET', '/swagger-ui')).headers['location']).toBe('/swagger-ui/index.html')
  })
})

describe('people', () => {
  const statusesOf = async (server: TestServer, role: string) => {
    const cookie = await server.signIn(role)
    const status = async (method: string, path: string, body?: unknown) =>
      (await server.request(method, path, { cookie, body })).status
    return {
      read: await status('GET', '/api/workflow/search?query=&freeText=*'),
      start: await status('POST', '/api/workflow/guarded', {}),
      poll: await status('GET', '/api/tasks/poll/batch/sdk_work?timeout=0'),
      define: await status('PUT', '/api/metadata/workflow', [definition]),
      setPlace: await status('PUT', '/api/environment/VENDOR_URL', 'https://vendor.example'),
    }
  }

  it('read and change the engine by their roles, and nobody does without a sign-in', { timeout: 60_000 }, async () => {
    const { server } = await openGuarded()
    for (const role of ['operator', 'author']) {
      const { read, start, define, setPlace } = await statusesOf(server, role)
      expect([role, read, define]).toEqual([role, 200, 200])
      expect([role, start, setPlace]).toEqual([role, ...(role === 'operator' ? [404, 200] : [200, 403])])
    }
    for (const role of ['analyst', 'support', 'auditor']) {
      const { start, poll, define } = await statusesOf(server, role)
      expect([role, start, poll, define]).toEqual([role, 403, 403, 403])
    }
    expect((await server.request('GET', '/api/workflow/search')).status).toBe(401)
    expect((await server.request('POST', '/api/workflow/guarded', { body: {} })).status).toBe(401)
  })
})
