// Fields of definitions that Conductor OSS takes without effect: scripts of JOINs, reuse of outputs, schemas.

import { describe, expect, it } from 'vitest'
import { answerOk, flow, fork, join, openTestEngine, simple, task, taskOf } from './harness.ts'

const pendingScript = `(function () {
  const pending = $.joinOn.filter((ref) => $[ref] && $[ref].status !== 'COMPLETED')
  if (pending.length === 0) return true
  return { status: 'IN_PROGRESS', reasonForIncompletion: 'Pending', outputData: { pending } }
})()`

describe('a JOIN with a script', () => {
  const forked = (expression: string, more = {}) =>
    flow([
      fork('f', [[simple('a'), simple('a2')], [simple('b')]]),
      join('j', ['a2', 'b'], { expression, evaluatorType: 'js', ...more }),
      simple('last'),
    ])

  it('waits as long as the script does, and shows what it says', async () => {
    const t = await openTestEngine()
    const id = await t.run(forked(pendingScript))
    await t.work('a')
    await t.work('b', { b: 1 })
    const waiting = await t.until(id, (workflow) => {
      const { pending } = taskOf(workflow, 'j').outputData
      return Array.isArray(pending) && pending.length === 1
    })
    expect(taskOf(waiting, 'j')).toMatchObject({ status: 'IN_PROGRESS', outputData: { pending: ['a2'], b: { b: 1 } } })
    await t.work('a2', { a: 2 })
    const joined = await t.until(id, (workflow) => taskOf(workflow, 'j').status === 'COMPLETED')
    expect(taskOf(joined, 'j').outputData).toMatchObject({ a2: { a: 2 }, b: { b: 1 } })
    await t.work('last')
    expect((await t.workflow(id)).status).toBe('COMPLETED')
  })

  it('goes on with the first when the script is content with it', async () => {
    const t = await openTestEngine()
    const id = await t.run(forked(`$.joinOn.some((ref) => $[ref].status === 'COMPLETED')`))
    await t.work('b')
    await t.until(id, (workflow) => workflow.tasks.some(({ referenceTaskName }) => referenceTaskName === 'last'))
    await t.work('last')
    expect((await t.workflow(id)).status).toBe('RUNNING')
    await t.work('a')
    await t.work('a2')
    expect((await t.workflow(id)).status).toBe('COMPLETED')
  })

  it('takes the status that the script names', async () => {
    const t = await openTestEngine()
    const id = await t.run(
      forked(`$.b.status === 'COMPLETED' ? { status: 'FAILED', reasonForIncompletion: 'no' } : false`),
    )
    await t.work('b')
    const failed = await t.until(id, ({ status }) => status === 'FAILED')
    expect(taskOf(failed, 'j')).toMatchObject({ status: 'FAILED', reasonForIncompletion: 'no' })
  })

  const wrong = [
    ['throws', forked('$.x.y.z'), "Cannot read property 'y' of undefined"],
    ['never says yes', forked('false'), 'waits on, but everything'],
    [
      'is in an unknown language',
      forked('true', { evaluatorType: 'cobol' }),
      'No evaluator registered for type: cobol',
    ],
  ] as const
  for (const [what, definition, reason] of wrong) {
    it(`fails when its script ${what}`, async () => {
      const t = await openTestEngine()
      const id = await t.run(definition)
      for (const type of ['a', 'b', 'a2']) {
        const [polled] = await t.poll(type)
        if (polled) await t.report(polled, 'COMPLETED')
      }
      const failed = await t.until(id, ({ status }) => status === 'FAILED')
      expect(taskOf(failed, 'j').reasonForIncompletion).toContain(reason)
    })
  }

  it('is asked by bare names in a loop', async () => {
    const t = await openTestEngine()
    const id = await t.run(
      flow([
        task('DO_WHILE', 'l', {
          inputParameters: { _items: [1, 2] },
          loopOver: [fork('f', [[simple('a')], [simple('b')]]), join('j', ['a', 'b'], { expression: pendingScript })],
        }),
      ]),
    )
    for (const turn of [1, 2]) {
      await t.until(id, ({ tasks }) => tasks.some(({ referenceTaskName: ref }) => ref === `a__${turn}`))
      await t.work('a')
      await t.work('b')
    }
    await t.until(id, ({ status }) => status === 'COMPLETED')
  })
})

