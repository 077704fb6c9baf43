/** The engine in this process as the answerer of `/api`. */
import type { ConductorApi } from '@gatehouse/engine'
import type { ConductorDoor } from './conductor-door.ts'
import { doorFetch } from './conductor-door.ts'

export function createEmbeddedConductor(api: ConductorApi): ConductorDoor {
  const handle: ConductorDoor['handle'] = async (request) => {
    const { method, url, contentType, headers, traceparent, origin, body, asker, signal } = request
    const mark = url.indexOf('?')
    const answer = await api({
      method,
      path: mark < 0 ? url : url.slice(0, mark),
      query: new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1)),
      headers: { ...headers, 'content-type': contentType, traceparent },
      origin,
      asker,
      rawBody: body?.toString('utf8'),
      signal,
    })
    return { status: answer.status, headers: answer.headers, body: answer.body ?? '' }
  }
  return { handle, fetch: doorFetch(handle) }
}
