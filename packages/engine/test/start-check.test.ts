// A check that may refuse starts: every way of bringing an input in passes it, and nobody is left without an answer.

import { expect, it, vi } from 'vitest'
import type { CheckedStart, StartCheck } from '../src/ports.ts'
import { flow, openTestEngine, simple, task } from './harness.ts'
import type { TestEngine } from './harness.ts'

const message = 'This workflow takes no name.'

/** Refuses an input with a `name`, and writes down what it was asked. */
function watchful(): { readonly checkStart: StartCheck; readonly asked: CheckedStart[] } {
  const asked: CheckedStart[] = []
  return {
    asked,
    checkStart(start) {
      asked.push(start)
      if (start.definition.name !== 'guarded' || start.source === 'failure') return undefined
      const given = Object.keys(start.input).filter((key) => !start.ownKeys.has(key))
      return given.includes('name') ? { code: 'INVALID', message } : undefined
    },
  }
}

async function openGuarded(): Promise<TestEngine & { readonly asked: CheckedStart[] }> {
  const { checkStart, asked } = watchful()
  const t = await openTestEngine({ checkStart })
  await t.engine.metadata.registerWorkflow({ name: 'guarded', tasks: [simple('work')] })
  return { ...t, asked }
}

async function startedCount(t: TestEngine): Promise<number> {
  const clauses = [{ field: 'workflowType', operator: '=', values: ['guarded'] }] as const
  return (await t.engine.workflows.search({ clauses })).totalHits
}

it('refuses a request, waited for or not, and leaves nothing behind', async () => {
  const t = await openGuarded()
  const request = { name: 'guarded', input: { name: 'x' } }
  await expect(t.engine.workflows.start(request)).rejects.toMatchObject({ code: 'INVALID', message })
  await expect(t.engine.workflows.execute(request)).rejects.toMatchObject({ code: 'INVALID', message })
  expect(await startedCount(t)).toBe(0)
  // The key was not used up.
  const keyed = { ...request, idempotencyKey: 'k' }
  await expect(t.engine.workflows.start(keyed)).rejects.toMatchObject({ code: 'INVALID' })
  await t.engine.workflows.start({ ...keyed, input: { id: 1 } })
  expect(await startedCount(t)).toBe(1)
})

it('sees a definition that comes with the request', async () => {
  const t = await openGuarded()
  const workflowDef = { name: 'guarded', tasks: [simple('other')] }
  await expect(t.start('guarded', { workflowDef, input: { name: 'x' } })).rejects.toMatchObject({ code: 'INVALID' })
})

it.each([
  ['START_WORKFLOW', { inputParameters: { startWorkflow: { name: 'guarded', input: { name: 'x' } } } }],
  ['SUB_WORKFLOW', { inputParameters: { name: 'x' }, subWorkflowParam: { name: 'guarded' } }],
])('fails a %s task with the reason', async (type, more) => {
  const t = await openGuarded()
  const id = await t.run(flow([task(type, 'other', more)]))
  const ended = await t.workflow(id)
  expect(ended.status).toBe('FAILED')
  expect(ended.tasks).toMatchObject([{ status: 'FAILED', reasonForIncompletion: message }])
  expect(await startedCount(t)).toBe(0)
})

it('records an event whose action was refused as failed', async () => {
  const t = await openGuarded()
  const start_workflow = { name: 'guarded', input: { name: '${who}' } }
  await t.engine.handlers.add({
    name: 'on_news',
    event: 'conductor:sender:news',
    active: true,
    actions: [{ action: 'start_workflow', start_workflow }],
  })
  await t.run(flow([task('EVENT', 'e', { sink: 'conductor:news', inputParameters: { who: 'x' } })], { name: 'sender' }))
  await vi.waitFor(() => expect(t.asked.map(({ source }) => source)).toEqual(['api', 'event']))
  expect([...(t.asked[1]?.ownKeys ?? [])].toSorted()).toEqual(['conductor.event.messageId', 'conductor.event.name'])
  expect(await startedCount(t)).toBe(0)
  await vi.waitFor(async () => {
    expect(await t.engine.handlers.history.executions('on_news')).toMatchObject([
      { status: 'FAILED', action: 'start_workflow', output: { error: message } },
    ])
  })
})

it("records a schedule's execution as failed, with the reason", async () => {
  const t = await openGuarded()
  await t.engine.schedules.save({
    name: 'every',
    cronExpression: '*/10 * * * * *',
    startWorkflowRequest: { name: 'guarded', input: { name: 'x' } },
  })
  await t.clock.advance(10_000)
  const { results } = await t.engine.schedules.executions()
  expect(results).toMatchObject([{ state: 'FAILED', reason: message }])
  expect(
    t.asked.map(({ source, input, ownKeys }) => [source, Object.keys(input).filter((key) => !ownKeys.has(key))]),
  ).toEqual([['schedule', ['name']]])
})

it('answers the caller of a webhook, who may come again', async () => {
  const t = await openGuarded()
  const { id } = await t.engine.webhooks.save({
    name: 'vendor',
    verifier: 'HEADER_BASED',
    headers: { 'X-Key': 'k' },
    workflowsToStart: { guarded: 1 },
  })
  const call = (payload: Record<string, string>) =>
    t.engine.webhooks.receive(id, { headers: { 'x-key': 'k' }, rawBody: JSON.stringify(payload), payload })
  for (const _try of [1, 2]) await expect(call({ name: 'x' })).rejects.toMatchObject({ code: 'INVALID', message })
  expect((await call({ id: '1' })).startedWorkflows).toHaveLength(1)
})

it('is asked again where a rerun or an upgrade brings another input', async () => {
  const t = await openGuarded()
  const id = await t.start('guarded', { input: { id: 1 } })
  await expect(t.engine.workflows.upgrade(id, { workflowInput: { name: 'x' } })).rejects.toMatchObject({
    code: 'INVALID',
    message,
  })
  await t.engine.workflows.terminate(id)
  const reRunFromTaskId = (await t.workflow(id)).tasks[0]?.taskId ?? ''
  for (const from of [{}, { reRunFromTaskId }]) {
    const again = t.engine.workflows.rerun(id, { ...from, workflowInput: { name: 'x' } })
    await expect(again).rejects.toMatchObject({ message })
  }
  expect(await t.workflow(id)).toMatchObject({ status: 'TERMINATED', input: { id: 1 } })
  await t.engine.workflows.restart(id)
  expect(t.asked.map(({ source }) => source)).toEqual(['api', 'upgrade', 'rerun', 'rerun'])
})

it('tells a failure workflow from the rest', async () => {
  const t = await openGuarded()
  await t.run(flow([simple('fails')], { failureWorkflow: 'guarded' }), { input: { name: 'x' } })
  await t.work('fails', {}, 'FAILED_WITH_TERMINAL_ERROR')
  expect(t.asked.map(({ source }) => source)).toEqual(['api', 'failure'])
  expect(await startedCount(t)).toBe(1)
})
