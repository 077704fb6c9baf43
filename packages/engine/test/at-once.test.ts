// Scripts that answer within the step that asks, and those that a thread answers later, come to the same.

import { expect, it } from 'vitest'
import type { WorkflowTaskInput } from '../src/model/definition.ts'
import type { Task } from '../src/model/execution.ts'
import { flow, fork, join, openTestEngine, scripts, simple, task } from './harness.ts'

const inline = (ref: string, expression: string, inputParameters = {}) =>
  task('INLINE', ref, { inputParameters: { evaluatorType: 'javascript', expression, ...inputParameters } })
const route = (ref: string, a: WorkflowTaskInput[], b: WorkflowTaskInput[]) =>
  task('SWITCH', ref, {
    evaluatorType: 'javascript',
    expression: "$.n % 2 == 0 ? 'a' : 'b'",
    inputParameters: { n: '${loop.output.iteration}' },
    decisionCases: { a, b },
  })
const inner = task('DO_WHILE', 'inner', {
  loopCondition: '$.inner.iteration < 3',
  loopOver: [inline('step', '$.n + 1', { n: '${loop.output.iteration}' }), route('r2', [], [inline('odd', "'odd'")])],
})
const loop = task('DO_WHILE', 'loop', {
  loopCondition: '$.loop.iteration < 12',
  loopOver: [
    fork('f', [[route('r', [route('deep', [inner], []), inline('even', '2')], [])], [inline('i', '$.x', { x: 1 })]]),
    join('j', ['r', 'i'], { evaluatorType: 'js', expression: "$.i.status == 'COMPLETED'" }),
  ],
})
const definition = flow([loop, simple('w')], {
  outputParameters: { last: '${loop.output.12}', i: '${i.output.result}' },
})

const shown = ({ referenceTaskName, status, outputData }: Task) => [referenceTaskName, { status, outputData }] as const

it('for branches, loops within loops and a JOIN, with more scripts than may run in one step', async () => {
  const seen = []
  for (const runner of [scripts, { run: scripts.run, close: scripts.close }]) {
    const t = await openTestEngine({ scripts: runner })
    const id = await t.run(definition)
    await t.until(id, ({ tasks }) => tasks.some(({ taskType }) => taskType === 'w'))
    await t.work('w')
    const { status, output, tasks } = await t.workflow(id)
    // The order is that in which the answers came.
    seen.push({ status, output, tasks: Object.fromEntries(tasks.map(shown)) })
  }
  expect(seen[0]).toMatchObject({ status: 'COMPLETED' })
  expect(seen[0]).toEqual(seen[1])
})

it('a SWITCH without a branch leads on in its turn, whatever its input says', async () => {
  const t = await openTestEngine()
  const named = { inputParameters: { hasChildren: 'true' }, expression: 'to' }
  const chain = Array.from({ length: 3000 }, (_, n) => task('SWITCH', `s${n}`, named))
  const id = await t.run(flow([...chain, simple('w')]))
  await t.work('w')
  expect((await t.workflow(id)).status).toBe('COMPLETED')
})

it('for ten thousand turns, whose scripts leave the stack as it was', async () => {
  const t = await openTestEngine()
  const turns = task('DO_WHILE', 'loop', {
    inputParameters: { keepLastN: 2 },
    loopCondition: '$.loop.iteration < 10000',
    loopOver: [route('r', [], [])],
  })
  const id = await t.run(flow([turns]))
  const { tasks } = await t.until(id, ({ status }) => status !== 'RUNNING')
  expect(tasks.map(({ referenceTaskName }) => referenceTaskName)).toEqual(['loop', 'r__9999', 'r__10000'])
})
