/** A server that asks for a sign-in, with a client that may manage access, for tests. */
import {
  ApplicationClient,
  AuthorizationClient,
  createConductorClient,
  noopLogger,
} from '@io-orkes/conductor-javascript'
import { parseConfig } from '../config/parse-config.ts'
import { openFoundation } from '../foundation.ts'
import { createTestServer, openTestServer, type TestServer } from './test-server.ts'

export const guarded = { GATEHOUSE_AUTH: 'required', GATEHOUSE_DEMO: 'on', PORT: '0' }

type Roles = Parameters<ApplicationClient['addApplicationRole']>[1][]

/** Orkes' client at a server, with the key of an application or of a service. */
export async function clientOf(server: TestServer, keyId?: string, keySecret?: string) {
  const serverUrl = new URL(server.urls.conductor).origin
  const key = keyId === undefined || keySecret === undefined ? {} : { keyId, keySecret }
  return createConductorClient({ serverUrl, ...key, useEnvVars: false, logger: noopLogger })
}

/** `advance` moves the server's clock, in milliseconds; whoever opens it removes the server. */
export async function openGuardedServer() {
  const first = await createTestServer(guarded)
  await first.stop()
  const foundation = await openFoundation(parseConfig({ GATEHOUSE_DATA: first.folder }, first.folder), () => new Date())
  const key = await foundation.keys.create({ name: 'admin', scopes: ['access'] })
  await foundation.close()
  let offset = 0
  const server = await openTestServer(first.folder, guarded, { now: () => new Date(Date.now() + offset) })
  await server.start()
  const client = await clientOf(server, key.keyId, key.secret)
  const applications = new ApplicationClient(client)
  const newApplication = async (...roles: Roles) => {
    const { id } = await applications.createApplication(roles.join('-') || 'plain')
    for (const role of roles) await applications.addApplicationRole(id, role)
    const access = await applications.createAccessKey(id)
    const token = async () =>
      server.request('POST', '/api/token', { body: { keyId: access.id, keySecret: access.secret } })
    const { token: value } = (await token()).json as { token: string } // what SDKs read
    const ask = (method: string, url: string, body?: unknown) =>
      server.request(method, url, { body, headers: { 'x-authorization': value } })
    return { id, access, token, ask, status: async (...call: Parameters<typeof ask>) => (await ask(...call)).status }
  }
  return {
    server,
    applications,
    people: new AuthorizationClient(client),
    newApplication,
    advance: (ms: number) => (offset += ms),
  }
}
