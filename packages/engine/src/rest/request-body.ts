/** Reads request bodies: parsed once, by the reader that the route names. */
import type { JsonMap } from '../model/json.ts'
import { data, list, type Read, readText, UnreadableBody } from '../validation/wire-reader.ts'
import type { ApiRequest } from './exchange.ts'
import { RequestError } from './request-error.ts'

/** @throws UnreadableBody for malformed JSON or a wrong shape, RequestError 400 when there is no body. */
export function readBody<T>(request: ApiRequest, read: Read<T>): T {
  const body = parsedBody(request)
  if (body === undefined) throw new RequestError(400, 'Required request body is missing')
  return read(body, '')
}

/** As `readBody`, with a value for requests without a body. */
export function readOptionalBody<T>(request: ApiRequest, read: Read<T>, absent: T): T {
  const body = parsedBody(request)
  return body === undefined || body === null ? absent : read(body, '')
}

export const readMap: Read<JsonMap> = data.read
export const readTexts: Read<string[]> = list(readText).read

function parsedBody({ body, rawBody }: ApiRequest): unknown {
  if (body !== undefined) return body
  if (rawBody === undefined || rawBody.trim() === '') return undefined
  try {
    return JSON.parse(rawBody)
  } catch (error) {
    throw new UnreadableBody(error instanceof Error ? error.message : String(error))
  }
}
