import { createServer, request as httpRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it, vi } from 'vitest'
import type { StreamLimits } from './slow-requests.ts'
import { mayTakeLong, paceObjection } from './slow-requests.ts'

const limits: StreamLimits = { bytesPerMinute: 2000, mostMs: 3_600_000 }
const sample = { ageMs: 60_000, movedBytes: 5000, isClientsTurn: true }

it.each([
  [sample, undefined],
  [{ ...sample, movedBytes: 2000 }, undefined],
  [{ ...sample, movedBytes: 1 }, 'the client moved 1 bytes in a minute, and 2000 are the least'],
  // While the server works, nobody has to send.
  [{ ...sample, movedBytes: 0, isClientsTurn: false }, undefined],
  [{ ...sample, ageMs: 3_600_000 }, 'the stream has taken longer than 60 minutes'],
])('of %o: %s', (seen, why) => {
  expect(paceObjection(seen, limits)).toBe(why)
})

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

/** A server that reads a stream under the limits, with its own minute. */
async function serve(everyMs: number) {
  const cut: string[] = []
  let received = ''
  const server = createServer((request, response) => {
    const fast = { ...limits, bytesPerMinute: 100_000 }
    mayTakeLong(request, response, { limits: fast, onCut: (why) => cut.push(why), everyMs })
    request.on('data', (chunk: Buffer) => (received += chunk.toString()))
    request.on('end', () => response.end('done'))
    request.on('error', () => {})
  })
  server.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  ends.push(() => new Promise((resolve) => server.close(resolve)))
  // After listening on TCP the address is an object.
  const { port } = server.address() as AddressInfo
  const sent = httpRequest({ host: '127.0.0.1', port, method: 'POST' })
  sent.on('error', () => {})
  ends.push(() => sent.destroy())
  return { cut, sent, received: () => received }
}

it('cuts a stream that drips, and lets one go on that flows', { timeout: 20_000 }, async () => {
  const dripping = await serve(100)
  const drip = setInterval(() => dripping.sent.write('x'), 50)
  ends.push(() => clearInterval(drip))
  const flowing = await serve(100)
  const flow = setInterval(() => flowing.sent.write('x'.repeat(10_000)), 20)
  ends.push(() => clearInterval(flow))
  await vi.waitFor(() => expect(dripping.cut).toHaveLength(1), { timeout: 10_000 })
  await vi.waitFor(() => expect(flowing.received().length).toBeGreaterThan(200_000), { timeout: 10_000 })
  expect(flowing.cut).toEqual([])
})
