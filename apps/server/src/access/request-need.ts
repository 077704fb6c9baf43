/** What a request to `/api` takes: one of some rights, or permissions for everything that it is about. */
import type { AccessType, Target } from './records.ts'
import type { ApiRight } from './roles.ts'

export interface RequestNeed {
  /** Any one of them opens it. */
  readonly rights: readonly ApiRight[]
  /** Without one, each of these must be permitted; none: it takes a right. */
  readonly subjects: readonly NeedSubject[]
}

/** What a request is about, as far as the request itself says. */
export type NeedSubject =
  | { readonly kind: 'workflow-def' | 'secret'; readonly name: string; readonly access: AccessType }
  /** `domain`: where its tasks are polled. */
  | { readonly kind: 'task-def'; readonly name: string; readonly access: AccessType; readonly domain?: string }
  /** A definition that is made, or replaced when there is one. */
  | { readonly kind: 'put-workflow-def' | 'put-task-def'; readonly name: string }
  | { readonly kind: 'execution' | 'task'; readonly id: string; readonly access: AccessType }
  /** Everybody who has proven to be somebody. */
  | { readonly kind: 'anybody' }

type Rule = readonly [method: RegExp, path: RegExp, need: (found: Found) => RequestNeed]

interface Found {
  readonly method: string
  /** Groups of the path, decoded. */
  readonly parts: readonly string[]
  readonly body: unknown
  readonly domain: string | undefined
}

/** `url`: path and query as they were sent. What no rule knows takes the right to operate the server. */
export function requestNeed(method: string, url: string, body: unknown): RequestNeed {
  const [path = '', ...query] = url.split('?')
  const domain = new URLSearchParams(query.join('?')).get('domain') ?? undefined
  const verb = method === 'HEAD' ? 'GET' : method
  for (const [methods, pattern, need] of rules) {
    const match = methods.test(verb) ? pattern.exec(path) : null
    if (match) return need({ method: verb, parts: match.slice(1).map((part) => decoded(part ?? '')), body, domain })
  }
  return { rights: ['server-operate'], subjects: [] }
}

/** What a DELETE of this address removes, as far as permissions can be about it. `url`: path and query as they were sent. */
export function targetOfRemoval(url: string): Target | undefined {
  const [path = ''] = url.split('?')
  for (const [type, pattern] of removals) {
    const [, name] = pattern.exec(path) ?? []
    if (name !== undefined) return { type, id: decoded(name) }
  }
  return undefined
}

const removals = [
  ['WORKFLOW_DEF', /^\/api\/metadata\/workflow\/([^/]+)\/[^/]+$/],
  ['TASK_DEF', /^\/api\/metadata\/taskdefs\/([^/]+)$/],
  ['SECRET_NAME', /^\/api\/secrets\/([^/]+)$/],
] as const

const get = /^GET$/
const post = /^POST$/
const any = /./
const change = /^(POST|PUT|DELETE)$/

const only =
  (...rights: ApiRight[]) =>
  (): RequestNeed => ({ rights, subjects: [] })

