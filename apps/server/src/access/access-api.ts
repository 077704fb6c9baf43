/** Finds and runs the routes about applications, users, groups and permissions. */
import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import type { ConductorAnswer } from '../api/conductor-door.ts'
import { ServerError } from '../errors.ts'
import type { SendInvitation } from '../mail/invitation.ts'
import { applicationRoutes } from './application-routes.ts'
import type { AccessRoute } from './access-route.ts'
import type { AccessChange, AccessStore } from './access-store.ts'
import type { AccessAudit } from './audited-action.ts'
import type { Authority } from './authority.ts'
import { peopleRoutes } from './people-routes.ts'
import { permissionRoutes } from './permission-routes.ts'
import type { AccessRecords } from './records.ts'
import { rightsChange } from './rights-change.ts'
import { roleRoutes } from './role-routes.ts'

export interface AccessCall {
  readonly method: string
  /** Without the query. */
  readonly path: string
  readonly query: URLSearchParams
  readonly body: Buffer | undefined
  readonly authority: Authority
  readonly audit: (entry: AccessAudit) => Promise<void>
}

export interface AccessApi {
  /** Whether these are its paths: then everything below them is answered here. */
  owns(path: string): boolean
  /** @throws ServerError */
  answer(call: AccessCall): Promise<ConductorAnswer>
}

const routes: readonly AccessRoute[] = [...applicationRoutes, ...peopleRoutes, ...permissionRoutes, ...roleRoutes]
const roots = /^\/api\/(?:applications|users|groups|roles|auth\/authorization)(?:\/|$)/

export function createAccessApi(store: AccessStore, invite: SendInvitation, now: () => number): AccessApi {
  return {
    owns: (path) => roots.test(path),
    async answer(call) {
      const steps: { readonly records: AccessRecords; readonly changes: readonly AccessChange[] }[] = []
      const { route, params } = find(call.method === 'HEAD' ? 'GET' : call.method, call.path)
      const value = await route.handle({
        param: (name) => params.get(name) ?? '',
        query: call.query,
        body: (schema) => parseBody(schema, call.body),
        authority: call.authority,
        store: {
          ...store,
          change: (decide) =>
            store.change((records) => {
              const [changes, answer] = decide(records)
              steps.push({ records, changes })
              return [changes, answer]
            }),
        },
        audit: (action, type, id) => call.audit({ action, object: { type, id }, ...rightsChange(steps.splice(0)) }),
        invite,
        now: now(),
        newId: randomUUID,
      })
      if (value === undefined) return { status: 200, headers: {}, body: '' }
      return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) }
    },
  }
}

function find(method: string, path: string): { route: AccessRoute; params: ReadonlyMap<string, string> } {
  const segments = path.split('/').map(decoded)
  const onPath = routes.flatMap((route) => {
    const params = match(route.path.split('/'), segments)
    return params === undefined ? [] : [{ route, params }]
  })
  // A word wins over a placeholder.
  const [found] = onPath
    .filter(({ route }) => route.method === method)
    .toSorted((a, b) => a.params.size - b.params.size)
  if (found !== undefined) return found
  if (onPath.length === 0) throw new ServerError('ROUTE_NOT_FOUND', `No static resource ${path.slice(1)}.`)
  throw new ServerError('METHOD_NOT_ALLOWED', `Request method '${method}' is not supported`)
}

function match(pattern: readonly string[], segments: readonly string[]): ReadonlyMap<string, string> | undefined {
  if (pattern.length !== segments.length) return undefined
  const params = new Map<string, string>()
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index] ?? ''
    const [, name] = /^\{(.+)\}$/.exec(part) ?? []
    if (name === undefined ? part !== segment : segment === '') return undefined
    if (name !== undefined) params.set(name, segment)
  }
  return params
}

function parseBody<T>(schema: z.ZodType<T>, body: Buffer | undefined): T {
  let value: unknown
  try {
    value = JSON.parse(body?.toString('utf8') ?? '')
  } catch {
    throw new ServerError('MALFORMED_JSON', 'The body is not JSON.')
  }
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const where = issue?.path.join('.') ?? ''
  throw new ServerError('INVALID_INPUT', `${where === '' ? 'The body' : where}: ${issue?.message ?? 'cannot be used'}`)
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
