/** `/screening`: what clients of yente and OpenSanctions ask, answered from the lists in force. */
import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { createScreeningApi, splitEntityId } from '@gatehouse/screening'
import { pathOf } from '../http/app.ts'
import type { ListsInForce } from '../screening/lists-in-force.ts'
import { publishedOf, toApiState } from '../screening/published-lists.ts'
import type { Parts } from './parts.ts'

const mount = '/screening'

export function registerYenteRoutes(app: FastifyInstance, { lists, access, config, listKeeper }: Parts): void {
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
      headers: { 'if-none-match': request.headers['if-none-match'] },
    })
    const { location, ...others } = headers
    return reply
      .code(status)
      .headers({ ...others, ...(location === undefined ? {} : { location: `${mount}${location}` }) })
      .send(body)
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