const rules: readonly Rule[] = [
  [
    get,
    /^\/api(?:\/(?:version|health|tasks\/queue(?:\/.*)?)|-docs)$/,
    () => ({ rights: [], subjects: [{ kind: 'anybody' }] }),
  ],
  // Workers look there before they begin.
  [get, /^\/api\/schema(?:\/.*)?$/, () => ({ rights: [], subjects: [{ kind: 'anybody' }] })],

  [/^(POST|PUT)$/, /^\/api\/metadata\/workflow$/, ({ body }) => definitions('put-workflow-def', body)],
  [/^(POST|PUT)$/, /^\/api\/metadata\/taskdefs$/, ({ body }) => definitions('put-task-def', body)],
  [post, /^\/api\/metadata\/workflow\/validate$/, only('metadata-read', 'metadata-create')],
  [get, /^\/api\/metadata\/(?:workflow|taskdefs|tags)$/, only('metadata-read', 'metadata-write')],
  [get, /^\/api\/metadata\/workflow\/(?:names-and-versions|names|latest-versions)$/, only('metadata-read')],
  [any, /^\/api\/metadata\/workflow\/([^/]+)(?:\/.*)?$/, definition('workflow-def')],
  [any, /^\/api\/metadata\/(?:taskdefs|task)\/([^/]+)(?:\/.*)?$/, definition('task-def')],

  [any, /^\/api\/secrets\/([^/]+)(?:\/.*)?$/, secret],
  [any, /^\/api\/secrets(?:-v2)?$/, only('secret-manage')],

  [get, /^\/api\/(?:workflow|tasks)\/search(?:-.*)?$/, only('workflow-read')],
  [any, /^\/api\/workflow\/bulk\/search$/, only('workflow-read')],
  [any, /^\/api\/workflow\/bulk\/.*$/, only('workflow-run')],
  [get, /^\/api\/workflow\/running\/([^/]+)$/, ({ parts }) => workflow(parts[0], 'READ')],
  [get, /^\/api\/workflow\/external-?storage-?location$/i, only('workflow-run')],
  [post, /^\/api\/workflow(?:\/test)?$/, ({ body }) => workflow(nameIn(body), 'EXECUTE', body)],
  [
    post,
    /^\/api\/workflow\/(?:execute|start)\/([^/]+)(?:\/\d+)?$/,
    ({ parts, body }) => workflow(parts[0], 'EXECUTE', body),
  ],
  [any, /^\/api\/workflow\/([^/]+)\/correlated(?:\/.*)?$/, ({ parts }) => workflow(parts[0], 'READ')],
  [post, /^\/api\/workflow\/([^/]+)$/, ({ parts }) => workflow(parts[0], 'EXECUTE')],
  [change, /^\/api\/workflow\/decide\/([^/]+)$/, ({ parts }) => execution(parts[0], 'EXECUTE')],
  [get, /^\/api\/workflow\/([^/]+)(?:\/(?:tasks|status))?$/, ({ parts }) => execution(parts[0], 'READ')],
  [change, /^\/api\/workflow\/([^/]+)(?:\/.*)?$/, ({ parts }) => execution(parts[0], 'EXECUTE')],

  [get, /^\/api\/tasks\/poll\/(?:batch\/)?([^/]+)$/, ({ parts, domain }) => task('task-def', parts[0], domain)],
  [get, /^\/api\/tasks\/external-?storage-?location$/i, only('task-work', 'workflow-run')],
  [post, /^\/api\/tasks(?:\/update-v2)?$/, ({ body }) => task('task', idIn(body))],
  [post, /^\/api\/tasks\/queue\/.*$/, only('server-operate')],
  [any, /^\/api\/tasks\/([^/]+)\/log$/, ({ parts }) => task('task', parts[0])],
  [get, /^\/api\/tasks\/([^/]+)$/, ({ parts }) => task('task', parts[0])],
  // By the execution and the reference, or as a signal to whatever waits there.
  [
    post,
    /^\/api\/tasks\/([^/]+)\/.+$/,
    ({ parts }) => ({ ...execution(parts[0], 'EXECUTE'), rights: ['workflow-run', 'task-work'] }),
  ],

  [post, /^\/api\/event\/handleIncomingEvent$/, only('workflow-run')],
  // What came and what was done about it is no definition: it holds what was sent.
  [get, /^\/api\/event\/(?:message|execution)(?:\/.*)?$/, only('workflow-read')],
  // Conductor stops schedules, and runs them again, by GET; a schedule may be called by such a word.
  [get, /^\/api\/scheduler\/(?:schedules\/[^/]+|admin)\/(?:pause|resume|requeue)(?:\/.*)?$/i, only('metadata-write')],
  [get, /^\/api\/(?:event|scheduler|metadata\/webhook)(?:\/.*)?$/, only('metadata-read')],
  [any, /^\/api\/(?:event|scheduler|metadata\/webhook|schema)(?:\/.*)?$/, only('metadata-write')],
  [get, /^\/api\/(?:environment|limits)(?:\/.*)?$/, only('metadata-read')],
]

function definition(kind: 'workflow-def' | 'task-def') {
  return ({ method, parts: [name = ''] }: Found): RequestNeed => {
    const access = method === 'GET' ? 'READ' : method === 'DELETE' ? 'DELETE' : 'UPDATE'
    const rights: ApiRight[] = method === 'GET' ? ['metadata-read', 'metadata-write'] : ['metadata-write']
    return { rights, subjects: [{ kind, name, access }] }
  }
}

function definitions(kind: 'put-workflow-def' | 'put-task-def', body: unknown): RequestNeed {
  const names = [body].flat().map(nameIn)
  // What cannot be read is refused by the engine, for those who may write anything.
  const subjects = names.map((name) => ({ kind, name }))
  return { rights: ['metadata-write'], subjects: names.includes('') ? [] : subjects }
}

function secret({ method, parts: [name = ''] }: Found): RequestNeed {
  const access = method === 'GET' ? 'READ' : method === 'DELETE' ? 'DELETE' : 'UPDATE'
  return { rights: ['secret-manage'], subjects: [{ kind: 'secret', name, access }] }
}

function workflow(name = '', access: 'READ' | 'EXECUTE', body?: unknown): RequestNeed {
  const rights: ApiRight[] = access === 'READ' ? ['workflow-read', 'workflow-run'] : ['workflow-run']
  // A definition that comes with the start is nobody's to permit by its name.
  const inline = isMap(body) && body['workflowDef'] !== undefined && body['workflowDef'] !== null
  return { rights, subjects: inline || name === '' ? [] : [{ kind: 'workflow-def', name, access }] }
}

function execution(id = '', access: 'READ' | 'EXECUTE'): RequestNeed {
  const rights: ApiRight[] = access === 'READ' ? ['workflow-read', 'workflow-run'] : ['workflow-run']
  return { rights, subjects: [{ kind: 'execution', id, access }] }
}

function task(kind: 'task-def' | 'task', value = '', domain?: string): RequestNeed {
  const of = domain === undefined ? {} : { domain }
  const subject: NeedSubject =
    kind === 'task' ? { kind, id: value, access: 'EXECUTE' } : { kind, name: value, access: 'EXECUTE', ...of }
  return { rights: ['task-work'], subjects: value === '' ? [] : [subject] }
}

function nameIn(body: unknown): string {
  return isMap(body) && typeof body['name'] === 'string' ? body['name'] : ''
}

function idIn(body: unknown): string {
  return isMap(body) && typeof body['taskId'] === 'string' ? body['taskId'] : ''
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
