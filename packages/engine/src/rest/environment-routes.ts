/** `/api/environment`: what workflows read as `${workflow.env.NAME}`. Conductor OSS only shows it; Orkes' clients write it. */
import type { Engine } from '../api.ts'
import { readTags } from '../validation/tag-reader.ts'
import { empty, json, param, plain, type Route, type RouteRequest } from './exchange.ts'
import { readBody } from './request-body.ts'
import { valueIn } from './value-body.ts'

export function environmentRoutes({ environment, tags }: Engine): Route[] {
  const keyOf = (request: RouteRequest) => param(request, 'key')
  // Tags are kept for names without a value too: whoever sorts names comes before whoever fills them.
  const changeTags = (how: 'add' | 'remove') => async (request: RouteRequest) => {
    await tags[how]('environment', keyOf(request), readBody(request, readTags))
    return empty()
  }
  const shown = (name: string) => {
    const found = tags.of('environment', name)
    return { name, value: environment.get(name), ...(found.length > 0 ? { tags: found } : {}) }
  }
  return [
    {
      method: 'GET',
      path: '/api/environment',
      summary: 'Environment values',
      handle: () => json(environment.names().map(shown)),
    },
    {
      method: 'GET',
      path: '/api/environment/{key}',
      summary: 'One environment value; nothing for a name that has none',
      handle: (request) => (environment.has(keyOf(request)) ? plain(environment.get(keyOf(request))) : empty()),
    },
    {
      method: 'PUT',
      path: '/api/environment/{key}',
      summary: 'Keeps an environment value',
      async handle(request) {
        await environment.put(keyOf(request), valueIn(request))
        return empty()
      },
    },
    {
      method: 'DELETE',
      path: '/api/environment/{key}',
      summary: 'Removes an environment value, and answers what it was',
      async handle(request) {
        const before = environment.get(keyOf(request))
        await environment.remove(keyOf(request))
        return plain(before)
      },
    },
    {
      method: 'GET',
      path: '/api/environment/{key}/tags',
      summary: 'Tags of an environment value',
      handle: (request) => json(tags.of('environment', keyOf(request))),
    },
    {
      method: 'PUT',
      path: '/api/environment/{key}/tags',
      summary: 'Adds tags to an environment value',
      handle: changeTags('add'),
    },
    {
      method: 'DELETE',
      path: '/api/environment/{key}/tags',
      summary: 'Takes tags from an environment value',
      handle: changeTags('remove'),
    },
  ]
}
