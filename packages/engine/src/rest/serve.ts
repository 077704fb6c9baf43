/** Serves the API over node:http: for tests, and for those who want an engine and nothing else. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { toErrorResponse } from './error-response.ts'
import type { ApiResponse, ConductorApi } from './exchange.ts'
import { RequestError } from './request-error.ts'

export interface ServeOptions {
  /** 0: any free one. Default 8080. */
  readonly port?: number
  /** Default 127.0.0.1: the API asks nobody who they are. */
  readonly host?: string
  /** Longest body taken, in bytes. Default 20 MiB. */
  readonly maxBodyBytes?: number
}

export interface ConductorServer {
  /** `http://127.0.0.1:8080` */
  readonly url: string
  /** Ends idle connections and parked requests, then stops listening. */
  close(): Promise<void>
}

export async function serveConductorApi(api: ConductorApi, options: ServeOptions = {}): Promise<ConductorServer> {
  const maxBodyBytes = options.maxBodyBytes ?? 20 * 1024 * 1024
  const host = options.host ?? '127.0.0.1'
  const server = createServer((request, response) => void respond(api, request, response, maxBodyBytes))
  await listen(server, options.port ?? 8080, host)
  // After listening on TCP the address is an object.
  const { port } = server.address() as AddressInfo
  return { url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`, close: () => close(server) }
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

async function respond(
  api: ConductorApi,
  request: IncomingMessage,
  response: ServerResponse,
  maxBodyBytes: number,
): Promise<void> {
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  const answer = await answerTo(api, request, gone.signal, maxBodyBytes)
  if (response.destroyed) return
  const { status, headers, body } = answer
  response.writeHead(status, { ...headers, 'content-length': body === null ? 0 : Buffer.byteLength(body) })
  response.end(body ?? undefined)
}

async function answerTo(
  api: ConductorApi,
  request: IncomingMessage,
  signal: AbortSignal,
  maxBodyBytes: number,
): Promise<ApiResponse> {
  try {
    const target = request.url ?? '/'
    const mark = target.indexOf('?')
    const path = mark < 0 ? target : target.slice(0, mark)
    const query = new URLSearchParams(mark < 0 ? '' : target.slice(mark + 1))
    const rawBody = await readText(request, maxBodyBytes)
    // Node joins repeated headers into one text, but for set-cookie, which requests do not carry.
    const headers = request.headers as Record<string, string | undefined>
    return await api({ method: request.method ?? 'GET', path, query, headers, rawBody, signal })
  } catch (error) {
    return toErrorResponse(error, 'localhost')
  }
}

async function readText(request: IncomingMessage, maxBytes: number): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    // A request without encoding gives buffers.
    const bytes = chunk as Buffer
    size += bytes.length
    // What is over the limit is read and dropped, so that the client gets to read the answer.
    if (size <= maxBytes) chunks.push(bytes)
    else if (size > 10 * maxBytes) break
  }
  if (size > maxBytes) throw new RequestError(413, `The body is longer than ${maxBytes} bytes`)
  return size === 0 ? undefined : Buffer.concat(chunks, size).toString('utf8')
}
