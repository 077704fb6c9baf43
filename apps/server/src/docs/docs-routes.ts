/** `/docs`: the description of our own API, made from the routes that are registered and one table of sentences. */
import type { FastifyInstance } from 'fastify'
import { apiHeaders } from '../http/security-headers.ts'
import { describeRoutes } from './open-api.ts'
import { renderDocs } from './render-docs.ts'

export interface RegisteredRoute {
  readonly method: string
  /** As fastify writes it: `/kyc/v1/cases/:caseId`. */
  readonly url: string
}

export function registerDocsRoutes(app: FastifyInstance, version: string): void {
  const routes: RegisteredRoute[] = []
  app.addHook('onRoute', ({ method, url }) => {
    for (const verb of [method].flat()) if (isOwn(verb, url)) routes.push({ method: verb, url })
  })

  app.get('/docs/openapi.json', async () => describeRoutes(routes, version))
  app.get('/docs', async (_request, reply) =>
    reply
      .headers({ ...apiHeaders(false), 'content-security-policy': "default-src 'none'; frame-ancestors 'none'" })
      .type('text/html; charset=utf-8')
      .send(renderDocs(describeRoutes(routes, version))),
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
