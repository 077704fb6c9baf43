/** The contract of the task types that shape a workflow: what their records hold, and how the flow goes on. */
import { describe, expect, it } from 'vitest'
import type { Json } from './contract-client.ts'
import type { Setting } from './contract-setting.ts'

export function flowContract(setting: Setting): void {
  const { get, post, unique, register, start, workflow, poll, report, ended, eventually } = setting
  const inline = (name: string, expression: string, inputParameters: Json = {}) => ({
    name,
    type: 'INLINE',
    inputParameters: { evaluatorType: 'graaljs', expression, ...inputParameters },
  })
  const byRef = (run: Json, ref: string) => run.tasks.find(({ referenceTaskName }: Json) => referenceTaskName === ref)
  const refs = (run: Json) => run.tasks.map(({ referenceTaskName }: Json) => referenceTaskName)

  describe('system tasks', () => {
    it('INLINE, JSON_JQ_TRANSFORM and SET_VARIABLE hand their results on', async () => {
      const name = await register(
        'system',
        [
          inline('script', '(function () { return { twice: $.n * 2, list: [1, 2] } })()', { n: '${workflow.input.n}' }),
          {
            name: 'query',
            type: 'JSON_JQ_TRANSFORM',
            inputParameters: { queryExpression: '.list | map(. + 1)', list: '${script.output.result.list}' },
          },
          { name: 'keep', type: 'SET_VARIABLE', inputParameters: { sum: '${query.output.result}', nothing: null } },
        ],
        {
          outputParameters: {
            twice: '${script.output.result.twice}',
            sum: '${workflow.variables.sum}',
            text: 'n=${workflow.input.n}, ${script.output.result}',
          },
        },
      )
      const run = await ended(await start(name, { n: 4 }), 'COMPLETED')
      expect(run.output).toEqual({ twice: 8, sum: [2, 3], text: 'n=4, {twice=8, list=[1, 2]}' })
      expect(run.variables).toEqual({ sum: [2, 3], nothing: null })
      expect(byRef(run, 'query')).toMatchObject({
        status: 'COMPLETED',
        outputData: { result: [2, 3], resultList: [[2, 3]] },
      })
      expect(byRef(run, 'script')).toMatchObject({ taskType: 'INLINE', inputData: { evaluatorType: 'graaljs', n: 4 } })
    })

    it('puts values into a text as Java prints them, what a wildcard finds as JSON', async () => {
      const keep = {
        name: 'keep',
        type: 'SET_VARIABLE',
        inputParameters: {
          list: 'x ${workflow.input.list}',
          found: 'x ${workflow.input.list[*]}',
          both: "x ${workflow.input['n','list']}",
          long: 'x ${workflow.input.long}',
          stack: 'x ${NETFLIX_STACK}',
        },
      }
      const input = { n: 1, list: ['a/b', 2], long: 12345678901234567000 }
      const run = await ended(await start(await register('texts', [keep]), input), 'COMPLETED')
      expect(run.variables).toEqual({
        list: 'x [a/b, 2]',
        found: String.raw`x ["a\/b",2]`,
        both: 'x {n=1, list=[a/b, 2]}',
        long: 'x 12345678901234567000',
        stack: 'x ${NETFLIX_STACK}',
      })
    })

    it('INLINE fails for good on an error, JSON_JQ_TRANSFORM fails', async () => {
      const run = await ended(await start(await register('broken', [inline('script', '$.a.b.c')])), 'FAILED')
      expect(run.tasks[0]).toMatchObject({
        status: 'FAILED_WITH_TERMINAL_ERROR',
        outputData: { error: expect.stringContaining('TypeError') },
      })
      const query = {
        name: 'query',
        type: 'JSON_JQ_TRANSFORM',
        inputParameters: { queryExpression: '.a | keys', a: 1 },
      }
      const failed = await ended(await start(await register('broken', [query])), 'FAILED')
      expect(failed.tasks[0]).toMatchObject({ status: 'FAILED', outputData: { error: expect.any(String) } })
    })

    it('an endless INLINE ends its workflow and nothing else', async () => {
      const endless = await start(await register('endless', [inline('script', 'while (true) {}')]))
      const other = await ended(await start(await register('beside', [inline('script', '1 + 1')])), 'COMPLETED')
      expect(other.output).toEqual({ result: 2 })
      await ended(endless, 'FAILED')
    })

    it('TERMINATE ends the workflow with its output and cancels the rest', async () => {
      const type = unique('work')
      const terminate = {
        name: 'stop',
        type: 'TERMINATE',
        inputParameters: { terminationStatus: 'COMPLETED', terminationReason: 'done early', workflowOutput: { a: 1 } },
      }
      const fork = { name: 'fork', type: 'FORK_JOIN', forkTasks: [[{ name: type }], [terminate]] }
      const name = await register('stop', [fork, { name: 'join', type: 'JOIN', joinOn: [type, 'stop'] }])
      const run = await ended(await start(name), 'COMPLETED')
      expect(run).toMatchObject({ output: { a: 1 }, reasonForIncompletion: 'done early' })
      expect(byRef(run, type)).toMatchObject({ status: 'CANCELED' })
      expect(byRef(run, 'stop')).toMatchObject({ status: 'COMPLETED', outputData: { a: 1 } })
    })

    it('WAIT waits for its time or for an update, HUMAN for an update', async () => {
      const name = await register('wait', [
        { name: 'timed', type: 'WAIT', inputParameters: { duration: '1 seconds' } },
        { name: 'open', type: 'WAIT' },
        { name: 'person', type: 'HUMAN', inputParameters: { form: 'x' } },
      ])
      const id = await start(name)
      expect((await workflow(id)).tasks[0]).toMatchObject({
        taskType: 'WAIT',
        status: 'IN_PROGRESS',
        callbackAfterSeconds: 1,
      })
      const open = await eventually(async () => byRef(await workflow(id), 'open'), 'the first WAIT has ended')
      expect(open).toMatchObject({ status: 'IN_PROGRESS', callbackAfterSeconds: 2147483647 })
      await post(`/api/tasks/${id}/open/COMPLETED`, { body: { by: 'us' } })
      const person = await eventually(async () => byRef(await workflow(id), 'person'), 'HUMAN has begun')
      expect(person).toMatchObject({ status: 'IN_PROGRESS', taskType: 'HUMAN', inputData: { form: 'x' } })
      await post(`/api/tasks/${id}/person/COMPLETED`, { body: { by: 'anna' }, query: { workerid: 'anna' } })
      const run = await ended(id, 'COMPLETED')
      expect(byRef(run, 'person')).toMatchObject({ workerId: 'anna', outputData: { by: 'anna' } })
      expect(run.output).toEqual({ by: 'anna' })
    })
  })

  describe('branches', () => {
    const switchTask = (more: Json) => ({
      name: 'route',
      type: 'SWITCH',
      evaluatorType: 'value-param',
      expression: 'level',
      inputParameters: { level: '${workflow.input.level}' },
      decisionCases: { high: [inline('review', '"reviewed"')], none: [] },
      defaultCase: [inline('pass', '"passed"')],
      ...more,
    })

    it.each([
      ['high', 'review', true],
      ['other', 'pass', true],
      ['none', undefined, false],
    ])('SWITCH on %s takes %s', async (level, taken, hasChildren) => {
      const run = await ended(
        await start(await register('switch', [switchTask({}), inline('after', '1')]), { level }),
        'COMPLETED',
      )
      expect(refs(run)).toEqual(['route', ...(taken === undefined ? [] : [taken]), 'after'])
      expect(run.tasks[0]).toMatchObject({
        taskType: 'SWITCH',
        taskDefName: 'SWITCH',
        status: 'COMPLETED',
        inputData: { level, case: level, ...(hasChildren ? { hasChildren: 'true' } : {}) },
        outputData: { evaluationResult: [level], selectedCase: level },
      })
    })

    it('SWITCH may be decided by a script', async () => {
      const byScript = switchTask({ evaluatorType: 'javascript', expression: "$.level > 5 ? 'high' : 'low'" })
      const run = await ended(await start(await register('switch', [byScript]), { level: 7 }), 'COMPLETED')
      expect(refs(run)).toEqual(['route', 'review'])
    })

    it('FORK_JOIN runs its branches, and JOIN gathers their outputs', async () => {
      const [left, right] = [unique('left'), unique('right')]
      const fork = {
        name: 'fork',
        type: 'FORK_JOIN',
        forkTasks: [[{ name: left }, inline('next', '$.n', { n: `\${${left}.output.n}` })], [{ name: right }]],
      }
      const id = await start(await register('fork', [fork, { name: 'join', type: 'JOIN', joinOn: ['next', right] }]))
      const begun = await workflow(id)
      expect(begun.tasks.map(({ taskType, status, seq }: Json) => [taskType, status, seq])).toEqual([
        ['FORK', 'COMPLETED', 1],
        [left, 'SCHEDULED', 2],
        [right, 'SCHEDULED', 3],
        ['JOIN', 'IN_PROGRESS', 4],
      ])
      await report(await poll(left), 'COMPLETED', { n: 1 })
      await report(await poll(right), 'COMPLETED', { m: 2 })
      const run = await ended(id, 'COMPLETED')
      expect(byRef(run, 'join')).toMatchObject({
        inputData: { joinOn: ['next', right] },
        outputData: { next: { result: 1 }, [right]: { m: 2 } },
      })
    })

    it('a failed branch fails the JOIN and cancels its siblings; a retry brings both back', async () => {
      const [left, right] = [unique('left'), unique('right')]
      await post('/api/metadata/taskdefs', { body: [left, right].map((name) => ({ name, retryCount: 0 })) })
      const fork = { name: 'fork', type: 'FORK_JOIN', forkTasks: [[{ name: left }], [{ name: right }]] }
      const id = await start(await register('fork', [fork, { name: 'join', type: 'JOIN', joinOn: [left, right] }]))
      await report(await poll(left), 'FAILED', {}, { reasonForIncompletion: 'no' })
      const failed = await ended(id, 'FAILED')
      expect(byRef(failed, right)).toMatchObject({ status: 'CANCELED' })
      expect((await post(`/api/workflow/${id}/retry`)).status).toBe(204)
      await report(await poll(left), 'COMPLETED')
      await report(await poll(right), 'COMPLETED')
      await ended(id, 'COMPLETED')
    })

    it('an optional task that fails does not stop the flow', async () => {
      const type = unique('work')
      await post('/api/metadata/taskdefs', { body: [{ name: type, retryCount: 0 }] })
      const id = await start(await register('optional', [{ name: type, optional: true }, inline('after', '1')]))
      await report(await poll(type), 'FAILED', {}, { reasonForIncompletion: 'no' })
      const run = await ended(id, 'COMPLETED')
      expect(run.tasks[0]).toMatchObject({ status: 'COMPLETED_WITH_ERRORS', reasonForIncompletion: 'no' })
    })

    it('FORK_JOIN_DYNAMIC makes one branch for each input', async () => {
      const type = unique('branch')
      const fork = {
        name: 'fork',
        type: 'FORK_JOIN_DYNAMIC',
        inputParameters: { forkTaskName: type, forkTaskInputs: '${workflow.input.items}' },
      }
      const id = await start(await register('dynamic', [fork, { name: 'join', type: 'JOIN' }]), {
        items: [{ a: 1 }, 'x'],
      })
      const begun = await workflow(id)
      expect(refs(begun)).toEqual(['fork', `_${type}_0`, `_${type}_1`, 'join'])
      expect(begun.tasks[0].inputData).toMatchObject({ forkedTasks: [`_${type}_0`, `_${type}_1`] })
      expect(begun.tasks.slice(1).map(({ inputData }: Json) => inputData)).toEqual([
        { a: 1, __index: 0 },
        { input: 'x', __index: 1 },
        { joinOn: [`_${type}_0`, `_${type}_1`] },
      ])
      for (const _ of [1, 2]) await report(await poll(type), 'COMPLETED', { ok: true })
      const run = await ended(id, 'COMPLETED')
      expect(run.output).toEqual({ [`_${type}_0`]: { ok: true }, [`_${type}_1`]: { ok: true } })
    })

    it('FORK_JOIN_DYNAMIC takes a list of tasks and their inputs, also an empty one', async () => {
      const fork = {
        name: 'fork',
        type: 'FORK_JOIN_DYNAMIC',
        dynamicForkTasksParam: 'tasks',
        dynamicForkTasksInputParamName: 'inputs',
        inputParameters: { tasks: '${workflow.input.tasks}', inputs: '${workflow.input.inputs}' },
      }
      const name = await register('dynamic', [fork, { name: 'join', type: 'JOIN' }])
      const task = {
        name: 'calc',
        taskReferenceName: 'calc',
        type: 'INLINE',
        inputParameters: { evaluatorType: 'graaljs', expression: '$.n * 2' },
      }
      const run = await ended(await start(name, { tasks: [task], inputs: { calc: { n: 3 } } }), 'COMPLETED')
      expect(byRef(run, 'calc')).toMatchObject({ outputData: { result: 6 } })
      const empty = await ended(await start(name, { tasks: [], inputs: {} }), 'COMPLETED')
      expect(refs(empty)).toEqual(['fork', 'join'])
      const wrong = await ended(await start(name, { tasks: [task], inputs: 'x' }), 'FAILED')
      expect(wrong.reasonForIncompletion).toContain('Input to the dynamically forked tasks is not a map')
    })

    it('DYNAMIC runs the task that its input names', async () => {
      const type = unique('chosen')
      const dynamic = {
        name: 'choose',
        type: 'DYNAMIC',
        dynamicTaskNameParam: 'run',
        inputParameters: { run: '${workflow.input.run}', x: 1 },
      }
      const id = await start(await register('dynamic', [dynamic]), { run: type })
      expect(await poll(type)).toMatchObject({
        taskType: type,
        inputData: { x: 1 },
        workflowTask: { type: 'DYNAMIC', name: type },
      })
      const none = await ended(await start((await workflow(id)).workflowName), 'FAILED')
      expect(none.reasonForIncompletion).toContain('Cannot map a dynamic task based on the parameter and input')
    })
  })

  describe('loops', () => {
    it('DO_WHILE turns while its condition holds, and keeps what each turn gave', async () => {
      const loop = {
        name: 'loop',
        type: 'DO_WHILE',
        inputParameters: { most: '${workflow.input.most}' },
        loopCondition: '$.loop.iteration < $.most',
        loopOver: [inline('body', '"turn " + $.n', { n: '${loop.output.iteration}' })],
      }
      const run = await ended(
        await start(await register('loop', [loop, inline('after', '$.last', { last: '${body.output.result}' })]), {
          most: 3,
        }),
        'COMPLETED',
      )
      expect(refs(run)).toEqual(['loop', 'body__1', 'body__2', 'body__3', 'after'])
      expect(run.tasks[0]).toMatchObject({
        taskType: 'DO_WHILE',
        iteration: 3,
        loopOverTask: true,
        outputData: { iteration: 3, 1: { body: { result: 'turn 1' } }, 3: { body: { result: 'turn 3' } } },
      })
      expect(run.tasks[2]).toMatchObject({ iteration: 2, loopOverTask: true })
      expect(run.output).toEqual({ result: 'turn 3' })
    })

    it('DO_WHILE walks a list and may forget old turns', async () => {
      const loop = {
        name: 'loop',
        type: 'DO_WHILE',
        inputParameters: { keepLastN: 2 },
        items: '${workflow.input.items}',
        loopCondition: 'true',
        loopOver: [inline('body', '$.item', { item: '${loop.output.loopItem}' })],
      }
      const name = await register('loop', [loop])
      const run = await ended(await start(name, { items: ['a', 'b', 'c', 'd'] }), 'COMPLETED')
      expect(run.tasks[0].outputData).toMatchObject({ iteration: 4, 4: { body: { result: 'd' } } })
      expect(refs(run)).toEqual(['loop', 'body__3', 'body__4'])
      const empty = await ended(await start(name, { items: [] }), 'COMPLETED')
      expect(empty.tasks[0].outputData).toEqual({ iteration: 0 })
    })

    it('a worker task in a loop is polled once a turn', async () => {
      const type = unique('turn')
      const loop = {
        name: 'loop',
        type: 'DO_WHILE',
        loopCondition: `$.${type}.again === true`,
        loopOver: [{ name: type }],
      }
      const id = await start(await register('loop', [loop]))
      const first = await poll(type)
      expect(first).toMatchObject({ referenceTaskName: `${type}__1`, iteration: 1 })
      await report(first, 'COMPLETED', { again: true })
      const second = await poll(type)
      expect(second).toMatchObject({ referenceTaskName: `${type}__2`, iteration: 2 })
      await report(second, 'COMPLETED', { again: false })
      expect((await ended(id, 'COMPLETED')).tasks[0].outputData).toEqual({
        iteration: 2,
        1: { [type]: { again: true } },
        2: { [type]: { again: false } },
      })
    })

    it('fifty turns in one go are no trouble', async () => {
      const loop = {
        name: 'loop',
        type: 'DO_WHILE',
        loopCondition: '$.loop.iteration < 50',
        loopOver: [inline('body', '$.n', { n: '${loop.output.iteration}' })],
      }
      const run = await ended(await start(await register('fifty', [loop])), 'COMPLETED')
      expect(run.tasks).toHaveLength(51)
    })
  })

  it('EVENT publishes its payload', async () => {
    const event = { name: 'tell', type: 'EVENT', sink: 'conductor', inputParameters: { a: 1 } }
    const source = await register('source', [event])
    const run = await ended(await start(source), 'COMPLETED')
    expect(run.tasks[0]).toMatchObject({
      status: 'COMPLETED',
      outputData: { a: 1, event_produced: `conductor:${source}:tell`, workflowInstanceId: run.workflowId },
    })
  })

  // OSS looks for new handlers once a minute only.
  it.runIf(setting.flavour === 'gatehouse')('a handler starts a workflow with the payload of an event', async () => {
    const target = await register('target', [inline('calc', '1')])
    const source = await register('source', [
      { name: 'tell', type: 'EVENT', sink: 'conductor', inputParameters: { a: 1 } },
    ])
    const input = { m: '${a}', who: '${workflowInstanceId}' }
    const body = {
      name: unique('handler'),
      event: `conductor:${source}:tell`,
      condition: '$.a == 1',
      actions: [{ action: 'start_workflow', start_workflow: { name: target, correlationId: 'c-${a}', input } }],
      active: true,
    }
    expect((await post('/api/event', { body })).status).toBe(200)
    const run = await ended(await start(source), 'COMPLETED')
    const query = { query: `workflowType='${target}'` }
    const found = await eventually(
      async () => (await get('/api/workflow/search-v2', { query })).json().results[0],
      'the handler has started it',
    )
    expect(found).toMatchObject({ correlationId: 'c-1', event: body.event })
    expect(found.input).toMatchObject({ m: 1, who: run.workflowId, 'conductor.event.name': body.event })
  })
}
