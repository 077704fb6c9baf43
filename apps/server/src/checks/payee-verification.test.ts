import { createServer } from 'node:http'
import type { RequestListener, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { PayeeError } from './payee-verification.ts'
import { createPayeeVerification } from './payee-verification.ts'

let service: Server | undefined
afterEach(() => {
  service?.closeAllConnections()
  service?.close()
})

const query = { iban: 'DE89370400440532013000', name: 'Olga Erfunden' }

async function verify(listener: RequestListener, timeoutMs = 5_000) {
  let asked = 0
  const failures: PayeeError[] = []
  service = createServer((request, response) => {
    asked++
    listener(request, response)
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => service?.once('listening', resolve))
  // After listening on TCP the address is an object.
  const { port } = service.address() as AddressInfo
  const ask = createPayeeVerification(
    { url: `http://127.0.0.1:${port}/check`, token: 'secret', timeoutMs },
    { waitMs: 1, onFailure: (error) => failures.push(error) },
  )
  const answer = await ask(query)
  return { answer, asked, failures: failures.map(({ code }) => code), said: failures.map(String).join() }
}

describe('verification of payee', () => {
  it('sends account and name, and reads the answer', async () => {
    const got = { body: '', method: '', authorization: '' }
    const { answer, asked } = await verify((request, response) => {
      got.method = request.method ?? ''
      got.authorization = request.headers.authorization ?? ''
      request.on('data', (piece) => (got.body += String(piece)))
      request.on('end', () => response.end('{"answer":"CLOSE_MATCH","more":1}'))
    })
    expect([answer, asked]).toEqual(['CLOSE_MATCH', 1])
    expect(got).toEqual({ body: JSON.stringify(query), method: 'POST', authorization: 'Bearer secret' })
  })

  it.each<[string, RequestListener, number, string]>([
    ['is down', (_, response) => response.writeHead(503).end(), 3, 'VOP_REFUSED'],
    ['refuses', (_, response) => response.writeHead(401).end(), 1, 'VOP_REFUSED'],
    ['redirects', (_, response) => response.writeHead(302, { location: 'http://x.invalid/' }).end(), 1, 'VOP_REFUSED'],
    ['hangs up', (request) => request.socket.destroy(), 3, 'VOP_UNREACHABLE'],
    ['keeps waiting', () => undefined, 3, 'VOP_TIMEOUT'],
    ['stops in the middle', (_, response) => response.write('{"ans'), 3, 'VOP_TIMEOUT'],
    ['answers a page', (_, response) => response.end('<html>'), 1, 'VOP_ANSWER'],
    ['answers at length', (_, response) => response.end('x'.repeat(1_000_000)), 1, 'VOP_ANSWER'],
    ['answers a word of its own', (_, response) => response.end('{"answer":"YES"}'), 1, 'VOP_ANSWER'],
  ])('is not possible with a service that %s, and says so without the name', async (_title, listener, tries, code) => {
    const { answer, asked, failures, said } = await verify(listener, code === 'VOP_TIMEOUT' ? 400 : 5_000)
    expect([answer, asked]).toEqual(['NOT_POSSIBLE', tries])
    expect(new Set(failures)).toEqual(new Set([code]))
    expect(said).not.toMatch(/Erfunden|DE89/)
  })
})
