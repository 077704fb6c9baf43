// What people do to executions: pause, terminate, retry, restart, rerun, skip, and what each does to parents and children.

import { describe, expect, it } from 'vitest'
import { flow, fork, join, openTestEngine, simple, startFamily, statusesOf, task, taskOf } from './harness.ts'
import type { TestEngine } from './harness.ts'

const once = { retryCount: 0 }

describe('pause and resume', () => {
  it('holds what would come next, lets what is queued be done, and goes on', async () => {
    const t = await openTestEngine()
    const id = await t.run(flow([simple('a'), simple('b')]))
    await t.engine.workflows.pause(id)
    await t.engine.workflows.pause(id)
    await t.work('a')
    expect(await t.trace(id)).toEqual(['a:COMPLETED'])
    expect((await t.workflow(id)).tasks[0]?.executed).toBe(false)
    await t.engine.workflows.resume(id)
    expect(await t.trace(id)).toEqual(['a:COMPLETED', 'b:SCHEDULED'])
    await expect(t.engine.workflows.resume(id)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: `The workflow ${id} is not PAUSED so cannot resume. Current status is RUNNING`,
    })
  })

  it('is refused once the workflow has ended', async () => {
    const t = await openTestEngine()
    const id = await t.run(flow([task('NOOP', 'n')]))
    await expect(t.engine.workflows.pause(id)).rejects.toMatchObject({ code: 'CONFLICT' })
  })
})

describe('terminate', () => {
  it('cancels what is open, drops late results and can be repeated', async () => {
    const t = await openTestEngine()
    const id = await t.run(flow([simple('a')]))
    const [held] = await t.poll('a')
    await t.engine.workflows.terminate(id, { reason: 'enough' })
    if (held) await t.report(held, 'COMPLETED', { late: 1 })
    await t.engine.workflows.terminate(id, { reason: 'again' })
    const workflow = await t.workflow(id)
    expect(workflow).toMatchObject({ status: 'TERMINATED', reasonForIncompletion: 'enough' })
    expect(workflow.tasks[0]).toMatchObject({ status: 'CANCELED', outputData: {} })
  })

  it('is refused for a completed workflow and overwrites a failed one', async () => {
    const t = await openTestEngine()
    const completed = await t.run(flow([task('NOOP', 'n')]))
    await expect(t.engine.workflows.terminate(completed)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: 'Cannot terminate a COMPLETED workflow.',
    })
    const failed = await t.run(flow([simple('a', once)]))
    await t.work('a', {}, 'FAILED')
    await t.engine.workflows.terminate(failed, { reason: 'tidy up' })
    expect(await t.workflow(failed)).toMatchObject({ status: 'TERMINATED', reasonForIncompletion: 'tidy up' })
  })

  it('of a child ends the parent by the status of the task', async () => {
    const t = await openTestEngine()
    const { parent, childId } = await startFamily(t)
    await t.engine.workflows.terminate(childId, { reason: 'no more' })
    const workflow = await t.workflow(parent)
    expect(workflow.status).toBe('TERMINATED')
    expect(statusesOf(workflow)).toMatchObject({ sub: 'CANCELED' })
  })
})

describe('the failure workflow', () => {
  it('starts with what there is to know, and not for a termination by a caller', async () => {
    const t = await openTestEngine()
    const rescue = flow([simple('rescue')])
    await t.engine.metadata.registerWorkflow(rescue)
    const definition = flow([simple('a', once)], { failureWorkflow: rescue.name })
    const id = await t.run(definition, { input: { x: 1 }, correlationId: 'c' })
    const failed = await t.work('a', {}, 'FAILED', 'broken')
    const workflow = await t.workflow(id)
    const rescued = await t.workflow(String(workflow.output['conductor.failure_workflow']))
    expect(rescued).toMatchObject({
      correlationId: 'c',
      input: {
        x: 1,
        workflowId: id,
        reason: workflow.reasonForIncompletion,
        failureStatus: 'FAILED',
        failureTaskId: failed.taskId,
        failedWorkflow: { workflowId: id },
      },
    })
    await t.work('rescue')
    const other = await t.start(definition.name)
    await t.engine.workflows.terminate(other)
    expect(await t.poll('rescue')).toEqual([])
  })

  it('says so in the output when it cannot be started', async () => {
    const t = await openTestEngine()
    const id = await t.run(flow([simple('a', once)], { failureWorkflow: '${workflow.input.who}' }), {
      input: { who: 'nobody' },
    })
    await t.work('a', {}, 'FAILED')
    expect((await t.workflow(id)).output['conductor.failure_workflow']).toBe(
      'Error workflow nobody failed to start.  reason: No such workflow defined. name=nobody, version=null',
    )
  })
})

