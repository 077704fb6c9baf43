// Rerun: from scratch or from one task, which undoes what came after it and nothing else.

import { describe, expect, it } from 'vitest'
import { flow, fork, join, openTestEngine, simple, startFamily, statusesOf, task, taskOf } from './harness.ts'

const once = { retryCount: 0 }

describe('rerun', () => {
  it('from scratch takes new input and keeps the id', async () => {
    const t = await openTestEngine()
    const id = await t.run(flow([simple('a', { inputParameters: { x: '${workflow.input.x}' } })]), { input: { x: 1 } })
    await t.work('a')
    expect(await t.engine.workflows.rerun(id, { workflowInput: { x: 2 } })).toBe(id)
    expect((await t.work('a')).inputData).toEqual({ x: 2 })
    expect((await t.workflow(id)).status).toBe('COMPLETED')
  })

  it('from a task undoes what came after it and nothing else', async () => {
    const t = await openTestEngine()
    const id = await t.run(flow([simple('a'), simple('b'), simple('c')]))
    const a = await t.work('a')
    const b = await t.work('b')
    await t.work('c')
    await t.engine.workflows.rerun(id, { reRunFromTaskId: b.taskId, taskInput: { again: 1 } })
    const workflow = await t.workflow(id)
    expect(statusesOf(workflow)).toEqual({ a: 'COMPLETED', b: 'SCHEDULED' })
    expect(taskOf(workflow, 'a').taskId).toBe(a.taskId)
    expect(taskOf(workflow, 'b')).toMatchObject({ taskId: b.taskId, inputData: { again: 1 }, outputData: {} })
    await t.work('b')
    await t.work('c')
    expect((await t.workflow(id)).status).toBe('COMPLETED')
  })

  it('beside a TERMINATE that was reached later goes on', async () => {
    const t = await openTestEngine()
    const stop = task('TERMINATE', 'stop', { inputParameters: { terminationStatus: 'FAILED' } })
    const id = await t.run(flow([fork('f', [[simple('a')], [simple('b'), stop]]), join('j', ['a', 'stop'])]))
    await t.work('b')
    const fallen = await t.workflow(id)
    expect(statusesOf(fallen)).toMatchObject({ a: 'CANCELED', stop: 'COMPLETED' })
    await t.engine.workflows.rerun(id, { reRunFromTaskId: taskOf(fallen, 'a').taskId })
    expect((await t.workflow(id)).status).toBe('RUNNING')
    await t.work('a')
    expect((await t.workflow(id)).status).toBe('COMPLETED')
  })

  it('in a branch leaves the other branch alone and has the JOIN wait again', async () => {
    const t = await openTestEngine()
    const id = await t.run(
      flow([fork('f', [[simple('a'), simple('b')], [simple('c')]]), join('j', ['b', 'c']), simple('d')]),
    )
    const a = await t.work('a')
    await t.work('b', { n: 1 })
    const c = await t.work('c', { n: 1 })
    await t.work('d')
    const joined = taskOf(await t.workflow(id), 'j').taskId
    await t.engine.workflows.rerun(id, { reRunFromTaskId: a.taskId })
    const workflow = await t.workflow(id)
    expect(statusesOf(workflow)).toEqual({ f: 'COMPLETED', a: 'SCHEDULED', c: 'COMPLETED', j: 'IN_PROGRESS' })
    expect(taskOf(workflow, 'c').taskId).toBe(c.taskId)
    expect(taskOf(workflow, 'j')).toMatchObject({ taskId: joined, outputData: { c: { n: 1 } } })
    for (const name of ['a', 'b', 'd']) await t.work(name)
    expect((await t.workflow(id)).status).toBe('COMPLETED')
  })

  it('of a failed task in a fork brings back what fell with it', async () => {
    const t = await openTestEngine()
    const id = await t.run(flow([fork('f', [[simple('a', once)], [simple('b')]]), join('j', ['a', 'b'])]))
    const a = await t.work('a', {}, 'FAILED')
    await t.engine.workflows.rerun(id, { reRunFromTaskId: a.taskId })
    expect(statusesOf(await t.workflow(id))).toEqual({
      f: 'COMPLETED',
      a: 'SCHEDULED',
      b: 'SCHEDULED',
      j: 'IN_PROGRESS',
    })
    await t.work('a')
    await t.work('b')
    expect((await t.workflow(id)).status).toBe('COMPLETED')
  })

  it('of a switch decides anew, and the old branch is gone', async () => {
    const t = await openTestEngine()
    const choice = task('SWITCH', 's', {
      evaluatorType: 'javascript',
      expression: '$.k',
      inputParameters: { k: '${workflow.input.k}' },
      decisionCases: { x: [simple('x')], y: [simple('y')] },
    })
    const id = await t.run(flow([choice, simple('end')]), { input: { k: 'x' } })
    await t.work('x')
    await t.work('end')
    const record = taskOf(await t.workflow(id), 's')
    await t.engine.workflows.rerun(id, { reRunFromTaskId: record.taskId, taskInput: { k: 'y' } })
    expect(statusesOf(await t.workflow(id))).toEqual({ s: 'COMPLETED', y: 'SCHEDULED' })
    await t.work('y')
    await t.work('end')
    expect((await t.workflow(id)).status).toBe('COMPLETED')
  })

  it('inside a loop leaves earlier turns untouched and runs later ones again', async () => {
    const t = await openTestEngine()
    const loop = task('DO_WHILE', 'l', { loopCondition: '$.l.iteration < 3', loopOver: [simple('a'), simple('b')] })
    const id = await t.run(flow([loop, simple('end')]))
    const turn = async () => {
      await t.poll('a', { timeoutMs: 1000 }).then(async ([one]) => one && t.report(one, 'COMPLETED'))
      await t.poll('b', { timeoutMs: 1000 }).then(async ([one]) => one && t.report(one, 'COMPLETED'))
    }
    for (let n = 0; n < 3; n += 1) await turn()
    await t.poll('end', { timeoutMs: 1000 }).then(async ([one]) => one && t.report(one, 'COMPLETED'))
    const before = await t.workflow(id)
    expect(before.status).toBe('COMPLETED')
    await t.engine.workflows.rerun(id, { reRunFromTaskId: taskOf(before, 'b__2').taskId })
    const during = await t.workflow(id)
    expect(statusesOf(during)).toEqual({
      l: 'IN_PROGRESS',
      a__1: 'COMPLETED',
      b__1: 'COMPLETED',
      a__2: 'COMPLETED',
      b__2: 'SCHEDULED',
    })
    for (const ref of ['a__1', 'b__1', 'a__2']) expect(taskOf(during, ref)).toEqual(taskOf(before, ref))
    await t.poll('b').then(async ([one]) => one && t.report(one, 'COMPLETED'))
    await turn()
    await t.poll('end', { timeoutMs: 1000 }).then(async ([one]) => one && t.report(one, 'COMPLETED'))
    expect((await t.workflow(id)).status).toBe('COMPLETED')
    expect(taskOf(await t.workflow(id), 'l').outputData).toMatchObject({ iteration: 3 })
  })

  it('of a child in an earlier turn makes a fresh one and runs the later turns again', async () => {
    const t = await openTestEngine()
    const made = task('SUB_WORKFLOW', 'c', {
      subWorkflowParam: { name: 'inner', workflowDefinition: flow([task('NOOP', 'n')]) },
    })
    const loop = task('DO_WHILE', 'l', { loopCondition: '$.l.iteration < 2', loopOver: [made, simple('a')] })
    const id = await t.run(flow([loop, simple('end')]))
    const work = () => t.poll('a', { timeoutMs: 1000 }).then(async ([one]) => one && t.report(one, 'COMPLETED'))
    await work()
    await work()
    await t.poll('end', { timeoutMs: 1000 }).then(async ([one]) => one && t.report(one, 'COMPLETED'))
    const before = await t.workflow(id)
    expect(before.status).toBe('COMPLETED')
    await t.engine.workflows.rerun(id, { reRunFromTaskId: taskOf(before, 'c__1').taskId })
    await work()
    const after = await t.workflow(id)
    expect(after.status).toBe('COMPLETED')
    expect(Object.keys(taskOf(after, 'l').outputData)).toEqual(['1', '2', 'iteration'])
    expect(taskOf(after, 'c__1').subWorkflowId).not.toBe(taskOf(before, 'c__1').subWorkflowId)
    expect(taskOf(after, 'a__1')).toEqual(taskOf(before, 'a__1'))
    expect(taskOf(after, 'end').taskId).toBe(taskOf(before, 'end').taskId)
  })

  it('of the loop itself starts it anew with fresh tasks', async () => {
    const t = await openTestEngine()
    const loop = task('DO_WHILE', 'l', { loopCondition: '$.l.iteration < 2', loopOver: [task('NOOP', 'n')] })
    const id = await t.run(flow([loop]))
    const before = await t.workflow(id)
    await t.engine.workflows.rerun(id, { reRunFromTaskId: taskOf(before, 'l').taskId })
    const after = await t.until(id, ({ status }) => status === 'COMPLETED')
    expect(after.tasks.map((one) => one.referenceTaskName)).toEqual(['l', 'n__1', 'n__2'])
    expect(taskOf(after, 'l').taskId).toBe(taskOf(before, 'l').taskId)
    expect(taskOf(after, 'n__1').taskId).not.toBe(taskOf(before, 'n__1').taskId)
  })

  it('of a dynamic fork makes fresh branches', async () => {
    const t = await openTestEngine()
    const dynamic = task('FORK_JOIN_DYNAMIC', 'f', { inputParameters: { forkTaskName: 'bt', forkTaskInputs: [1, 2] } })
    const id = await t.run(flow([dynamic, join('j', [])]))
    await t.work('bt')
    await t.work('bt')
    const before = await t.workflow(id)
    await t.engine.workflows.rerun(id, { reRunFromTaskId: taskOf(before, 'f').taskId })
    const after = await t.workflow(id)
    expect(statusesOf(after)).toEqual({ f: 'COMPLETED', _bt_0: 'SCHEDULED', _bt_1: 'SCHEDULED', j: 'IN_PROGRESS' })
    expect(taskOf(after, '_bt_0').taskId).not.toBe(taskOf(before, '_bt_0').taskId)
    await t.work('bt')
    await t.work('bt')
    expect((await t.workflow(id)).status).toBe('COMPLETED')
  })

  it('of a WAIT sets its clock again', async () => {
    const t = await openTestEngine()
    const id = await t.run(flow([task('WAIT', 'w', { inputParameters: { duration: '10 seconds' } })]))
    await t.clock.advance(10_000)
    const done = taskOf(await t.workflow(id), 'w')
    await t.engine.workflows.rerun(id, { reRunFromTaskId: done.taskId })
    await t.clock.advance(9000)
    expect(statusesOf(await t.workflow(id))).toEqual({ w: 'IN_PROGRESS' })
    await t.clock.advance(1000)
    expect((await t.workflow(id)).status).toBe('COMPLETED')
  })

  it('of a task in a child revives the parent; of the child’s task itself makes a fresh child', async () => {
    const t = await openTestEngine()
    const { parent, childId } = await startFamily(t)
    const c1 = await t.work('c1')
    const c2 = await t.work('c2', {}, 'FAILED')
    const childInput = (await t.workflow(childId)).input
    await t.engine.workflows.rerun(parent, {
      reRunFromTaskId: c2.taskId,
      workflowInput: { n: 2 },
      correlationId: 'two',
    })
    // What it was started with is given anew to the one that was asked for, not to the child.
    expect(await t.workflow(parent)).toMatchObject({ input: { n: 2 }, correlationId: 'two' })
    expect((await t.workflow(childId)).input).toEqual(childInput)
    expect(statusesOf(await t.workflow(parent))).toMatchObject({
      sub: 'IN_PROGRESS',
      side: 'SCHEDULED',
      j: 'IN_PROGRESS',
    })
    expect(taskOf(await t.workflow(childId), 'c1').taskId).toBe(c1.taskId)
    await t.work('c2')
    await t.work('side')
    const ended = await t.workflow(parent)
    expect(ended.status).toBe('COMPLETED')
    await t.engine.workflows.rerun(parent, { reRunFromTaskId: taskOf(ended, 'sub').taskId })
    const again = await t.workflow(parent)
    expect(taskOf(again, 'sub').subWorkflowId).not.toBe(childId)
    expect(statusesOf(again)).toMatchObject({ sub: 'IN_PROGRESS', side: 'COMPLETED' })
    await t.work('c1')
    await t.work('c2')
    expect((await t.workflow(parent)).status).toBe('COMPLETED')
  })

  it('is refused for a running workflow and an unknown task', async () => {
    const t = await openTestEngine()
    const running = await t.run(flow([simple('a')]))
    await expect(t.engine.workflows.rerun(running, {})).rejects.toMatchObject({ code: 'CONFLICT' })
    const ended = await t.run(flow([task('NOOP', 'n')]))
    await expect(t.engine.workflows.rerun(ended, { reRunFromTaskId: 'nope' })).rejects.toMatchObject({
      code: 'INVALID',
      message: 'Task nope not found',
    })
  })
})
