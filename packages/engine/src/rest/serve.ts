/** Serves the API over node:http: for tests, and for those who want an engine and nothing else. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { toErrorResponse } from './error-response.ts'
import type { ApiRequest, ApiResponse, ConductorApi } from './exchange.ts'
import { goneSignal } from './gone-signal.ts'
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
  // Requests without a body have nothing to be read.
  const listener = (request: IncomingMessage, response: ServerResponse) =>
    void respond(api, request, response, maxBodyBytes)
  const server = createServer({ optimizeEmptyRequests: true }, listener)
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
  let answer: ApiResponse
  try {
    const rawBody = hasBody(request) ? await readText(request, maxBodyBytes) : undefined
    answer = await api(new ServedRequest(request, response, rawBody))
  } catch (error) {
    answer = toErrorResponse(error, 'localhost')
  }
  if (response.destroyed) return
  const { status, headers, body } = answer
  const text = body ?? ''
  const bytes = Buffer.byteLength(text)
  response.writeHead(status, { ...headers, 'content-length': bytes })
  // A text of as many bytes as letters is the same in either, and Node sets aside three bytes for a letter of the one.
  response.end(text, bytes === text.length ? 'latin1' : 'utf8')
}

/** Headers, query and signal are made when a route asks for them: most ask for one of them at most. */
class ServedRequest implements ApiRequest {
  readonly method: string
  readonly path: string
  readonly rawBody: string | undefined
  private readonly search: string
  private readonly message: IncomingMessage
  private readonly response: ServerResponse
  private parsedQuery: URLSearchParams | undefined
  private gone: AbortSignal | undefined

  constructor(message: IncomingMessage, response: ServerResponse, rawBody: string | undefined) {
    const target = message.url ?? '/'
    const mark = target.indexOf('?')
    this.method = message.method ?? 'GET'
    this.path = mark < 0 ? target : target.slice(0, mark)
    this.search = mark < 0 ? '' : target.slice(mark + 1)
    this.rawBody = rawBody
    this.message = message
    this.response = response
  }

  get query(): URLSearchParams {
    this.parsedQuery ??= new URLSearchParams(this.search)
    return this.parsedQuery
  }

  get headers(): Readonly<Record<string, string | undefined>> {
    // Node joins repeated headers into one text, but for set-cookie, which requests do not carry.
    return this.message.headers as Record<string, string | undefined>
  }

  get signal(): AbortSignal {
    this.gone ??= goneSignal(this.response)
    return this.gone
  }
}

/** No route takes a body with GET. */
function hasBody(request: IncomingMessage): boolean {
  if (request.method === 'GET') return false
  const { headers } = request
  return headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0'
}

function readText(request: IncomingMessage, maxBytes: number): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    const tooLong = () => new RequestError(413, `The body is longer than ${maxBytes} bytes`)
    request.on('data', (bytes: Buffer) => {
      size += bytes.length
      // What is over the limit is read and dropped, so that the client gets to read the answer.
      if (size <= maxBytes) chunks.push(bytes)
      else if (size > 10 * maxBytes) request.destroy(tooLong())
    })
    request.on('end', () => {
      if (size > maxBytes) reject(tooLong())
      else resolve(size === 0 ? undefined : textOf(chunks, size))
    })
    // An error, which Node tells of only where somebody listens for it, ends in this too.
    request.on('close', () => {
      if (!request.readableEnded) reject(new RequestError(400, 'The body is incomplete'))
    })
  })
}

function textOf(chunks: readonly Buffer[], size: number): string {
  const [only] = chunks
  return (chunks.length === 1 && only ? only : Buffer.concat(chunks, size)).toString('utf8')
}
