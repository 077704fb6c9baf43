/** Tags on workflows, tasks, schedules and event handlers. Orkes has them; Conductor OSS does not. */
import type { Engine } from '../api.ts'
import type { TaggedKind } from '../tags/tags.ts'
import { readDefinitionTags, readTags } from '../validation/tag-reader.ts'
import { empty, json, param, type Route, type RouteRequest } from './exchange.ts'
import { readBody } from './request-body.ts'

export function tagRoutes({ tags, metadata, schedules, handlers }: Engine): Route[] {
  const on = (kind: TaggedKind, path: string, what: string, need: (name: string) => unknown): Route[] => {
    /** Fails with 404 when there is nothing of the name. */
    const nameOf = (request: RouteRequest) => {
      const name = param(request, 'name')
      need(name)
      return name
    }
    return [
      {
        method: 'GET',
        path,
        summary: `Tags of ${what}`,
        handle: (request) => json(tags.of(kind, nameOf(request))),
      },
      {
        method: 'POST',
        path,
        summary: `Adds a tag, or several, to ${what}`,
        async handle(request) {
          await tags.add(kind, nameOf(request), readBody(request, readTags))
          return empty()
        },
      },
      {
        method: 'PUT',
        path,
        summary: `Replaces the tags of ${what}`,
        async handle(request) {
          await tags.replace(kind, nameOf(request), readBody(request, readTags))
          return empty()
        },
      },
      {
        method: 'DELETE',
        path,
        summary: `Takes a tag, or several, from ${what}`,
        async handle(request) {
          await tags.remove(kind, nameOf(request), readBody(request, readTags))
          return empty()
        },
      },
    ]
  }
  return [
    ...on('workflow', '/api/metadata/workflow/{name}/tags', 'a workflow', (name) => metadata.getWorkflow(name)),
    ...on('task', '/api/metadata/task/{name}/tags', 'a task', (name) => metadata.getTask(name)),
    ...on('schedule', '/api/scheduler/schedules/{name}/tags', 'a schedule', (name) => schedules.get(name)),
    ...on('event', '/api/event/{name}/tags', 'an event handler', (name) => handlers.get(name)),
  ]
}

/** Keeps the tags that come inside the definitions of a body, once those are kept. */
export async function keepTagsOf(
  request: RouteRequest,
  kind: TaggedKind,
  { tags }: Pick<Engine, 'tags'>,
): Promise<void> {
  const found = readBody(request, readDefinitionTags)
  await Promise.all(
    found.map(({ name, tags: given, overwrite }) =>
      overwrite ? tags.replace(kind, name, given) : tags.add(kind, name, given),
    ),
  )
}
