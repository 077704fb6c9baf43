/** A Conductor server as the exporter sees it. */
import type { RemoteConductor } from '../api/remote-conductor.ts'
import { createRemoteConductor } from '../api/remote-conductor.ts'

export interface ConductorRest {
  readonly url: string
  /** The parsed body, or the text of an answer that is none. @throws Error with the server's message from 400 on */
  call(method: string, path: string, body?: unknown): Promise<unknown>
  /** As `call`; undefined for 404. */
  find(path: string): Promise<unknown>
  close(): Promise<void>
}

export interface Credentials {
  readonly keyId: string
  readonly secret: string
}

export function createConductorRest(address: string, credentials: Credentials | undefined): ConductorRest {
  const url = address.replace(/\/+$/, '').replace(/\/api$/, '')
  const remote: RemoteConductor = createRemoteConductor({ url, credentials, connections: 8 })
  const send = async (method: string, path: string, body: unknown) => {
    const {
      status,
      headers,
      body: bytes,
    } = await remote.handle({
      method,
      url: `/api${path}`,
      contentType: body === undefined ? undefined : 'application/json',
      body: body === undefined ? undefined : Buffer.from(JSON.stringify(body)),
      signal: AbortSignal.timeout(60_000),
    })
    const text = bytes.toString('utf8')
    return { status, value: headers['content-type']?.includes('json') && text !== '' ? parsed(text) : text }
  }
  return {
    url,
    async call(method, path, body) {
      const { status, value } = await send(method, path, body)
      if (status < 400) return value
      throw new Error(`${method} ${url}/api${path} answered ${status}${reasonOf(value)}`)
    },
    async find(path) {
      const { status, value } = await send('GET', path, undefined)
      if (status === 404) return undefined
      if (status < 400) return value
      throw new Error(`GET ${url}/api${path} answered ${status}${reasonOf(value)}`)
    },
    close: () => remote.close(),
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function reasonOf(value: unknown): string {
  const message = typeof value === 'object' && value !== null && 'message' in value ? value.message : value
  return message === '' || message === undefined ? '.' : `: ${String(message)}`
}
