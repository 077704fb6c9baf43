import { expect, it } from 'vitest'
import { openTestEngine } from './harness.ts'

const vendor = (name: string) => ({ name, verifier: 'HEADER_BASED' as const, headers: { 'X-Key': name } })

it('one of two webhooks with the same id at the same moment is refused, and the other is there', async () => {
  const t = await openTestEngine()
  const made = await Promise.allSettled(['a', 'b'].map((name) => t.engine.webhooks.create(vendor(name), 'id')))
  expect(made).toMatchObject([{ status: 'fulfilled' }, { status: 'rejected', reason: { code: 'CONFLICT' } }])
  expect(t.engine.webhooks.get('id').name).toBe('a')
  await expect(t.engine.webhooks.create(vendor('c'), 'id')).rejects.toMatchObject({ code: 'CONFLICT' })
  // One that is refused for itself holds its id no longer.
  await expect(t.engine.webhooks.create({ ...vendor('d'), name: '' }, 'other')).rejects.toMatchObject({
    code: 'INVALID',
  })
  expect((await t.engine.webhooks.create(vendor('d'), 'other')).id).toBe('other')
})
