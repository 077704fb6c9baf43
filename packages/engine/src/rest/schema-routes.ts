/** `/api/schema`: the registry of schemas. */
import type { Engine } from '../api.ts'
import type { SchemaDef } from '../model/definition.ts'
import { readSchemaDef } from '../validation/definition-readers.ts'
import { list, type Read } from '../validation/wire-reader.ts'
import { empty, json, param, type Route, type RouteRequest } from './exchange.ts'
import { flagParam, wholeNumber } from './parameters.ts'
import { readBody } from './request-body.ts'

const readSchema: Read<SchemaDef> = (value, path) => ({ name: '', ...readSchemaDef(value, path) })
const readList = list(readSchema).read
/** Some SDKs send one schema as it is, others a list even of one. */
const readSchemas: Read<SchemaDef[]> = (value, path) =>
  Array.isArray(value) ? readList(value, path) : [readSchema(value, path)]

export function schemaRoutes({ schemas }: Engine): Route[] {
  const name = (request: RouteRequest) => param(request, 'name')
  const version = (request: RouteRequest) => wholeNumber(param(request, 'version'), 'version')
  return [
    {
      method: 'POST',
      path: '/api/schema',
      summary: 'Keeps schemas; newVersion=true gives each the next version of its name',
      async handle(request) {
        await schemas.save(readBody(request, readSchemas), { newVersion: flagParam(request, 'newVersion', false) })
        return empty()
      },
    },
    {
      method: 'GET',
      path: '/api/schema',
      summary: 'All schemas; short=true leaves their content out',
      handle(request) {
        const all = schemas.list()
        const short = flagParam(request, 'short', false)
        return json(short ? all.map((schema) => ({ name: schema.name, version: schema.version })) : all)
      },
    },
    {
      method: 'GET',
      path: '/api/schema/{name}',
      summary: 'The newest version of a schema',
      handle: (request) => json(schemas.get(name(request))),
    },
    {
      method: 'GET',
      path: '/api/schema/{name}/{version}',
      summary: 'One version of a schema',
      handle: (request) => json(schemas.get(name(request), version(request))),
    },
    {
      method: 'DELETE',
      path: '/api/schema/{name}',
      summary: 'Removes a schema with all its versions',
      async handle(request) {
        await schemas.remove(name(request))
        return empty()
      },
    },
    {
      method: 'DELETE',
      path: '/api/schema/{name}/{version}',
      summary: 'Removes one version of a schema',
      async handle(request) {
        await schemas.remove(name(request), version(request))
        return empty()
      },
    },
  ]
}
