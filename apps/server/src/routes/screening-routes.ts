/** `/screening/v1`: screening in our own words, one customer or a stream of them, from the lists in force. */
import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ApiState } from '@gatehouse/screening'
import { ApiError, createOwnApi, settingsOf, streamCustomers, versionsOf } from '@gatehouse/screening'
import { ServerError } from '../errors.ts'
import { pathOf } from '../http/app.ts'
import { mayTakeLong } from '../http/slow-requests.ts'
import { toApiState } from '../screening/published-lists.ts'
import type { BatchLease } from '../screening/batch-desk.ts'
import type { Parts } from './parts.ts'

const mount = '/screening'
const ndjson = 'application/x-ndjson'

/** The bound of one line is what holds memory; a stream as a whole has none. */
const noLimit = Number.MAX_SAFE_INTEGER

export function registerScreeningRoutes(app: FastifyInstance, parts: Parts): void {
  const { lists, access, batches } = parts
  const current = (): ApiState | undefined => toApiState(lists.current())
  const ask = createOwnApi(current, lists.store)
  const guard = (request: FastifyRequest, reply: FastifyReply) =>
    access.check(request, reply, { scope: 'screening', permission: 'screening.try' })

  const answer = async (request: FastifyRequest, reply: FastifyReply) => {
    await guard(request, reply)
    const { status, headers, body } = await ask({
      method: request.method,
      path: pathOf(request).slice(mount.length),
      query: queryOf(request),
      body: request.body,
    })
    return reply.code(status).headers(headers).send(body)
  }
  app.post(`${mount}/v1/screen`, answer)
  app.post(`${mount}/v1/explain`, answer)
  app.get(`${mount}/v1/lists`, answer)
  app.get(`${mount}/v1/lists/:listId/versions`, answer)
  app.get(`${mount}/v1/deltas`, answer)

  void app.register(async (scope) => {
    // The body stays a stream. A page of another site cannot send this type without asking first.
    scope.addContentTypeParser([ndjson, 'application/jsonl'], { bodyLimit: noLimit }, (_request, payload, done) =>
      done(null, payload),
    )
    scope.post(`${mount}/v1/screen/batch`, { bodyLimit: noLimit }, async (request, reply) => {
      await guard(request, reply)
      if (!isStream(request.body))
        throw new ServerError('UNSUPPORTED_MEDIA_TYPE', `Customers come as ${ndjson}, one on a line.`)
      const state = current()
      if (state === undefined) throw new ServerError('UPSTREAM_UNAVAILABLE', 'No list has been imported yet.')
      const query = queryOf(request)
      const settings = understood(() => settingsOf(query, state))
      const progressEvery = progressOf(query)
      const lease = batches.open(state.index)
      if (lease === undefined)
        throw new ServerError('RATE_LIMITED', 'As many streams are under way as there may be. Try again after one.')
      mayTakeLong(request.raw, reply.raw, {
        limits: parts.config.screening.stream,
        onCut: (why) => request.log.warn({ route: 'screen/batch', why }, 'stream of customers cut'),
      })
      reply.hijack()
      await pour(request, reply.raw, { lease, state, settings, progressEvery })
    })
  })
}

interface Pouring {
  readonly lease: BatchLease
  readonly state: ApiState
  readonly settings: ReturnType<typeof settingsOf>
  readonly progressEvery: number | undefined
}

/** Writes as fast as the client reads, reads as fast as the threads work, and stops when the client goes away. */
async function pour(
  request: FastifyRequest,
  response: ServerResponse,
  { lease, state, settings, progressEvery }: Pouring,
): Promise<void> {
  const gone = new AbortController()
  const leave = (): void => gone.abort()
  response.once('close', leave)
  try {
    const headers = {
      'content-type': ndjson,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-request-id': request.id,
    }
    response.writeHead(200, headers).flushHeaders()
    const lines = streamCustomers(request.raw, {
      pool: lease.pool,
      index: state.index,
      versions: versionsOf(state),
      settings,
      signal: gone.signal,
      ...(progressEvery === undefined ? {} : { progressEvery }),
    })
    for await (const text of lines) {
      if (gone.signal.aborted) break
      if (!response.write(text)) await once(response, 'drain', { signal: gone.signal })
    }
    response.end()
  } catch (error) {
    if (!gone.signal.aborted) {
      request.log.error({ err: error, route: 'screen/batch' }, 'stream of customers failed')
      // The status is sent, so that a missing last line is how the client knows.
      response.destroy()
    }
  } finally {
    response.off('close', leave)
    lease.release()
    if (gone.signal.aborted) request.raw.destroy()
  }
}

function isStream(body: unknown): body is IncomingMessage {
  return typeof body === 'object' && body !== null && 'pipe' in body
}

function understood<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof ApiError) throw new ServerError('INVALID_INPUT', error.message)
    throw error
  }
}

function progressOf(query: URLSearchParams): number | undefined {
  const text = query.get('progress')
  if (text === null) return undefined
  const value = Number(text)
  if (Number.isInteger(value) && value > 0) return value
  throw new ServerError('INVALID_INPUT', 'progress: how many lines apart, a whole number from 1.')
}

function queryOf(request: FastifyRequest): URLSearchParams {
  return new URLSearchParams(request.url.split('?').slice(1).join('?'))
}
