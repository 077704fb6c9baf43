/** A lean HTTP client: one undici pool, every body read to its end. */
import { Pool } from 'undici'

export interface HttpClient {
  /** The body, parsed when it is JSON. Throws on a status of 400 and above. */
  ask(method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown): Promise<unknown>
  /** Requests sent so far. */
  readonly requests: number
  close(): Promise<void>
}

export function createHttpClient(origin: string, connections = 128): HttpClient {
  const pool = new Pool(origin, { connections, pipelining: 1, headersTimeout: 120_000, bodyTimeout: 120_000 })
  let requests = 0
  return {
    async ask(method, path, body) {
      requests += 1
      const answer = await pool.request({
        method,
        path,
        headers: { 'content-type': 'application/json' },
        body: body === undefined ? null : JSON.stringify(body),
      })
      const text = await answer.body.text()
      if (answer.statusCode >= 400) throw new Error(`${method} ${path}: ${answer.statusCode} ${text.slice(0, 300)}`)
      return isJson(text) ? JSON.parse(text) : text
    },
    get requests() {
      return requests
    },
    close: () => pool.destroy(),
  }
}

function isJson(text: string): boolean {
  return /^[[{"\d]/.test(text) && !/^[\da-f]+-/.test(text)
}
