import { expect, it } from 'vitest'
import { createRateLimit } from './rate-limit.ts'

it('lets a key through until its window is full, and again after it', () => {
  let now = 0
  const limit = createRateLimit({ max: 2, windowMs: 10_000, now: () => now })
  expect([limit.take('a'), limit.take('a'), limit.take('a'), limit.take('b')]).toEqual([0, 0, 10, 0])
  now = 9_000
  expect(limit.wait('a')).toBe(1)
  now = 10_000
  expect([limit.wait('a'), limit.take('a')]).toEqual([0, 0])
})

it('forgives a key after a success', () => {
  const limit = createRateLimit({ max: 1, windowMs: 1000, now: () => 0 })
  limit.take('a')
  expect(limit.wait('a')).toBeGreaterThan(0)
  limit.forgive('a')
  expect(limit.wait('a')).toBe(0)
})

it('takes an attempt back that came to nothing', () => {
  const limit = createRateLimit({ max: 2, windowMs: 1000, now: () => 0 })
  limit.giveBack('a')
  for (let tries = 0; tries < 2; tries += 1) limit.take('a')
  limit.giveBack('a')
  expect([limit.wait('a'), limit.take('a'), limit.wait('a')]).toEqual([0, 0, 1])
})
