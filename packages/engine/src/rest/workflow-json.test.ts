import { expect, it } from 'vitest'
import { flow, openTestEngine, simple } from '../../test/harness.ts'
import { workflowJson } from './workflow-json.ts'

it('says what JSON.stringify says, of one execution after the other', async () => {
  const t = await openTestEngine()
  const definition = flow([simple('a', { inputParameters: { text: 'a "}" in braces' } })])
  const ids = [await t.run(definition, { input: { n: 1 } }), await t.start(definition.name, { correlationId: 'c' })]
  for (const id of ids) {
    const workflow = await t.workflow(id)
    expect(JSON.parse(workflowJson(workflow))).toEqual(JSON.parse(JSON.stringify(workflow)))
  }
})
