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
  const origins = (): string[] => {
    const local = ['127.0.0.1', 'localhost', '[::1]'].map(
      (host) => new URL(`${scheme}://${host}:${options.port()}`).origin,
    )
    const open = options.publicUrl === undefined ? [] : [options.publicUrl.origin]
    return options.loopback ? [...open, ...local] : open
  }
  return {
    isOwnHost: (host) => host !== undefined && origins().some((origin) => new URL(origin).host === host.toLowerCase()),
    isOwnOrigin: (origin) => origins().includes(origin.toLowerCase()),
    isLocalHost: (host) => options.loopback && localHost.test(host),
    isLocalOrigin: (origin) => options.loopback && localHost.test(origin.replace(/^https?:\/\//i, '')),
    get primary() {
      return options.publicUrl?.origin ?? `${scheme}://127.0.0.1:${options.port()}`
    },
  }
}
