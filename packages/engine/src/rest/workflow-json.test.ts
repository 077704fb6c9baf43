import { expect, it } from 'vitest'
import { flow, openTestEngine, simple } from '../../test/harness.ts'
import { tasksJson, workflowJson } from './workflow-json.ts'

it('says what JSON.stringify says, of one execution after the other', async () => {
  const t = await openTestEngine()
  const definition = flow([simple('a', { inputParameters: { text: 'a "}" in braces' } })])
  const ids = [await t.run(definition, { input: { n: 1 } }), await t.start(definition.name, { correlationId: 'c' })]
  for (const id of ids) {
    const workflow = await t.workflow(id)
    expect(JSON.parse(workflowJson(workflow))).toEqual(JSON.parse(JSON.stringify(workflow)))
  }
  await t.engine.metadata.registerTasks([{ name: 'a', ownerEmail: 'x@example.org' }])
  const third = await t.start(definition.name)
  const tasks = [...(await t.workflow(ids[0] ?? '')).tasks, ...(await t.workflow(third)).tasks]
  expect(tasks[1]).toHaveProperty('taskDefinition')
  expect(JSON.parse(tasksJson(tasks))).toEqual(JSON.parse(JSON.stringify(tasks)))
})
