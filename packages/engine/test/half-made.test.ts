// A step that cannot be made leaves nothing behind: no task, no news of one, and no attempt that is lost.

import { expect, it } from 'vitest'
import type { ScriptOutcome, ScriptRunner } from '../src/ports.ts'
import { flow, fork, join, openTestEngine, simple, task } from './harness.ts'

const unnamed = (ref: string) => task('DYNAMIC', ref, { dynamicTaskNameParam: 'name', inputParameters: {} })

it('nobody is told of a task that was taken back', async () => {
  const t = await openTestEngine()
  const told = simple('a', { onStateChange: { onScheduled: [{ type: 'told' }] } })
  const id = await t.run(flow([fork('f', [[told], [unnamed('d')]]), join('j', ['a', 'd'])]))
  expect(await t.trace(id)).toEqual([])
  expect((await t.workflow(id)).status).toBe('FAILED')
  expect(await t.poll('told')).toEqual([])
})

it('a turn of a loop that cannot be made is not there, when a script decided on it too', async () => {
  const scripts: ScriptRunner = { run: async () => ({ ok: true, value: true }), close: async () => {} }
  const t = await openTestEngine({ scripts })
  const named = { dynamicTaskNameParam: 'name', inputParameters: { name: '${workflow.variables.name}' } }
  const loop = task('DO_WHILE', 'loop', {
    loopCondition: 'true',
    loopOver: [
      fork('f', [[simple('a')], [task('DYNAMIC', 'd', named)]]),
      join('j', ['a', 'd']),
      task('SET_VARIABLE', 's', { inputParameters: { name: null } }),
    ],
  })
  const first = task('SET_VARIABLE', 'first', { inputParameters: { name: 'w' } })
  const id = await t.run(flow([first, loop]))
  await t.work('a')
  await t.work('w')
  const { tasks } = await t.until(id, ({ status }) => status === 'FAILED')
  expect(tasks.map(({ referenceTaskName }) => referenceTaskName)).toEqual([
    'first',
    'loop',
    'f__1',
    'a__1',
    'd__1',
    'j__1',
    's__1',
  ])
})

it('a jump to a fork that cannot be made makes no branch of it', async () => {
  const t = await openTestEngine()
  const id = await t.run(flow([simple('first'), fork('f', [[simple('a')], [unnamed('d')]]), join('j', ['a', 'd'])]))
  await t.engine.workflows.jump(id, 'f')
  expect((await t.workflow(id)).status).toBe('FAILED')
  expect(await t.trace(id)).toEqual(['first:SKIPPED'])
})

it('a retry whose SWITCH leads to what cannot be made loses no other attempt', async () => {
  const known: { outcome?: ScriptOutcome; letGo?: (outcome: ScriptOutcome) => void } = {}
  const scripts: ScriptRunner = {
    run: () => new Promise((answer) => (known.letGo = answer)),
    runAtOnce: () => known.outcome,
    close: async () => {},
  }
  const t = await openTestEngine({ scripts })
  const route = task('SWITCH', 'route', {
    evaluatorType: 'javascript',
    expression: '$.x',
    decisionCases: { x: [unnamed('d')] },
  })
  const definition = flow([fork('f', [[route], [simple('b')]]), join('j', ['b'])])
  await t.engine.metadata.registerWorkflow(definition)
  await t.engine.metadata.registerTasks([{ name: 'b', retryCount: 0 }])
  void t.start(definition.name).catch(() => {})
  await t.clock.advance(300)
  const [b] = await t.poll('b')
  if (!b) throw new Error('There is no b')
  const reported = t.report(b, 'FAILED')
  known.letGo?.({ ok: true, value: 'x' })
  await reported
  const id = b.workflowInstanceId
  known.outcome = { ok: true, value: 'x' }
  await t.engine.workflows.retry(id)
  expect((await t.trace(id)).filter((one) => one.startsWith('b:'))).toEqual(['b:FAILED', 'b:CANCELED'])
})
