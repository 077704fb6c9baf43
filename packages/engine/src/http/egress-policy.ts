/** Which addresses HTTP tasks may call. Pure: the caller resolves names and asks here before it connects. */
import type { BlockList } from 'node:net'
import { addressKind, isInRange, parseRange } from './address-kind.ts'

export interface EgressOptions {
  /** `host`, `host:port`, an address or a range such as `10.1.0.0/16`: loopback and private targets that may be called. */
  readonly allow?: readonly string[]
  /** Loopback may be called without being listed. */
  readonly allowLoopback?: boolean
}

export interface EgressPolicy {
  /** Why the address must not be called under this name and port; undefined when it may. */
  refusal(hostname: string, port: number, address: string): string | undefined
}

type AllowEntry =
  | { readonly kind: 'range'; readonly range: BlockList; readonly port: number | undefined }
  | { readonly kind: 'host'; readonly host: string; readonly port: number | undefined }

/** @throws RangeError naming the entry that is none of the four forms. */
export function createEgressPolicy(options: EgressOptions): EgressPolicy {
  const entries = (options.allow ?? []).map(parseAllowEntry)

  function refusal(hostname: string, port: number, address: string): string | undefined {
    const kind = addressKind(address)
    const target = address === hostname ? address : `${hostname} (${address})`
    if (kind === 'never') return `${target} is a link-local, metadata or reserved address, which HTTP tasks never call.`
    if (kind === 'public' || (kind === 'loopback' && options.allowLoopback === true)) return undefined
    if (entries.some((entry) => matches(entry, hostname, port, address))) return undefined
    const name = hostname.includes(':') ? `[${hostname}]` : hostname
    return `${target} is a ${kind} address. Add ${name}:${port} to GATEHOUSE_HTTP_ALLOW to let HTTP tasks call it.`
  }

  return { refusal }
}

function matches(entry: AllowEntry, hostname: string, port: number, address: string): boolean {
  if (entry.port !== undefined && entry.port !== port) return false
  return entry.kind === 'host' ? entry.host === hostname.toLowerCase() : isInRange(entry.range, address)
}

function parseAllowEntry(text: string): AllowEntry {
  const whole = parseRange(text)
  if (whole !== undefined) return { kind: 'range', range: whole, port: undefined }
  const [, host, port] = /^(\[[^\]]+\]|[^:/\s]+)(?::(\d{1,5}))?$/.exec(text.trim()) ?? []
  if (host === undefined || Number(port ?? 0) > 65_535) {
    throw new RangeError(`'${text}' is neither host, host:port, an address nor a range (GATEHOUSE_HTTP_ALLOW)`)
  }
  const portNumber = port === undefined ? undefined : Number(port)
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase()
  const range = parseRange(bare)
  return range === undefined
    ? { kind: 'host', host: bare, port: portNumber }
    : { kind: 'range', range, port: portNumber }
}