describe('a cacheConfig', () => {
  it('lets a task take the output that another with the same key gave, for its time', async () => {
    let calls = 0
    const t = await openTestEngine({ answerHttp: async () => answerOk({ call: ++calls }) })
    const cached = flow([
      task('HTTP', 'h', {
        inputParameters: { uri: 'http://x/', method: 'GET', who: '${workflow.input.who}' },
        cacheConfig: { key: '${who}', ttlInSecond: 60 },
      }),
    ])
    const callFor = async (who: string) => {
      const id = await t.run(cached, { input: { who } })
      const { tasks } = await t.until(id, ({ status }) => status === 'COMPLETED')
      return tasks[0]?.outputData.response
    }
    expect(await callFor('ann')).toMatchObject({ body: { call: 1 } })
    expect(await callFor('ann')).toMatchObject({ body: { call: 1 } })
    expect(await callFor('bob')).toMatchObject({ body: { call: 2 } })
    await t.clock.advance(59_000)
    expect(await callFor('ann')).toMatchObject({ body: { call: 1 } })
    await t.clock.advance(2_000)
    expect(await callFor('ann')).toMatchObject({ body: { call: 3 } })
  })

  it('spares workers the task, but failures are not kept', async () => {
    const t = await openTestEngine()
    const cached = flow([simple('w', { cacheConfig: { key: 'k', ttlInSecond: 60 }, optional: true })])
    await t.run(cached)
    await t.work('w', {}, 'FAILED_WITH_TERMINAL_ERROR')
    await t.run(cached)
    await t.work('w', { n: 1 })
    expect(await t.workflow(await t.run(cached))).toMatchObject({ status: 'COMPLETED', output: { n: 1 } })
  })

  it('spares a whole workflow, but not one that is run again on purpose', async () => {
    const t = await openTestEngine()
    const cached = flow([simple('w')], { cacheConfig: { key: '${workflow.input.k}', ttlInSecond: 60 } })
    const first = await t.run(cached, { input: { k: 1 } })
    await t.work('w', { n: 1 })
    const second = await t.start(cached.name, { input: { k: 1 } })
    expect(await t.workflow(second)).toMatchObject({ status: 'COMPLETED', output: { n: 1 }, tasks: [] })
    await t.engine.workflows.restart(first)
    expect((await t.workflow(first)).status).toBe('RUNNING')
    expect((await t.workflow(await t.start(cached.name, { input: { k: 2 } }))).status).toBe('RUNNING')
  })
})

describe('a schema', () => {
  const schema = (name: string, properties: Record<string, unknown>) => ({
    name,
    data: { type: 'object', properties, required: Object.keys(properties) },
  })

  it('refuses the input of a workflow', async () => {
    const t = await openTestEngine()
    const definition = flow([simple('w')], { inputSchema: schema('order', { amount: { type: 'number' } }) })
    await expect(t.run(definition, { input: { amount: 'many' } })).rejects.toMatchObject({
      code: 'INVALID',
      message: expect.stringMatching(/input of workflow .* does not match the schema order: #\/amount: .*"number"/),
    })
    await t.run(definition, { input: { amount: 2 } })
    await t.run({ ...definition, enforceSchema: false }, { input: {} })
  })

  it('refuses an input that a workflow is to go on with', async () => {
    const t = await openTestEngine()
    const definition = flow([simple('w')], { inputSchema: schema('order', { amount: { type: 'number' } }) })
    const id = await t.run(definition, { input: { amount: 2 } })
    const refusal = { code: 'INVALID', message: expect.stringContaining('does not match the schema order') }
    const workflowInput = { amount: 'many' }
    await expect(t.engine.workflows.upgrade(id, { version: 1, workflowInput })).rejects.toMatchObject(refusal)
    await t.engine.workflows.terminate(id)
    await expect(t.engine.workflows.rerun(id, { workflowInput })).rejects.toMatchObject(refusal)
    const [task] = (await t.workflow(id)).tasks
    const fromTask = { reRunFromTaskId: task?.taskId ?? '', workflowInput }
    await expect(t.engine.workflows.rerun(id, fromTask)).rejects.toMatchObject(refusal)
    await t.engine.workflows.rerun(id, { workflowInput: { amount: 3 } })
    expect(await t.workflow(id)).toMatchObject({ status: 'RUNNING', input: { amount: 3 } })
    const tooLarge = { workflowInput: { amount: 1, text: 'x'.repeat(11_000_000) } }
    await t.engine.workflows.terminate(id)
    await expect(t.engine.workflows.rerun(id, tooLarge)).rejects.toMatchObject({ code: 'TOO_LARGE' })
  })

  it('refuses the output of a workflow', async () => {
    const t = await openTestEngine()
    const definition = flow([simple('w')], { outputSchema: schema('result', { ok: { type: 'boolean' } }) })
    const id = await t.run(definition)
    await t.work('w', { ok: 1 })
    expect(await t.workflow(id)).toMatchObject({
      status: 'FAILED',
      reasonForIncompletion: expect.stringContaining('does not match the schema result'),
    })
  })

  it('refuses the input and the output of a task for good', async () => {
    const t = await openTestEngine()
    await t.engine.metadata.registerTasks([
      {
        name: 'w',
        enforceSchema: true,
        inputSchema: schema('in', { n: { type: 'integer' } }),
        outputSchema: schema('out', { m: { type: 'integer' } }),
      },
    ])
    const definition = flow([simple('w', { inputParameters: { n: '${workflow.input.n}' } })])
    const refused = await t.run(definition, { input: { n: 'x' } })
    expect((await t.workflow(refused)).tasks).toMatchObject([{ status: 'FAILED_WITH_TERMINAL_ERROR', retryCount: 0 }])
    const id = await t.run(definition, { input: { n: 1 } })
    await t.work('w', { m: 1.5 })
    expect((await t.workflow(id)).tasks).toMatchObject([
      {
        status: 'FAILED_WITH_TERMINAL_ERROR',
        reasonForIncompletion: expect.stringContaining('The output of task w does not match the schema out'),
      },
    ])
    const good = await t.run(definition, { input: { n: 1 } })
    await t.work('w', { m: 1 })
    expect((await t.workflow(good)).status).toBe('COMPLETED')
  })

  it('that makes no sense says so', async () => {
    const t = await openTestEngine()
    const broken = { name: 's', data: { $ref: '#/nowhere' } }
    await expect(t.run(flow([simple('w')], { inputSchema: broken }))).rejects.toThrow('cannot be checked against')
  })
})
