// What each task type does, seen from outside.

import { describe, expect, it } from 'vitest'
import { flow, fork, join, openTestEngine, simple, task } from './harness.ts'

describe('a dynamic fork', () => {
  it('makes one task for each input', async () => {
    const t = await openTestEngine()
    const id = await t.run(
      flow([
        task('FORK_JOIN_DYNAMIC', 'f', { inputParameters: { forkTaskName: 'bt', forkTaskInputs: [{ a: 1 }, 'x'] } }),
        join('j', []),
      ]),
    )
    const workflow = await t.workflow(id)
    expect(workflow.tasks.map((one) => one.referenceTaskName)).toEqual(['f', '_bt_0', '_bt_1', 'j'])
    expect(workflow.tasks[0]?.inputData).toMatchObject({ forkedTasks: ['_bt_0', '_bt_1'] })
    expect(workflow.tasks[1]?.inputData).toEqual({ a: 1, __index: 0 })
    expect(workflow.tasks[2]?.inputData).toEqual({ input: 'x', __index: 1 })
    expect(workflow.tasks[3]?.inputData).toEqual({ joinOn: ['_bt_0', '_bt_1'] })
    await t.work('bt', { r: 0 })
    await t.work('bt', { r: 1 })
    expect((await t.workflow(id)).output).toEqual({ _bt_0: { r: 0 }, _bt_1: { r: 1 } })
  })

  it('takes a list of tasks and a map of their inputs', async () => {
    const t = await openTestEngine()
    const dynamic = task('FORK_JOIN_DYNAMIC', 'f', {
      inputParameters: { tasks: '${workflow.input.tasks}', inputs: '${workflow.input.inputs}' },
      dynamicForkTasksParam: 'tasks',
      dynamicForkTasksInputParamName: 'inputs',
    })
    const id = await t.run(flow([dynamic, join('j', [])]), {
      input: {
        tasks: [simple('p'), task('INLINE', 'q', { inputParameters: { expression: '$.n + 1' } })],
        inputs: { p: { k: 1 }, q: { n: 41 } },
      },
    })
    expect((await t.work('p', { done: true })).inputData).toEqual({ k: 1 })
    const workflow = await t.until(id, ({ status }) => status === 'COMPLETED')
    expect(workflow.output).toEqual({ p: { done: true }, q: { result: 42 } })
  })

  it('completes its JOIN at once for an empty list', async () => {
    const t = await openTestEngine()
    const dynamic = task('FORK_JOIN_DYNAMIC', 'f', { inputParameters: { forkTaskName: 'bt', forkTaskInputs: [] } })
    expect(await t.workflow(await t.run(flow([dynamic, join('j', [])])))).toMatchObject({
      status: 'COMPLETED',
      output: {},
    })
  })

  const wrong = [
    {
      input: { tasks: [{ name: 'x' }], inputs: {} },
      reason: "Input 'tasks' is invalid. Cannot deserialize a list of Workflow Tasks from '[{name=x}]'",
    },
    {
      input: { tasks: [simple('x')], inputs: 7 },
      reason: 'Input to the dynamically forked tasks is not a map -> expecting a map of K,V  but found 7',
    },
    {
      input: { tasks: [simple('x')] },
      reason: 'Input to the dynamically forked tasks is not a map -> expecting a map of K,V  but found null',
    },
  ]
  for (const { input, reason } of wrong) {
    it(`fails the workflow: ${reason.slice(0, 60)}`, async () => {
      const t = await openTestEngine()
      const dynamic = task('FORK_JOIN_DYNAMIC', 'f', {
        inputParameters: { tasks: '${workflow.input.tasks}', inputs: '${workflow.input.inputs}' },
        dynamicForkTasksParam: 'tasks',
        dynamicForkTasksInputParamName: 'inputs',
      })
      const id = await t.run(flow([dynamic, join('j', [])]), { input })
      expect(await t.workflow(id)).toMatchObject({ status: 'FAILED', reasonForIncompletion: reason })
    })
  }
})

