/** Requests to publishers of lists: through the proxy when one is set, told how far they are, ended on stop. */
import type { ListFetch } from '@gatehouse/screening'
import type { ProxyConfig } from '../config/config.ts'

export interface ListClient {
  readonly fetch: ListFetch
  /** Ends requests that are under way. */
  close(): Promise<void>
}

/** @param onBytes told after each piece how much of a file has arrived */
export function createListClient(
  proxy: ProxyConfig,
  onBytes: (url: string, bytes: number) => void = () => {},
): ListClient {
  const open = async () => {
    const { EnvHttpProxyAgent, fetch } = await import('undici')
    // Given texts, even empty ones, keep the agent from reading the environment itself.
    const dispatcher = new EnvHttpProxyAgent({ httpProxy: proxy.http, httpsProxy: proxy.https, noProxy: proxy.none })
    return { fetch, dispatcher }
  }
  // By the first request: lists from files need none.
  let opened: ReturnType<typeof open> | undefined
  return {
    async fetch(url, { headers, signal }) {
      const { fetch, dispatcher } = await (opened ??= open())
      const response = await fetch(url, { headers, signal, redirect: 'follow', dispatcher })
      return {
        status: response.status,
        header: (name) => response.headers.get(name) ?? undefined,
        body: counted(response.body ?? [], (bytes) => onBytes(url, bytes)),
      }
    },
    close: async () => (await opened)?.dispatcher.destroy(),
  }
}

async function* counted(
  body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const piece of body) {
    bytes += piece.byteLength
    onBytes(bytes)
    yield piece
  }
}
