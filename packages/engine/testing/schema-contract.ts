/** The contract of the schema registry, and of what the schemas of a definition refuse. */
import { describe, expect, it } from 'vitest'
import type { Json } from './contract-client.ts'
import type { Setting } from './contract-setting.ts'

export function schemaContract(setting: Setting): void {
  const { get, post, delete: remove, register, start, poll, report, ended, unique, status, flavour } = setting
  const named = (name: string, version: number) => ({
    name,
    version,
    type: 'JSON',
    data: { type: 'object', title: `v${version}` },
  })
  const needs = (field: string) => ({ type: 'object', required: [field] })
  const versionOf = async (path: string) => (await get(`/api/schema/${path}`)).json().version

  // The registry came to Conductor OSS after 3.32.1.
  describe.skipIf(flavour === 'conductor-oss')('the schema registry', () => {
    it('keeps a schema, alone or in a list, and reads it back', async () => {
      const [one, other] = [unique('one'), unique('other')]
      expect((await post('/api/schema', { body: named(one, 1) })).status).toBe(200)
      expect((await post('/api/schema', { body: [named(other, 1)] })).status).toBe(200)
      const kept = (await get(`/api/schema/${one}`)).json()
      expect(kept).toEqual({ ...named(one, 1), createTime: expect.any(Number), updateTime: 0 })
      expect(kept.createTime).toBeGreaterThan(0)
      expect(await versionOf(other)).toBe(1)
    })

    it('answers the newest version unless one is named', async () => {
      const name = unique('versions')
      await post('/api/schema', { body: [named(name, 2), named(name, 1)] })
      expect(await versionOf(name)).toBe(2)
      expect(await versionOf(`${name}/1`)).toBe(1)
    })

    it('takes the next version on request and leaves the others alone', async () => {
      const name = unique('next')
      await post('/api/schema', { body: [named(name, 1)] })
      await post('/api/schema', {
        body: [{ ...named(name, 1), data: { title: 'edited' } }],
        query: { newVersion: true },
      })
      expect((await get(`/api/schema/${name}`)).json()).toMatchObject({ version: 2, data: { title: 'edited' } })
      expect((await get(`/api/schema/${name}/1`)).json()).toMatchObject({ version: 1, data: { title: 'v1' } })
    })

    it('lists all versions, in short without their content', async () => {
      const name = unique('list')
      await post('/api/schema', { body: [named(name, 1), named(name, 2)] })
      const mine = (schemas: Json[]) => schemas.filter((schema) => schema.name === name)
      expect(mine((await get('/api/schema')).json())).toMatchObject([named(name, 1), named(name, 2)])
      expect(mine((await get('/api/schema', { query: { short: true } })).json())).toEqual([
        { name, version: 1 },
        { name, version: 2 },
      ])
    })

    it('removes one version, or all, and 404 says that there was nothing', async () => {
      const name = unique('gone')
      await post('/api/schema', { body: [named(name, 1), named(name, 2)] })
      expect((await remove(`/api/schema/${name}/7`)).status).toBe(404)
      expect((await remove(`/api/schema/${name}/2`)).status).toBe(200)
      expect(await versionOf(name)).toBe(1)
      expect((await remove(`/api/schema/${name}`)).status).toBe(200)
      for (const path of [name, `${name}/1`]) expect((await get(`/api/schema/${path}`)).status).toBe(404)
      expect((await remove(`/api/schema/${name}`)).status).toBe(404)
    })

    it('refuses what has no name', async () => {
      expect((await post('/api/schema', { body: [{ type: 'JSON' }] })).status).toBe(400)
    })

    it('gives a definition the schema that it names; a running execution keeps the one it began with', async () => {
      const schema = unique('order')
      const task = unique('task')
      await post('/api/schema', { body: { name: schema, version: 1, data: needs('amount') } })
      const definition = { name: task, enforceSchema: true, retryCount: 0, outputSchema: { name: schema } }
      await post('/api/metadata/taskdefs', { body: [definition] })
      const name = await register('names_schema', [{ name: task }], { inputSchema: { name: schema, version: 1 } })
      const refused = await post('/api/workflow', { body: { name, input: {} } })
      expect(refused.status).toBe(400)
      expect(refused.json().message).toContain('amount')

      const running = await start(name, { amount: 1 })
      await post('/api/schema', { body: { name: schema, version: 2, data: needs('total') } })
      await report(await poll(task), 'COMPLETED', { amount: 1 })
      await ended(running, 'COMPLETED')

      const later = await start(name, { amount: 1 })
      await report(await poll(task), 'COMPLETED', { amount: 1 })
      expect((await ended(later, 'FAILED')).tasks[0]).toMatchObject({
        status: 'FAILED_WITH_TERMINAL_ERROR',
        reasonForIncompletion: expect.stringContaining('total'),
      })
    })
  })

  describe('schemas in definitions', () => {
    it('an input is held against the schema of the workflow', async () => {
      const inputSchema = { name: 'order', type: 'JSON', data: needs('amount') }
      const name = await register('schema', [{ name: unique('task') }], { inputSchema })
      expect((await post('/api/workflow', { body: { name, input: {} } })).status).toBe(status('inputAgainstSchema'))
      expect((await post('/api/workflow', { body: { name, input: { amount: 1 } } })).status).toBe(200)
    })

    it.skipIf(flavour === 'conductor-oss').each(['inputSchema', 'outputSchema'])(
      'a task that does not match its %s fails for good, the engine’s own too',
      async (kind) => {
        const task = unique('script')
        const schema = { name: 'result', type: 'JSON', data: needs('name') }
        await post('/api/metadata/taskdefs', {
          body: [{ name: task, retryCount: 3, enforceSchema: true, [kind]: schema }],
        })
        const script = { evaluatorType: 'graaljs', expression: '({ sum: 1 + 2 })' }
        const name = await register('schema', [{ name: task, type: 'INLINE', inputParameters: script }])
        const { tasks } = await ended(await start(name), 'FAILED')
        expect(tasks).toHaveLength(1)
        expect(tasks[0]).toMatchObject({
          status: 'FAILED_WITH_TERMINAL_ERROR',
          reasonForIncompletion: expect.stringContaining('name'),
        })
      },
    )
  })
}
