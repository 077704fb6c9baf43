/** The built console at `/`, the applicants' pages at `/apply`: files, and one page for every address of theirs. */
import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
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
  readonly secure: boolean
}

export function registerStaticRoutes(app: FastifyInstance, { dist, secure }: StaticOptions): void {
  if (existsSync(dist)) {
    void app.register(fastifyStatic, {
      root: dist,
      // A route for each of hundreds of files takes longer than all other routes together, and knows no later build.
      serve: false,
      preCompressed: true,
      cacheControl: false,
      setHeaders(reply, path) {
        // Names of built files hold a hash of what is in them.
        void reply.header(
          'cache-control',
          path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
        )
      },
    })
    app.get('/assets/:file', (request, reply) => {
      const asset = assetIn(dist, pathOf(request))
      if (asset === undefined) throw routeNotFound(request)
      return reply.sendFile(asset)
    })
    for (const file of filesBeside(dist)) app.get(`/${file}`, (_request, reply) => reply.sendFile(file))
  }
  const sendPage = async (file: string, reply: FastifyReply): Promise<FastifyReply> => {
    const nonce = randomBytes(16).toString('base64')
    const html = await readPage(join(dist, file))
    return reply
      .headers(pageHeaders(nonce, secure))
      .type('text/html; charset=utf-8')
      .code(html === undefined ? 503 : 200)
      .send(html?.replaceAll('__CSP_NONCE__', nonce) ?? notBuilt)
  }

  app.get('/', (_request, reply) => sendPage('index.html', reply))
  app.get('/apply', (_request, reply) => sendPage('apply.html', reply))
  app.get('/apply/*', (request, reply) => {
    if (!isPage(request)) throw routeNotFound(request)
    return sendPage('apply.html', reply)
  })
  app.setNotFoundHandler(async (request, reply) => {
    if (isPage(request)) return sendPage('index.html', reply)
    throw routeNotFound(request)
  })
}

/** The path in `dist` of a built file by its address; undefined for anything else and for what is not there. */
function assetIn(dist: string, path: string): string | undefined {
  const asset = /^\/(assets\/[\w-][\w.-]*)$/.exec(path)?.[1]
  return asset !== undefined && existsSync(join(dist, asset)) ? asset : undefined
}

/** Files beside the pages, such as an icon. */
function filesBeside(dist: string): readonly string[] {
  const files = readdirSync(dist, { withFileTypes: true }).filter((entry) => entry.isFile())
  return files.map(({ name }) => name).filter((name) => !/\.(?:html|br|gz)$/.test(name))
}

/** Addresses of the console are its own business, dots in them too: `/policy/1.0.0`. Files lie at the top and in `assets`. */
function isPage(request: FastifyRequest): boolean {
  const path = pathOf(request)
  if (request.method !== 'GET' && request.method !== 'HEAD') return false
  if (isApiPath(path)) return false
  return !path.startsWith('/assets/') && !/^\/[^/]*\.[^/]*$/.test(path)
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
