/**
 * The rule of `kyc-start-rule.ts` for a Conductor server elsewhere, which cannot be asked to keep it: what is started
 * here is looked at on its way there. Handlers, schedules and webhooks of that server are out of reach.
 */
import { z } from 'zod'
import { ServerError } from '../errors.ts'
import { plainPath } from '../http/plain-path.ts'
import type { ConductorDoor, ConductorRequest } from './conductor-door.ts'
import { isOurs, undeclaredInput } from './kyc-start-rule.ts'

const StartSchema = z.looseObject({
  name: z.string().optional(),
  input: z.record(z.string(), z.unknown()).nullish(),
  externalInputPayloadStoragePath: z.unknown().optional(),
})
const DefinitionSchema = z.object({ inputParameters: z.array(z.string()).default([]) })

/** The start of a workflow in any of the shapes that the API knows; undefined for every other request. */
export function startOf({
  method,
  url,
  body,
}: ConductorRequest): { name: string; keys: readonly string[] } | undefined {
  // As the server elsewhere may read it: without parameters and doubled slashes.
  const route = plainPath(url.split('?')[0] ?? '') ?? ''
  const named = /^\/api\/workflow(?:\/execute|\/start)?\/([^/]+)(?:\/\d+)?$/.exec(route)
  if (method !== 'POST' || (route !== '/api/workflow' && named === null)) return undefined
  const parsed = parseJson(body)
  if (route === '/api/workflow' || route.startsWith('/api/workflow/execute/')) {
    const start = StartSchema.safeParse(parsed)
    if (!start.success) return undefined
    const { input, externalInputPayloadStoragePath: path } = start.data
    const name = named?.[1] ?? start.data.name
    // What lies in a file is not looked into: none of our own workflows needs one.
    const keys = [...Object.keys(input ?? {}), ...(path ? ['externalInputPayloadStoragePath'] : [])]
    return name === undefined ? undefined : { name: decodeURIComponent(name), keys }
  }
  const input = z.record(z.string(), z.unknown()).safeParse(parsed)
  if (!input.success || named?.[1] === undefined) return undefined
  return { name: decodeURIComponent(named[1]), keys: Object.keys(input.data) }
}

/** @throws ServerError INVALID_INPUT that names the keys. */
export async function guardKycStart(door: ConductorDoor, request: ConductorRequest): Promise<void> {
  const start = startOf(request)
  if (start === undefined || !isOurs(start.name)) return
  const answer = await door.handle({
    method: 'GET',
    url: `/api/metadata/workflow/${encodeURIComponent(start.name)}`,
    contentType: undefined,
    body: undefined,
    signal: request.signal,
  })
  const definition = DefinitionSchema.safeParse(answer.status === 200 ? parseJson(Buffer.from(answer.body)) : undefined)
  if (!definition.success) return
  const message = undeclaredInput({ name: start.name, ...definition.data }, start.keys)
  if (message !== undefined) throw new ServerError('INVALID_INPUT', message)
}

function parseJson(body: Buffer | undefined): unknown {
  try {
    return body === undefined ? undefined : JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}
