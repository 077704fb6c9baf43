// What Conductor accepts in a definition and ignores, and this engine does.

import { describe, expect, it } from 'vitest'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join as joinPath } from 'node:path'
import { flow, openTestEngine, simple, task, type TestEngine } from './harness.ts'

describe('an idempotency key', () => {
  it('stands for one execution, by the strategy asked for', async () => {
    const t = await openTestEngine()
    const definition = flow([simple('a')])
    await t.engine.metadata.registerWorkflow(definition)
    const key = { idempotencyKey: 'k' } as const
    const [one, two] = await Promise.all([
      t.start(definition.name, { ...key, idempotencyStrategy: 'RETURN_EXISTING' }),
      t.start(definition.name, { ...key, idempotencyStrategy: 'RETURN_EXISTING' }),
    ])
    expect(two).toBe(one)
    await expect(t.start(definition.name, { ...key, idempotencyStrategy: 'FAIL' })).rejects.toMatchObject({
      code: 'CONFLICT',
    })
    await expect(t.start(definition.name, { ...key, idempotencyStrategy: 'FAIL_ON_RUNNING' })).rejects.toMatchObject({
      code: 'CONFLICT',
    })
    await t.work('a')
    expect(await t.start(definition.name, { ...key, idempotencyStrategy: 'FAIL_ON_RUNNING' })).not.toBe(one)
    expect(await t.start(definition.name, { ...key, idempotencyKey: 'other' })).not.toBe(one)
  })
})

describe('an idempotency key of a sub-workflow', () => {
  it('stands for one child, by the strategy of the task', async () => {
    const t = await openTestEngine()
    const child = flow([simple('a')])
    await t.engine.metadata.registerWorkflow(child)
    const parent = (idempotencyStrategy: 'FAIL' | 'RETURN_EXISTING' | 'FAIL_ON_RUNNING') =>
      flow([
        task('SUB_WORKFLOW', 'sub', {
          subWorkflowParam: { name: child.name, idempotencyKey: '${workflow.input.key}', idempotencyStrategy },
        }),
      ])
    const start = async (strategy: Parameters<typeof parent>[0]) => {
      const { tasks } = await t.workflow(await t.run(parent(strategy), { input: { key: 'k' } }))
      return tasks[0]
    }
    const first = await start('RETURN_EXISTING')
    expect(first?.status).toBe('IN_PROGRESS')
    // One that runs has its parent.
    expect(await start('RETURN_EXISTING')).toMatchObject({ status: 'FAILED' })
    expect(await start('FAIL_ON_RUNNING')).toMatchObject({ status: 'FAILED' })
    await t.work('a', { n: 1 })
    expect(await start('RETURN_EXISTING')).toMatchObject({
      status: 'COMPLETED',
      subWorkflowId: first?.subWorkflowId,
      outputData: { n: 1 },
    })
    const refused = await start('FAIL')
    expect(refused?.reasonForIncompletion).toMatch(/^Workflow with the idempotency key k already exists/)
    const again = await start('FAIL_ON_RUNNING')
    expect(again).toMatchObject({ status: 'IN_PROGRESS' })
    expect(again?.subWorkflowId).not.toBe(first?.subWorkflowId)
  })
})

describe('an idempotency key of START_WORKFLOW', () => {
  it('stands for one execution, by the strategy in its input', async () => {
    const t = await openTestEngine()
    const other = flow([simple('a')])
    await t.engine.metadata.registerWorkflow(other)
    const start = async (idempotencyStrategy?: 'FAIL' | 'RETURN_EXISTING' | 'FAIL_ON_RUNNING') => {
      const startWorkflow = { name: other.name, idempotencyKey: '${workflow.input.key}', idempotencyStrategy }
      const id = await t.run(flow([task('START_WORKFLOW', 'start', { inputParameters: { startWorkflow } })]), {
        input: { key: 'k' },
      })
      return (await t.until(id, ({ status }) => status !== 'RUNNING')).tasks[0]
    }
    const first = await start('RETURN_EXISTING')
    expect(first?.status).toBe('COMPLETED')
    expect((await t.workflow(String(first?.outputData.workflowId))).idempotencyKey).toBe('k')
    expect((await start('RETURN_EXISTING'))?.outputData).toEqual(first?.outputData)
    for (const strategy of ['FAIL', 'FAIL_ON_RUNNING'] as const) {
      expect(await start(strategy)).toMatchObject({
        status: 'FAILED',
        reasonForIncompletion: expect.stringMatching(/^Workflow with the idempotency key k already exists/),
      })
    }
    expect((await t.poll('a', { count: 10 })).length).toBe(1)
    // A key alone changes nothing, as with Conductor OSS.
    expect((await start())?.outputData).not.toEqual(first?.outputData)
  })
})

