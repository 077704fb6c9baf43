/** `/api`: exactly Conductor's REST, behind our guards and access rules. */
import type { ServerResponse } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { goneSignal, signedPayloadPath } from '@gatehouse/engine'
import type { KycStore } from '@gatehouse/kyc/store'
import { z } from 'zod'
import type { AccessApi } from '../access/access-api.ts'
import type { AccessControl } from '../access/access-control.ts'
import type { AccessAudit } from '../access/audited-action.ts'
import { admit, authorityOf, userIdOf, userInfoOf } from '../access/asker-rights.ts'
import { requestNeed } from '../access/request-need.ts'
import type { ServiceKeys } from '../auth/service-keys.ts'
import type { Config } from '../config/config.ts'
import { ServerError } from '../errors.ts'
import { pathOf } from '../http/app.ts'
import { parse } from '../http/parse.ts'
import { createRateLimit } from '../http/rate-limit.ts'
import type { ApiAccess, Asker } from './api-access.ts'
import { apiNeed } from './api-need.ts'
import type { ConductorAnswer, ConductorDoor, ConductorRequest } from './conductor-door.ts'
import { guardKycStart } from './guard-kyc-starts.ts'

/** Conductor's own limits of inputs and outputs end at 10 MB. */
const bodyLimitBytes = 10 * 1024 * 1024

/** What Conductor answers outside `/api`. */
const pathsBeside = [
  '/actuator/health',
  '/actuator/prometheus',
  '/api-docs',
  '/context.js',
  '/swagger-ui',
  '/swagger-ui/',
  '/swagger-ui.html',
  '/swagger-ui/index.html',
]

/**
 * For load balancers and start scripts; nothing in the answer is anybody's. Addresses of payloads are signed by the
 * engine, for those who were let in when they asked for them.
 */
const openPaths: ReadonlySet<string> = new Set(['/api/health', '/actuator/health', '/context.js', signedPayloadPath])

const TokenRequestSchema = z.object({ keyId: z.string().max(200), keySecret: z.string().max(400) })

export function registerApiRoutes(
  app: FastifyInstance,
  options: {
    readonly config: Config
    readonly door: ConductorDoor
    readonly access: ApiAccess
    /** Applications, users and what they may do; undefined: those of the Conductor server elsewhere. */
    readonly control: { readonly rules: AccessControl; readonly api: AccessApi } | undefined
    readonly keys: ServiceKeys
    readonly store: Pick<KycStore, 'recordAudit'>
    readonly now: () => Date
  },
): void {
  const { config, door, access, control, keys, store } = options

  // In a scope of its own: bodies pass through as bytes, whatever their type.
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))

    const auditOf =
      ({ actor }: Asker) =>
      async (entry: AccessAudit): Promise<void> => {
        await store.recordAudit({ actor, ...entry })
      }

    const pass = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      const path = pathOf(request)
      const body = Buffer.isBuffer(request.body) ? request.body : undefined
      const need = apiNeed(request.method, request.url)
      const asker = openPaths.has(path) ? undefined : await access.identify(request, reply)
      if (asker !== undefined && control !== undefined) {
        const answer = await answerAccess(control, asker, { request, path, body })
        if (answer !== undefined) return send(reply, answer)
      }
      const permit =
        asker &&
        (await admit(control?.rules, asker, need, () => requestNeed(request.method, request.url, parseJson(body))))
      const asked = new PassedRequest(request, reply, {
        origin: config.http.publicUrl?.origin ?? `${request.protocol}://${request.host}`,
        body,
        // Not an address of e-mail: what is made keeps it for long.
        asker: asker === undefined || asker.kind === 'anybody' ? undefined : asker.actor.id,
      })
      // The embedded engine looks at every start itself.
      if (config.engine.kind === 'conductor') await guardKycStart(door, asked)
      const answer = await door.handle(asked)
      if (need.secret && asker && answer.status < 400) {
        const { action, name } = need.secret
        await store.recordAudit({ actor: asker.actor, action, object: { type: 'secret', id: name } })
      }
      const userId = asker && userIdOf(asker)
      if (asker && control) {
        const audit = auditOf(asker)
        if (permit && userId !== undefined && answer.status < 400) await control.rules.made(userId, permit, audit)
        // Gone already, too: whoever was cut off asks again.
        if (answer.status < 400 || answer.status === 404)
          await control.rules.removed(request.method, request.url, audit)
      }
      return send(reply, answer)
    }

    const answerAccess = async (
      { rules, api }: NonNullable<typeof control>,
      asker: Asker,
      { request, path, body }: { request: FastifyRequest; path: string; body: Buffer | undefined },
    ): Promise<ConductorAnswer | undefined> => {
      if (path === '/api/token/userInfo' && request.method === 'GET') {
        const info = userInfoOf(asker, await rules.store.read())
        return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(info) }
      }
      if (!api.owns(path)) return undefined
      return api.answer({
        method: request.method,
        path,
        query: new URLSearchParams(request.url.split('?').slice(1).join('?')),
        body,
        authority: authorityOf(asker, await rules.store.read()),
        audit: auditOf(asker),
      })
    }

    scope.all('/api/*', { bodyLimit: bodyLimitBytes }, pass)
    for (const path of pathsBeside) scope.get(path, pass)
  })

  const failures = createRateLimit({ max: 20, windowMs: 15 * 60_000, now: () => options.now().getTime() })
  app.post('/api/token', async (request) => {
    // 404 tells Conductor's SDKs that no token is needed.
    if (config.auth !== 'required') throw new ServerError('ROUTE_NOT_FOUND', 'No static resource api/token.')
    if (failures.wait(request.ip) > 0) throw new ServerError('RATE_LIMITED', 'Too many wrong keys. Try again later.')
    const { keyId, keySecret } = parse(TokenRequestSchema, request.body)
    const token = (await keys.exchange(keyId, keySecret)) ?? (await control?.rules.exchange(keyId, keySecret))
    if (token !== undefined) return { token }
    failures.take(request.ip)
    throw new ServerError('WRONG_CREDENTIALS', 'Key id or secret is wrong.')
  })
}

/** Its signal is made when somebody asks for it: few requests are ever held. */
class PassedRequest implements ConductorRequest {
  readonly method: string
  readonly url: string
  readonly contentType: string | undefined
  readonly traceparent: string | undefined
  readonly origin: string
  readonly body: Buffer | undefined
  readonly asker: string | undefined
  private readonly response: ServerResponse
  private gone: AbortSignal | undefined

  constructor(
    { method, url, headers }: FastifyRequest,
    { raw }: FastifyReply,
    { origin, body, asker }: Pick<PassedRequest, 'origin' | 'body' | 'asker'>,
  ) {
    this.method = method
    this.url = url
    this.contentType = headers['content-type']
    // Node joins repeated headers into one text; the types don't know which.
    this.traceparent = headers['traceparent']?.toString()
    this.origin = origin
    this.body = body
    this.asker = asker
    this.response = raw
  }

  get signal(): AbortSignal {
    this.gone ??= goneSignal(this.response)
    return this.gone
  }
}

function send(reply: FastifyReply, { status, headers, body }: ConductorAnswer): FastifyReply {
  // As it is: to a JSON text, Fastify would add a charset that Conductor's answers do not have; to an empty one, a type.
  return reply
    .code(status)
    .headers(headers)
    .serializer(asIs)
    .send(body.length === 0 ? undefined : body)
}

const asIs = (body: string) => body

function parseJson(body: Buffer | undefined): unknown {
  try {
    return body === undefined ? undefined : JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}
