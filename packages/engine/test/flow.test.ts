// The shapes a workflow can have, run from start to end.

import { describe, expect, it } from 'vitest'
import { flow, fork, join, openTestEngine, simple, task } from './harness.ts'

describe('a sequence', () => {
  it('runs its tasks one after the other and resolves each input when the task is made', async () => {
    const t = await openTestEngine()
    const id = await t.run(
      flow(
        [
          simple('a', { inputParameters: { x: '${workflow.input.x}' } }),
          simple('b', { inputParameters: { y: '${a.output.y}' } }),
        ],
        {
          outputParameters: { z: '${b.output.z}' },
        },
      ),
      { input: { x: 1 } },
    )
    expect((await t.work('a', { y: [1, 2] })).inputData).toEqual({ x: 1 })
    expect((await t.work('b', { z: 'end' })).inputData).toEqual({ y: [1, 2] })
    const workflow = await t.workflow(id)
    expect(workflow).toMatchObject({ status: 'COMPLETED', output: { z: 'end' } })
    expect(workflow.endTime).toBeGreaterThan(0)
  })

  it('takes the output of its last task when the definition names none', async () => {
    const t = await openTestEngine()
    const id = await t.run(flow([simple('a')]))
    await t.work('a', { last: true })
    expect((await t.workflow(id)).output).toEqual({ last: true })
  })

  it('takes it also when another task has failed, and has none without a task', async () => {
    const t = await openTestEngine()
    const branches = [[simple('bad', { retryCount: 0 })], [simple('good'), simple('open')]]
    const id = await t.run(flow([fork('f', branches), join('j', ['bad', 'open'])]))
    await t.work('good')
    await t.work('open', { half: true }, 'IN_PROGRESS')
    await t.work('bad', { bad: true }, 'FAILED')
    expect(await t.workflow(id)).toMatchObject({ status: 'FAILED', output: { half: true } })
    const lost = flow([fork('f', [[simple('a')]]), simple('b')], { outputParameters: { given: 1 } })
    expect(await t.workflow(await t.run(lost))).toMatchObject({ status: 'FAILED', output: {}, tasks: [] })
  })
})

describe('a fork', () => {
  it('runs its branches side by side and joins their outputs', async () => {
    const t = await openTestEngine()
    const id = await t.run(
      flow([fork('f', [[simple('a'), simple('b')], [simple('c')]]), join('j', ['b', 'c']), simple('d')]),
    )
    expect(await t.trace(id)).toEqual(['f:COMPLETED', 'a:SCHEDULED', 'c:SCHEDULED', 'j:IN_PROGRESS'])
    await t.work('c', { n: 3 })
    expect((await t.workflow(id)).tasks[3]?.outputData).toEqual({ c: { n: 3 } })
    await t.work('a')
    await t.work('b')
    expect((await t.workflow(id)).tasks.find((one) => one.referenceTaskName === 'j')).toMatchObject({
      status: 'COMPLETED',
      outputData: { c: { n: 3 } },
    })
    await t.work('d')
    expect((await t.workflow(id)).status).toBe('COMPLETED')
  })

  it('treats an empty branch as nothing', async () => {
    const t = await openTestEngine()
    const id = await t.run(flow([fork('f', [[], [simple('a')]]), join('j', ['a'])]))
    await t.work('a')
    expect((await t.workflow(id)).status).toBe('COMPLETED')
  })

  it('fails at once when no JOIN follows', async () => {
    const t = await openTestEngine()
    const id = await t.run(flow([fork('f', [[simple('a')]]), simple('b')]))
    expect(await t.workflow(id)).toMatchObject({
      status: 'FAILED',
      reasonForIncompletion: 'Fork task definition is not followed by a join task.  Check the blueprint',
    })
  })

  it('cancels what runs beside a branch that fails', async () => {
    const t = await openTestEngine()
    const id = await t.run(flow([fork('f', [[simple('a', { retryCount: 0 })], [simple('b')]]), join('j', ['a', 'b'])]))
    await t.work('a', {}, 'FAILED', 'no luck')
    const workflow = await t.workflow(id)
    const failed = workflow.tasks[1]
    expect(workflow).toMatchObject({
      status: 'FAILED',
      reasonForIncompletion: `Task ${failed?.taskId} failed with status: FAILED and reason: 'no luck'`,
      failedReferenceTaskNames: ['a'],
    })
    expect(await t.trace(id)).toEqual(['f:COMPLETED', 'a:FAILED', 'b:CANCELED', 'j:CANCELED'])
    expect(await t.poll('b')).toEqual([])
  })

  it('waits for all branches when the failing one is permissive', async () => {
    const t = await openTestEngine()
    const id = await t.run(
      flow([fork('f', [[simple('a', { retryCount: 0, permissive: true })], [simple('b')]]), join('j', ['a', 'b'])]),
    )
    await t.work('a', {}, 'FAILED', 'no luck')
    expect((await t.workflow(id)).status).toBe('RUNNING')
    await t.work('b')
    const workflow = await t.workflow(id)
    expect(workflow.status).toBe('FAILED')
    expect(workflow.tasks.at(-1)).toMatchObject({
      referenceTaskName: 'j',
      status: 'FAILED',
      reasonForIncompletion: 'no luck',
    })
  })

  it('goes on with errors behind an optional branch', async () => {
    const t = await openTestEngine()
    const id = await t.run(
      flow([fork('f', [[simple('a', { retryCount: 0, optional: true })], [simple('b')]]), join('j', ['a', 'b'])]),
    )
    await t.work('a', {}, 'FAILED')
    await t.work('b')
    expect(await t.trace(id)).toEqual([
      'f:COMPLETED',
      'a:COMPLETED_WITH_ERRORS',
      'b:COMPLETED',
      'j:COMPLETED_WITH_ERRORS',
    ])
    expect((await t.workflow(id)).status).toBe('COMPLETED')
  })
})

