/** What an HTTP task reports when its call fails, in Conductor's words. */
import type { HttpTaskOutcome } from '../ports.ts'

// A page of HTML as error body would swell every record that quotes it.
const MAX_QUOTED_BODY = 2000

/** The address as shown: without credentials and without the query, which often holds keys. */
export function shownUri(url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname}`
}

export function errorStatus(
  method: string,
  url: URL,
  status: number,
  statusText: string,
  body: string,
): HttpTaskOutcome {
  const quoted = body === '' ? '[no body]' : `"${body.slice(0, MAX_QUOTED_BODY).replaceAll(/\r?\n|\r/g, '<EOL>')}"`
  return failed(`java.lang.Exception: ${status} ${statusText} on ${method} request for "${shownUri(url)}": ${quoted}`)
}

export function ioError(method: string, url: URL, cause: string): HttpTaskOutcome {
  return failed(`java.lang.Exception: I/O error on ${method} request for "${shownUri(url)}": ${cause}`)
}

export function invalid(message: string): HttpTaskOutcome {
  return failed(`java.lang.IllegalArgumentException: ${message}`)
}

/** Trying again cannot help: the policy, or a limit, stands against the call. */
export function refused(message: string): HttpTaskOutcome {
  return failed(message, true)
}

function failed(text: string, terminal = false): HttpTaskOutcome {
  return { ok: false, reason: `Failed to invoke HTTP task due to: ${text}`, terminal, response: text }
}

/** The cause of a failed exchange in the words of Conductor's HTTP client where it has some. */
export function describeCause(error: unknown, hostname: string): string {
  if (!(error instanceof Error)) return String(error)
  const code = 'code' in error ? error.code : undefined
  switch (code) {
    case 'UND_ERR_CONNECT_TIMEOUT':
      return 'Connect timed out'
    case 'UND_ERR_HEADERS_TIMEOUT':
    case 'UND_ERR_BODY_TIMEOUT':
      return 'Read timed out'
    case 'ECONNREFUSED':
      return 'Connection refused'
    case 'ECONNRESET':
    case 'UND_ERR_SOCKET':
      return 'Connection reset'
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return hostname
    default:
      return error.message === '' ? String(code ?? error.name) : error.message
  }
}
