/** Tags on workflows, tasks, schedules, event handlers and webhooks. Orkes has them; Conductor OSS does not. */
import type { Engine } from '../api.ts'
import type { RateLimitConfig } from '../model/definition.ts'
import type { Tag, TaggedKind } from '../tags/tag.ts'
import { readTags } from '../validation/tag-reader.ts'
import { empty, json, param, type Route, type RouteRequest } from './exchange.ts'
import { setRateLimit } from './rate-limit-routes.ts'
import { readBody } from './request-body.ts'
import { RequestError } from './request-error.ts'

export function tagRoutes({ tags, metadata, schedules, handlers, webhooks }: Engine): Route[] {
  const on = (kind: TaggedKind, path: string, what: string, need: (name: string) => unknown): Route[] => {
    /** Fails with 404 when there is nothing of the name. */
    const nameOf = (request: RouteRequest) => {
      const name = param(request, 'name')
      need(name)
      return name
    }
    const change = (how: 'add' | 'replace' | 'remove') => async (request: RouteRequest) => {
      const name = nameOf(request)
      const given = readBody(request, readTags)
      const before = limitIn(tags.of(kind, name), name)
      if (limitIn(given, name) === 'wrong') throw new RequestError(400, 'A rate limit must be a whole number above 0')
      await tags[how](kind, name, given)
      const after = limitIn(tags.of(kind, name), name)
      if (kind === 'workflow' && after !== before) await setRateLimit(metadata, name, toConfig(name, after))
      return empty()
    }
    return [
      {
        method: 'GET',
        path,
        summary: `Tags of ${what}`,
        handle: (request) => json(tags.of(kind, nameOf(request))),
      },
      { method: 'POST', path, summary: `Adds a tag, or several, to ${what}`, handle: change('add') },
      { method: 'PUT', path, summary: `Replaces the tags of ${what}`, handle: change('replace') },
      { method: 'DELETE', path, summary: `Takes a tag, or several, from ${what}`, handle: change('remove') },
    ]
  }
  return [
    ...on('workflow', '/api/metadata/workflow/{name}/tags', 'a workflow', (name) => metadata.getWorkflow(name)),
    ...on('task', '/api/metadata/task/{name}/tags', 'a task', (name) => metadata.getTask(name)),
    ...on('schedule', '/api/scheduler/schedules/{name}/tags', 'a schedule', (name) => schedules.get(name)),
    ...on('event', '/api/event/{name}/tags', 'an event handler', (name) => handlers.get(name)),
    ...on('webhook', '/api/metadata/webhook/{name}/tags', 'a webhook', (id) => webhooks.get(id)),
    { method: 'GET', path: '/api/metadata/tags', summary: 'All tags, each once', handle: () => json(tags.all()) },
  ]
}

/** The Python SDK limits the running executions of a workflow by a tag of this type, named like the workflow. */
function limitIn(tags: readonly Tag[], name: string): number | 'wrong' | undefined {
  const tag = tags.find(({ type, key }) => type === 'RATE_LIMIT' && key === name)
  if (tag === undefined) return undefined
  const limit = Number(tag.value)
  return Number.isInteger(limit) && limit > 0 ? limit : 'wrong'
}

function toConfig(rateLimitKey: string, limit: number | 'wrong' | undefined): RateLimitConfig | undefined {
  return typeof limit === 'number' ? { rateLimitKey, concurrentExecLimit: limit } : undefined
}
