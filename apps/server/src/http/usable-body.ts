/** Bodies that are JSON by the letter and still nothing that any address takes. */
import { Readable } from 'node:stream'
import { ServerError } from '../errors.ts'

/** Far more than any shape of ours has. */
const maxDepth = 64

/** @throws ServerError BAD_REQUEST for nesting without end, and for text that no database can hold */
export function refuseUnusable(body: unknown): void {
  // Whoever takes a body as a stream reads its pieces strictly.
  if (body instanceof Readable) return
  if (typeof body === 'object' && body !== null && !ArrayBuffer.isView(body)) walk(body, 1)
  else if (typeof body === 'string') checkText(body)
}

function walk(value: object, depth: number): void {
  if (depth > maxDepth) throw new ServerError('BAD_REQUEST', `The body is nested more than ${maxDepth} levels deep.`)
  for (const [key, entry] of Object.entries(value) as [string, unknown][]) {
    checkText(key)
    if (typeof entry === 'string') checkText(entry)
    else if (typeof entry === 'object' && entry !== null) walk(entry, depth + 1)
  }
}

/** Half a surrogate pair has no UTF-8 form, and PostgreSQL has no place for a zero character. */
function checkText(text: string): void {
  if (text.isWellFormed() && !text.includes('\u0000')) return
  throw new ServerError('BAD_REQUEST', 'The body holds characters that are no text.')
}
