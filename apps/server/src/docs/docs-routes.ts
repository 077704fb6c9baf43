/** `/docs`: the description of our own API, made from the routes that are registered and one table of sentences. */
import type { FastifyInstance } from 'fastify'
import { apiHeaders } from '../http/security-headers.ts'
import type { RegisteredRoute } from './route-doc.ts'

export function registerDocsRoutes(app: FastifyInstance, version: string): void {
  const routes: RegisteredRoute[] = []
  app.addHook('onRoute', ({ method, url }) => {
    for (const verb of [method].flat()) if (isOwn(verb, url)) routes.push({ method: verb, url })
  })

  // Made for whoever reads it: most servers are never asked.
  const describe = async () => (await import('./open-api.ts')).describeRoutes(routes, version)

  app.get('/docs/openapi.json', describe)
  app.get('/docs', async (_request, reply) =>
    reply
      .headers({ ...apiHeaders(false), 'content-security-policy': "default-src 'none'; frame-ancestors 'none'" })
      .type('text/html; charset=utf-8')
      .send((await import('./render-docs.ts')).renderDocs(await describe())),
  )
}

/** What a client may rely on. `/api` describes itself as Conductor does; pages and files are not an API. */
function isOwn(method: string, url: string): boolean {
  return (
    method !== 'HEAD' &&
    method !== 'OPTIONS' &&
    /^\/(kyc|apply|ui)\/v1\/|^\/(screening|health|metrics)/.test(url) &&
    !url.endsWith('*')
  )
}
