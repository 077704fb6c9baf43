/** The built console at `/`, the applicants' pages at `/apply`: files, and one page for every address of theirs. */
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
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
      serve: true,
      wildcard: false,
      index: false,
      preCompressed: true,
      cacheControl: false,
      globIgnore: ['**/*.html'],
      setHeaders(reply, path) {
        // Names of built files hold a hash of what is in them.
        void reply.header(
          'cache-control',
          path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
        )
      },
    })
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
    // Files are listed once at the start. A build since then brought new names, which lie in the folder all the same.
    const asset = app.hasReplyDecorator('sendFile') ? newAsset(request, dist) : undefined
    if (asset === undefined) throw routeNotFound(request)
    return reply.sendFile(asset)
  })
}

const assetPath = /^\/(assets\/[\w-][\w.-]*)$/

/** The path in `dist` of a built file by its address; undefined for anything else and for what is not there. */
function newAsset(request: FastifyRequest, dist: string): string | undefined {
  if (request.method !== 'GET' && request.method !== 'HEAD') return undefined
  const asset = assetPath.exec(pathOf(request))?.[1]
  return asset !== undefined && existsSync(join(dist, asset)) ? asset : undefined
}

/** Addresses of the console are its own business; only those of the API and of files are not. */
function isPage(request: FastifyRequest): boolean {
  const path = pathOf(request)
  if (request.method !== 'GET' && request.method !== 'HEAD') return false
  if (isApiPath(path)) return false
  return !(path.split('/').at(-1) ?? '').includes('.')
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
