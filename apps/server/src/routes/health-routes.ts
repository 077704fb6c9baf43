/** `/health` for load balancers, `/metrics` for Prometheus. */
import { healthOf } from '@gatehouse/engine'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { ServerError } from '../errors.ts'
import { createRateLimit } from '../http/rate-limit.ts'
import type { Parts } from './parts.ts'

export function registerHealthRoutes(
  app: FastifyInstance,
  { metrics, access, keys, config, engine, now }: Parts,
): void {
  // Conductor's own answer: its SDKs and start scripts look at it too.
  app.get('/health', async () => healthOf({ storageTrouble: () => engine?.storageTrouble() }))

  const failures = createRateLimit({ max: 20, windowMs: 15 * 60_000, now: () => now().getTime() })
  /** Prometheus cannot fetch tokens, but sends a name and a password: key id and secret. */
  const hasKey = async (request: FastifyRequest): Promise<boolean> => {
    const credentials = basicOf(request)
    if (credentials === undefined || config.auth !== 'required') return false
    if (failures.wait(request.ip) > 0) throw new ServerError('RATE_LIMITED', 'Too many wrong keys. Try again later.')
    const token = await keys.exchange(credentials.keyId, credentials.secret)
    const checked = token === undefined ? undefined : await keys.check(token)
    if (checked?.ok === true) {
      if (checked.identity.scopes.includes('engine')) return true
      throw new ServerError('FORBIDDEN', `The key ${checked.identity.keyId} lacks the scope engine.`)
    }
    failures.take(request.ip)
    throw new ServerError('WRONG_CREDENTIALS', 'Key id or secret is wrong.')
  }

  app.get('/metrics', async (request, reply) => {
    if (!(await hasKey(request))) await access.check(request, reply, { scope: 'engine', permission: 'engine.read' })
    return reply.type(metrics.contentType).send(await metrics.text())
  })
}

function basicOf({ headers }: FastifyRequest): { readonly keyId: string; readonly secret: string } | undefined {
  const [, encoded] = /^Basic ([A-Za-z0-9+/=]+)$/.exec(headers.authorization ?? '') ?? []
  if (encoded === undefined) return undefined
  const [keyId = '', ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':')
  return { keyId, secret: rest.join(':') }
}
