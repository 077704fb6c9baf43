// What the server talks to outside: a mail server, an OpenID provider, a proxy in front.
import { createServer } from 'node:http'
import type { AddressInfo, Server as NetServer } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { afterEach, describe, expect, it } from 'vitest'
import { parseConfig } from './config/parse-config.ts'
import { openFoundation } from './foundation.ts'
import type { TestServer } from './testing/test-server.ts'
import { createTestServer, openTestServer } from './testing/test-server.ts'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

async function listen(server: Pick<NetServer, 'listen' | 'once'>): Promise<void> {
  server.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
}

// After listening on TCP the address is an object.
const portOf = (server: Pick<NetServer, 'address'>): number => (server.address() as AddressInfo).port

async function begin(server: TestServer, set: Record<string, unknown>): Promise<{ path: string; cookie: string }> {
  const host = new URL(server.urls.console).host
  const started = await server.request('POST', '/apply/v1/applications', {
    body: { locale: 'en', productCode: 'SAVINGS', privacyNoticeVersion: '1' },
    headers: { host },
  })
  const cookie = String([started.headers['set-cookie']].flat()[0]).split(';', 1)[0] ?? ''
  const path = `/apply/v1/applications/${(started.json as { ref: string }).ref}`
  await server.request('PATCH', path, { body: { set }, cookie, headers: { host } })
  return { path, cookie }
}

describe('a mail server', () => {
  it('is given what would else be kept', { timeout: 40_000 }, async () => {
    const received: string[] = []
    const smtp = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData(stream, _session, done) {
        let text = ''
        stream.on('data', (chunk: Buffer) => (text += chunk.toString()))
        stream.on('end', () => {
          received.push(text)
          done()
        })
      },
    })
    await listen(smtp.server)
    ends.push(() => new Promise((resolve) => smtp.close(() => resolve(undefined))))
    const server = await createTestServer({
      PORT: '0',
      SMTP_URL: `smtp://127.0.0.1:${portOf(smtp.server)}`,
      MAIL_FROM: 'bank@bank.example',
    })
    ends.push(() => server.remove())
    await server.start()
    const { path, cookie } = await begin(server, { 'contact.email': 'petra@example.com' })
    await server.request('POST', `${path}/codes`, { cookie, headers: { host: new URL(server.urls.console).host } })
    const endsAt = Date.now() + 20_000
    while (received.length === 0 && Date.now() < endsAt) await new Promise((resolve) => setTimeout(resolve, 20))
    expect(received[0]).toMatch(/From: bank@bank\.example[\s\S]*To: petra@example\.com[\s\S]*Your code is \d{6}/)
  })
})

describe('an OpenID provider', () => {
  it('is where staff are sent to sign in', async () => {
    const provider = createServer((_request, response) => {
      const issuer = `http://127.0.0.1:${portOf(provider)}`
      response.setHeader('content-type', 'application/json')
      response.end(
        JSON.stringify({
          issuer,
          authorization_endpoint: `${issuer}/auth`,
          token_endpoint: `${issuer}/token`,
          userinfo_endpoint: `${issuer}/me`,
          jwks_uri: `${issuer}/jwks`,
        }),
      )
    })
    await listen(provider)
    ends.push(() => provider.close())
    const issuer = `http://127.0.0.1:${portOf(provider)}`
    const server = await createTestServer({
      OIDC_ISSUER: issuer,
      OIDC_CLIENT_ID: 'gatehouse',
      OIDC_CLIENT_SECRET: 'secret',
    })
    ends.push(() => server.remove())
    const answer = await server.request('POST', '/ui/v1/auth/sign-in/social', {
      body: { provider: 'oidc', callbackURL: '/' },
    })
    expect(answer.status).toBe(200)
    const { url } = answer.json as { url: string }
    expect(url.startsWith(`${issuer}/auth?`)).toBe(true)
    expect(new URL(url).searchParams.get('redirect_uri')).toBe('http://127.0.0.1:8080/ui/v1/auth/callback/oidc')
    const abroad = await server.request('POST', '/ui/v1/auth/sign-in/social', {
      body: { provider: 'oidc', callbackURL: 'https://attacker.example/' },
    })
    expect(abroad.status).toBe(403)
  })
})

describe('a proxy in front', () => {
  it('passes its own host on, and only it', async () => {
    const raw = {
      HOST: '0.0.0.0',
      PUBLIC_URL: 'https://kyc.example.com',
      GATEHOUSE_TRUST_PROXY: '127.0.0.1',
      GATEHOUSE_MASTER_KEY: Buffer.alloc(32, 9).toString('base64'),
    }
    const folder = await mkdtemp(join(tmpdir(), 'gatehouse-'))
    const foundation = await openFoundation(parseConfig({ GATEHOUSE_DATA: folder, ...raw }, folder), () => new Date())
    await foundation.auth.createStaff({
      email: 'ada@bank.example',
      name: 'Ada',
      roles: ['mlro'],
      password: 'correct horse battery',
    })
    await foundation.close()
    const server = await openTestServer(folder, raw)
    ends.push(() => server.remove())
    const headers = { host: '10.0.0.5:8080', 'x-forwarded-host': 'kyc.example.com', 'x-forwarded-proto': 'https' }
    expect((await server.request('GET', '/ui/v1/session', { headers })).status).toBe(200)
    expect((await server.request('GET', '/ui/v1/session', { headers: { host: '10.0.0.5:8080' } })).code).toBe(
      'FOREIGN_HOST',
    )
    expect((await server.request('GET', '/api/metadata/workflow', { headers })).status).toBe(401)
    expect((await server.request('GET', '/ui/v1/demo-accounts', { headers })).status).toBe(404)
    const signedIn = await server.request('POST', '/ui/v1/auth/sign-in/email', {
      headers,
      body: { email: 'ada@bank.example', password: 'correct horse battery' },
    })
    expect(String(signedIn.headers['set-cookie'])).toMatch(/Secure.*HttpOnly.*SameSite=Strict/)
    expect(signedIn.headers['strict-transport-security']).toContain('max-age')
  })
})
