/** Speaks to a Conductor server over plain HTTP and shows answers as they came: status, content type, text, JSON. */

export interface Answer {
  readonly status: number
  /** Undefined when the answer has none. */
  readonly contentType: string | undefined
  readonly text: string
  /** The parsed body. Throws when it is no JSON. */
  json<T = Json>(): T
}

/** JSON of a shape that the test states by what it compares. */
// oxlint-disable-next-line typescript/no-explicit-any -- answers are compared with literals, not used
export type Json = any

export interface Asking {
  readonly query?: Readonly<Record<string, string | number | boolean | readonly string[]>>
  /** Sent as JSON. */
  readonly body?: unknown
  /** Sent as it is. */
  readonly raw?: string
  readonly contentType?: string
  readonly headers?: Readonly<Record<string, string>>
}

export interface ContractClient {
  get(path: string, asking?: Asking): Promise<Answer>
  post(path: string, asking?: Asking): Promise<Answer>
  put(path: string, asking?: Asking): Promise<Answer>
  delete(path: string, asking?: Asking): Promise<Answer>
  send(method: string, path: string, asking?: Asking): Promise<Answer>
}

/** @param getBaseUrl where the server is, without `/api`. Asked at each request: it may start later than the suite is built. */
export function createContractClient(getBaseUrl: () => string): ContractClient {
  async function send(method: string, path: string, asking: Asking = {}): Promise<Answer> {
    const url = new URL(`${getBaseUrl()}${path}`)
    for (const [name, value] of Object.entries(asking.query ?? {})) {
      for (const each of Array.isArray(value) ? value : [value]) url.searchParams.append(name, String(each))
    }
    const payload = asking.raw ?? (asking.body === undefined ? undefined : JSON.stringify(asking.body))
    const response = await fetch(url, {
      method,
      ...(payload === undefined
        ? { headers: asking.headers ?? {} }
        : { body: payload, headers: { 'content-type': asking.contentType ?? 'application/json', ...asking.headers } }),
    })
    const text = await response.text()
    return {
      status: response.status,
      contentType: response.headers.get('content-type') ?? undefined,
      text,
      json: () => JSON.parse(text),
    }
  }

  return {
    send,
    get: (path, asking) => send('GET', path, asking),
    post: (path, asking) => send('POST', path, asking),
    put: (path, asking) => send('PUT', path, asking),
    delete: (path, asking) => send('DELETE', path, asking),
  }
}
