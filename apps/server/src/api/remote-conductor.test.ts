import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  createConductorApi,
  createEngine,
  createHttpCaller,
  createScriptRunner,
  serveConductorApi,
} from '@gatehouse/engine'
import { sampleApplication } from '@gatehouse/kyc/testing'
import { afterEach, describe, expect, it } from 'vitest'
import type { TestServer } from '../testing/test-server.ts'
import { createTestServer } from '../testing/test-server.ts'
import { createRemoteConductor } from './remote-conductor.ts'

const ends: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

/** A Conductor server of its own, in memory. */
async function startConductor(): Promise<string> {
  const scripts = createScriptRunner()
  const http = createHttpCaller()
  const engine = await createEngine({ dataFile: ':memory:', scripts, http })
  const served = await serveConductorApi(createConductorApi(engine), { port: 0 })
  ends.push(async () => {
    await served.close()
    await engine.close()
    await Promise.all([scripts.close(), http.close()])
  })
  return served.url
}

/** A server that asks for a token, which holds for three requests. */
async function startGuarded(): Promise<{ url: string; issued: () => number }> {
  let issued = 0
  let left = 0
  const server: Server = createServer((request, response) => {
    request.resume()
    request.once('end', () => {
      response.setHeader('content-type', 'application/json')
      if (request.url === '/api/token') {
        issued += 1
        left = 3
        response.end(JSON.stringify({ token: `t${issued}` }))
      } else if (request.headers['x-authorization'] !== `t${issued}` || left === 0) {
        response.statusCode = 401
        response.end(JSON.stringify({ status: 401, error: 'EXPIRED_TOKEN', message: 'expired' }))
      } else {
        left -= 1
        response.end(JSON.stringify({ ok: true }))
      }
    })
  })
  server.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  ends.push(async () => new Promise((resolve) => server.close(resolve)))
  // After listening on TCP the address is an object.
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, issued: () => issued }
}

describe('a Conductor server elsewhere', () => {
  it('is signed in to again when its token runs out', async () => {
    const { url, issued } = await startGuarded()
    const remote = createRemoteConductor({ url, credentials: { keyId: 'k', secret: 's' } })
    ends.push(() => remote.close())
    for (let call = 0; call < 7; call += 1) {
      expect((await remote.fetch('http://conductor.internal/api/health')).status).toBe(200)
    }
    expect(issued()).toBe(3)
  })

  it('without webhooks is not taken for one that has heard a vendor', async () => {
    // As Conductor OSS answers what it does not know: a POST by 404, a GET by its console.
    const oss = createServer((request, response) => {
      request.resume()
      response.statusCode = request.method === 'GET' ? 200 : 404
      response.setHeader('content-type', request.method === 'GET' ? 'text/html' : 'application/json')
      response.end(request.method === 'GET' ? '<html></html>' : '{"status":404,"message":"No static resource"}')
    })
    oss.listen(0, '127.0.0.1')
    await new Promise((resolve) => oss.once('listening', resolve))
    ends.push(async () => new Promise((resolve) => oss.close(resolve)))
    // After listening on TCP the address is an object.
    const url = `http://127.0.0.1:${(oss.address() as AddressInfo).port}`
    const server: TestServer = await createTestServer({ CONDUCTOR_SERVER_URL: url })
    ends.push(() => server.remove())
    for (const method of ['GET', 'POST']) {
      const answer = await server.request(method, '/webhook/identity')
      expect([answer.status, answer.text]).toEqual([404, expect.stringMatching(/no webhooks|No static resource/)])
    }
  })

  it('is named when it cannot be reached', async () => {
    const remote = createRemoteConductor({ url: 'http://127.0.0.1:1', credentials: undefined })
    ends.push(() => remote.close())
    await expect(remote.fetch('http://conductor.internal/api/health')).rejects.toThrow(/127.0.0.1:1 cannot be reached/)
  })

  it('runs the onboarding in place of the embedded engine', { timeout: 60_000 }, async () => {
    const url = await startConductor()
    const server: TestServer = await createTestServer({
      CONDUCTOR_SERVER_URL: `${url}/api`,
      GATEHOUSE_AUTH: 'required',
      GATEHOUSE_DEMO: 'on',
    })
    ends.push(() => server.remove())
    await server.start()
    const cookie = await server.signIn('analyst')
    expect((await server.request('GET', '/ui/v1/session')).json).toMatchObject({ engine: 'conductor' })
    const taken = await server.request('POST', '/kyc/v1/applications', {
      cookie,
      body: { application: sampleApplication() },
    })
    expect(taken.status).toBe(201)
    const { caseId } = taken.json as { caseId: string }
    const read = async () =>
      ((await server.request('GET', `/kyc/v1/cases/${caseId}`, { cookie })).json as { state: string }).state
    const endsAt = Date.now() + 40_000
    while ((await read()) !== 'APPROVED' && Date.now() < endsAt) await new Promise((resolve) => setTimeout(resolve, 50))
    expect(await read()).toBe('APPROVED')
    // Behind our sign-in, though the server itself asks nobody.
    expect((await server.request('GET', '/api/metadata/workflow')).status).toBe(401)
    const operator = await server.signIn('operator')
    const found = await server.request('GET', `/api/workflow/kycWorkflow/correlated/${caseId}?includeClosed=true`, {
      cookie: operator,
    })
    expect(found.json).toMatchObject([{ status: 'COMPLETED' }])
    expect((await fetch(`${url}/api/workflow/search`)).ok).toBe(true)
  })
})
