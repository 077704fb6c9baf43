/** The HTTP server before any route: guards, headers, request ids, errors. */
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import Fastify, { LogController } from 'fastify'
import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { HttpConfig } from '../config/config.ts'
import { ServerError } from '../errors.ts'
import { toConductorBody, toErrorBody, toProblem } from './error-body.ts'
import { guardRequest } from './guards.ts'
import type { OwnOrigins } from './own-origins.ts'
import { limitSlowRequests } from './slow-requests.ts'
import { apiHeaders } from './security-headers.ts'
import { refuseUnusable } from './usable-body.ts'

/** Enough for any JSON of ours; routes that take more say so. */
const bodyLimitBytes = 1024 * 1024
/** Addresses up to 60,000 bytes are answered by the search, longer ones refused by it. */
const maxHeaderSize = 96 * 1024

export function createApp(options: {
  readonly http: HttpConfig
  readonly origins: OwnOrigins
  readonly log: FastifyBaseLogger
}): FastifyInstance {
  const { http, origins, log } = options
  const secure = http.tls !== undefined || http.publicUrl?.protocol === 'https:'
  const app: FastifyInstance = Fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: bodyLimitBytes,
    genReqId: () => randomUUID(),
    trustProxy: http.trustedProxies.length > 0 ? [...http.trustedProxies] : false,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 300 },
    // What comes in is checked with zod: fastify's own compilers of schemas need not be loaded.
    schemaController: { compilersFactory: { buildValidator: noSchemas, buildSerializer: noSchemas } },
    // Limited by `limitSlowRequests`, which can make exceptions.
    requestTimeout: 0,
    frameworkErrors: (error, request, reply) => answerError(error, request, reply),
    ...(http.tls === undefined
      ? { http: { maxHeaderSize } }
      : {
          https: {
            maxHeaderSize,
            cert: readFileSync(http.tls.certFile),
            key: readFileSync(http.tls.keyFile),
            minVersion: 'TLSv1.2',
          },
        }),
  })

  limitSlowRequests(app)
  const commonHeaders = apiHeaders(secure)
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(commonHeaders).header('x-request-id', request.id)
    const { method, host, headers } = request
    guardRequest({ method, path: pathOf(request), host, headers }, origins)
    done()
  })
  // Bodies are JSON. A form or plain text is what another site's page could send without asking first.
  app.removeContentTypeParser('text/plain')
  app.addHook('preValidation', (request, _reply, done) => {
    refuseUnusable(request.body)
    done()
  })
  app.addHook('onResponse', (request, reply, done) => {
    const status = reply.statusCode
    const level = status >= 500 ? 'error' : status >= 400 ? 'warn' : 'debug'
    // The route's pattern, never the address: a search may hold a name.
    const route = request.routeOptions.url ?? 'unknown'
    request.log[level]({ method: request.method, route, status, ms: Math.round(reply.elapsedTime) }, 'answered')
    done()
  })
  app.setErrorHandler((error, request, reply) => answerError(error, request, reply))
  return app
}

function noSchemas(): never {
  throw new Error('Routes have no schemas of fastify; see http/parse.ts.')
}

/** Path without the query. */
export function pathOf(request: FastifyRequest): string {
  const { url } = request
  const mark = url.indexOf('?')
  return mark < 0 ? url : url.slice(0, mark)
}

export function routeNotFound(request: FastifyRequest): ServerError {
  return new ServerError('ROUTE_NOT_FOUND', `There is nothing at ${request.method} ${pathOf(request).slice(0, 200)}.`)
}

function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const problem = toProblem(error)
  if (problem.status >= 500) request.log.error({ err: error, code: problem.code }, 'failed')
  const isConductor = /^\/(api|webhook)(\/|$)/.test(pathOf(request))
  void reply
    .code(problem.status)
    .type('application/json')
    .send(JSON.stringify(isConductor ? toConductorBody(problem) : toErrorBody(problem, request.id)))
}
