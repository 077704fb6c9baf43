/** Whoever answers `/api`: the engine in this process, or a Conductor server elsewhere. */
export interface ConductorRequest {
  readonly method: string
  /** Path and query, starting with `/api`. */
  readonly url: string
  readonly contentType: string | undefined
  /** What a webhook's caller proves itself by; names in small letters. Not there for anything else. */
  readonly headers?: Readonly<Record<string, string>>
  /** `https://host` under which the caller has reached us, for addresses in answers. */
  readonly origin?: string
  readonly body: Buffer | undefined
  /** Who has signed in; `app:<id>` for an application. */
  readonly asker?: string | undefined
  /** The trace that the request is part of. */
  readonly traceparent?: string | undefined
  /** Aborted when the caller hangs up, which ends a parked poll. */
  readonly signal: AbortSignal
}

export interface ConductorAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer | string
}

export interface ConductorDoor {
  handle(request: ConductorRequest): Promise<ConductorAnswer>
  /** The same door as a `fetch`, for our own workers: no socket, no sign-in. */
  readonly fetch: typeof fetch
}

/** Origin under which the door's `fetch` is addressed. */
export const doorOrigin = 'http://conductor.internal'

/**
 * A `fetch` over a door. Only what the SDK uses: absolute addresses, JSON and text. To the SDK the environment's
 * CONDUCTOR_SERVER_URL counts for more than the address it is given, so whatever stands before `/api` is passed over.
 */
export function doorFetch(handle: ConductorDoor['handle']): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init)
    const { pathname, search } = new URL(request.url)
    const body = request.body === null ? undefined : Buffer.from(await request.arrayBuffer())
    const answer = await handle({
      method: request.method,
      url: pathname.slice(Math.max(0, pathname.indexOf('/api/'))) + search,
      origin: doorOrigin,
      contentType: request.headers.get('content-type') ?? undefined,
      body,
      signal: request.signal,
    })
    const hasBody = answer.status !== 204 && answer.body.length > 0
    return new Response(hasBody ? new Uint8Array(Buffer.from(answer.body)) : null, {
      status: answer.status,
      headers: answer.headers,
    })
  }
}
