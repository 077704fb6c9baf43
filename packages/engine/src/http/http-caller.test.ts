import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { HttpTaskRequest } from '../ports.ts'
import { createHttpCaller } from './http-caller.ts'

type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void

const routes: Record<string, Handler> = {
  '/echo': (request, response, body) => {
    response.setHeader('X-Kept-Case', ['a', 'b'])
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ method: request.method, headers: request.headers, body, url: request.url }))
  },
  '/list': (_request, response) => void response.end('[{"n":1}]'),
  '/number': (_request, response) => void response.end('42'),
  '/text': (_request, response) => void response.end('"quoted"'),
  '/true': (_request, response) => void response.end('true'),
  '/null': (_request, response) => void response.end('null'),
  '/plain': (_request, response) => void response.end('hello {'),
  '/empty': (_request, response) => void response.writeHead(204).end(),
  '/latin': (_request, response) => {
    response.setHeader('content-type', 'text/plain; charset=iso-8859-1')
    response.end(Buffer.from([0xe9]))
  },
  '/gzip': (_request, response) => {
    response.setHeader('content-encoding', 'gzip')
    response.end(gzipSync('{"zipped":true}'))
  },
  '/bomb': (_request, response) => {
    response.setHeader('content-encoding', 'gzip')
    response.end(gzipSync(Buffer.alloc(4_000_000)))
  },
  '/missing': (_request, response) => void response.writeHead(404).end('{"err":"none"}'),
  '/broken': (_request, response) => void response.writeHead(503).end(),
  '/hop': (_request, response) => void response.writeHead(302, { location: '/echo?hop=1' }).end(),
  '/keep': (_request, response) => void response.writeHead(307, { location: '/echo' }).end(),
  '/circle': (_request, response) => void response.writeHead(302, { location: '/circle' }).end(),
  '/nowhere': (_request, response) => void response.writeHead(302).end(),
  '/metadata': (_request, response) =>
    void response.writeHead(302, { location: 'http://169.254.169.254/latest/' }).end(),
  '/away': (_request, response) => void response.writeHead(302, { location: `http://other.test:${port()}/echo` }).end(),
  '/slow': () => undefined,
  '/drip': (_request, response) => {
    response.write('a')
  },
  '/cut': (_request, response) => void response.destroy(),
  '/big': (_request, response) => void response.end(Buffer.alloc(3_000_000, 'x')),
}

const server = createServer((request, response) => {
  let body = ''
  request.on('data', (chunk) => (body += chunk))
  request.on('end', () => routes[new URL(request.url ?? '', 'http://x').pathname]?.(request, response, body))
})
const port = () => (server.address() as AddressInfo).port

beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
const names: Record<string, string> = {
  'local.test': '127.0.0.1',
  'other.test': '127.0.0.1',
  'meta.test': '169.254.169.254',
}
const caller = createHttpCaller({
  allowLoopback: true,
  maxResponseBytes: 2_000_000,
  resolve: async (hostname) => [{ address: names[hostname] ?? '10.0.0.9', family: 4 }],
})
afterAll(async () => {
  await caller.close()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

function request(path: string, more: Partial<HttpTaskRequest> = {}): HttpTaskRequest {
  const uri = path.startsWith('http') ? path : `http://127.0.0.1:${port()}${path}`
  const defaults = { method: 'GET', headers: {}, accept: 'application/json', contentType: 'application/json' }
  return { uri, ...defaults, connectionTimeoutMs: 2000, readTimeoutMs: 2000, ...more }
}
const call = (path: string, more: Partial<HttpTaskRequest> = {}) =>
  caller.call(request(path, more), new AbortController().signal)
async function bodyOf(path: string, more: Partial<HttpTaskRequest> = {}): Promise<unknown> {
  const outcome = await call(path, more)
  return outcome.ok ? outcome.response.body : outcome
}

describe('a successful call', () => {
  it('gives status, reason, headers as lists under the names received, and the body', async () => {
    const outcome = await call('/echo?q=a%20b')
    if (!outcome.ok) throw new Error(outcome.reason)
    expect(outcome.response).toMatchObject({
      statusCode: 200,
      reasonPhrase: 'OK',
      body: { method: 'GET', url: '/echo?q=a%20b' },
    })
    expect(outcome.response.headers['X-Kept-Case']).toEqual(['a', 'b'])
    expect(Object.keys(outcome.response)).toEqual(['headers', 'statusCode', 'body', 'reasonPhrase'])
  })

  it.each<[string, unknown]>([
    ['/list', [{ n: 1 }]],
    ['/number', 42],
    ['/text', 'quoted'],
    ['/true', 'true'],
    ['/null', 'null'],
    ['/plain', 'hello {'],
    ['/empty', null],
    ['/latin', 'é'],
    ['/gzip', { zipped: true }],
  ])('%s has the body %j', async (path, body) => expect(await bodyOf(path)).toEqual(body))

  it('sends an object as JSON, a string as it is, and its headers', async () => {
    const headers = { 'X-One': 1, 'X-Two': ['a', 'b'], 'Content-Length': 1, 'X-Gone': null }
    expect(await bodyOf('/echo', { method: 'POST', body: { a: [1] }, headers })).toMatchObject({
      method: 'POST',
      body: '{"a":[1]}',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        'x-one': '1',
        'x-two': 'a, b',
        'content-length': '9',
      },
    })
    const form = { method: 'POST', body: 'a=1&b=2', contentType: 'application/x-www-form-urlencoded' }
    expect(await bodyOf('/echo', form)).toMatchObject({
      body: 'a=1&b=2',
      headers: { 'content-type': form.contentType },
    })
  })

  it('sends a body with GET too', async () => {
    expect(await bodyOf('/echo', { body: { q: 1 } })).toMatchObject({ method: 'GET', body: '{"q":1}' })
  })
})

describe('redirects', () => {
  it('are followed; what was posted is asked for with GET', async () => {
    expect(await bodyOf('/hop')).toMatchObject({ url: '/echo?hop=1' })
    expect(await bodyOf('/hop', { method: 'POST', body: { a: 1 } })).toMatchObject({ method: 'GET', body: '' })
    expect(await bodyOf('/keep', { method: 'POST', body: { a: 1 } })).toMatchObject({ method: 'POST', body: '{"a":1}' })
  })

  it('to another origin drop the credentials', async () => {
    const headers = { Authorization: 'Bearer x', 'X-Other': '1' }
    const echoed = await bodyOf('/away', { headers })
    expect(echoed).toMatchObject({ headers: { 'x-other': '1', host: `other.test:${port()}` } })
    expect(echoed).not.toMatchObject({ headers: { authorization: expect.anything() } })
  })

  it('are checked like any call', async () => {
    expect(await call('/metadata')).toMatchObject({
      ok: false,
      terminal: true,
      reason: expect.stringContaining('169.254.169.254'),
    })
  })

  it('end after ten, and one without a target is a failure with its answer', async () => {
    expect(await call('/circle')).toMatchObject({ ok: false, reason: expect.stringContaining('Maximum redirects') })
    expect(await call('/nowhere')).toMatchObject({
      ok: false,
      terminal: false,
      reason: 'No response from the remote service',
      response: { statusCode: 302, body: null },
    })
  })
})

describe('a failing call', () => {
  it('has the error text as its response', async () => {
    const text = `java.lang.Exception: 404 Not Found on GET request for "http://127.0.0.1:${port()}/missing": "{"err":"none"}"`
    expect(await call('/missing?key=secret')).toEqual({
      ok: false,
      terminal: false,
      reason: `Failed to invoke HTTP task due to: ${text}`,
      response: text,
    })
    expect(await call('/broken')).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/503 Service Unavailable .*: \[no body\]$/),
    })
  })

  it.each([
    ['get', 'Failed to invoke HTTP task due to: java.lang.IllegalArgumentException: Invalid HTTP method: get'],
    ['CONNECT', 'Failed to invoke HTTP task due to: java.lang.IllegalArgumentException: Invalid HTTP method: CONNECT'],
  ])('refuses the method %s', async (method, reason) => {
    expect(await call('/echo', { method })).toMatchObject({ ok: false, terminal: false, reason })
  })

  it.each(['nonsense', 'file:///etc/passwd', 'ftp://x/'])('refuses the uri %s', async (uri) => {
    expect(await caller.call({ ...request('/'), uri }, new AbortController().signal)).toMatchObject({ ok: false })
  })

  it('says what went wrong on the wire', async () => {
    const uri = `http://127.0.0.1:${port()}`
    const reason = (path: string, cause: string) =>
      `Failed to invoke HTTP task due to: java.lang.Exception: I/O error on GET request for "${uri}${path}": ${cause}`
    expect(await call('/slow', { readTimeoutMs: 100 })).toMatchObject({
      ok: false,
      terminal: false,
      reason: reason('/slow', 'Read timed out'),
    })
    expect(await call('/drip', { readTimeoutMs: 100 })).toMatchObject({
      ok: false,
      reason: reason('/drip', 'Read timed out'),
    })
    expect(await call('/cut')).toMatchObject({ ok: false, reason: reason('/cut', 'Connection reset') })
    expect(await call('http://127.0.0.1:1/')).toMatchObject({
      ok: false,
      reason: expect.stringContaining('Connection refused'),
    })
  })

  it('is ended by its signal', async () => {
    const controller = new AbortController()
    const pending = caller.call(request('/slow', { readTimeoutMs: 20_000 }), controller.signal)
    controller.abort(new Error('the task was canceled'))
    expect(await pending).toMatchObject({ ok: false, reason: expect.stringContaining('the task was canceled') })
  })

  it('does not take more than the limit, packed or not', async () => {
    for (const path of ['/big', '/bomb']) {
      expect(await call(path)).toMatchObject({
        ok: false,
        terminal: true,
        reason: expect.stringContaining('longer than 2000000 bytes'),
      })
    }
  })

  it('survives headers that cannot be sent', async () => {
    expect(await call('/echo', { headers: { 'X-Bad': 'a\r\nX-Injected: 1' } })).toMatchObject({ ok: false })
    expect(await call('/echo', { headers: { 'bad name': 'a' } })).toMatchObject({ ok: false })
  })
})