describe('a sub-workflow', () => {
  it('runs as a child with an id that can be computed, and hands its output up', async () => {
    const t = await openTestEngine()
    const child = flow([simple('c', { inputParameters: { v: '${workflow.input.v}' } })], {
      outputParameters: { r: '${c.output.r}' },
    })
    await t.engine.metadata.registerWorkflow(child)
    const id = await t.run(
      flow([task('SUB_WORKFLOW', 's', { subWorkflowParam: { name: child.name }, inputParameters: { v: 9 } })]),
      { correlationId: 'corr', taskToDomain: {} },
    )
    const [record] = (await t.workflow(id)).tasks
    expect(record).toMatchObject({ status: 'IN_PROGRESS', outputData: { subWorkflowId: record?.subWorkflowId } })
    expect(Object.keys(record?.inputData ?? {}).sort()).toEqual([
      'idempotencyKey',
      'idempotencyStrategy',
      'priority',
      'subWorkflowDefinition',
      'subWorkflowName',
      'subWorkflowTaskToDomain',
      'subWorkflowVersion',
      'workflowInput',
    ])
    expect(await t.workflow(record?.subWorkflowId ?? '')).toMatchObject({
      parentWorkflowId: id,
      parentWorkflowTaskId: record?.taskId,
      correlationId: 'corr',
      input: { v: 9 },
    })
    await t.work('c', { r: 'done' })
    expect(await t.workflow(id)).toMatchObject({
      status: 'COMPLETED',
      output: { r: 'done', subWorkflowId: record?.subWorkflowId },
    })
  })

  it('fails its task with the reason of the child', async () => {
    const t = await openTestEngine()
    const child = flow([simple('c', { retryCount: 0 })])
    await t.engine.metadata.registerWorkflow(child)
    const id = await t.run(flow([task('SUB_WORKFLOW', 's', { subWorkflowParam: { name: child.name } })]))
    await t.work('c', {}, 'FAILED', 'bad')
    const workflow = await t.workflow(id)
    const [record] = workflow.tasks
    expect(workflow.status).toBe('FAILED')
    expect(record?.reasonForIncompletion).toMatch(
      new RegExp(`^Sub workflow ${child.name}.1/${record?.subWorkflowId} failure reason: Task .* 'bad'$`),
    )
  })

  it('is terminated with its parent', async () => {
    const t = await openTestEngine()
    const child = flow([simple('c')])
    await t.engine.metadata.registerWorkflow(child)
    const id = await t.run(flow([task('SUB_WORKFLOW', 's', { subWorkflowParam: { name: child.name } })]))
    const childId = (await t.workflow(id)).tasks[0]?.subWorkflowId ?? ''
    await t.engine.workflows.terminate(id, { reason: 'enough' })
    expect(await t.workflow(childId)).toMatchObject({
      status: 'TERMINATED',
      reasonForIncompletion: 'Parent workflow has been terminated with reason: enough',
    })
    expect(await t.poll('c')).toEqual([])
  })

  it('runs a definition that an expression yields, marked as dynamic', async () => {
    const t = await openTestEngine()
    const id = await t.run(
      flow([
        task('SUB_WORKFLOW', 's', {
          subWorkflowParam: { workflowDefinition: '${workflow.input.def}' },
          inputParameters: { k: 1 },
        }),
      ]),
      {
        input: {
          def: { name: 'made_up', version: 3, tasks: [simple('c', { inputParameters: { k: '${workflow.input.k}' } })] },
        },
      },
    )
    const childId = (await t.workflow(id)).tasks[0]?.subWorkflowId ?? ''
    expect(await t.workflow(childId)).toMatchObject({
      workflowName: 'made_up',
      workflowVersion: 3,
      input: { k: 1, _systemMetadata: { dynamic: true } },
    })
    expect((await t.work('c')).inputData).toEqual({ k: 1 })
    expect((await t.workflow(id)).status).toBe('COMPLETED')
  })

  it('fails its task when there is no such definition', async () => {
    const t = await openTestEngine()
    const id = await t.run(flow([task('SUB_WORKFLOW', 's', { subWorkflowParam: { name: 'nowhere', version: 2 } })]))
    expect((await t.workflow(id)).tasks[0]).toMatchObject({
      status: 'FAILED',
      reasonForIncompletion: 'No such workflow defined. name=nowhere, version=2',
    })
  })
})

