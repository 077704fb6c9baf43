// What is written on definitions: kept over a restart, gone with what it is on.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join as joinPath } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { flow, openTestEngine, simple } from './harness.ts'

const folder = mkdtempSync(joinPath(tmpdir(), 'gatehouse-tags-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const env = { key: 'env', value: 'test' }

it('tags are there after a restart, without those of what was removed', async () => {
  const dataFile = joinPath(folder, 'engine.db')
  const before = await openTestEngine({ dataFile })
  const { metadata, tags } = before.engine
  const definition = flow([simple('s')])
  await metadata.registerWorkflow(definition)
  await metadata.registerWorkflow({ ...definition, version: 2 })
  await metadata.registerTasks([{ name: 's' }])
  await tags.add('workflow', definition.name, [env, env])
  await tags.add('task', 's', [env])
  await metadata.removeTask('s')
  await metadata.removeWorkflow(definition.name, 1)
  const { id } = await before.engine.webhooks.save({ name: 'w', verifier: 'SLACK_BASED' })
  await tags.add('webhook', id, [env])
  await before.engine.webhooks.remove(id)
  expect(tags.of('webhook', id)).toEqual([])
  await before.engine.close()

  const { engine } = await openTestEngine({ dataFile, clock: before.clock })
  expect(engine.tags.of('workflow', definition.name)).toEqual([env])
  expect(engine.tags.of('task', 's')).toEqual([])
  await engine.metadata.removeWorkflow(definition.name, 2)
  expect(engine.tags.of('workflow', definition.name)).toEqual([])
})