describe('restart', () => {
  it('begins again under the same id with fresh tasks', async () => {
    const t = await openTestEngine()
    const definition = flow([simple('a', once), simple('b')])
    const id = await t.run(definition, { input: { x: 1 } })
    await expect(t.engine.workflows.restart(id)).rejects.toMatchObject({ code: 'CONFLICT' })
    const first = await t.work('a', {}, 'FAILED')
    await t.engine.workflows.restart(id)
    const workflow = await t.workflow(id)
    expect(workflow).toMatchObject({ status: 'RUNNING', endTime: 0, input: { x: 1 }, failedReferenceTaskNames: [] })
    expect(workflow.tasks).toHaveLength(1)
    expect(workflow.tasks[0]?.taskId).not.toBe(first.taskId)
    await t.work('a')
    await t.work('b')
    expect((await t.workflow(id)).status).toBe('COMPLETED')
  })

  it('takes the newest definition when asked to', async () => {
    const t = await openTestEngine()
    const definition = flow([simple('a', once), simple('b')])
    const id = await t.run(definition)
    await t.work('a', {}, 'FAILED')
    await t.engine.metadata.updateWorkflow({ ...definition, tasks: [simple('a')] })
    await t.engine.workflows.restart(id, { useLatestDefinitions: true })
    await t.work('a')
    expect((await t.workflow(id)).status).toBe('COMPLETED')
  })

  it('is not allowed for a completed workflow that says so', async () => {
    const t = await openTestEngine()
    const id = await t.run(flow([task('NOOP', 'n')], { restartable: false }))
    await expect(t.engine.workflows.restart(id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

describe('retry', () => {
  it('tries what failed again and keeps what succeeded', async () => {
    const t = await openTestEngine()
    const id = await t.run(flow([simple('a'), simple('b', once), simple('c')]))
    const done = await t.work('a')
    const failed = await t.work('b', {}, 'FAILED', 'bad')
    await t.engine.workflows.retry(id)
    const workflow = await t.workflow(id)
    expect(workflow).toMatchObject({ status: 'RUNNING', failedReferenceTaskNames: ['b'] })
    expect(workflow.reasonForIncompletion).toBeUndefined()
    expect(workflow.tasks.map((one) => [one.referenceTaskName, one.status, one.retryCount, one.retried])).toEqual([
      ['a', 'COMPLETED', 0, false],
      ['b', 'FAILED', 0, true],
      ['b', 'SCHEDULED', 1, false],
    ])
    expect(workflow.tasks[0]?.taskId).toBe(done.taskId)
    expect(workflow.tasks[2]).toMatchObject({ retriedTaskId: failed.taskId })
    expect(workflow.tasks[2]?.reasonForIncompletion).toBeUndefined()
    await t.work('b')
    await t.work('c')
    expect((await t.workflow(id)).status).toBe('COMPLETED')
  })

  it('brings back a fork: the JOIN waits again, cancelled branches too', async () => {
    const t = await openTestEngine()
    const id = await t.run(
      flow([fork('f', [[simple('a', once)], [simple('b')], [simple('c')]]), join('j', ['a', 'b', 'c'])]),
    )
    await t.work('c')
    await t.work('a', {}, 'FAILED')
    await t.engine.workflows.retry(id)
    expect(statusesOf(await t.workflow(id))).toEqual({
      f: 'COMPLETED',
      a: 'SCHEDULED',
      b: 'SCHEDULED',
      c: 'COMPLETED',
      j: 'IN_PROGRESS',
    })
    await t.work('a')
    await t.work('b')
    expect((await t.workflow(id)).status).toBe('COMPLETED')
  })

  it('goes on in the turn of a loop that failed', async () => {
    const t = await openTestEngine()
    const loop = task('DO_WHILE', 'l', { loopCondition: '$.l.iteration < 2', loopOver: [simple('a', once)] })
    const id = await t.run(flow([loop]))
    const first = await t.work('a')
    await t.until(id, ({ tasks }) => tasks.length === 3)
    await t.work('a', {}, 'FAILED')
    expect(statusesOf(await t.workflow(id))).toMatchObject({ l: 'CANCELED' })
    await t.engine.workflows.retry(id)
    await t.work('a')
    const workflow = await t.until(id, ({ status }) => status === 'COMPLETED')
    expect(taskOf(workflow, 'a__1').taskId).toBe(first.taskId)
    expect(taskOf(workflow, 'l')).toMatchObject({ status: 'COMPLETED', iteration: 2 })
  })

  it('refuses what it cannot do, with the codes and words of Conductor', async () => {
    const t = await openTestEngine()
    const running = await t.run(flow([simple('a')]))
    await expect(t.engine.workflows.retry(running)).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: 'Workflow is still running.  status=RUNNING',
    })
    const completed = await t.run(flow([task('NOOP', 'n')]))
    await expect(t.engine.workflows.retry(completed)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: 'There are no retryable tasks! Use restart if you want to attempt entire workflow execution again.',
    })
  })

  it('gives a workflow that was out of time another span', async () => {
    const t = await openTestEngine()
    const id = await t.run(flow([simple('a')], { timeoutSeconds: 60, timeoutPolicy: 'TIME_OUT_WF' }))
    await t.clock.advance(60_000)
    await t.engine.workflows.retry(id)
    await t.clock.advance(59_000)
    expect((await t.workflow(id)).status).toBe('RUNNING')
    await t.clock.advance(1000)
    expect((await t.workflow(id)).status).toBe('TIMED_OUT')
  })
})

describe('a child that failed', () => {
  async function failed(t: TestEngine) {
    const family = await startFamily(t)
    await t.work('c1', { kept: true })
    await t.work('c2', {}, 'FAILED', 'bad')
    expect(statusesOf(await t.workflow(family.parent))).toEqual({
      f: 'COMPLETED',
      sub: 'FAILED',
      side: 'CANCELED',
      j: 'CANCELED',
    })
    return family
  }

  it('is retried in place and brings its parent back to life, siblings included', async () => {
    const t = await openTestEngine()
    const { parent, childId } = await failed(t)
    const side = taskOf(await t.workflow(parent), 'side').taskId
    await t.engine.workflows.retry(childId)
    const revived = await t.workflow(parent)
    expect(revived).toMatchObject({ status: 'RUNNING', failedReferenceTaskNames: [] })
    expect(statusesOf(revived)).toEqual({ f: 'COMPLETED', sub: 'IN_PROGRESS', side: 'SCHEDULED', j: 'IN_PROGRESS' })
    expect(taskOf(revived, 'side')).toMatchObject({ taskId: side, retryCount: 1 })
    expect(taskOf(revived, 'sub')).toMatchObject({ subWorkflowId: childId })
    expect((await t.engine.tasks.logs(taskOf(revived, 'sub').taskId))[0]?.log).toBe(`Sub workflow ${childId} retried.`)
    await t.work('c2')
    await t.work('side')
    expect((await t.workflow(parent)).status).toBe('COMPLETED')
  })

  it('is replaced by a fresh one when the parent is retried', async () => {
    const t = await openTestEngine()
    const { parent, childId } = await failed(t)
    await t.engine.workflows.retry(parent)
    const fresh = taskOf(await t.workflow(parent), 'sub')
    expect(fresh.subWorkflowId).not.toBe(childId)
    expect(fresh.retryCount).toBe(1)
    for (const name of ['c1', 'c2', 'side']) await t.work(name)
    expect((await t.workflow(parent)).status).toBe('COMPLETED')
  })

  it('goes on where it was when the parent is retried with the resume flag', async () => {
    const t = await openTestEngine()
    const { parent, childId } = await failed(t)
    const kept = taskOf(await t.workflow(childId), 'c1')
    await t.engine.workflows.retry(parent, { resumeSubworkflowTasks: true })
    expect(taskOf(await t.workflow(parent), 'sub')).toMatchObject({ subWorkflowId: childId, status: 'IN_PROGRESS' })
    expect(taskOf(await t.workflow(childId), 'c1')).toMatchObject({ taskId: kept.taskId, endTime: kept.endTime })
    await t.work('c2')
    await t.work('side')
    expect((await t.workflow(parent)).status).toBe('COMPLETED')
  })

  it('does not revive a parent for which it was optional', async () => {
    const t = await openTestEngine()
    const { parent, childId } = await startFamily(t, { optional: true })
    await t.work('c1')
    await t.work('c2', {}, 'FAILED')
    await t.work('side')
    expect((await t.workflow(parent)).status).toBe('COMPLETED')
    await t.engine.workflows.restart(childId)
    expect((await t.workflow(parent)).status).toBe('COMPLETED')
  })

  it('no longer matters to its parent once that has another child', async () => {
    const t = await openTestEngine()
    const { parent, childId } = await failed(t)
    await t.engine.workflows.restart(parent)
    await t.engine.workflows.terminate(parent, { reason: 'stop' })
    await t.engine.workflows.restart(childId)
    expect((await t.workflow(parent)).status).toBe('TERMINATED')
    expect((await t.workflow(childId)).status).toBe('RUNNING')
  })

  it('keeps a cancelled sibling child, which goes on under its own id', async () => {
    const t = await openTestEngine()
    const child = flow([simple('c1'), simple('c2', once)])
    await t.engine.metadata.registerWorkflow(child)
    const sub = (ref: string) => task('SUB_WORKFLOW', ref, { subWorkflowParam: { name: child.name } })
    const parent = await t.run(flow([fork('f', [[sub('s1')], [sub('s2')]]), join('j', ['s1', 's2'])]))
    const before = await t.workflow(parent)
    const ids = ['s1', 's2'].map((ref) => taskOf(before, ref).subWorkflowId ?? '')
    await t.work('c1')
    await t.work('c1')
    await t.work('c2', {}, 'FAILED')
    const failedId = (await t.workflow(ids[0] ?? '')).status === 'FAILED' ? ids[0] : ids[1]
    await t.engine.workflows.retry(failedId ?? '')
    const after = await t.workflow(parent)
    expect(['s1', 's2'].map((ref) => taskOf(after, ref).subWorkflowId)).toEqual(ids)
    expect(statusesOf(after)).toMatchObject({ s1: 'IN_PROGRESS', s2: 'IN_PROGRESS', j: 'IN_PROGRESS' })
    await t.work('c2')
    await t.work('c2')
    expect(await t.poll('c1')).toEqual([])
    expect((await t.workflow(parent)).status).toBe('COMPLETED')
  })
})

describe('skip', () => {
  it('passes over a task that has not come up', async () => {
    const t = await openTestEngine()
    const id = await t.run(flow([simple('a'), simple('b'), simple('c')]))
    await t.engine.workflows.skipTask(id, 'b', { taskOutput: { o: 1 } })
    await t.work('a')
    await t.work('c')
    const workflow = await t.workflow(id)
    expect(workflow.status).toBe('COMPLETED')
    expect(workflow.tasks[0]).toMatchObject({ referenceTaskName: 'b', status: 'SKIPPED', seq: 0, outputData: { o: 1 } })
  })

  it('is refused for what is there already or not known', async () => {
    const t = await openTestEngine()
    const id = await t.run(flow([simple('a')]))
    await expect(t.engine.workflows.skipTask(id, 'a')).rejects.toMatchObject({
      message: 'The task referenced a has already been processed, cannot be skipped',
    })
    await expect(t.engine.workflows.skipTask(id, 'z')).rejects.toMatchObject({ code: 'CONFLICT' })
  })
})

describe('remove', () => {
  it('keeps the summary of an archived execution and nothing of another', async () => {
    const t = await openTestEngine()
    const definition = flow([simple('a')])
    const running = await t.run(definition)
    await expect(t.engine.workflows.remove(running)).rejects.toMatchObject({ code: 'INVALID' })
    await t.engine.workflows.remove(running, { archive: false })
    expect(await t.poll('a')).toEqual([])
    const ended = await t.start(definition.name)
    await t.work('a')
    await t.engine.workflows.remove(ended)
    await expect(t.workflow(ended)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const clauses = [{ field: 'workflowType', operator: '=', values: [definition.name] }] as const
    const found = await t.engine.workflows.search({ clauses })
    expect(found.results.map(({ workflowId }) => workflowId)).toEqual([ended])
  })
})

describe('a retry that resumes sub-workflows', () => {
  it('is refused where every failure was made good, and has no effect where there was none', async () => {
    const t = await openTestEngine()
    await t.engine.metadata.registerTasks([{ name: 'again', retryCount: 1, retryDelaySeconds: 0 }])
    const mended = await t.run(flow([simple('again')]))
    await t.work('again', {}, 'FAILED')
    await t.work('again')
    const resume = (id: string) => t.engine.workflows.retry(id, { resumeSubworkflowTasks: true })
    await expect(resume(mended)).rejects.toMatchObject({ code: 'CONFLICT' })
    const sound = await t.run(flow([simple('again')]))
    await t.work('again')
    await resume(sound)
    expect((await t.workflow(sound)).status).toBe('COMPLETED')
  })
})