describe('other types', () => {
  it('TERMINATE ends the workflow with its status, reason and output', async () => {
    const t = await openTestEngine()
    const end = task('TERMINATE', 'e', {
      inputParameters: { terminationStatus: 'FAILED', terminationReason: 'so it is', workflowOutput: { a: 1 } },
    })
    const id = await t.run(
      flow([fork('f', [[end], [simple('b')]]), join('j', ['e', 'b'])], { outputParameters: { x: 1 } }),
    )
    expect(await t.workflow(id)).toMatchObject({
      status: 'FAILED',
      reasonForIncompletion: 'so it is',
      output: { a: 1 },
    })
    expect(await t.trace(id)).toContain('b:CANCELED')
  })

  it('SET_VARIABLE merges at the top level and refuses more than 256 KB', async () => {
    const t = await openTestEngine()
    const set = (ref: string, inputParameters: Record<string, unknown>) =>
      task('SET_VARIABLE', ref, { inputParameters })
    const id = await t.run(
      flow([set('s1', { a: 1, b: { c: 1 } }), set('s2', { b: { d: 2 } })], { variables: { z: 0 } }),
    )
    expect((await t.workflow(id)).variables).toEqual({ z: 0, a: 1, b: { d: 2 } })
    const large = await t.run(flow([set('s', { big: '${workflow.input.big}' })]), {
      input: { big: 'x'.repeat(300_000) },
    })
    expect(await t.workflow(large)).toMatchObject({ status: 'FAILED', variables: {} })
  })

  it('DYNAMIC queues the task its input names', async () => {
    const t = await openTestEngine()
    const dynamic = task('DYNAMIC', 'd', {
      dynamicTaskNameParam: 'which',
      inputParameters: { which: '${workflow.input.which}', a: 1 },
    })
    const id = await t.run(flow([dynamic]), { input: { which: 'chosen' } })
    expect((await t.poll('chosen'))[0]).toMatchObject({
      taskType: 'chosen',
      taskDefName: 'chosen',
      workflowTask: { type: 'DYNAMIC', name: 'chosen' },
    })
    expect((await t.workflow(id)).status).toBe('RUNNING')
    expect(await t.workflow(await t.run(flow([dynamic])))).toMatchObject({
      status: 'FAILED',
      reasonForIncompletion:
        'Cannot map a dynamic task based on the parameter and input. Parameter= which, input= {which=null, a=1}',
    })
  })

  it('jq, lambda and inline hand on their results', async () => {
    const t = await openTestEngine()
    const id = await t.run(
      flow(
        [
          task('JSON_JQ_TRANSFORM', 'q', { inputParameters: { queryExpression: '.list[]', list: [1, 2] } }),
          task('LAMBDA', 'l', { inputParameters: { scriptExpression: 'return $.n + 1', n: '${q.output.result}' } }),
          task('INLINE', 'i', {
            inputParameters: { expression: '(function () { return [$.n] })()', n: '${l.output.result}' },
          }),
        ],
        { outputParameters: { all: '${q.output.resultList}', i: '${i.output.result}' } },
      ),
    )
    expect(await t.workflow(id)).toMatchObject({ status: 'COMPLETED', output: { all: [1, 2], i: [2] } })
  })

  it('an inline script that never ends fails its workflow', async () => {
    const t = await openTestEngine()
    const id = await t.run(flow([task('INLINE', 'i', { inputParameters: { expression: 'for (;;) {}' } })]))
    expect((await t.until(id, ({ status }) => status !== 'RUNNING')).status).toBe('FAILED')
  })

  it('DECISION shows only its case, and an empty branch goes to the default', async () => {
    const t = await openTestEngine()
    const decide = task('DECISION', 'd', {
      caseValueParam: 'k',
      inputParameters: { k: 'one', other: 1 },
      decisionCases: { one: [] },
      defaultCase: [simple('n')],
    })
    const id = await t.run(flow([decide]))
    expect((await t.workflow(id)).tasks[0]).toMatchObject({
      inputData: { case: 'one', hasChildren: 'true' },
      outputData: { caseOutput: ['one'] },
    })
    expect(await t.trace(id)).toEqual(['d:COMPLETED', 'n:SCHEDULED'])
  })

  it('EXCLUSIVE_JOIN takes over the task that ran', async () => {
    const t = await openTestEngine()
    const decide = task('DECISION', 'd', {
      caseValueParam: 'k',
      inputParameters: { k: '${workflow.input.k}' },
      decisionCases: { one: [simple('a')] },
      defaultCase: [simple('b')],
    })
    const exclusive = task('EXCLUSIVE_JOIN', 'x', { joinOn: ['a'], defaultExclusiveJoinTask: ['b'] })
    for (const [k, name] of [
      ['one', 'a'],
      ['two', 'b'],
    ] as const) {
      const id = await t.run(flow([decide, exclusive]), { input: { k } })
      await t.work(name, { from: name })
      expect(await t.workflow(id)).toMatchObject({ status: 'COMPLETED', output: { from: name } })
    }
  })

  it('START_WORKFLOW starts and does not wait', async () => {
    const t = await openTestEngine()
    const other = flow([simple('o')])
    await t.engine.metadata.registerWorkflow(other)
    const id = await t.run(
      flow([
        task('START_WORKFLOW', 's', { inputParameters: { startWorkflow: { name: other.name, input: { a: 1 } } } }),
      ]),
    )
    const workflow = await t.workflow(id)
    expect(workflow.status).toBe('COMPLETED')
    expect(await t.workflow(String(workflow.output.workflowId))).toMatchObject({ input: { a: 1 }, status: 'RUNNING' })
  })

  it('HTTP keeps the answer, and names what it lacks', async () => {
    const t = await openTestEngine({
      answerHttp: async (request) => ({
        ok: true,
        response: { statusCode: 200, reasonPhrase: 'OK', headers: {}, body: request.uri },
      }),
    })
    const call = (inputParameters: Record<string, unknown>) => flow([task('HTTP', 'h', { inputParameters })])
    const id = await t.run(call({ http_request: { uri: 'http://shop.example/', method: 'GET' } }))
    const workflow = await t.until(id, ({ status }) => status === 'COMPLETED')
    expect(workflow.output).toMatchObject({ response: { body: 'http://shop.example/' } })
    expect((await t.workflow(await t.run(call({ method: 'GET' })))).tasks[0]?.reasonForIncompletion).toBe(
      'Missing HTTP URI.  See documentation for HttpTask for required input parameters',
    )
    expect(
      (await t.workflow(await t.run(call({ uri: 'http://x', method: 'get' })))).tasks[0]?.reasonForIncompletion,
    ).toBe('Failed to invoke HTTP task due to: java.lang.IllegalArgumentException: Invalid HTTP method: get')
  })

  it('HTTP with asyncComplete stays open until it is updated', async () => {
    const t = await openTestEngine()
    const call = task('HTTP', 'h', { asyncComplete: true, inputParameters: { uri: 'http://x', method: 'GET' } })
    const id = await t.run(flow([call]))
    await t.until(id, (workflow) => workflow.tasks[0]?.status === 'IN_PROGRESS')
    await t.engine.tasks.updateByRef(id, 'h', 'COMPLETED', { extra: 1 })
    expect(await t.workflow(id)).toMatchObject({
      status: 'COMPLETED',
      output: { extra: 1, response: { statusCode: 200 } },
    })
  })

  it('an unknown type waits for a worker under its own name', async () => {
    const t = await openTestEngine()
    await t.run(flow([task('SEND_PIGEON', 'p')]))
    expect((await t.poll('SEND_PIGEON'))[0]).toMatchObject({ taskType: 'SEND_PIGEON', referenceTaskName: 'p' })
  })
})

