/** The built console at `/`, the applicants' pages at `/apply`: files, and one page for every address of theirs. */
import { randomBytes } from 'node:crypto'
import { statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { pathOf, routeNotFound } from './app.ts'
import { isApiPath } from './guards.ts'
import { pageHeaders } from './security-headers.ts'

export interface StaticOptions {
  /** Folder of the built console. May be missing: then the pages say how to build it. */
  readonly dist: string
  /** A build that is under way, if any: pages and files wait for it. */
  readonly built: Promise<unknown> | undefined
  readonly secure: boolean
}

export function registerStaticRoutes(app: FastifyInstance, { dist, built, secure }: StaticOptions): void {
  void app.register(fastifyStatic, {
    root: dist,
    // There may be none yet.
    suppressWarning: true,
    // A route for each of hundreds of files takes longer than all other routes together, and knows no later build.
    serve: false,
    preCompressed: true,
    cacheControl: false,
    setHeaders(reply, path) {
      // Names of built files hold a hash of what is in them.
      void reply.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
  const sendFile = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const file = fileAt(pathOf(request))
    if (file === undefined) throw routeNotFound(request)
    await built
    if (!isFile(join(dist, file))) throw routeNotFound(request)
    return reply.sendFile(file)
  }
  const sendPage = async (file: string, reply: FastifyReply): Promise<FastifyReply> => {
    await built
    const nonce = randomBytes(16).toString('base64')
    const html = await readPage(join(dist, file))
    return reply
      .headers(pageHeaders(nonce, secure))
      .type('text/html; charset=utf-8')
      .code(html === undefined ? 503 : 200)
      .send(html?.replaceAll('__CSP_NONCE__', nonce) ?? notBuilt)
  }

  app.get('/assets/:file', sendFile)
  app.get('/', (_request, reply) => sendPage('index.html', reply))
  app.get('/apply', (_request, reply) => sendPage('apply.html', reply))
  app.get('/apply/*', (request, reply) => {
    if (!isPage(request)) throw routeNotFound(request)
    return sendPage('apply.html', reply)
  })
  app.setNotFoundHandler(async (request, reply) => {
    if (isPage(request)) return sendPage('index.html', reply)
    if (isRead(request)) return sendFile(request, reply)
    throw routeNotFound(request)
  })
}

/** The path in `dist` that an address names: in `assets`, or beside the pages, such as an icon; never a page itself. */
function fileAt(path: string): string | undefined {
  const file = /^\/((?:assets\/)?[\w-][\w.-]*)$/.exec(path)?.[1]
  return file === undefined || /^[^/]*\.(?:html|br|gz)$/.test(file) ? undefined : file
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true
}

/** Addresses of the console are its own business, dots in them too: `/policy/1.0.0`. Files lie at the top and in `assets`. */
function isPage(request: FastifyRequest): boolean {
  const path = pathOf(request)
  if (!isRead(request) || isApiPath(path)) return false
  return !path.startsWith('/assets/') && !/^\/[^/]*\.[^/]*$/.test(path)
}

function isRead({ method }: FastifyRequest): boolean {
  return method === 'GET' || method === 'HEAD'
}

async function readPage(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch {
    return undefined
  }
}

const notBuilt = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Gatehouse</title>
<p>The pages have not been built. Run <code>npm run build</code>, or start with <code>npm start</code>, which builds them.</p></html>`
