/** A text as the body of a request. */
import type { RouteRequest } from './exchange.ts'

/** The JavaScript SDK sends a JSON string, the Python one the bare text, both as `application/json`. */
export function valueIn({ rawBody = '', body, headers }: RouteRequest): string {
  if (typeof body === 'string') return body
  const isText = headers['content-type']?.startsWith('text/') === true
  if (isText || !rawBody.trimStart().startsWith('"')) return rawBody
  try {
    // What starts with a quote and parses is a string.
    return String(JSON.parse(rawBody))
  } catch {
    return rawBody
  }
}
