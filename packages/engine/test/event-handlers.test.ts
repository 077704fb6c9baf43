// What handlers do with messages: on the engine's own queues, and with calls of webhooks.

import { describe, expect, it, vi } from 'vitest'
import type { EventAction } from '../src/event-handlers/event-handler.ts'
import { engineOver } from '../src/engine.ts'
import { createHttpCaller } from '../src/http/http-caller.ts'
import { createScriptRunner } from '../src/scripts/script-runner.ts'
import { openSqliteStore } from '../src/store/sqlite-store.ts'
import { EngineError } from '../src/errors.ts'
import { createVirtualClock } from '../src/time/clock.ts'
import { flow, openTestEngine, simple, task, taskOf, type TestEngine } from './harness.ts'

/** An EVENT task of a workflow sends to the engine's own queue, a vendor to a webhook: the same actions follow. */
const ways = {
  'a message of a workflow': {
    event: (sender: string) => `conductor:${sender}:news`,
    async send(t: TestEngine, sender: string, payload: object) {
      await t.run(
        flow([task('EVENT', 'e', { sink: 'conductor:news', inputParameters: { ...payload } })], { name: sender }),
      )
    },
  },
  'a call of a webhook': {
    event: (sender: string) => `webhook:${sender}`,
    async send(t: TestEngine, sender: string, payload: object) {
      const webhook = { name: sender, verifier: 'HEADER_BASED', headers: { 'X-Key': 'k' } } as const
      const { id } = await t.engine.webhooks.save(webhook)
      const call = { headers: { 'x-key': 'k' }, rawBody: JSON.stringify(payload), payload: { ...payload } }
      await t.engine.webhooks.receive(id, call)
    },
  },
}

describe.each(Object.entries(ways))('on %s', (_name, { event, send }) => {
  let senders = 0
  const react = async (t: TestEngine, actions: EventAction[], payload: object, more = {}) => {
    const sender = `sender_${++senders}`
    await t.engine.handlers.add({ name: `on_${sender}`, event: event(sender), actions, active: true, ...more })
    await send(t, sender, payload)
    return event(sender)
  }
  const waiting = flow([task('HUMAN', 'h'), simple('after', { inputParameters: { v: '${workflow.variables.v}' } })])

  it('a workflow is started, with what the message says', async () => {
    const t = await openTestEngine()
    const started = flow([simple('begun')])
    await t.engine.metadata.registerWorkflow(started)
    const name = await react(
      t,
      [
        {
          action: 'start_workflow',
          start_workflow: {
            name: started.name,
            correlationId: '${order.id}',
            input: { n: '${order.n}', all: '${order}' },
          },
          expandInlineJSON: true,
        },
      ],
      { order: '{"id":"o-1","n":7}' },
    )
    const [begun] = await t.poll('begun', { timeoutMs: 5000 })
    expect(await t.workflow(begun?.workflowInstanceId ?? '')).toMatchObject({
      correlationId: 'o-1',
      event: name,
      input: { n: 7, all: { id: 'o-1', n: 7 }, 'conductor.event.name': name },
    })
  })

  it.each([
    ['complete_task', 'COMPLETED', 'RUNNING'],
    ['fail_task', 'FAILED', 'FAILED'],
  ] as const)('%s ends the task that it names', async (action, taskStatus, status) => {
    const t = await openTestEngine()
    const id = await t.run(waiting)
    await react(t, [{ action, [action]: { workflowId: '${id}', taskRefName: 'h', output: { said: '${text}' } } }], {
      id,
      text: 'done',
    })
    const ended = await t.until(id, (workflow) => taskOf(workflow, 'h').status === taskStatus)
    expect(ended.status).toBe(status)
    expect(taskOf(ended, 'h').outputData).toMatchObject({ said: 'done', taskRefName: 'h' })
  })

  it('variables are changed, and lists grow when that is asked for', async () => {
    const t = await openTestEngine()
    const id = await t.run(waiting, {})
    await t.engine.workflows.updateVariables(id, { list: [1], v: 'old' })
    const change = (appendArray: boolean) => ({
      action: 'update_workflow_variables' as const,
      update_workflow_variables: { workflowId: '${id}', variables: { list: '${more}', v: '${v}' }, appendArray },
    })
    await react(t, [change(true)], { id, more: 2, v: 'new' })
    await t.until(id, ({ variables }) => variables['v'] === 'new')
    expect((await t.workflow(id)).variables).toEqual({ list: [1, 2], v: 'new' })
    await react(t, [change(false)], { id, more: [3], v: 'newer' })
    await t.until(id, ({ variables }) => variables['v'] === 'newer')
    expect((await t.workflow(id)).variables).toEqual({ list: [3], v: 'newer' })
  })

  it('an execution is terminated, with the reason given', async () => {
    const t = await openTestEngine()
    const id = await t.run(waiting)
    await react(
      t,
      [
        {
          action: 'terminate_workflow',
          terminate_workflow: { workflowId: '${id}', terminationReason: 'told by ${who}' },
        },
      ],
      { id, who: 'vendor' },
    )
    const ended = await t.until(id, ({ status }) => status === 'TERMINATED')
    expect(ended.reasonForIncompletion).toBe('told by vendor')
  })

  it('nothing happens when the condition does not hold, or the handler is switched off', async () => {
    const t = await openTestEngine()
    const id = await t.run(waiting)
    const end = [{ action: 'terminate_workflow' as const, terminate_workflow: { workflowId: '${id}' } }]
    await react(t, end, { id, kind: 'other' }, { condition: "$.kind === 'end'" })
    await react(t, end, { id }, { active: false })
    await t.engine.flush()
    expect((await t.workflow(id)).status).toBe('RUNNING')
    await react(t, end, { id, kind: 'end' }, { condition: "$.kind === 'end'" })
    await t.until(id, ({ status }) => status === 'TERMINATED')
  })
})