describe('an event', () => {
  it('starts the workflow of its handler once, with what the message says', async () => {
    const t = await openTestEngine()
    const listener = flow([simple('heard')])
    const speaker = flow([task('EVENT', 'e', { sink: 'conductor:said', inputParameters: { a: 1 } })])
    await t.engine.metadata.registerWorkflow(listener)
    // The message comes first and waits for its handler.
    const id = await t.run(speaker)
    expect((await t.workflow(id)).output).toMatchObject({
      a: 1,
      event_produced: `conductor:${speaker.name}:said`,
      workflowInstanceId: id,
    })
    await t.engine.handlers.add({
      name: 'h',
      event: `conductor:${speaker.name}:said`,
      condition: '$.a == 1',
      actions: [
        {
          action: 'start_workflow',
          start_workflow: {
            name: listener.name,
            correlationId: 'c-${a}',
            input: { m: '${a}', who: '${workflowInstanceId}' },
          },
        },
      ],
      active: true,
    })
    const tasks = await t.poll('heard', { timeoutMs: 5000 })
    const started = await t.workflow(tasks[0]?.workflowInstanceId ?? '')
    expect(started).toMatchObject({
      correlationId: 'c-1',
      input: { m: 1, who: id, 'conductor.event.name': `conductor:${speaker.name}:said` },
    })
    expect(await t.poll('heard')).toEqual([])
  })

  it('fails for a provider that is not there', async () => {
    const t = await openTestEngine()
    const workflow = await t.workflow(await t.run(flow([task('EVENT', 'e', { sink: 'kafka:topic' })])))
    expect(workflow.tasks[0]?.reasonForIncompletion).toMatch(
      /^Error loading queue:kafka:topic, for task:.*, error: Unknown queue type kafka$/,
    )
  })
})
