import { expect, it } from 'vitest'
import { loadOnce } from './load-once.ts'

it('loads once for all, and again after a failure', async () => {
  let tries = 0
  const get = loadOnce(async () => {
    tries += 1
    if (tries === 1) throw new Error('no room')
    return tries
  })
  const first = await Promise.allSettled([get(), get()])
  expect(first.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(tries).toBe(1)
  expect(await Promise.all([get(), get()])).toEqual([2, 2])
  expect(await get()).toBe(2)
})
