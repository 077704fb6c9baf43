import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseConfig } from '../config/parse-config.ts'
import { createLog } from '../log.ts'
import { createApp } from './app.ts'
import { createOwnOrigins } from './own-origins.ts'
import { registerStaticRoutes } from './static-routes.ts'

const script = 'console.log("a console")'
let dist: string
let app: FastifyInstance

async function open(built?: Promise<unknown>): Promise<FastifyInstance> {
  const { http } = parseConfig({}, dist)
  const origins = createOwnOrigins({ publicUrl: undefined, loopback: true, secure: false, port: () => 8080 })
  const opened = createApp({ http, origins, log: createLog('silent') })
  registerStaticRoutes(opened, { dist, built, secure: false })
  await opened.ready()
  return opened
}

function ask(url: string, method: 'GET' | 'HEAD' = 'GET', headers: Record<string, string> = {}) {
  return app.inject({ method, url, headers: { host: '127.0.0.1:8080', ...headers } })
}

beforeEach(async () => {
  dist = await mkdtemp(join(tmpdir(), 'gatehouse-dist-'))
  await mkdir(join(dist, 'assets'))
  await writeFile(join(dist, 'index.html'), '<script nonce="__CSP_NONCE__"></script>')
  await writeFile(join(dist, 'icon.svg'), '<svg/>')
  await writeFile(join(dist, 'assets/index-Ab1.js'), script)
  await writeFile(join(dist, 'assets/index-Ab1.js.br'), brotliCompressSync(script))
  app = await open()
})
afterEach(async () => {
  await app.close()
  await rm(dist, { recursive: true, force: true })
})

describe('built files', () => {
  it('are kept by browsers for ever, since their names hold a hash', async () => {
    const answer = await ask('/assets/index-Ab1.js')
    expect([answer.statusCode, answer.body]).toEqual([200, script])
    expect(answer.headers).toMatchObject({ 'cache-control': 'public, max-age=31536000, immutable' })
    expect(answer.headers['content-type']).toMatch(/javascript/)
  })

  it('go out as they were compressed when built', async () => {
    const answer = await ask('/assets/index-Ab1.js', 'GET', { 'accept-encoding': 'gzip, br' })
    expect(answer.headers).toMatchObject({ 'content-encoding': 'br', vary: expect.stringMatching(/accept-encoding/i) })
    expect(answer.rawPayload).toEqual(brotliCompressSync(script))
  })

  it('are asked about without being sent', async () => {
    const answer = await ask('/assets/index-Ab1.js', 'HEAD')
    expect([answer.statusCode, answer.body]).toEqual([200, ''])
  })

  it('are there as soon as a build has made them', async () => {
    expect((await ask('/assets/new.js')).statusCode).toBe(404)
    await writeFile(join(dist, 'assets/new.js'), script)
    expect((await ask('/assets/new.js')).statusCode).toBe(200)
  })

  it('lie beside the pages, too', async () => {
    const answer = await ask('/icon.svg')
    expect([answer.statusCode, answer.headers['cache-control']]).toEqual([200, 'no-cache'])
    expect((await ask('/none.svg')).statusCode).toBe(404)
  })

  it.each(['/assets/..%2findex.html', '/assets/.hidden', '/assets/', '/index.html'])('are not %s', async (url) => {
    expect((await ask(url)).statusCode).toBe(404)
  })

  it('take no route each: a start with many is no slower', async () => {
    const before = app.printRoutes()
    for (let n = 0; n < 30; n += 1) await writeFile(join(dist, `assets/chunk-${n}.js`), script)
    const other = await open()
    expect(other.printRoutes()).toBe(before)
    await other.close()
  })
})

it('says how to build them where nothing was built', async () => {
  await app.close()
  await rm(dist, { recursive: true, force: true })
  app = await open()
  const answer = await ask('/')
  expect([answer.statusCode, answer.body]).toEqual([503, expect.stringContaining('npm run build')])
  expect((await ask('/assets/index-Ab1.js')).statusCode).toBe(404)
})

it('lets pages and files wait for the first build, and nothing else', async () => {
  await app.close()
  await rm(dist, { recursive: true, force: true })
  const build = Promise.withResolvers<void>()
  app = await open(build.promise)
  const answers = Promise.all(['/', '/apply/status', '/icon.svg', '/assets/index-Ab1.js'].map((url) => ask(url)))
  expect((await ask('/api/none')).statusCode).toBe(404)
  await mkdir(join(dist, 'assets'), { recursive: true })
  for (const file of ['index.html', 'apply.html', 'icon.svg', 'assets/index-Ab1.js'])
    await writeFile(join(dist, file), '')
  build.resolve()
  expect((await answers).map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200])
})
