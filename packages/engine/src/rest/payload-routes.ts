/** Large payloads: where they go, and how they get there and back. A client asks for a location, then sends or fetches the
 * payload at its address without a sign-in, as with an object store: the address is signed, and good for a while. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Engine, ExternalPayloads } from '../api.ts'
import { maxPayloadBytes } from '../payloads/payload-limit.ts'
import { type ApiRequest, empty, type Handler, json, type Route, type RouteRequest } from './exchange.ts'
import { requiredParam } from './parameters.ts'
import { RequestError } from './request-error.ts'

/** Answers requests that bring their own right with them. */
export const signedPayloadPath = '/api/external/payload'

type Operation = 'READ' | 'WRITE'

const bases = [
  { base: '/api/workflow', types: ['WORKFLOW_INPUT', 'WORKFLOW_OUTPUT'] },
  { base: '/api/tasks', types: ['TASK_INPUT', 'TASK_OUTPUT'] },
] as const

export function payloadRoutes({ payloads }: Engine, now: () => number = Date.now): Route[] {
  const links = createLinks(now)
  const locations = bases.flatMap(({ base, types }) =>
    ['externalstoragelocation', 'external-storage-location'].map((segment) => ({
      method: 'GET' as const,
      path: `${base}/${segment}`,
      summary: 'Where an external payload is to be stored, or can be read',
      handle: locate(payloads, types, links),
    })),
  )
  if (!payloads) return locations
  return [
    ...locations,
    {
      method: 'GET',
      path: signedPayloadPath,
      summary: 'An external payload, at the address that its location gave',
      handle: (request) => ({
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: payloads.read(links.checked('READ', request)),
      }),
    },
    {
      method: 'PUT',
      path: signedPayloadPath,
      summary: 'Stores an external payload, at the address that its location gave',
      handle(request) {
        payloads.write(links.checked('WRITE', request), textOf(request))
        return empty()
      },
    },
  ]
}

function locate(payloads: ExternalPayloads | undefined, types: readonly string[], links: Links): Handler {
  return (request) => {
    const operation = operationOf(requiredParam(request, 'operation').toUpperCase())
    const payloadType = requiredParam(request, 'payloadType').toUpperCase()
    if (operation === undefined || !types.includes(payloadType)) {
      const asked = requiredParam(request, 'operation').toUpperCase()
      throw new RequestError(400, `Invalid input - Operation: ${asked}, PayloadType: ${payloadType}`)
    }
    const given = requiredParam(request, 'path')
    // Nothing is stored outside here: the location is only a name.
    if (!payloads) return json({ path: `${given}${crypto.randomUUID()}.json` })
    const path = operation === 'READ' ? given : payloads.newPath(given)
    return json({ uri: links.link(operation, path, originOf(request)), path })
  }
}

function operationOf(text: string): Operation | undefined {
  return text === 'READ' || text === 'WRITE' ? text : undefined
}

function originOf({ origin, headers }: ApiRequest): string {
  return origin ?? `http://${headers['host'] ?? 'localhost'}`
}

function textOf({ rawBody }: RouteRequest): string {
  if (rawBody === undefined || rawBody === '') throw new RequestError(400, 'Required request body is missing')
  const bytes = Buffer.byteLength(rawBody)
  if (bytes > maxPayloadBytes) {
    throw new RequestError(
      413,
      `The payload size: ${bytes} is greater than the permissible limit: ${maxPayloadBytes} bytes`,
    )
  }
  return rawBody
}

interface Links {
  link(operation: Operation, path: string, origin: string): string
  /** The path of a request that has come by a link of ours. @throws RequestError 403 */
  checked(operation: Operation, request: RouteRequest): string
}

/** Long enough for a slow line; the client asks for another one when it needs it. */
const goodForMs = 15 * 60_000

/** Links do not outlive the process that gave them: nobody has to keep a key. */
function createLinks(now: () => number): Links {
  const key = randomBytes(32)
  const sign = (operation: Operation, path: string, until: string) =>
    createHmac('sha256', key).update(`${operation}\n${until}\n${path}`).digest()
  return {
    link(operation, path, origin) {
      const until = String(now() + goodForMs)
      const signature = sign(operation, path, until).toString('base64url')
      return `${origin}${signedPayloadPath}?${new URLSearchParams({ path, until, signature })}`
    },
    checked(operation, request) {
      const path = requiredParam(request, 'path')
      const until = requiredParam(request, 'until')
      const given = Buffer.from(requiredParam(request, 'signature'), 'base64url')
      const expected = sign(operation, path, until)
      const isOurs = given.length === expected.length && timingSafeEqual(given, expected)
      if (isOurs && Number(until) >= now()) return path
      throw new RequestError(
        403,
        'The address of this payload is not one of ours, or has run out. Ask for its location.',
      )
    },
  }
}
