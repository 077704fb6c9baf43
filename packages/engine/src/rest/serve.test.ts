// What reaches the server over the wire before any route is asked: bodies that are too long, broken, or nested too deeply.
import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningEngine, startEngine } from '../../testing/running-engine.ts'

let running: RunningEngine
beforeAll(async () => {
  running = await startEngine()
})
afterAll(() => running.stop())

async function post(path: string, body: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${running.url}${path}`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
  })
  const text = await response.text()
  return { status: response.status, text }
}

describe('a body', () => {
  it('that is longer than the limit is refused', async () => {
    const { status, text } = await post(
      '/api/workflow',
      JSON.stringify({ name: 'x', input: { a: 'x'.repeat(21 * 1024 * 1024) } }),
    )
    expect(status).toBe(413)
    expect(JSON.parse(text)).toMatchObject({ status: 413, retryable: false })
  })

  it.each(['{', 'nonsense', '"text"', '[]', '5', '{"name": }'])('of the form %s is unreadable', async (body) => {
    const { status, text } = await post('/api/metadata/workflow', body)
    expect(status).toBe(400)
    expect(JSON.parse(text).message).toMatch(/^JSON parse error: /)
    expect(text).not.toContain('    at ')
  })

  it('that is nested ten thousand deep does no harm', async () => {
    const task = (inner: string) =>
      `{"name":"t","taskReferenceName":"t","type":"DO_WHILE","loopCondition":"1","loopOver":[${inner}]}`
    let nested = '{"name":"t","taskReferenceName":"t"}'
    for (let i = 0; i < 10_000; i++) nested = task(nested)
    const { status } = await post('/api/metadata/workflow', `{"name":"deep","tasks":[${nested}]}`)
    expect(status).toBe(400)
    expect((await fetch(`${running.url}/health`)).status).toBe(200)
  })

  it('in pieces is put together', async () => {
    const body = new ReadableStream({
      start(controller) {
        for (const piece of ['{"na', 'me":"pieces","tasks":[{"name":"ü","taskReference', 'Name":"t"}]}'])
          controller.enqueue(new TextEncoder().encode(piece))
        controller.close()
      },
    })
    const init = { method: 'POST', body, duplex: 'half', headers: { 'content-type': 'application/json' } } as const
    expect((await fetch(`${running.url}/api/metadata/workflow`, init)).status).toBe(200)
  })

  it('with hostile keys is stored as plain data', async () => {
    const input = '{"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}}}'
    await post('/api/metadata/workflow', '{"name":"hostile","tasks":[{"name":"t","taskReferenceName":"t"}]}')
    const { text: id } = await post('/api/workflow', `{"name":"hostile","input":${input}}`)
    expect(await (await fetch(`${running.url}/api/workflow/${id}`)).text()).toContain(`"input":${input}`)
    expect('admin' in {}).toBe(false)
  })
})

it('a client that goes away while its poll is parked leaves nothing behind', async () => {
  const { port } = new URL(running.url)
  const socket = connect(Number(port), '127.0.0.1')
  socket.write('GET /api/tasks/poll/batch/parked?timeout=5000 HTTP/1.1\r\nhost: x\r\n\r\n')
  await new Promise((resolve) => setTimeout(resolve, 50))
  socket.destroy()
  await new Promise((resolve) => setTimeout(resolve, 50))
  await post('/api/metadata/workflow', '{"name":"parked","tasks":[{"name":"parked","taskReferenceName":"t"}]}')
  await post('/api/workflow', '{"name":"parked"}')
  const polled = await fetch(`${running.url}/api/tasks/poll/parked`)
  expect(polled.status).toBe(200)
})

it('a client that goes away in the middle of its body does no harm', async () => {
  const { port } = new URL(running.url)
  const socket = connect(Number(port), '127.0.0.1')
  socket.write('POST /api/workflow HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\nexpect: 100-continue\r\n\r\n{"name":')
  // Told to go on, it is being listened to.
  await once(socket, 'data')
  socket.destroy()
  expect((await post('/api/workflow', '{"name":"nowhere"}')).status).toBe(404)
})

it('HEAD and OPTIONS are told that they are not supported', async () => {
  expect((await fetch(`${running.url}/api/workflow`, { method: 'OPTIONS' })).status).toBe(405)
})

it('none of this was a defect', () => expect(running.defects).toEqual([]))
