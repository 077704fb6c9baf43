// Secrets put in through `/api/secrets`: who may, what is written down of it, and what is nowhere on disk.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { parseConfig } from '../config/parse-config.ts'
import { openFoundation } from '../foundation.ts'
import { createTestServer, openTestServer } from '../testing/test-server.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

const value = 'canary-of-the-bank-77ab'
const raw = { GATEHOUSE_AUTH: 'required', GATEHOUSE_DEMO: 'on', PORT: '0' }

function filesWith(folder: string, text: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => readFileSync(file).includes(text))
}

it('are for operators and keys with the scope, encrypted, audited, and there after a restart', async () => {
  const first = await createTestServer(raw)
  await first.stop()
  const { folder } = first
  const foundation = await openFoundation(parseConfig({ GATEHOUSE_DATA: folder }, folder), () => new Date())
  const engineKey = await foundation.keys.create({ name: 'worker', scopes: ['engine'] })
  const secretsKey = await foundation.keys.create({ name: 'vault', scopes: ['secrets'] })
  await foundation.close()

  const server = await openTestServer(folder, raw)
  ends.push(() => server.remove())
  const path = '/api/secrets/VENDOR'
  const [operator, author] = [await server.signIn('operator'), await server.signIn('author')]
  const token = async ({ keyId, secret }: { keyId: string; secret: string }) => {
    const { json } = await server.request('POST', '/api/token', { body: { keyId, keySecret: secret } })
    return { 'x-authorization': (json as { token: string }).token }
  }
  const [ofEngine, ofSecrets] = [await token(engineKey), await token(secretsKey)]

  for (const who of [{ cookie: author }, { headers: ofEngine }]) {
    expect(await server.request('PUT', path, { ...who, body: value })).toMatchObject({ status: 403 })
  }
  expect((await server.request('PUT', path, { body: value })).status).toBe(401)
  expect((await server.request('PUT', path, { cookie: operator, body: value })).status).toBe(200)
  expect((await server.request('GET', path, { headers: ofSecrets })).text).toBe(value)
  for (const who of [{ cookie: author }, { headers: ofEngine }]) {
    expect((await server.request('GET', path, who)).status).toBe(403)
    expect((await server.request('GET', '/api/secrets%2FVENDOR', who)).status).not.toBe(200)
    expect((await server.request('DELETE', path, who)).status).toBe(403)
    // Names are no secrets.
    expect((await server.request('POST', '/api/secrets', who)).json).toEqual(['VENDOR'])
    expect((await server.request('GET', `${path}/exists`, who)).json).toBe(true)
  }
  await server.stop()
  expect(filesWith(folder, value)).toEqual([])

  const again = await openTestServer(folder, raw)
  ends.push(() => again.stop())
  const cookie = await again.signIn('operator')
  expect((await again.request('GET', path, { cookie })).text).toBe(value)
  expect((await again.request('DELETE', path, { cookie })).status).toBe(200)
  expect((await again.request('GET', path, { cookie })).status).toBe(404)
  await again.stop()

  const { store, close } = await openFoundation(parseConfig({ GATEHOUSE_DATA: folder }, folder), () => new Date())
  ends.push(close)
  const { items } = await store.auditList({ limit: 50 })
  const trail = items.filter(({ object }) => object.type === 'secret')
  expect(trail.map(({ action, actor, object }) => [action, actor.type, object.id])).toEqual([
    ['SECRET_REMOVED', 'person', 'VENDOR'],
    ['SECRET_READ', 'person', 'VENDOR'],
    ['SECRET_READ', 'service', 'VENDOR'],
    ['SECRET_STORED', 'person', 'VENDOR'],
  ])
  expect(JSON.stringify(items)).not.toContain(value)
})