it('a message is handled once, however often its handler is changed meanwhile', async () => {
  const t = await openTestEngine()
  const started = flow([simple('once')])
  await t.engine.metadata.registerWorkflow(started)
  const id = await t.run(flow([task('HUMAN', 'h')]))
  await t.engine.workflows.updateVariables(id, { list: [] })
  const handler = {
    name: 'h',
    event: 'conductor:busy',
    active: true,
    // A condition takes a turn: time to be changed in.
    condition: 'true',
    actions: [
      { action: 'start_workflow' as const, start_workflow: { name: started.name } },
      {
        action: 'update_workflow_variables' as const,
        update_workflow_variables: { workflowId: id, variables: { list: '${n}' }, appendArray: true },
      },
    ],
  }
  await t.engine.handlers.add(handler)
  await t.engine.handlers.publish('conductor:busy', 'm', { n: 1 })
  for (let change = 0; change < 5; change += 1) await t.engine.handlers.update(handler)
  await t.until(id, ({ variables }) => (variables['list'] as unknown[]).length > 0)
  await t.engine.flush()
  expect(await t.poll('once', { count: 5 })).toHaveLength(1)
  expect((await t.workflow(id)).variables).toEqual({ list: [1] })
})

it('a message whose actions could not be stored is tried again', async () => {
  const store = openSqliteStore(':memory:')
  let full = false
  const scripts = createScriptRunner()
  const http = createHttpCaller()
  const clock = createVirtualClock()
  const failing = {
    ...store,
    async commit(batch: Parameters<typeof store.commit>[0]) {
      if (full) throw new EngineError('UNAVAILABLE', 'The disk is full.')
      return store.commit(batch)
    },
  }
  const engine = engineOver(failing, { scripts, http, clock })
  const definition = flow([simple('late')])
  await engine.metadata.registerWorkflow(definition)
  await engine.handlers.add({
    name: 'h',
    event: 'conductor:full',
    active: true,
    actions: [{ action: 'start_workflow', start_workflow: { name: definition.name } }],
  })
  const published = engine.handlers.publish('conductor:full', 'm', {})
  await published.then(() => (full = true))
  await vi.waitFor(() => expect(engine.counters().runningWorkflows).toBe(0), { timeout: 10_000 })
  full = false
  await clock.advance(120_000)
  const [late] = await engine.tasks.poll({ taskType: 'late', workerId: 'w', timeoutMs: 5000 })
  expect(late).toBeDefined()
  await engine.close()
  await Promise.all([scripts.close(), http.close()])
})
