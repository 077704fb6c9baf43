// Payloads over HTTP: asked where they go, sent there, named in a start, and fetched again.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningEngine, startEngine } from '../../testing/running-engine.ts'
import { payloadRoutes, signedPayloadPath } from './payload-routes.ts'

let running: RunningEngine
beforeAll(async () => {
  running = await startEngine()
})
afterAll(() => running.stop())

interface Location {
  readonly uri: string
  readonly path: string
}

async function locate(operation: string, path: string, resource = 'tasks', payloadType = 'TASK_OUTPUT') {
  const query = new URLSearchParams({ operation, path, payloadType })
  const response = await fetch(`${running.url}/api/${resource}/externalstoragelocation?${query}`)
  return { status: response.status, body: (await response.json()) as Location } // what the route answers
}

const put = (uri: string, body: string) => fetch(uri, { method: 'PUT', body })

describe('a payload', () => {
  it('is sent to where its location says, once, and fetched from there', async () => {
    const { uri, path } = (await locate('WRITE', '')).body
    expect(path).toMatch(/^[0-9a-f-]{36}\.json$/)
    expect(uri.startsWith(`${running.url}${signedPayloadPath}?`)).toBe(true)
    expect((await put(uri, '{"n":1}')).status).toBe(200)
    expect((await put(uri, '{"n":1}')).status).toBe(200)
    expect((await put(uri, '{"n":2}')).status).toBe(409)
    const read = (await locate('READ', path)).body
    expect(read.path).toBe(path)
    const fetched = await fetch(read.uri)
    expect(fetched.headers.get('content-type')).toBe('application/json')
    expect(await fetched.json()).toEqual({ n: 1 })
    expect((await fetch((await locate('READ', 'nothing.json')).body.uri)).status).toBe(404)
  })

  it('starts a workflow', async () => {
    const name = `payload_${crypto.randomUUID()}`
    const call = (path: string, method: string, body: unknown) =>
      fetch(`${running.url}${path}`, {
        method,
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      })
    const tasks = [{ name: 'w', taskReferenceName: 'w', type: 'HUMAN', inputParameters: { n: '${workflow.input.n}' } }]
    await call('/api/metadata/workflow', 'POST', { name, version: 1, tasks })
    const { uri, path } = (await locate('WRITE', 'in/', 'workflow', 'WORKFLOW_INPUT')).body
    await put(uri, '{"n":5}')
    const started = await call('/api/workflow', 'POST', { name, input: null, externalInputPayloadStoragePath: path })
    const workflow = await fetch(`${running.url}/api/workflow/${await started.text()}`)
    expect(await workflow.json()).toMatchObject({
      input: {},
      externalInputPayloadStoragePath: path,
      tasks: [{ inputData: { n: 5 } }],
    })
    const refused = await call('/api/workflow', 'POST', { name, externalInputPayloadStoragePath: 'in/none.json' })
    expect(await refused.json()).toMatchObject({
      status: 400,
      message: 'No payload is stored under in/none.json. Upload it first.',
    })
  })

  it('over the limit is refused, and so is none', async () => {
    const { uri } = (await locate('WRITE', '')).body
    expect((await put(uri, `{"x":"${'x'.repeat(10_240 * 1024)}"}`)).status).toBe(413)
    expect((await put(uri, '')).status).toBe(400)
  })
})

describe('the address of a payload', () => {
  it.each([
    ['another path', (uri: URL) => uri.searchParams.set('path', 'x.json')],
    ['a later end', (uri: URL) => uri.searchParams.set('until', '9999999999999')],
    ['no signature', (uri: URL) => uri.searchParams.set('signature', '')],
  ])('is worth nothing with %s', async (_what, change) => {
    const uri = new URL((await locate('WRITE', '')).body.uri)
    change(uri)
    expect((await put(uri.href, '{}')).status).toBe(403)
  })

  it('to read from is none to write to', async () => {
    const { uri } = (await locate('READ', 'a.json')).body
    expect((await put(uri, '{}')).status).toBe(403)
  })

  it('runs out', async () => {
    let now = 0
    const routes = payloadRoutes(running.engine, () => now)
    const request = (query: string) => ({
      method: 'GET',
      path: '',
      query: new URLSearchParams(query),
      headers: {},
      params: {},
    })
    const located = routes[0]?.handle(request('operation=READ&payloadType=WORKFLOW_INPUT&path=a.json'))
    const { uri } = JSON.parse((await located)?.body ?? '') as Location // what the route answers
    const get = routes.find(({ path, method }) => path === signedPayloadPath && method === 'GET')
    const fetching = () => get?.handle(request(uri.split('?')[1] ?? ''))
    expect(fetching).toThrow(/No payload is stored/)
    now = 16 * 60_000
    expect(fetching).toThrow(/has run out/)
  })

  it('is not given for what makes no sense', async () => {
    expect((await locate('WRITE', '../')).status).toBe(400)
    expect((await locate('MOVE', '')).status).toBe(400)
    expect((await locate('READ', '', 'tasks', 'WORKFLOW_INPUT')).status).toBe(400)
  })

  it.each(['x.json/', 'a/x.json/b/', 'a'.repeat(199)])(
    'is not given where a folder would be taken for a file, or a name is too long for one: %s',
    async (prefix) => {
      expect((await locate('WRITE', prefix)).status).toBe(400)
      const read = await locate('READ', `${prefix}y.json`)
      expect((await fetch(read.body.uri)).status).toBe(404)
    },
  )
})