describe('a limit of running executions', () => {
  const limited = (policy?: 'REJECT') =>
    flow([simple('a')], {
      rateLimitConfig: { rateLimitKey: '${workflow.input.who}', concurrentExecLimit: 2, ...(policy ? { policy } : {}) },
    })

  it('shows its key without what the definition hides', async () => {
    const t = await openTestEngine()
    const rateLimitConfig = { rateLimitKey: 'of ${workflow.input.who}', concurrentExecLimit: 1 }
    const definition = flow([simple('a')], { rateLimitConfig, maskedFields: ['who'] })
    await t.engine.metadata.registerWorkflow(definition)
    const id = await t.start(definition.name, { input: { who: 'ann' } })
    expect((await t.workflow(id)).rateLimitKey).toBe('of ***')
  })

  it('makes the others wait, by key, and lets the next begin when one ends', async () => {
    const t = await openTestEngine()
    const definition = limited()
    await t.engine.metadata.registerWorkflow(definition)
    const ids: string[] = []
    for (let n = 0; n < 4; n += 1) ids.push(await t.start(definition.name, { input: { who: 'ann' } }))
    await t.start(definition.name, { input: { who: 'bob' } })
    expect((await t.workflow(ids[2] ?? '')).tasks).toEqual([])
    expect(await t.workflow(ids[2] ?? '')).toMatchObject({ status: 'RUNNING', rateLimited: true, rateLimitKey: 'ann' })
    expect(await t.workflow(ids[0] ?? '')).toMatchObject({ rateLimited: false, rateLimitKey: 'ann' })
    const tasks = await t.poll('a', { count: 10 })
    expect(tasks).toHaveLength(3)
    const first = tasks.find(({ workflowInstanceId }) => workflowInstanceId === ids[0])
    if (first) await t.report(first, 'COMPLETED')
    await t.engine.flush()
    expect((await t.workflow(ids[0] ?? '')).rateLimitKey).toBeUndefined()
    expect((await t.poll('a', { count: 10 })).map(({ workflowInstanceId }) => workflowInstanceId)).toEqual([ids[2]])
    // One that ends while it waits gives up its place, not a slot.
    await t.engine.workflows.terminate(ids[3] ?? '')
    await t.engine.flush()
    expect(await t.poll('a')).toEqual([])
  })

  it('holds over a stop of the server', async () => {
    const folder = mkdtempSync(joinPath(tmpdir(), 'gatehouse-limit-'))
    const dataFile = joinPath(folder, 'engine.db')
    const before = await openTestEngine({ dataFile })
    const definition = limited()
    await before.engine.metadata.registerWorkflow(definition)
    for (let n = 0; n < 3; n += 1) await before.start(definition.name)
    await before.engine.close()
    const after = await openTestEngine({ dataFile })
    const [first, second, none] = await after.poll('a', { count: 10 })
    expect([second === undefined, none]).toEqual([false, undefined])
    if (first) await after.report(first, 'COMPLETED')
    await after.engine.flush()
    expect(await after.poll('a')).toHaveLength(1)
    await after.engine.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('refuses with the policy REJECT', async () => {
    const t = await openTestEngine()
    const definition = limited('REJECT')
    await t.run(definition)
    await t.start(definition.name)
    await expect(t.start(definition.name)).rejects.toMatchObject({ code: 'TOO_MANY' })
  })

  it('refuses without telling what the definition hides', async () => {
    const t = await openTestEngine()
    const rateLimitConfig = {
      rateLimitKey: 'of ${workflow.input.who}',
      concurrentExecLimit: 1,
      policy: 'REJECT' as const,
    }
    const definition = flow([simple('a')], { rateLimitConfig, maskedFields: ['who'] })
    const input = { who: 'ann' }
    await t.run(definition, { input })
    await expect(t.start(definition.name, { input })).rejects.toMatchObject({
      code: 'TOO_MANY',
      message: `Workflow ${definition.name} has reached its limit of running executions for 'of ***'`,
      details: { rateLimitKey: 'of ***' },
    })
  })
})

it('a removed execution gives its idempotency key free', async () => {
  const t = await openTestEngine()
  const definition = flow([simple('a')])
  const keyed = { idempotencyKey: 'k', idempotencyStrategy: 'FAIL' } as const
  const first = await t.run(definition, keyed)
  await t.engine.workflows.remove(first, { archive: false })
  const second = await t.start(definition.name, keyed)
  expect(second).not.toBe(first)
  await expect(t.start(definition.name, keyed)).rejects.toMatchObject({
    code: 'CONFLICT',
    message: `Workflow with the idempotency key k already exists. Workflow id: ${second}`,
  })
})

describe('masked fields', () => {
  it('are hidden from every reader and given to the worker', async () => {
    const t = await openTestEngine()
    const definition = flow([simple('a', { inputParameters: { iban: '${workflow.input.iban}' } })], {
      maskedFields: ['iban'],
    })
    const id = await t.run(definition, { input: { iban: 'DE00', deep: [{ iban: 'FR11' }], open: 1 } })
    expect((await t.poll('a'))[0]?.inputData).toEqual({ iban: 'DE00' })
    const workflow = await t.workflow(id)
    expect(workflow.input).toEqual({ iban: '***', deep: [{ iban: '***' }], open: 1 })
    expect(workflow.tasks[0]?.inputData).toEqual({ iban: '***' })
    const found = await t.engine.workflows.search({})
    expect(JSON.stringify(found)).not.toContain('DE00')
    // Nor can they be guessed at.
    expect((await t.engine.workflows.search({ freeText: 'DE00' })).totalHits).toBe(0)
    expect((await t.engine.tasks.search({ freeText: 'DE00' })).totalHits).toBe(0)
    // What every object has is no field to search by.
    const clauses = [{ field: 'constructor', operator: '=' as const, values: ['x'] }]
    expect((await t.engine.workflows.search({ clauses })).totalHits).toBe(found.totalHits)
  })

  it('are hidden where an expression has put them under another name', async () => {
    const t = await openTestEngine()
    const result = { status: 'done', iban: 'FR22', _secrets: 'made here' }
    const inner = task('INLINE', 'inner', {
      inputParameters: { iban: 'GB33', expression: `(${JSON.stringify(result)})` },
    })
    const parameters = {
      account: '${workflow.input.iban}',
      letter: 'To ${workflow.input.name}: ${workflow.input.iban} is yours, ${workflow.input.iban}',
      headers: { first: '${inner.input.iban}', list: ['${inner.output.result.iban}', '${workflow.input.name}'] },
      whole: '${workflow.input}',
      _masked: 'x',
    }
    const definition = flow([inner, simple('a', { inputParameters: parameters })], {
      maskedFields: ['iban'],
      outputParameters: { account: '${workflow.input.iban}', name: '${workflow.input.name}' },
    })
    const id = await t.run(definition, { input: { iban: 'DE00', name: 'Ann' } })
    await t.until(id, ({ tasks }) => tasks.length === 2)
    const [a] = await t.poll('a')
    expect(a?.inputData).toMatchObject({ account: 'DE00', letter: 'To Ann: DE00 is yours, DE00' })
    if (a) await t.report(a, 'COMPLETED')
    const { tasks, output } = await t.workflow(id)
    expect(tasks[0]?.outputData).toEqual({ result: { status: 'done', iban: '***', _secrets: '***' } })
    expect(tasks[1]?.inputData).toEqual({
      account: '***',
      letter: 'To Ann: *** is yours, ***',
      headers: { first: '***', list: ['***', 'Ann'] },
      whole: { iban: '***', name: 'Ann' },
      _masked: '***',
    })
    expect(output).toEqual({ account: '***', name: 'Ann' })
  })

  it('stay hidden in the failure workflow, whose worker gets them', async () => {
    const t = await openTestEngine()
    const rescue = flow(
      [simple('rescue', { inputParameters: { iban: '${workflow.input.iban}', name: '${workflow.input.name}' } })],
      { maskedFields: ['name'] },
    )
    await t.engine.metadata.registerWorkflow(rescue)
    const failing = task('TERMINATE', 'end', { inputParameters: { terminationStatus: 'FAILED' } })
    const definition = flow([failing], { failureWorkflow: rescue.name, maskedFields: ['iban'] })
    const failed = await t.workflow(await t.run(definition, { input: { iban: 'DE00', name: 'Ann', open: 1 } }))
    expect((await t.poll('rescue'))[0]?.inputData).toEqual({ iban: 'DE00', name: 'Ann' })
    const rescued = await t.workflow(String(failed.output['conductor.failure_workflow']))
    expect(rescued.input).toMatchObject({ iban: '***', name: '***', open: 1, failedWorkflow: { input: { open: 1 } } })
    expect(rescued.tasks[0]?.inputData).toEqual({ iban: '***', name: '***' })
    expect(JSON.stringify(rescued)).not.toMatch(/DE00|Ann/)
    expect((await t.engine.workflows.search({ freeText: 'DE00' })).totalHits).toBe(0)
    // The definition itself is as it was.
    expect((await t.engine.metadata.getWorkflow(rescue.name)).maskedFields).toEqual(['name'])
  })
})

describe('events of a task that changes state', () => {
  it('are published where handlers can hear them', async () => {
    const t = await openTestEngine()
    const listener = flow([simple('heard')])
    await t.engine.metadata.registerWorkflow(listener)
    const definition = flow([
      simple('a', { onStateChange: { onSuccess: [{ type: 'conductor:news', payload: { got: '${a.output.n}' } }] } }),
    ])
    await t.engine.handlers.add({
      name: 'h',
      event: 'conductor:news',
      actions: [
        {
          action: 'start_workflow',
          start_workflow: { name: listener.name, input: { got: '${got}', ref: '${taskReferenceName}' } },
        },
      ],
      active: true,
    })
    await t.run(definition)
    await t.work('a', { n: 7 })
    const [heard] = await t.poll('heard', { timeoutMs: 5000 })
    expect((await t.workflow(heard?.workflowInstanceId ?? '')).input).toMatchObject({ got: 7, ref: 'a' })
  })
})

describe('events of a task that changes state, when no handler listens', () => {
  const event = {
    type: 'news',
    payload: { '00status00': '${a.status}', text: '${workflow.input.text}', id: '${workflow.workflowId}' },
  }

  it('are tasks for workers, one for each trigger that a key names', async () => {
    const t = await openTestEngine()
    const onStateChange = { 'onScheduled, onStart,onSuccess , onFailed': [event] }
    const definition = flow([simple('a', { onStateChange })])
    // What looks like an expression in a value is none.
    const id = await t.run(definition, { input: { text: '${workflow.workflowType}' } })
    const told = async () => {
      const [news] = await t.poll('news', { timeoutMs: 5000 })
      return [news?.referenceTaskName, news?.inputData]
    }
    const said = (status: string) => ({ '00status00': status, text: '${workflow.workflowType}', id })
    expect(await told()).toEqual(['a_onScheduled_news', said('SCHEDULED')])
    const [a] = await t.poll('a')
    expect(await told()).toEqual(['a_onStart_news', said('IN_PROGRESS')])
    if (a) await t.report(a, 'COMPLETED')
    expect(await told()).toEqual(['a_onSuccess_news', said('COMPLETED')])
    expect(await t.poll('news')).toEqual([])
    expect((await t.workflow(id)).status).toBe('COMPLETED')
  })

  it.each([
    ['one that waits', task('HUMAN', 'b'), ['onScheduled', 'onStart']],
    ['one that ends at once', task('SET_VARIABLE', 'b'), ['onScheduled', 'onSuccess']],
  ])('tell of a child while it is there to be waited for: %s', async (_, inner, expected) => {
    const t = await openTestEngine()
    const child = flow([inner])
    await t.engine.metadata.registerWorkflow(child)
    const events = { 'onScheduled,onStart,onSuccess,onFailed,onCancelled': [event] }
    const sub = task('SUB_WORKFLOW', 'a', { subWorkflowParam: { name: child.name }, onStateChange: events })
    await t.run(flow([sub]), { input: { text: '' } })
    const news = await t.poll('news', { count: 9 })
    expect(news.map(({ referenceTaskName }) => referenceTaskName)).toEqual(expected.map((on) => `a_${on}_news`))
  })

  it('come of cancelled tasks too, hide what their workflow hides, and end by themselves when nobody cares', async () => {
    const t = await openTestEngine()
    const definition = flow([task('HUMAN', 'a', { onStateChange: { onCancelled: [event] } })], {
      maskedFields: ['text'],
    })
    const id = await t.run(definition, { input: { text: 'private' } })
    await t.engine.workflows.terminate(id)
    const [news] = await t.engine.workflows.correlated(`${definition.name}_state_change`, id, { includeTasks: true })
    expect(news?.tasks[0]?.inputData).toEqual({ '00status00': 'CANCELED', text: '***', id })
    await t.clock.advance(8 * 86_400_000)
    expect((await t.workflow(news?.workflowId ?? '')).status).toBe('TIMED_OUT')
  })
})

describe('the status of a workflow', () => {
  const heard = async (t: TestEngine, type = 'news') => {
    const [news] = await t.poll(type, { timeoutMs: 5000 })
    return news?.inputData
  }
  const wanted = { workflowStatusListenerEnabled: true, workflowStatusListenerSink: 'conductor:news' }

  it('is news for workers, each time that it changes', async () => {
    const t = await openTestEngine()
    const definition = flow([simple('a')], wanted)
    const id = await t.run(definition, { correlationId: 'c-1', input: { pin: 1234 } })
    const said = (status: string) => ({
      eventType: 'WORKFLOW',
      workflow: expect.objectContaining({
        workflowId: id,
        workflowType: definition.name,
        status,
        correlationId: 'c-1',
      }),
    })
    expect(await heard(t)).toEqual(said('RUNNING'))
    await t.engine.workflows.pause(id)
    expect(await heard(t)).toEqual(said('PAUSED'))
    await t.engine.workflows.resume(id)
    expect(await heard(t)).toEqual(said('RUNNING'))
    await t.work('a', {})
    expect(await heard(t)).toEqual(said('COMPLETED'))
    await t.engine.workflows.restart(id)
    expect(await heard(t)).toEqual(said('RUNNING'))
    expect(await t.poll('news')).toEqual([])
  })

  it('is told each time, within one millisecond too, under the correlation id of the execution', async () => {
    const t = await openTestEngine()
    const listener = flow([simple('heard')])
    await t.engine.metadata.registerWorkflow(listener)
    const definition = flow([simple('a')], wanted)
    const start_workflow = { name: listener.name, input: { status: '${workflow.status}' } }
    const event = `conductor:${definition.name}:news`
    await t.engine.handlers.add({
      name: 'h',
      event,
      actions: [{ action: 'start_workflow', start_workflow }],
      active: true,
    })
    // The clock of the test stands still.
    const id = await t.run(definition)
    for (const change of ['pause', 'resume', 'pause', 'resume'] as const) await t.engine.workflows[change](id)
    const statuses: unknown[] = []
    while (statuses.length < 5) {
      for (const { inputData, workflowInstanceId } of await t.poll('heard', { timeoutMs: 5000, count: 5 })) {
        expect(inputData).toBeDefined()
        statuses.push((await t.workflow(workflowInstanceId)).input?.['status'])
      }
    }
    expect(statuses.toSorted()).toEqual(['PAUSED', 'PAUSED', 'RUNNING', 'RUNNING', 'RUNNING'])
    await t.engine.handlers.remove('h')
    await t.run(definition, { correlationId: 'order-1' })
    const [news] = await t.poll('news', { timeoutMs: 5000 })
    expect(await t.workflow(news?.workflowInstanceId ?? '')).toMatchObject({ correlationId: 'order-1' })
  })

  it('is published where handlers can hear it', async () => {
    const t = await openTestEngine()
    const listener = flow([simple('heard')])
    await t.engine.metadata.registerWorkflow(listener)
    const definition = flow([task('TERMINATE', 'end', { inputParameters: { terminationStatus: 'FAILED' } })], wanted)
    const { name } = listener
    await t.engine.handlers.add({
      name: 'h',
      event: `conductor:${definition.name}:news`,
      condition: "$.workflow.status == 'FAILED'",
      actions: [{ action: 'start_workflow', start_workflow: { name, input: { id: '${workflow.workflowId}' } } }],
      active: true,
    })
    const id = await t.run(definition)
    const [started] = await t.poll('heard', { timeoutMs: 5000 })
    expect((await t.workflow(started?.workflowInstanceId ?? '')).input).toMatchObject({ id })
  })

  it('is nobody’s business unless the definition says so, and where', async () => {
    const t = await openTestEngine()
    await t.run(flow([simple('a')], { ...wanted, workflowStatusListenerEnabled: false }))
    await t.run(flow([simple('a')], { workflowStatusListenerEnabled: true }))
    await t.run(flow([simple('a')], { ...wanted, workflowStatusListenerSink: 'sqs:news' }))
    expect(await t.poll('news')).toEqual([])
    expect((await t.engine.workflows.search({})).totalHits).toBe(3)
  })
})

describe('variables', () => {
  it('can be changed from outside while the workflow runs', async () => {
    const t = await openTestEngine()
    const id = await t.run(
      flow([task('HUMAN', 'h'), simple('a', { inputParameters: { v: '${workflow.variables.v}' } })]),
    )
    expect((await t.engine.workflows.updateVariables(id, { v: 3 })).variables).toEqual({ v: 3 })
    await t.engine.tasks.updateByRef(id, 'h', 'COMPLETED', {})
    expect((await t.poll('a'))[0]?.inputData).toEqual({ v: 3 })
  })
})

describe('limits of a task definition', () => {
  it('hold for the calls of HTTP tasks too', async () => {
    const open: (() => void)[] = []
    let most = 0
    let calls = 0
    const t = await openTestEngine({
      answerHttp: () =>
        new Promise((resolve) => {
          calls += 1
          open.push(() =>
            resolve({ ok: true, response: { statusCode: 200, reasonPhrase: 'OK', headers: {}, body: {} } }),
          )
          most = Math.max(most, open.length)
        }),
    })
    await t.engine.metadata.registerTasks([{ name: 'h', concurrentExecLimit: 2 }])
    const definition = flow([task('HTTP', 'h', { inputParameters: { uri: 'http://x', method: 'GET' } })])
    await t.engine.metadata.registerWorkflow(definition)
    const ids: string[] = []
    for (let n = 0; n < 5; n += 1) ids.push(await t.start(definition.name))
    await t.engine.workflows.terminate(ids[4] ?? '')
    while (calls < 4 || open.length > 0) {
      open.shift()?.()
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
    for (const id of ids.slice(0, 4)) await t.until(id, ({ status }) => status === 'COMPLETED')
    expect({ most, calls }).toEqual({ most: 2, calls: 4 })
  })
})
