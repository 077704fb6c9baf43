import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEngine, createHttpCaller, createScriptRunner } from '@gatehouse/engine'
import { expect, it } from 'vitest'
import { releaseOwnTasks } from './release-own-tasks.ts'

it('makes due at once what workers of a process that is gone had taken, and nothing else', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-release-'))
  const scripts = createScriptRunner()
  const http = createHttpCaller({})
  const engine = await createEngine({ dataFile: join(folder, 'engine.db'), scripts, http })
  try {
    const task = (name: string) => ({ name, taskReferenceName: name, type: 'SIMPLE' })
    const definition = { name: 'two', tasks: [task('validate_names')], schemaVersion: 2 }
    await engine.metadata.registerWorkflow(definition)
    const [gone, other] = [await engine.workflows.start({ name: 'two' }), await engine.workflows.start({ name: 'two' })]
    await engine.tasks.poll({ taskType: 'validate_names', workerId: 'gatehouse-99999999' })
    await engine.tasks.poll({ taskType: 'validate_names', workerId: 'somebody-else' })
    expect(await releaseOwnTasks(engine)).toBe(1)
    const [again] = await engine.tasks.poll({ taskType: 'validate_names', workerId: 'gatehouse-1' })
    expect([gone, other]).toContain(again?.workflowInstanceId)
    expect(await engine.tasks.poll({ taskType: 'validate_names', workerId: 'gatehouse-1' })).toEqual([])
  } finally {
    await engine.close()
    await Promise.all([scripts.close(), http.close()])
    await rm(folder, { recursive: true, force: true })
  }
})
