/** `/ui/v1/auth`: a list of what staff need of better-auth, behind our limits, errors and audit. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { authBasePath } from '../auth/auth-base-path.ts'
import { ServerError } from '../errors.ts'
import type { ServerErrorCode } from '../errors.ts'
import { parse } from '../http/parse.ts'
import { createRateLimit } from '../http/rate-limit.ts'
import type { Parts } from './parts.ts'

/** Everything else that better-auth knows stays closed: sign-up, changing one's own record, deleting accounts. */
const openPaths: ReadonlySet<string> = new Set([
  'POST /sign-in/email',
  'POST /sign-in/social',
  'POST /sign-out',
  'GET /get-session',
  'POST /change-password',
  'GET /list-sessions',
  'POST /revoke-session',
  'POST /revoke-other-sessions',
  'POST /two-factor/enable',
  'POST /two-factor/disable',
  'POST /two-factor/verify-totp',
  'POST /two-factor/verify-backup-code',
  'POST /two-factor/generate-backup-codes',
  'GET /callback/oidc',
])

const SignInSchema = z.object({ email: z.string().min(1).max(254), password: z.string().min(1).max(200) })

const windowMs = 15 * 60_000
const maxFailuresByAccount = 10
const maxFailuresByAddress = 100
/** Codes tried after one password: a second factor has a million values and three of them are right. */
const maxCodesBySignIn = 5

export function registerAuthRoutes(app: FastifyInstance, parts: Parts): void {
  const limit = { windowMs, now: () => parts.now().getTime() }
  const byAccount = createRateLimit({ ...limit, max: maxFailuresByAccount })
  const byAddress = createRateLimit({ ...limit, max: maxFailuresByAddress })
  const bySignIn = createRateLimit({ ...limit, max: maxCodesBySignIn })

  app.post(`${authBasePath}/sign-in/email`, async (request, reply) => {
    const body = parse(SignInSchema, request.body)
    const account = body.email.trim().toLowerCase()
    const wait = Math.max(byAccount.wait(account), byAddress.wait(request.ip))
    if (wait > 0) throw tooMany(reply, wait)
    const response = await pass(parts, request, { ...body, email: account })
    const isWrong = response.status === 401 || response.status === 403
    await auditSignIn(parts, request, response, isWrong)
    if (isWrong) {
      byAccount.take(account)
      byAddress.take(request.ip)
      throw new ServerError('WRONG_CREDENTIALS', 'E-mail address or password is wrong.')
    }
    // Half a sign-in counts: or each one would bring new tries at the code.
    if (await isHalf(response)) byAccount.take(account)
    else byAccount.forgive(account)
    return answer(response, reply)
  })

  app.all(`${authBasePath}/*`, async (request, reply) => {
    const path = request.url.split('?', 1)[0]?.slice(authBasePath.length) ?? ''
    if (!openPaths.has(`${request.method} ${path}`)) {
      throw new ServerError(
        'ROUTE_NOT_FOUND',
        `There is nothing at ${request.method} ${authBasePath}${path.slice(0, 100)}.`,
      )
    }
    if (path.startsWith('/two-factor/verify')) {
      const wait = Math.max(byAddress.take(request.ip), bySignIn.take(secondFactorCookie(request)))
      if (wait > 0) throw tooMany(reply, wait)
    }
    if (path === '/sign-out') await auditSignOut(parts, request, reply)
    return answer(await pass(parts, request, request.body), reply)
  })
}

async function isHalf(response: Response): Promise<boolean> {
  const body = parseJson(await response.clone().text())
  return z.object({ twoFactorRedirect: z.literal(true) }).safeParse(body).success
}

/** Names the one sign-in that a code belongs to. */
function secondFactorCookie(request: FastifyRequest): string {
  return /two_factor=([^;]+)/.exec(request.headers.cookie ?? '')?.[1] ?? `none ${request.ip}`
}

function tooMany(reply: FastifyReply, waitSeconds: number): ServerError {
  reply.header('retry-after', String(waitSeconds))
  return new ServerError('RATE_LIMITED', `Too many tries. Try again in ${Math.ceil(waitSeconds / 60)} minutes.`)
}

function pass(parts: Parts, request: FastifyRequest, body: unknown): Promise<Response> {
  const headers = new Headers()
  for (const name of ['cookie', 'user-agent'] as const) {
    const value = request.headers[name]
    if (value !== undefined) headers.set(name, value)
  }
  const hasBody = request.method !== 'GET' && request.method !== 'HEAD'
  if (hasBody) headers.set('content-type', 'application/json')
  return parts.auth.handle(
    new Request(new URL(request.url, parts.origins.primary), {
      method: request.method,
      headers,
      ...(hasBody ? { body: JSON.stringify(body ?? {}) } : {}),
    }),
  )
}

const codeOfStatus: Readonly<Record<number, ServerErrorCode>> = {
  401: 'NOT_SIGNED_IN',
  403: 'FORBIDDEN',
  404: 'ROUTE_NOT_FOUND',
  429: 'RATE_LIMITED',
}

async function answer(response: Response, reply: FastifyReply): Promise<FastifyReply> {
  const text = await response.text()
  if (response.status >= 500) throw new Error(`sign-in answered ${response.status}`)
  if (response.status >= 400) {
    const message = z.object({ message: z.string() }).safeParse(parseJson(text)).data?.message
    throw new ServerError(codeOfStatus[response.status] ?? 'INVALID_INPUT', message ?? 'The request was refused.')
  }
  for (const cookie of response.headers.getSetCookie()) reply.header('set-cookie', cookie)
  const location = response.headers.get('location')
  if (location !== null) reply.header('location', location)
  return reply
    .code(response.status)
    .type('application/json')
    .send(text === '' ? 'null' : text)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

async function auditSignIn(parts: Parts, request: FastifyRequest, response: Response, isWrong: boolean): Promise<void> {
  const user = z.object({ user: z.object({ id: z.string() }) }).safeParse(parseJson(await response.clone().text()))
    .data?.user
  const id = user?.id ?? 'unknown'
  await parts.store.recordAudit({
    actor: { type: 'person', id, roles: [], session: parts.gate.sessionMarks(request), correlationId: request.id },
    action: isWrong ? 'SIGN_IN_FAILED' : 'SIGN_IN',
    object: { type: 'session', id },
  })
}

async function auditSignOut(parts: Parts, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const staff = await parts.gate.staffOf(request, reply)
  reply.removeHeader('set-cookie')
  if (staff === undefined) return
  await parts.store.recordAudit({
    actor: parts.gate.toActor(staff, request),
    action: 'SIGN_OUT',
    object: { type: 'session', id: staff.id },
  })
}
