/** `/api/secrets`: names, and values by name. Orkes has them all; Conductor OSS lists the names only. */
import type { Engine } from '../api.ts'
import { readTags } from '../validation/tag-reader.ts'
import { empty, json, param, plain, type Route, type RouteRequest } from './exchange.ts'
import { readBody } from './request-body.ts'
import { RequestError } from './request-error.ts'
import { valueIn } from './value-body.ts'

export function secretRoutes({ secrets, tags }: Engine): Route[] {
  const names = () => json(secrets.names())
  const keyOf = (request: RouteRequest) => param(request, 'key')
  const existing = (request: RouteRequest) => {
    const key = keyOf(request)
    if (!secrets.has(key)) throw new RequestError(404, `There is no secret ${key}.`)
    return key
  }
  const changeTags = (how: 'add' | 'remove') => async (request: RouteRequest) => {
    await tags[how]('secret', existing(request), readBody(request, readTags))
    return empty()
  }
  return [
    { method: 'GET', path: '/api/secrets', summary: 'Names of secrets', handle: names },
    { method: 'POST', path: '/api/secrets', summary: 'Names of secrets', handle: names },
    {
      method: 'GET',
      path: '/api/secrets-v2',
      summary: 'Names of secrets, with their tags',
      handle: () => json(secrets.names().map((name) => ({ name, tags: tags.of('secret', name) }))),
    },
    ...['clearLocalCache', 'clearRedisCache'].map(
      (name): Route => ({
        method: 'GET',
        path: `/api/secrets/${name}`,
        summary: 'Nothing to do: a value that is put is the one that is given from then on',
        handle: () => json({}),
      }),
    ),
    {
      method: 'GET',
      path: '/api/secrets/{key}',
      summary: 'The value of a secret that was put in here',
      handle(request) {
        const { status, headers, body } = plain(secrets.get(keyOf(request)))
        return { status, headers: { ...headers, 'cache-control': 'no-store' }, body }
      },
    },
    {
      method: 'PUT',
      path: '/api/secrets/{key}',
      summary: 'Keeps a secret, encrypted',
      async handle(request) {
        await secrets.put(keyOf(request), valueIn(request))
        return empty()
      },
    },
    {
      method: 'DELETE',
      path: '/api/secrets/{key}',
      summary: 'Removes a secret, if there is one',
      async handle(request) {
        const key = keyOf(request)
        // Orkes' SDKs clear the way by removing what may not be there.
        if (secrets.has(key)) await secrets.remove(key)
        return empty()
      },
    },
    {
      method: 'GET',
      path: '/api/secrets/{key}/exists',
      summary: 'Whether there is a secret of that name',
      handle: (request) => json(secrets.has(keyOf(request))),
    },
    {
      method: 'GET',
      path: '/api/secrets/{key}/tags',
      summary: 'Tags of a secret',
      handle: (request) => json(tags.of('secret', existing(request))),
    },
    { method: 'PUT', path: '/api/secrets/{key}/tags', summary: 'Adds tags to a secret', handle: changeTags('add') },
    {
      method: 'DELETE',
      path: '/api/secrets/{key}/tags',
      summary: 'Takes tags from a secret',
      handle: changeTags('remove'),
    },
  ]
}
