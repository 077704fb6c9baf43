import { expect, it } from 'vitest'
import { createRequestTimes } from './request-times.ts'

const health = { method: 'GET', route: '/health', status: '200' }

it('counts each request in every bound that it kept, by route', () => {
  const times = createRequestTimes()
  for (const seconds of [0.001, 0.3, 20]) times.add(health, seconds)
  times.add({ ...health, status: '503' }, 0.01)
  expect(times.read()).toEqual([
    { labels: health, count: 3, sumSeconds: 20.301, within: [1, 1, 1, 1, 2, 2, 2] },
    { labels: { ...health, status: '503' }, count: 1, sumSeconds: 0.01, within: [0, 0, 1, 1, 1, 1, 1] },
  ])
})