describe('a switch', () => {
  const branches = { yes: [simple('y')], empty: [] }
  const cases = [
    { value: 'yes', expected: 'y:SCHEDULED' },
    { value: 'other', expected: 'n:SCHEDULED' },
    { value: 'empty', expected: 'after:SCHEDULED' },
  ]
  for (const { value, expected } of cases) {
    it(`schedules ${expected} for ${value}`, async () => {
      const t = await openTestEngine()
      const choice = task('SWITCH', 's', {
        evaluatorType: 'value-param',
        expression: 'k',
        inputParameters: { k: value },
        decisionCases: branches,
        defaultCase: [simple('n')],
      })
      const id = await t.run(flow([choice, simple('after')]))
      expect(await t.trace(id)).toEqual(['s:COMPLETED', expected])
    })
  }

  it('evaluates a script, and the start answers when its branch has begun', async () => {
    const t = await openTestEngine()
    const choice = task('SWITCH', 's', {
      evaluatorType: 'javascript',
      expression: '$.n > 5 ? "big" : "small"',
      inputParameters: { n: '${workflow.input.n}' },
      decisionCases: { big: [simple('b')] },
      defaultCase: [simple('c')],
    })
    const id = await t.run(flow([choice]), { input: { n: 7 } })
    expect(await t.trace(id)).toEqual(['s:COMPLETED', 'b:SCHEDULED'])
    const [record] = (await t.workflow(id)).tasks
    expect(record).toMatchObject({
      inputData: { n: 7, case: 'big', hasChildren: 'true' },
      outputData: { evaluationResult: ['big'], selectedCase: 'big' },
      taskDefName: 'SWITCH',
    })
  })

  it('fails the workflow when its script fails', async () => {
    const t = await openTestEngine()
    const choice = task('SWITCH', 's', { evaluatorType: 'javascript', expression: '$.a.b.c', decisionCases: branches })
    const id = await t.run(flow([choice]))
    expect((await t.workflow(id)).status).toBe('FAILED')
  })

  it('fails the workflow for an unknown evaluator', async () => {
    const t = await openTestEngine()
    const choice = task('SWITCH', 's', { evaluatorType: 'cobol', expression: 'x', decisionCases: branches })
    expect(await t.workflow(await t.run(flow([choice])))).toMatchObject({
      status: 'FAILED',
      reasonForIncompletion: 'No evaluator registered for type: cobol',
    })
  })
})

