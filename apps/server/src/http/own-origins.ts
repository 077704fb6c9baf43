/** Which `Host` and `Origin` headers are ours. */
export interface OwnOrigins {
  isOwnHost(host: string | undefined): boolean
  isOwnOrigin(origin: string): boolean
  /** This machine's own name with any port, while the server faces this machine only. */
  isLocalHost(host: string): boolean
  /** A page that this machine serves on another port, while the server faces this machine only. */
  isLocalOrigin(origin: string): boolean
  /** The address that is printed and put into mail. */
  readonly primary: string
}

interface Names {
  readonly port: number
  readonly hosts: ReadonlySet<string>
  readonly origins: ReadonlySet<string>
}

const localHost = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/i

/**
 * @param port asked late: with port 0 it is known only once the server listens
 */
export function createOwnOrigins(options: {
  readonly publicUrl: URL | undefined
  readonly loopback: boolean
  readonly secure: boolean
  readonly port: () => number
}): OwnOrigins {
  const scheme = options.secure ? 'https' : 'http'
  const namesAt = (port: number): Names => {
    const local = ['127.0.0.1', 'localhost', '[::1]'].map((host) => new URL(`${scheme}://${host}:${port}`))
    const open = options.publicUrl === undefined ? [] : [options.publicUrl]
    const urls = options.loopback ? [...open, ...local] : open
    return { port, hosts: new Set(urls.map(({ host }) => host)), origins: new Set(urls.map(({ origin }) => origin)) }
  }
  // Asked for with every request: put together once for a port.
  let known: Names | undefined
  const names = (): Names => {
    const port = options.port()
    if (known?.port !== port) known = namesAt(port)
    return known
  }
  return {
    isOwnHost: (host) => host !== undefined && names().hosts.has(host.toLowerCase()),
    isOwnOrigin: (origin) => names().origins.has(origin.toLowerCase()),
    isLocalHost: (host) => options.loopback && localHost.test(host),
    isLocalOrigin: (origin) => options.loopback && localHost.test(origin.replace(/^https?:\/\//i, '')),
    get primary() {
      return options.publicUrl?.origin ?? `${scheme}://127.0.0.1:${options.port()}`
    },
  }
}
