import { afterEach, describe, expect, it } from 'vitest'
import type { TestServer } from './testing/test-server.ts'
import { createTestServer, openTestServer } from './testing/test-server.ts'

let server: TestServer | undefined

afterEach(async () => {
  await server?.remove()
  server = undefined
})

async function startOnFreePort(folder?: string): Promise<TestServer> {
  server = folder === undefined ? await createTestServer({ PORT: '0' }) : await openTestServer(folder, { PORT: '0' })
  await server.start()
  return server
}

async function until<T>(read: () => Promise<T>, isDone: (value: T) => boolean): Promise<T> {
  const endsAt = Date.now() + 20_000
  for (;;) {
    const value = await read()
    if (isDone(value)) return value
    if (Date.now() > endsAt) throw new Error(`Waited in vain; last seen ${JSON.stringify(value)}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

describe('a server', () => {
  it('starts, answers on its port, and stops', async () => {
    const { urls } = await startOnFreePort()
    expect(new URL(urls.console).port).not.toBe('8080')
    expect(await (await fetch(new URL('/health', urls.console))).json()).toMatchObject({ healthy: true })
    const names = (await (await fetch(`${urls.conductor}/metadata/workflow`)).json()) as { name: string }[]
    expect(names.map(({ name }) => name)).toContain('kycWorkflow')
    const typeOf = async (path: string, init?: RequestInit) => {
      const { headers } = await fetch(`${urls.conductor}${path}`, init)
      return headers.get('content-type')
    }
    expect(await typeOf('/metadata/workflow')).toBe('application/json')
    expect(await typeOf('/version')).toBe('text/plain;charset=UTF-8')
    expect(await typeOf('/scheduler/admin/resume')).toBe('application/json')
    expect(await typeOf('/metadata/taskdefs', { method: 'POST', body: '[{"name":"typed"}]' })).toBeNull()
    await server?.stop()
    await expect(fetch(urls.console)).rejects.toThrow('fetch failed')
  })

  it('keeps everything over a restart', async () => {
    const first = await startOnFreePort()
    const definition = {
      name: 'waits',
      version: 1,
      schemaVersion: 2,
      ownerEmail: 'a@b.example',
      tasks: [{ name: 'w', taskReferenceName: 'w', type: 'WAIT' }],
    }
    const headers = { 'content-type': 'application/json' }
    await fetch(`${first.urls.conductor}/metadata/workflow`, {
      method: 'POST',
      headers,
      body: JSON.stringify(definition),
    })
    const workflowId = await (
      await fetch(`${first.urls.conductor}/workflow/waits`, { method: 'POST', headers, body: '{}' })
    ).text()
    const password = first.demoAccounts[0]?.password
    await first.stop()

    const second = await startOnFreePort(first.folder)
    expect(second.demoAccounts[0]?.password).toBe(password)
    const execution = (await (await fetch(`${second.urls.conductor}/workflow/${workflowId}`)).json()) as {
      status: string
    }
    expect(execution.status).toBe('RUNNING')
  })

  it('runs the tasks of a workflow through its own workers', async () => {
    const { urls } = await startOnFreePort()
    const headers = { 'content-type': 'application/json' }
    const input = {
      caseId: 'none',
      tenantId: 'main',
      policyVersion: '1.0.0',
      productCode: 'SAVINGS',
      channel: 'BRANCH',
      locale: 'en',
      correlationId: 'none',
    }
    const workflowId = await (
      await fetch(`${urls.conductor}/workflow/kycWorkflow`, { method: 'POST', headers, body: JSON.stringify(input) })
    ).text()
    const read = async () =>
      (await (await fetch(`${urls.conductor}/workflow/${workflowId}`)).json()) as {
        status: string
        tasks: { pollCount: number }[]
      }
    const polled = await until(
      read,
      ({ status, tasks }) => status !== 'RUNNING' || tasks.some(({ pollCount }) => pollCount > 0),
    )
    expect(polled.tasks.length).toBeGreaterThan(0)
  })

  it('is alone in its data folder', async () => {
    const first = await startOnFreePort()
    await expect(openTestServer(first.folder, { PORT: '0' })).rejects.toThrow(/folder|lease|process/i)
  })
})

describe('the event stream', () => {
  it('tells a signed-in person of executions as they change, and nobody else', async () => {
    const { urls, demoAccounts } = await startOnFreePort()
    const headers = { 'content-type': 'application/json' }
    expect((await fetch(`${urls.console}ui/v1/events`)).status).toBe(401)
    const account = demoAccounts.find(({ roles }) => roles.includes('operator'))
    const signedIn = await fetch(`${urls.console}ui/v1/auth/sign-in/email`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ email: account?.email, password: account?.password }),
    })
    const cookie = signedIn.headers
      .getSetCookie()
      .map((line) => line.split(';', 1)[0])
      .join('; ')
    const stream = await fetch(`${urls.console}ui/v1/events`, { headers: { cookie } })
    expect(stream.headers.get('content-type')).toBe('text/event-stream')
    const definition = {
      name: 'ends',
      version: 1,
      schemaVersion: 2,
      ownerEmail: 'a@b.example',
      tasks: [{ name: 'w', taskReferenceName: 'w', type: 'WAIT' }],
    }
    await fetch(`${urls.conductor}/metadata/workflow`, { method: 'POST', headers, body: JSON.stringify(definition) })
    const workflowId = await (
      await fetch(`${urls.conductor}/workflow/ends`, { method: 'POST', headers, body: '{}' })
    ).text()
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader()
    let seen = ''
    while (!seen.includes(workflowId)) seen += (await reader?.read())?.value ?? ''
    expect(seen).toMatch(/event: execution\ndata: \{"kind":"execution"/)
    await reader?.cancel()
  })
})

describe('a server that other machines can reach', () => {
  const raw = {
    HOST: '0.0.0.0',
    PORT: '0',
    PUBLIC_URL: 'https://kyc.example.com',
    GATEHOUSE_TRUST_PROXY: '127.0.0.1',
    GATEHOUSE_MASTER_KEY: Buffer.alloc(32, 9).toString('base64'),
  }

  it('does not start before somebody could sign in', async () => {
    await expect(createTestServer(raw)).rejects.toThrow(/users add/)
  })
})

describe('a server that requires a sign-in', () => {
  it('gives machines a token for their key, and lets nobody else at /api', async () => {
    server = await createTestServer({ GATEHOUSE_AUTH: 'required', GATEHOUSE_DEMO: 'on' })
    const bare = await server.request('GET', '/api/metadata/workflow')
    expect([bare.status, (bare.json as { status: number }).status]).toEqual([401, 401])
    const wrong = await server.request('POST', '/api/token', { body: { keyId: 'a', keySecret: 'b' } })
    expect(wrong.status).toBe(401)
    const forged = await server.request('GET', '/api/metadata/workflow', { headers: { 'x-authorization': 'a.b' } })
    expect(forged.json).toMatchObject({ status: 401, error: 'INVALID_TOKEN' })
    const cookie = await server.signIn('operator')
    expect((await server.request('GET', '/api/metadata/workflow', { cookie })).status).toBe(200)
    expect((await server.request('GET', '/metrics')).status).toBe(401)
  })

  it('takes a payload at the signed address that somebody who was let in has got, and at no other', async () => {
    server = await createTestServer({ GATEHOUSE_AUTH: 'required', GATEHOUSE_DEMO: 'on' })
    const location = '/api/tasks/externalstoragelocation?path=&operation=WRITE&payloadType=TASK_OUTPUT'
    expect((await server.request('GET', location)).status).toBe(401)
    const cookie = await server.signIn('operator')
    const { uri } = (await server.request('GET', location, { cookie })).json as { uri: string } // what the route answers
    const { pathname, search } = new URL(uri)
    expect((await server.request('PUT', pathname + search, { body: { n: 1 } })).status).toBe(200)
    const forged = search.replace(/signature=[^&]+/, 'signature=AAAA')
    expect((await server.request('PUT', pathname + forged, { body: { n: 2 } })).status).toBe(403)
  })
})
