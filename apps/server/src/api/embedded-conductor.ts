/** The engine in this process as the answerer of `/api`. */
import type { ApiRequest, ConductorApi } from '@gatehouse/engine'
import type { ConductorDoor, ConductorRequest } from './conductor-door.ts'
import { doorFetch } from './conductor-door.ts'

export function createEmbeddedConductor(api: ConductorApi): ConductorDoor {
  const handle: ConductorDoor['handle'] = async (request) => {
    const { status, headers, body } = await api(new AskedRequest(request))
    return { status, headers, body: body ?? '' }
  }
  return { handle, fetch: doorFetch(handle) }
}

/** As the engine takes it. Query, headers and signal are made when a route asks for them: most ask for one at most. */
class AskedRequest implements ApiRequest {
  readonly method: string
  readonly path: string
  readonly rawBody: string | undefined
  private readonly search: string
  private readonly request: ConductorRequest
  private parsedQuery: URLSearchParams | undefined

  constructor(request: ConductorRequest) {
    const { method, url, body } = request
    const mark = url.indexOf('?')
    this.method = method
    this.path = mark < 0 ? url : url.slice(0, mark)
    this.search = mark < 0 ? '' : url.slice(mark + 1)
    this.rawBody = body?.toString('utf8')
    this.request = request
  }

  get query(): URLSearchParams {
    this.parsedQuery ??= new URLSearchParams(this.search)
    return this.parsedQuery
  }

  get headers(): Readonly<Record<string, string | undefined>> {
    const { headers, contentType, traceparent } = this.request
    return { ...headers, 'content-type': contentType, traceparent }
  }

  get origin(): string | undefined {
    return this.request.origin
  }

  get asker(): string | undefined {
    return this.request.asker
  }

  get signal(): AbortSignal {
    return this.request.signal
  }
}
