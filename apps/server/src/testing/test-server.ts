/** The real server on a temporary folder, for tests: nothing is replaced but the log. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RawConfig } from '../config/config-keys.ts'
import { parseConfig } from '../config/parse-config.ts'
import { createLog } from '../log.ts'
import type { GatehouseServer, ServerOptions } from '../server.ts'
import { createServer } from '../server.ts'

export interface TestServer extends GatehouseServer {
  readonly folder: string
  /** Sends a request without a port, as our own page would. */
  request(method: string, url: string, options?: TestRequest): Promise<TestAnswer>
  /** The session cookie of the demo's account with that role. */
  signIn(role: string): Promise<string>
  /** Stops and removes the folder. */
  remove(): Promise<void>
}

interface TestRequest {
  readonly body?: unknown
  /** Sent as it is. */
  readonly raw?: string | Buffer
  readonly cookie?: string
  readonly headers?: Readonly<Record<string, string>>
}

export interface TestAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly text: string
  /** Parsed when it is JSON. */
  readonly json: unknown
  /** `error.code` of our own error body. */
  readonly code: string | undefined
}

export async function createTestServer(raw: RawConfig = {}, options: Partial<ServerOptions> = {}): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-'))
  return openTestServer(folder, raw, options)
}

export async function openTestServer(
  folder: string,
  raw: RawConfig = {},
  options: Partial<ServerOptions> = {},
): Promise<TestServer> {
  const config = parseConfig({ GATEHOUSE_DATA: folder, ...raw }, folder)
  const server = await createServer(config, { log: createLog('silent'), pages: join(folder, 'no-pages'), ...options })
  const request: TestServer['request'] = async (method, url, { body, raw: rawBody, cookie, headers = {} } = {}) => {
    const payload = rawBody ?? (body === undefined ? undefined : JSON.stringify(body))
    const response = await server.app.inject({
      // inject types the method as a union of the ones it knows.
      method: method as 'GET',
      url,
      headers: {
        host: new URL(server.urls.console).host,
        ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
        ...(cookie === undefined ? {} : { cookie }),
        ...headers,
      },
      ...(payload === undefined ? {} : { payload }),
    })
    const json = parseJson(response.body)
    return { status: response.statusCode, headers: response.headers, text: response.body, json, code: codeOf(json) }
  }
  return Object.assign(server, {
    folder,
    request,
    async signIn(role: string) {
      const account = server.demoAccounts.find(({ roles }) => roles.some((word) => word === role))
      const { email, password } = account ?? { email: '', password: '' }
      const answer = await request('POST', '/ui/v1/auth/sign-in/email', { body: { email, password } })
      const cookies = [answer.headers['set-cookie']].flat().map((line) => String(line).split(';', 1)[0])
      return cookies.join('; ')
    },
    async remove() {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function codeOf(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null || !('error' in body)) return undefined
  const { error } = body
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : undefined
}
