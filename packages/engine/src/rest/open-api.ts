/** The API's own description (OpenAPI 3), made from the routes: it cannot name one that is not there. */
import { json, type Route } from './exchange.ts'
import { renderApiPage } from './api-page.ts'
import { SERVER_VERSION } from './server-routes.ts'

/** Where Conductor has its own. */
const pagePath = '/swagger-ui/index.html'

export function openApiRoutes(routes: readonly Route[]): Route[] {
  const document = { openapi: '3.0.3', info: { title: 'Conductor', version: SERVER_VERSION }, paths: pathsOf(routes) }
  const moved = { status: 302, headers: { location: pagePath }, body: null }
  return [
    { method: 'GET', path: '/api-docs', summary: 'Description of this API', handle: () => json(document) },
    {
      method: 'GET',
      path: pagePath,
      summary: 'The same as a page',
      handle: () => ({
        status: 200,
        headers: { 'content-type': 'text/html; charset=utf-8' },
        body: renderApiPage(routes, SERVER_VERSION),
      }),
    },
    ...['/swagger-ui', '/swagger-ui/', '/swagger-ui.html'].map(
      (path): Route => ({ method: 'GET', path, summary: 'Leads to the page', handle: () => moved }),
    ),
  ]
}

function pathsOf(routes: readonly Route[]): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const route of routes) {
    const operations = (paths[route.path] ??= {})
    operations[route.method.toLowerCase()] = operationOf(route)
  }
  return paths
}

function operationOf({ path, summary, method }: Route): object {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
  const hasBody = method === 'POST' || method === 'PUT'
  return {
    summary,
    tags: [path.split('/')[2] ?? 'server'],
    parameters: names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
    ...(hasBody ? { requestBody: { content: { 'application/json': { schema: {} } } } } : {}),
    responses: { default: { description: 'See the Conductor documentation' } },
  }
}
