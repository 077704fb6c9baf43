/** A small client of a running server, for commands. */
import type { z } from 'zod'
import { DemoAccountsSchema, ErrorBodySchema } from '@gatehouse/kyc/wire'

export interface ServerClient {
  readonly url: string
  /** @throws Error with the server's own message for any status from 400 on */
  call<T>(method: 'GET' | 'POST', path: string, schema: z.ZodType<T>, body?: unknown): Promise<T>
  /** Signs in with the address given, or with the demo's account of that role. */
  signIn(credentials: { email: string; password: string } | { role: string }): Promise<void>
}

export function createServerClient(url: string): ServerClient {
  let cookie: string | undefined
  const send = async (method: string, path: string, body: unknown): Promise<Response> => {
    try {
      return await fetch(`${url}${path}`, {
        method,
        headers: {
          ...(cookie === undefined ? {} : { cookie }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
    } catch (cause) {
      throw new Error(`No server answers at ${url}. Start one with "npm start", or leave --server out.`, { cause })
    }
  }
  const client: ServerClient = {
    url,
    async call(method, path, schema, body) {
      const response = await send(method, path, body)
      const text = await response.text()
      if (!response.ok) throw new Error(messageOf(text) ?? `${method} ${path} answered ${response.status}.`)
      const isJson = response.headers.get('content-type')?.includes('json') ?? false
      return schema.parse(isJson ? JSON.parse(text) : text)
    },
    async signIn(credentials) {
      const { email, password } =
        'role' in credentials
          ? await demoAccount(await send('GET', '/ui/v1/demo-accounts', undefined), credentials.role)
          : credentials
      const response = await send('POST', '/ui/v1/auth/sign-in/email', { email, password })
      if (!response.ok) throw new Error(messageOf(await response.text()) ?? 'The sign-in was refused.')
      cookie = response.headers
        .getSetCookie()
        .map((line) => line.split(';', 1)[0])
        .join('; ')
    },
  }
  return client
}

async function demoAccount(answer: Response, role: string): Promise<{ email: string; password: string }> {
  const accounts = answer.ok ? DemoAccountsSchema.parse(await answer.json()) : []
  const found = accounts.find(({ roles }) => roles.some((word) => word === role))
  if (found === undefined)
    throw new Error(`This is no demo: say who you are with --email and --password (role ${role}).`)
  return found
}

function messageOf(text: string): string | undefined {
  try {
    const body: unknown = JSON.parse(text)
    const own = ErrorBodySchema.safeParse(body)
    if (own.success) {
      const { code, message, fields } = own.data.error
      const lines = (fields ?? []).map((field) => `\n  ${field.path}: ${field.message ?? field.code}`)
      return `${message} [${code}]${lines.join('')}`
    }
    return typeof body === 'object' && body !== null && 'message' in body ? String(body.message) : undefined
  } catch {
    return undefined
  }
}
