// Going on elsewhere: at a later task, or by another version of the definition.

import { describe, expect, it } from 'vitest'
import { flow, fork, join, openTestEngine, simple, statusesOf, task } from './harness.ts'

describe('a jump', () => {
  it('skips what is open and what lies between', async () => {
    const t = await openTestEngine()
    const id = await t.run(
      flow([
        simple('a'),
        fork('f', [[simple('b')], [task('WAIT', 'w'), simple('c')]]),
        join('j', ['b', 'c']),
        simple('d'),
        simple('e', { inputParameters: { k: 1, d: '${d.output}' } }),
        simple('g'),
      ]),
    )
    await t.work('a')
    await t.work('b')
    await t.engine.workflows.jump(id, 'e', { extra: true })
    expect(statusesOf(await t.workflow(id))).toEqual({
      a: 'COMPLETED',
      f: 'COMPLETED',
      b: 'COMPLETED',
      w: 'SKIPPED',
      j: 'SKIPPED',
      d: 'SKIPPED',
      e: 'SCHEDULED',
    })
    expect((await t.work('e')).inputData).toEqual({ k: 1, d: {}, extra: true })
    await t.work('g')
    expect((await t.workflow(id)).status).toBe('COMPLETED')
  })

  it('ends a child that was open', async () => {
    const t = await openTestEngine()
    const child = flow([simple('c1')])
    await t.engine.metadata.registerWorkflow(child)
    const id = await t.run(flow([task('SUB_WORKFLOW', 's', { subWorkflowParam: { name: child.name } }), simple('z')]))
    const childId = (await t.workflow(id)).tasks[0]?.subWorkflowId ?? ''
    await t.engine.workflows.jump(id, 'z')
    expect((await t.workflow(childId)).status).toBe('TERMINATED')
    await t.work('z')
    expect((await t.workflow(id)).status).toBe('COMPLETED')
  })

  it('goes forward only, to tasks of the outermost sequence, in what runs', async () => {
    const t = await openTestEngine()
    const id = await t.run(flow([simple('a'), fork('f', [[simple('b')]]), join('j', ['b']), simple('z')]))
    const jump = (ref: string) => t.engine.workflows.jump(id, ref)
    await expect(jump('nope')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(jump('b')).rejects.toMatchObject({ code: 'CONFLICT' })
    await expect(jump('a')).rejects.toMatchObject({ code: 'CONFLICT' })
    await t.engine.workflows.pause(id)
    await expect(jump('z')).rejects.toMatchObject({ code: 'CONFLICT' })
  })
})

describe('an upgrade', () => {
  it('goes on by the new version, with what it adds before that skipped', async () => {
    const t = await openTestEngine()
    const old = flow([simple('a'), simple('b'), simple('gone')])
    const id = await t.run(old)
    await t.work('a', { n: 1 })
    await t.engine.metadata.registerWorkflow({
      ...old,
      version: 2,
      tasks: [
        simple('a'),
        simple('added'),
        simple('b'),
        simple('c', {
          inputParameters: { a: '${a.output.n}', added: '${added.output.m}', who: '${workflow.input.who}' },
        }),
      ],
    })
    await t.engine.workflows.upgrade(id, { taskOutput: { added: { m: 2 } }, workflowInput: { who: 'ann' } })
    expect(await t.workflow(id)).toMatchObject({ workflowVersion: 2, status: 'RUNNING', input: { who: 'ann' } })
    expect(statusesOf(await t.workflow(id))).toEqual({ a: 'COMPLETED', added: 'SKIPPED', b: 'SCHEDULED' })
    await t.work('b')
    expect((await t.work('c')).inputData).toEqual({ a: 1, added: 2, who: 'ann' })
    expect((await t.workflow(id)).status).toBe('COMPLETED')
    expect(
      (await t.engine.workflows.eventLog(id)).some((entry) => 'operation' in entry && entry.operation === 'upgrade'),
    ).toBe(true)
  })

  it('keeps forks, loops and made-up tasks where they are', async () => {
    const t = await openTestEngine()
    const dynamic = task('FORK_JOIN_DYNAMIC', 'f', { inputParameters: { forkTaskName: 'bt', forkTaskInputs: [1, 2] } })
    const loop = (more: ReturnType<typeof simple>[]) =>
      task('DO_WHILE', 'l', {
        inputParameters: { _items: [1, 2] },
        loopOver: [simple('in'), ...more],
      })
    const old = flow([loop([]), dynamic, join('j', []), simple('z')])
    const id = await t.run(old)
    await t.work('in')
    await t.engine.metadata.registerWorkflow({
      ...old,
      version: 2,
      tasks: [loop([simple('in2')]), dynamic, join('j', []), simple('y')],
    })
    await t.engine.workflows.upgrade(id, { version: 2 })
    await t.work('in')
    await t.work('in2')
    await t.work('bt')
    await t.engine.metadata.registerWorkflow({
      ...old,
      version: 3,
      tasks: [loop([]), dynamic, join('j', []), simple('x')],
    })
    await t.engine.workflows.upgrade(id)
    await t.work('bt')
    await t.work('x')
    expect(await t.workflow(id)).toMatchObject({ status: 'COMPLETED', workflowVersion: 3 })
  })

  it('skips what it adds before tasks that were reached, inside loops, switches and forks too', async () => {
    const t = await openTestEngine()
    const shape = (more: string[]) => {
      const added = more.map((ref) => simple(ref))
      return [
        task('DO_WHILE', 'l', {
          inputParameters: { _items: [1, 2, 3] },
          loopOver: [...added.slice(0, 1), simple('in')],
        }),
        task('SWITCH', 's', {
          evaluatorType: 'value-param',
          expression: 'k',
          inputParameters: { k: 'yes' },
          decisionCases: { yes: [...added.slice(1, 2), simple('case')] },
        }),
      ]
    }
    const old = flow(shape([]))
    const id = await t.run(old)
    await t.work('in')
    await t.engine.metadata.registerWorkflow({ ...old, version: 2, tasks: shape(['add', 'added']) })
    await t.engine.workflows.upgrade(id, { taskOutput: { add: { n: 1 }, add__2: { n: 2 } } })
    expect(await t.trace(id)).toEqual([
      'l:IN_PROGRESS',
      'add__1:SKIPPED',
      'in__1:COMPLETED',
      'add__2:SKIPPED',
      'in__2:SCHEDULED',
    ])
    expect((await t.workflow(id)).tasks.map(({ outputData }) => outputData.n)).toEqual([
      undefined,
      1,
      undefined,
      2,
      undefined,
    ])
    await t.work('in')
    await t.work('add')
    await t.work('in')
    await t.work('added')
    await t.work('case')
    expect((await t.workflow(id)).status).toBe('COMPLETED')
  })

  it('lists the branches of a fork as if it had begun them so', async () => {
    const t = await openTestEngine()
    const old = flow([fork('f', [[simple('c')], [simple('d')]]), join('j', ['c', 'd'])])
    const id = await t.run(old)
    const tasks = [
      simple('z'),
      fork('f', [
        [simple('a'), simple('c'), simple('e')],
        [simple('b'), simple('d')],
      ]),
      join('j', ['e', 'd']),
    ]
    await t.engine.metadata.registerWorkflow({ ...old, version: 2, tasks })
    await t.engine.workflows.upgrade(id, {})
    expect(await t.trace(id)).toEqual([
      'z:SKIPPED',
      'f:COMPLETED',
      'a:SKIPPED',
      'b:SKIPPED',
      'j:IN_PROGRESS',
      'c:SCHEDULED',
      'd:SCHEDULED',
    ])
    for (const ref of ['c', 'd', 'e']) await t.work(ref)
    expect((await t.workflow(id)).status).toBe('COMPLETED')
  })

  it('lists what was skipped before what follows it, attempts after each other', async () => {
    const t = await openTestEngine()
    const retried = { retryCount: 3 }
    await t.engine.metadata.registerTasks(['b', 'd'].map((name) => ({ name, ...retried, retryDelaySeconds: 0 })))
    const old = flow([simple('b'), simple('d')])
    const id = await t.run(old)
    await t.work('b', {}, 'FAILED', 'no')
    await t.work('b')
    await t.work('d', {}, 'FAILED', 'no')
    await t.engine.metadata.registerWorkflow({
      ...old,
      version: 2,
      tasks: ['a', 'b', 'c', 'd'].map((ref) => simple(ref)),
    })
    await t.engine.workflows.upgrade(id)
    const trace = ['a:SKIPPED', 'b:FAILED', 'b:COMPLETED', 'c:SKIPPED', 'd:FAILED', 'd:SCHEDULED']
    expect(await t.trace(id)).toEqual(trace)
    expect((await t.workflow(id)).tasks.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6])
    await t.work('d')
    expect((await t.workflow(id)).status).toBe('COMPLETED')
  })

  it('is refused when an open task would have no place', async () => {
    const t = await openTestEngine()
    const old = flow([simple('a'), simple('b')])
    const id = await t.run(old)
    await t.engine.metadata.registerWorkflow({ ...old, version: 2, tasks: [simple('b')] })
    await expect(t.engine.workflows.upgrade(id)).rejects.toMatchObject({ code: 'CONFLICT' })
    await expect(t.engine.workflows.upgrade(id, { version: 9 })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(t.engine.workflows.upgrade(id, { name: 'other' })).rejects.toMatchObject({ code: 'INVALID' })
    await t.work('a')
    await t.work('b')
    await expect(t.engine.workflows.upgrade(id)).rejects.toMatchObject({ code: 'CONFLICT' })
  })
})