describe('a loop', () => {
  it('runs its body until the condition is false and keeps the output of each turn', async () => {
    const t = await openTestEngine()
    const body = [task('INLINE', 'i', { inputParameters: { n: '${l.output.iteration}', expression: '$.n * 10' } })]
    const id = await t.run(flow([task('DO_WHILE', 'l', { loopCondition: '$.l.iteration < 3', loopOver: body })]))
    const workflow = await t.workflow(id)
    expect(workflow.status).toBe('COMPLETED')
    expect(workflow.tasks.map((one) => [one.referenceTaskName, one.iteration, one.loopOverTask])).toEqual([
      ['l', 3, true],
      ['i__1', 1, true],
      ['i__2', 2, true],
      ['i__3', 3, true],
    ])
    expect(workflow.tasks[0]?.outputData).toEqual({
      iteration: 3,
      1: { i: { result: 10 } },
      2: { i: { result: 20 } },
      3: { i: { result: 30 } },
    })
  })

  it('sees the newest turn in its condition and in what follows', async () => {
    const t = await openTestEngine()
    const loop = task('DO_WHILE', 'l', { loopCondition: "$.w.again == 'yes'", loopOver: [simple('w')] })
    const id = await t.run(flow([loop, simple('after', { inputParameters: { last: '${w.output.n}' } })]))
    await t.work('w', { again: 'yes', n: 1 })
    await t.until(id, (workflow) => workflow.tasks.length === 3)
    await t.work('w', { again: 'no', n: 2 })
    await t.until(id, (workflow) => workflow.tasks.length === 4)
    expect((await t.poll('after'))[0]?.inputData).toEqual({ last: 2 })
  })

  it('goes through a list and hands out item and index', async () => {
    const t = await openTestEngine()
    const loop = task('DO_WHILE', 'l', {
      items: '${workflow.input.list}',
      loopOver: [
        task('SET_VARIABLE', 'v', { inputParameters: { seen: '${l.output.loopItem}-${l.output.loopIndex}' } }),
      ],
    })
    const id = await t.run(flow([loop]), { input: { list: ['x', 'y'] } })
    const workflow = await t.workflow(id)
    expect(workflow).toMatchObject({ status: 'COMPLETED', variables: { seen: 'y-1' } })
    expect(workflow.tasks[0]?.outputData).toMatchObject({ iteration: 2, loopIndex: 1, loopItem: 'y' })
  })

  it.each([
    ['an empty list', []],
    ['null', null],
  ])('ends at once with %s', async (_, list) => {
    const t = await openTestEngine()
    const loop = task('DO_WHILE', 'l', { items: '${workflow.input.list}', loopOver: [simple('w')] })
    const workflow = await t.workflow(await t.run(flow([loop]), { input: { list } }))
    expect(workflow.status).toBe('COMPLETED')
    expect(workflow.tasks[0]?.outputData).toEqual({ iteration: 0 })
  })

  it('keeps only the last turns it is told to', async () => {
    const t = await openTestEngine()
    const loop = task('DO_WHILE', 'l', {
      inputParameters: { keepLastN: 2 },
      loopCondition: '$.l.iteration < 6',
      loopOver: [task('NOOP', 'n')],
    })
    const workflow = await t.workflow(await t.run(flow([loop])))
    expect(workflow.tasks.map((one) => one.referenceTaskName)).toEqual(['l', 'n__5', 'n__6'])
    expect(Object.keys(workflow.tasks[0]?.outputData ?? {}).sort()).toEqual(['5', '6', 'iteration'])
  })

  it('nests, with a compound suffix for the inner turns', async () => {
    const t = await openTestEngine()
    const inner = task('DO_WHILE', 'in', { loopCondition: '$.in.iteration < 2', loopOver: [task('NOOP', 'n')] })
    const outer = task('DO_WHILE', 'out', { loopCondition: '$.out.iteration < 2', loopOver: [inner] })
    const id = await t.run(flow([outer]))
    expect(await t.trace(id)).toEqual([
      'out:COMPLETED',
      'in__1:COMPLETED',
      'n__1__1:COMPLETED',
      'n__1__2:COMPLETED',
      'in__2:COMPLETED',
      'n__2__1:COMPLETED',
      'n__2__2:COMPLETED',
    ])
  })

  it('joins a fork in its body under the names of the turn', async () => {
    const t = await openTestEngine()
    const body = [fork('f', [[simple('a')], [simple('b')]]), join('j', ['a', 'b'])]
    const id = await t.run(flow([task('DO_WHILE', 'l', { loopCondition: '$.l.iteration < 2', loopOver: body })]))
    for (const turn of [1, 2]) {
      await t.work('a', { turn })
      await t.work('b', { turn })
      await t.until(id, (workflow) => workflow.tasks.length >= (turn === 1 ? 9 : 0))
    }
    const workflow = await t.until(id, ({ status }) => status === 'COMPLETED')
    expect(workflow.tasks.filter((one) => one.taskType === 'JOIN').map((one) => one.outputData)).toEqual([
      { a__1: { turn: 1 }, b__1: { turn: 1 } },
      { a__2: { turn: 2 }, b__2: { turn: 2 } },
    ])
  })

  it('costs linear work: a thousand turns end in seconds', async () => {
    const t = await openTestEngine()
    const body = [task('INLINE', 'i', { inputParameters: { expression: '1' } })]
    const loop = (turns: number) =>
      flow([task('DO_WHILE', 'l', { loopCondition: `$.l.iteration < ${turns}`, loopOver: body })])
    const timed = async (turns: number) => {
      const started = performance.now()
      const workflow = await t.workflow(await t.run(loop(turns)))
      expect(workflow.tasks).toHaveLength(turns + 1)
      return performance.now() - started
    }
    await timed(50)
    const short = await timed(250)
    const long = await timed(1000)
    // Four times the turns: with slack for noise, not sixteen times the work.
    expect(long).toBeLessThan(Math.max(short * 10, 3000))
  })

  it('fails when its condition cannot be evaluated', async () => {
    const t = await openTestEngine()
    const loop = task('DO_WHILE', 'l', { loopCondition: '$.a.b.c', loopOver: [task('NOOP', 'n')] })
    const workflow = await t.workflow(await t.run(flow([loop])))
    expect(workflow.status).toBe('FAILED')
    expect(workflow.tasks[0]).toMatchObject({ status: 'FAILED_WITH_TERMINAL_ERROR' })
    expect(workflow.tasks[0]?.reasonForIncompletion).toMatch(/^Unable to evaluate condition \$\.a\.b\.c, exception /)
  })
})
