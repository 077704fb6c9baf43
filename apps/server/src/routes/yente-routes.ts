/** `/screening`: what clients of yente and OpenSanctions ask, answered from the lists in force. */
import { randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { createScreeningApi, splitEntityId } from '@gatehouse/screening'
import { pathOf } from '../http/app.ts'
import type { ListsInForce } from '../screening/lists-in-force.ts'
import { publishedOf, toApiState } from '../screening/published-lists.ts'
import type { Parts } from './parts.ts'

const mount = '/screening'

export function registerYenteRoutes(app: FastifyInstance, parts: Parts): void {
  const { lists, access, config, listKeeper, origins } = parts
  const ask = createScreeningApi(() => toApiState(lists.current()))

  const answer = async (request: FastifyRequest, reply: FastifyReply) => {
    traceBack(request, reply)
    const path = pathOf(request).slice(mount.length)
    if (!isDecodable(path)) return reply.code(400).send({ detail: 'The address cannot be decoded.' })
    if (isOfOwnList(path, lists.current())) return reply.code(404).send({ detail: 'No such entity!' })
    const { status, headers, body } = await ask({
      method: request.method === 'HEAD' ? 'GET' : request.method,
      path,
      query: new URLSearchParams(request.url.split('?').slice(1).join('?')),
      body: request.body,
      headers: { 'if-none-match': request.headers['if-none-match'], 'x-base-url': `${origins.primary}${mount}` },
    })
    const { location, ...others } = headers
    void reply
      .code(status)
      .headers({ ...others, ...(location === undefined ? {} : { location: `${mount}${location}` }) })
    return sendSmall(request, reply, body)
  }
  const guarded = async (request: FastifyRequest, reply: FastifyReply) => {
    await access.check(request, reply, { scope: 'screening', permission: 'screening.try' })
    return answer(request, reply)
  }

  for (const path of ['/healthz', '/readyz', '/algorithms']) app.get(`${mount}${path}`, answer)
  const open = ['/catalog', '/manifest', '/search/:dataset', '/entities/:entityId', '/entities/:entityId/adjacent']
  for (const path of open) app.get(`${mount}${path}`, guarded)
  app.get(`${mount}/entities/:entityId/adjacent/:property`, guarded)
  app.post(`${mount}/match/:dataset`, guarded)

  void app.register(async (scope) => {
    // OpenRefine sends forms. Nothing here changes anything, and another site's page cannot read the answer.
    const form = 'application/x-www-form-urlencoded'
    scope.addContentTypeParser(form, { parseAs: 'string' }, (_request, text, done) =>
      done(null, Object.fromEntries(new URLSearchParams(String(text)))),
    )
    scope.get(`${mount}/reconcile/:dataset`, guarded)
    scope.post(`${mount}/reconcile/:dataset`, guarded)
    for (const kind of ['suggest/entity', 'suggest/property', 'suggest/type', 'extend/property'])
      scope.get(`${mount}/reconcile/:dataset/${kind}`, guarded)
  })

  app.get(`${mount}/updatez`, async (_request, reply) =>
    reply.code(405).header('allow', 'POST').send({ detail: 'Method Not Allowed' }),
  )
  app.post(`${mount}/updatez`, async (request, reply) => {
    const query = new URLSearchParams(request.url.split('?').slice(1).join('?'))
    if (!isToken(query.get('token') ?? '', config.screening.updateToken)) {
      return reply.code(403).send({ detail: 'Invalid token.' })
    }
    const updated = listKeeper.updateNow()
    if (query.get('sync') === 'true') await updated
    return { status: 'ok' }
  })
}

/** Long answers go out compressed to those who take it. */
const worthCompressing = 1024
const compress = promisify(gzip)

async function sendSmall(request: FastifyRequest, reply: FastifyReply, body: unknown): Promise<FastifyReply> {
  if (body === undefined) return reply.send()
  const text = Buffer.from(JSON.stringify(body))
  void reply.type('application/json; charset=utf-8').header('vary', 'accept-encoding')
  const takesGzip = /(^|[\s,])(gzip|\*)(?!\s*;\s*q=0(\.0*)?(\s|,|$))/.test(request.headers['accept-encoding'] ?? '')
  if (!takesGzip || text.length < worthCompressing) return reply.send(text)
  return reply.header('content-encoding', 'gzip').send(await compress(text))
}

function isOfOwnList(path: string, inForce: ListsInForce | undefined): boolean {
  const entityId = /^\/entities\/(.*)$/.exec(decodeURIComponent(path))?.[1]
  if (entityId === undefined || inForce === undefined) return false
  const { listId } = splitEntityId(entityId)
  return listId !== '' && !publishedOf(inForce).some((list) => list.listId === listId)
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path)
    return true
  } catch {
    return false
  }
}

/** Without a token set, nobody may. */
function isToken(given: string, expected: string | undefined): boolean {
  if (expected === undefined) return false
  const [a, b] = [Buffer.from(given), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** W3C trace context: a client's own comes back, without one it is made up. */
function traceBack(request: FastifyRequest, reply: FastifyReply): void {
  const { traceparent, tracestate } = request.headers
  const isTrace = typeof traceparent === 'string' && /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/.test(traceparent)
  const made = () => `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-00`
  void reply.header('traceparent', isTrace ? traceparent : made())
  if (isTrace && typeof tracestate === 'string' && tracestate.length <= 512) void reply.header('tracestate', tracestate)
}
