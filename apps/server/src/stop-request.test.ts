import { EventEmitter } from 'node:events'
import { expect, it } from 'vitest'
import { stopRequest } from './stop-request.ts'

function listen() {
  const signals = new EventEmitter()
  const codes: number[] = []
  const clock = { ms: 1000 }
  const asked = stopRequest(signals, { now: () => clock.ms, end: (code) => codes.push(code) })
  return { signals, codes, clock, asked }
}

it('takes a signal that comes twice for one', async () => {
  const { signals, codes, clock, asked } = listen()
  signals.emit('SIGINT')
  clock.ms += 20
  signals.emit('SIGINT')
  expect(await asked).toBe('SIGINT')
  expect(codes).toEqual([])
})

it('ends at once when it is asked again later', async () => {
  const { signals, codes, clock, asked } = listen()
  signals.emit('SIGTERM')
  expect(await asked).toBe('SIGTERM')
  clock.ms += 501
  signals.emit('SIGINT')
  expect(codes).toEqual([130])
})
