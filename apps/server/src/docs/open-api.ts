/** OpenAPI 3.1 of our own API. */
import { ErrorBodySchema } from '@gatehouse/kyc/wire'
import { z } from 'zod'
import type { RegisteredRoute, RouteDoc } from './route-doc.ts'
import { routeDocs } from './route-table.ts'

export interface Operation {
  readonly summary: string
  readonly parameters: readonly object[]
  readonly requestBody?: { readonly required: true; readonly content: object }
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: object }>>
}

export interface OpenApi {
  readonly openapi: '3.1.0'
  readonly info: { readonly title: string; readonly version: string }
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

export function describeRoutes(routes: readonly RegisteredRoute[], version: string): OpenApi {
  const paths: Record<string, Record<string, Operation>> = {}
  for (const route of routes) {
    const path = route.url.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: describe(route) }
  }
  return { openapi: '3.1.0', info: { title: 'Gatehouse', version }, paths }
}

function describe({ method, url }: RegisteredRoute): Operation {
  const doc: RouteDoc = routeDocs[`${method} ${url}`] ?? { summary: '' }
  const names = [...url.matchAll(/:(\w+)/g)].map((match) => match[1] ?? '')
  return {
    summary: doc.summary,
    parameters: [
      ...names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
      ...queryOf(doc.query),
    ],
    ...(doc.body === undefined
      ? {}
      : { requestBody: { required: true, content: content(doc.body, 'input', doc.bodyType) } }),
    responses: {
      '200':
        doc.answer === undefined
          ? { description: 'Done' }
          : { description: 'Done', content: content(doc.answer, 'output', doc.answerType) },
      default: {
        description: 'The error; codes are listed in docs/errors.md',
        content: content(doc.error ?? ErrorBodySchema, 'output'),
      },
    },
  }
}

function queryOf(query: RouteDoc['query']): readonly object[] {
  return Object.entries(query?.shape ?? {}).map(([name, field]) => ({
    name,
    in: 'query',
    required: !field.safeParse(undefined).success,
    schema: toJson(field, 'input'),
  }))
}

function content(schema: z.ZodType, io: 'input' | 'output', type = 'application/json'): object {
  return { [type]: { schema: toJson(schema, io) } }
}

function toJson(schema: z.ZodType, io: 'input' | 'output'): object {
  return z.toJSONSchema(schema, { io, unrepresentable: 'any' })
}
