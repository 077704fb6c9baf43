// A whole Gatehouse on a free port with a data folder of its own, and the people who use it, over real HTTP.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { VerifyPayee } from '@gatehouse/kyc'
import {
  type CaseDetail,
  CaseDetailSchema,
  type CaseList,
  CaseListSchema,
  type Mailbox,
  MailboxSchema,
} from '@gatehouse/kyc/wire'
import { createLog, createServer, type GatehouseServer, parseConfig } from '@gatehouse/server'

export interface Gatehouse {
  readonly url: string
  readonly dataDir: string
  readonly server: GatehouseServer
  /** Moves the business clock; engine timers keep running on the machine's own. */
  advance(ms: number): void
  /** Signed in once, then remembered. */
  as(firstName: string): Promise<Client>
  stop(): Promise<void>
}

export interface GatehouseOptions {
  readonly env?: Readonly<Record<string, string>>
  /** Instant at which the business clock stands at the start. */
  readonly startAt?: string
  readonly dataDir?: string
  /** Where the log goes; by default to the console, and only when all is lost. */
  readonly logTo?: NodeJS.WritableStream
  /** Pages are not built for tests that never open one. */
  readonly pages?: string
  /** Stands in for the service that verifies payees. */
  readonly verifyPayee?: VerifyPayee
}

export async function startGatehouse(options: GatehouseOptions = {}): Promise<Gatehouse> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'gatehouse-test-')))
  const config = parseConfig({ GATEHOUSE_DATA: dataDir, PORT: '0', LOG_LEVEL: 'fatal', ...options.env }, process.cwd())
  let offset = options.startAt === undefined ? 0 : Date.parse(options.startAt) - Date.now()
  const server = await createServer(config, {
    log: createLog(config.logLevel, options.logTo),
    now: () => new Date(Date.now() + offset),
    ...(options.pages === undefined ? {} : { pages: options.pages }),
    ...(options.verifyPayee === undefined ? {} : { verifyPayee: options.verifyPayee }),
  })
  await server.start()
  const url = new URL(server.urls.console).origin
  const clients = new Map<string, Promise<Client>>()
  return {
    url,
    dataDir,
    server,
    advance(ms) {
      offset += ms
    },
    as(firstName) {
      const known = clients.get(firstName)
      if (known !== undefined) return known
      const account = server.demoAccounts.find(({ name }) => name.startsWith(firstName))
      if (account === undefined) throw new Error(`Nobody is called ${firstName}`)
      const client = signIn(url, account.email, account.password)
      clients.set(firstName, client)
      return client
    },
    async stop() {
      await server.stop()
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** One browser's worth of cookies, and JSON both ways. Throws with status and body when the answer is an error. */
export class Client {
  readonly #url: string
  readonly #cookies = new Map<string, string>()

  constructor(url: string) {
    this.#url = url
  }

  async call(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await this.raw(method, path, body)
    const text = await response.text()
    if (!response.ok) throw new HttpFailure(method, path, response.status, text)
    if (text === '') return null
    return response.headers.get('content-type')?.startsWith('application/json') ? JSON.parse(text) : text
  }

  async raw(method: string, path: string, body?: unknown): Promise<Response> {
    const response = await fetch(this.#url + path, {
      method,
      headers: {
        origin: this.#url,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';')
      const at = pair.indexOf('=')
      this.#cookies.set(pair.slice(0, at), pair.slice(at + 1))
    }
    return response
  }

  async kycCase(caseId: string): Promise<CaseDetail> {
    return CaseDetailSchema.parse(await this.call('GET', `/kyc/v1/cases/${caseId}`))
  }

  async queue(view: string): Promise<CaseList> {
    return CaseListSchema.parse(await this.call('GET', `/kyc/v1/cases?view=${view}&limit=100`))
  }

  async mailbox(): Promise<Mailbox> {
    return MailboxSchema.parse(await this.call('GET', '/ui/v1/mailbox'))
  }
}

export class HttpFailure extends Error {
  readonly status: number
  readonly body: string
  constructor(method: string, path: string, status: number, body: string) {
    super(`${method} ${path}: ${status} ${body}`)
    this.status = status
    this.body = body
  }
}

async function signIn(url: string, email: string, password: string): Promise<Client> {
  const client = new Client(url)
  await client.call('POST', '/ui/v1/auth/sign-in/email', { email, password })
  return client
}

/** Asks again until the answer is one; a minute at most unless told otherwise. */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | undefined | null | false>,
  limitMs = 60_000,
): Promise<T> {
  const started = Date.now()
  let last: unknown
  do {
    try {
      const answer = await ask()
      if (answer !== undefined && answer !== null && answer !== false) return answer
    } catch (error) {
      last = error
    }
    await new Promise((resolve) => setTimeout(resolve, 40))
  } while (Date.now() - started < limitMs)
  throw new Error(`Waited ${limitMs} ms in vain for ${what}`, { cause: last })
}
