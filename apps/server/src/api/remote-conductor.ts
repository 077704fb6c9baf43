/** Passes `/api` on to a Conductor server, signing in there when it asks for a token. */
import { Pool } from 'undici'
import { z } from 'zod'
import { ServerError } from '../errors.ts'
import type { ConductorAnswer, ConductorDoor, ConductorRequest } from './conductor-door.ts'
import { doorFetch } from './conductor-door.ts'

export interface RemoteConductor extends ConductorDoor {
  close(): Promise<void>
}

const TokenSchema = z.object({ token: z.string() })

/** Long enough for a synchronous execution; a poll is at most 5 s. */
const answerMs = 120_000

export function createRemoteConductor(options: {
  readonly url: string
  readonly credentials: { readonly keyId: string; readonly secret: string } | undefined
  readonly connections?: number
}): RemoteConductor {
  const base = new URL(options.url)
  const prefix = base.pathname.replace(/\/$/, '')
  const pool = new Pool(base.origin, {
    connections: options.connections ?? 256,
    headersTimeout: answerMs,
    bodyTimeout: answerMs,
  })
  let token: Promise<string | undefined> | undefined

  const send = async (request: ConductorRequest, withToken: string | undefined): Promise<ConductorAnswer> => {
    try {
      const { statusCode, headers, body } = await pool.request({
        path: prefix + request.url,
        // undici types the method as a union of the ones it knows; an unknown one is refused by it.
        method: request.method as 'GET',
        body: request.body ?? null,
        signal: request.signal,
        headers: {
          ...request.headers,
          ...(request.traceparent === undefined ? {} : { traceparent: request.traceparent }),
          ...(request.contentType === undefined ? {} : { 'content-type': request.contentType }),
          ...(withToken === undefined ? {} : { 'x-authorization': withToken }),
        },
      })
      const type = headers['content-type']
      return {
        status: statusCode,
        headers: typeof type === 'string' ? { 'content-type': type } : {},
        body: Buffer.from(await body.arrayBuffer()),
      }
    } catch (cause) {
      throw new ServerError('UPSTREAM_UNAVAILABLE', `The Conductor server at ${base.origin} cannot be reached.`, {
        cause,
      })
    }
  }

  const fetchToken = async (): Promise<string | undefined> => {
    if (options.credentials === undefined) return undefined
    const { keyId, secret } = options.credentials
    const body = Buffer.from(JSON.stringify({ keyId, keySecret: secret }))
    const signal = AbortSignal.timeout(30_000)
    const answer = await send(
      { method: 'POST', url: '/api/token', contentType: 'application/json', body, signal },
      undefined,
    )
    // 404 is how a server without sign-in says so.
    if (answer.status === 404) return undefined
    const parsed = answer.status === 200 ? TokenSchema.safeParse(JSON.parse(answer.body.toString())) : undefined
    if (parsed?.success !== true) {
      throw new ServerError(
        'UPSTREAM_UNAVAILABLE',
        `The Conductor server refused CONDUCTOR_AUTH_KEY (status ${answer.status}).`,
      )
    }
    return parsed.data.token
  }
  const currentToken = (): Promise<string | undefined> => {
    token ??= fetchToken().catch((error: unknown) => {
      token = undefined
      throw error
    })
    return token
  }

  const handle = async (request: ConductorRequest): Promise<ConductorAnswer> => {
    // A webhook's caller proves itself there; our own token is not for it.
    if (request.headers !== undefined) return send(request, undefined)
    const first = await send(request, await currentToken())
    if (!isStaleToken(first)) return first
    token = undefined
    return send(request, await currentToken())
  }
  return { handle, fetch: doorFetch(handle), close: () => pool.destroy() }
}

function isStaleToken({ status, body }: ConductorAnswer): boolean {
  return (status === 401 || status === 403) && /"(EXPIRED_TOKEN|INVALID_TOKEN)"/.test(body.toString())
}
