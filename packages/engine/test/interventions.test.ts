// What people give to tasks and variables of an execution that is under way: schema, size and the check of the host.

import { expect, it } from 'vitest'
import type { Intervention } from '../src/ports.ts'
import { flow, openTestEngine, simple, taskOf } from './harness.ts'

const message = 'No name goes in here.'
const schemas = {
  enforceSchema: true,
  inputSchema: { name: 'order', data: { required: ['amount'], properties: { amount: { type: 'number' } } } },
  outputSchema: { name: 'result', data: { required: ['ok'] } },
}
const large = 'x'.repeat(11_000_000)

/** Refuses a key `name`, and writes down what it was asked. */
async function openGuarded() {
  const asked: Intervention[] = []
  const t = await openTestEngine({
    checkIntervention(intervention) {
      asked.push(intervention)
      const { payload, ownKeys } = intervention
      return Object.hasOwn(payload, 'name') && !ownKeys.has('name') ? { code: 'INVALID', message } : undefined
    },
  })
  await t.engine.metadata.registerTasks([{ name: 'b', ...schemas }])
  await t.engine.metadata.registerWorkflow({
    name: 'guarded',
    tasks: [
      simple('a', { inputParameters: { who: 'x' } }),
      simple('b', { inputParameters: { amount: 1 } }),
      simple('c'),
    ],
  })
  return { ...t, asked, id: await t.start('guarded') }
}

it('refuses the input of a task that is run again', async () => {
  const t = await openGuarded()
  await t.work('a')
  await t.engine.workflows.terminate(t.id)
  const before = await t.workflow(t.id)
  const rerun = (ref: string, taskInput: Record<string, unknown>) =>
    t.engine.workflows.rerun(t.id, { reRunFromTaskId: taskOf(before, ref).taskId, taskInput })
  await expect(rerun('a', { name: 'x' })).rejects.toMatchObject({ code: 'INVALID', message })
  await expect(rerun('a', { who: large })).rejects.toMatchObject({ code: 'TOO_LARGE' })
  const mismatch = expect.stringContaining('The input of task b does not match the schema order')
  await expect(rerun('b', { amount: 'many' })).rejects.toMatchObject({ code: 'INVALID', message: mismatch })
  expect(await t.workflow(t.id)).toEqual(before)
  await rerun('b', { amount: 2 })
  expect(taskOf(await t.workflow(t.id), 'b')).toMatchObject({ status: 'SCHEDULED', inputData: { amount: 2 } })
  expect([...(t.asked.at(-1)?.ownKeys ?? [])]).toEqual(['amount'])
})

it('refuses what a skipped task is given, and lets it be skipped without', async () => {
  const t = await openGuarded()
  const skip = (request: object) => t.engine.workflows.skipTask(t.id, 'b', request)
  await expect(skip({ taskInput: { name: 'x' } })).rejects.toMatchObject({ code: 'INVALID', message })
  await expect(skip({ taskOutput: { name: 'x', ok: true } })).rejects.toMatchObject({ code: 'INVALID', message })
  await expect(skip({ taskInput: { who: large } })).rejects.toMatchObject({ code: 'TOO_LARGE' })
  await expect(skip({ taskOutput: { ok: large } })).rejects.toMatchObject({ code: 'TOO_LARGE' })
  const mismatch = expect.stringContaining('The output of task b does not match the schema result')
  await expect(skip({ taskOutput: { ko: 1 } })).rejects.toMatchObject({ code: 'INVALID', message: mismatch })
  expect((await t.workflow(t.id)).tasks).toHaveLength(1)
  await skip({})
  await t.work('a')
  expect(taskOf(await t.workflow(t.id), 'c').status).toBe('SCHEDULED')
})

it('refuses what is laid over the input of a task that is jumped to', async () => {
  const t = await openGuarded()
  const jump = (input: Record<string, unknown>) => t.engine.workflows.jump(t.id, 'b', input)
  await expect(jump({ name: 'x' })).rejects.toMatchObject({ code: 'INVALID', message })
  await expect(jump({ who: large })).rejects.toMatchObject({ code: 'TOO_LARGE' })
  const mismatch = expect.stringContaining('The input of task b does not match the schema order')
  await expect(jump({ amount: 'many' })).rejects.toMatchObject({ code: 'INVALID', message: mismatch })
  expect((await t.workflow(t.id)).tasks).toMatchObject([{ status: 'SCHEDULED' }])
  // The schema is held to the whole: what the definition makes, and what is laid over it.
  await jump({ more: 1 })
  expect(taskOf(await t.workflow(t.id), 'b')).toMatchObject({ status: 'SCHEDULED', inputData: { amount: 1, more: 1 } })
})

it('lets a jump supply what the schema of the task asks for', async () => {
  const t = await openTestEngine()
  await t.engine.metadata.registerTasks([{ name: 'b', ...schemas }])
  const id = await t.run(flow([simple('a'), simple('b')]))
  await t.engine.workflows.jump(id, 'b', { amount: 3 })
  expect(taskOf(await t.workflow(id), 'b')).toMatchObject({ status: 'SCHEDULED', inputData: { amount: 3 } })
})

it('refuses the outputs of tasks that an upgrade passes over', async () => {
  const t = await openGuarded()
  await t.work('a')
  await t.engine.metadata.registerWorkflow({
    name: 'guarded',
    version: 2,
    tasks: [simple('a'), simple('n'), simple('b'), simple('c')],
  })
  const upgrade = (output: Record<string, unknown>) =>
    t.engine.workflows.upgrade(t.id, { taskOutput: { n: output, nobody: { name: 'x' } } })
  await expect(upgrade({ name: 'x' })).rejects.toMatchObject({ code: 'INVALID', message })
  await expect(upgrade({ id: large })).rejects.toMatchObject({ code: 'TOO_LARGE' })
  expect((await t.workflow(t.id)).workflowVersion).toBe(1)
  await upgrade({ id: 1 })
  expect(taskOf(await t.workflow(t.id), 'n')).toMatchObject({ status: 'SKIPPED', outputData: { id: 1 } })
})

it('refuses variables that are set from outside', async () => {
  const t = await openGuarded()
  const set = (variables: Record<string, unknown>) => t.engine.workflows.updateVariables(t.id, variables)
  await expect(set({ name: 'x' })).rejects.toMatchObject({ code: 'INVALID', message })
  await expect(set({ big: 'x'.repeat(300_000) })).rejects.toMatchObject({ code: 'TOO_LARGE' })
  expect((await set({ id: 1 })).variables).toEqual({ id: 1 })
})