describe('the egress policy', () => {
  it('is asked about the address that a name resolves to', async () => {
    expect(await call(`http://local.test:${port()}/number`)).toMatchObject({ ok: true })
    expect(await call('http://meta.test/')).toMatchObject({
      ok: false,
      terminal: true,
      reason: expect.stringContaining('meta.test (169.254.169.254)'),
    })
    expect(await call('http://internal.test:81/')).toMatchObject({
      ok: false,
      terminal: true,
      reason: expect.stringContaining('Add internal.test:81 to GATEHOUSE_HTTP_ALLOW'),
    })
  })

  it.each([
    'http://169.254.169.254/',
    'http://[::ffff:a9fe:a9fe]/',
    'http://2852039166/',
    'http://0xa9fea9fe/',
    'http://10.0.0.1/',
    'http://0/',
  ])('refuses %s', async (uri) => expect(await call(uri)).toMatchObject({ ok: false, terminal: true }))

  it('refuses loopback unless it is told otherwise', async () => {
    const strict = createHttpCaller()
    expect(await strict.call(request('/number'), new AbortController().signal)).toMatchObject({
      ok: false,
      reason: expect.stringContaining(`Add 127.0.0.1:${port()} to GATEHOUSE_HTTP_ALLOW`),
    })
    await strict.close()
  })
})
