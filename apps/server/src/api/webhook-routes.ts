/**
 * Where vendors call back: `/webhook/{id}` and `/api/webhook/{id}`. Nobody signs in; each call proves itself to the
 * webhook it is for, or nothing happens. What is asked of every request (`Host`, `Origin`) is asked here too.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { ServerError } from '../errors.ts'
import { createRateLimit } from '../http/rate-limit.ts'
import type { ConductorAnswer, ConductorDoor } from './conductor-door.ts'

/** A vendor sends a result, not a file. */
const bodyLimitBytes = 1024 * 1024

/** What tells of the connection or of somebody who is signed in here is nobody else's. */
const notPassedOn: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'cookie',
  'expect',
  'host',
  'keep-alive',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

export function registerWebhookRoutes(
  app: FastifyInstance,
  { door, now }: { readonly door: ConductorDoor; readonly now: () => Date },
): void {
  // A vendor whose secret was changed tries again and again, from one address: slowed down, not locked out for long.
  const refusals = createRateLimit({ max: 100, windowMs: 60_000, now: () => now().getTime() })

  const take = async (request: FastifyRequest<{ Params: { id: string } }>, reply: FastifyReply) => {
    const seconds = refusals.wait(request.ip)
    if (seconds > 0) {
      reply.header('retry-after', String(seconds))
      throw new ServerError('RATE_LIMITED', 'Too many calls that proved nothing. Try again later.')
    }
    const { id } = request.params
    const given = await door.handle({
      method: request.method,
      url: `/webhook/${encodeURIComponent(id)}`,
      contentType: request.headers['content-type'],
      headers: passedOn(request),
      body: Buffer.isBuffer(request.body) ? request.body : undefined,
      signal: AbortSignal.timeout(30_000),
    })
    const answer = isPage(given) ? noWebhook : given
    if (answer.status >= 400 && answer.status < 500) {
      refusals.take(request.ip)
      request.log.warn({ webhookId: id, status: answer.status }, 'webhook call refused')
    }
    return reply.code(answer.status).headers(answer.headers).send(answer.body)
  }

  // In a scope of its own: a signature is over the bytes as they came.
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    for (const path of ['/webhook/:id', '/api/webhook/:id']) {
      scope.get<{ Params: { id: string } }>(path, take)
      scope.post<{ Params: { id: string } }>(path, { bodyLimit: bodyLimitBytes }, take)
    }
  })
}

const noWebhook: ConductorAnswer = {
  status: 404,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ status: 404, message: 'The Conductor server has no webhooks.', retryable: false }),
}

/** A Conductor server without webhooks shows its console at addresses that it does not know: no vendor was heard there. */
function isPage({ status, headers }: ConductorAnswer): boolean {
  return status < 400 && String(headers['content-type'] ?? '').startsWith('text/html')
}

function passedOn({ headers }: FastifyRequest): Record<string, string> {
  const kept: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    // Header names come in small letters, and repeated ones joined, but for cookies.
    if (typeof value === 'string' && !notPassedOn.has(name)) kept[name] = value
  }
  return kept
}
