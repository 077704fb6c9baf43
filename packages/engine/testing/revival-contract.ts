/** The contract of bringing ended executions back: retry, restart and rerun over children and forks, and what limits a task. */
import { describe, expect, it } from 'vitest'
import type { Json } from './contract-client.ts'
import type { Setting } from './contract-setting.ts'

export function revivalContract(setting: Setting): void {
  const { get, post, put, unique, register, start, workflow, poll, report, ended, eventually } = setting
  const byRef = (run: Json, ref: string) =>
    run.tasks.filter(({ referenceTaskName }: Json) => referenceTaskName === ref).at(-1)
  const sub = (name: string, child: string) => ({
    name,
    type: 'SUB_WORKFLOW',
    subWorkflowParam: { name: child, version: 1 },
  })
  const once = async (base: string) => {
    const name = unique(base)
    await post('/api/metadata/taskdefs', { body: [{ name, retryCount: 0 }] })
    return name
  }
  const runs = (workflowId: string) =>
    eventually(async () => {
      const run = await workflow(workflowId)
      return run.status === 'RUNNING' ? run : undefined
    }, `execution ${workflowId} runs again`)

  /** A parent with two children in a fork; the first has failed, which has canceled the second. */
  async function failedFamily() {
    const [left, right] = [await once('left'), await once('right')]
    const children = [await register('child', [{ name: left }]), await register('child', [{ name: right }])]
    const fork = {
      name: 'fork',
      type: 'FORK_JOIN',
      forkTasks: [[sub('one', children[0] ?? '')], [sub('two', children[1] ?? '')]],
    }
    const id = await start(await register('family', [fork, { name: 'join', type: 'JOIN', joinOn: ['one', 'two'] }]))
    const task = await poll(left)
    await eventually(async () => byRef(await workflow(id), 'two').subWorkflowId, 'the second child exists')
    await report(task, 'FAILED', {}, { reasonForIncompletion: 'no' })
    const run = await ended(id, 'FAILED')
    const [one, two] = [byRef(run, 'one').subWorkflowId, byRef(run, 'two').subWorkflowId]
    await ended(two, 'TERMINATED')
    return { id, left, right, one, two, failedTask: task }
  }

  async function finish(id: string, ...types: string[]) {
    for (const type of types) await report(await poll(type), 'COMPLETED')
    return ended(id, 'COMPLETED')
  }

  describe('a family of executions', () => {
    it('retried with the flag goes on in the same children', async () => {
      const { id, left, right, one, two } = await failedFamily()
      expect((await post(`/api/workflow/${id}/retry`, { query: { resumeSubworkflowTasks: true } })).status).toBe(204)
      await runs(id)
      const run = await finish(id, left, right)
      expect([byRef(run, 'one').subWorkflowId, byRef(run, 'two').subWorkflowId]).toEqual([one, two])
    })

    it('retried without the flag gets new children', async () => {
      const { id, left, right, one, two } = await failedFamily()
      expect((await post(`/api/workflow/${id}/retry`)).status).toBe(204)
      const run = await finish(id, left, right)
      const ids = [byRef(run, 'one').subWorkflowId, byRef(run, 'two').subWorkflowId]
      expect(ids).not.toContain(one)
      expect(ids).not.toContain(two)
    })

    it('is revived by a rerun of the failed task in the child', async () => {
      const { id, left, right, one, failedTask } = await failedFamily()
      const rerun = await post(`/api/workflow/${one}/rerun`, { body: { reRunFromTaskId: failedTask.taskId } })
      expect(rerun).toMatchObject({ status: 200, text: one })
      await runs(id)
      await put(`/api/workflow/decide/${id}`)
      expect(byRef(await workflow(id), 'one')).toMatchObject({ status: 'IN_PROGRESS', subworkflowChanged: false })
      const again = await poll(left)
      expect(again.taskId).toBe(failedTask.taskId)
      await report(again, 'COMPLETED')
      await report(await poll(right), 'COMPLETED')
      const settled = { subWorkflowId: one, subworkflowChanged: false }
      expect(byRef(await ended(id, 'COMPLETED'), 'one')).toMatchObject(settled)
    })

    it('is revived by a restart of the child', async () => {
      const type = await once('inner')
      const child = await register('child', [{ name: type }])
      const id = await start(await register('parent', [sub('only', child)]))
      await report(await poll(type), 'FAILED')
      const { subWorkflowId } = byRef(await ended(id, 'FAILED'), 'only')
      expect((await post(`/api/workflow/${subWorkflowId}/restart`)).status).toBe(204)
      await runs(id)
      const run = await finish(id, type)
      expect(byRef(run, 'only').subWorkflowId).toBe(subWorkflowId)
    })
  })

  describe('a restart', () => {
    it('keeps the definition it began with, or takes the newest', async () => {
      const [old, fresh] = [await once('old'), await once('fresh')]
      const name = await register('changed', [{ name: old }])
      const id = await start(name)
      await report(await poll(old), 'FAILED')
      await ended(id, 'FAILED')
      await put('/api/metadata/workflow', {
        body: [{ name, version: 1, tasks: [{ name: fresh, taskReferenceName: fresh }] }],
      })
      await post(`/api/workflow/${id}/restart`)
      await report(await poll(old), 'FAILED')
      await ended(id, 'FAILED')
      await post(`/api/workflow/${id}/restart`, { query: { useLatestDefinitions: true } })
      await finish(id, fresh)
    })

    it('is refused where the definition forbids it', async () => {
      const type = await once('work')
      const id = await start(await register('fixed', [{ name: type }], { restartable: false }))
      await finish(id, type)
      const answer = await post(`/api/workflow/${id}/restart`)
      expect(answer.status).toBe(404)
      expect(answer.json().message).toMatch(/\.COMPLETED is non-restartable$/)
    })
  })

  describe('limits of a task', () => {
    it('no more run at once than its definition allows, and a free slot is handed on', async () => {
      const name = unique('limited')
      await post('/api/metadata/taskdefs', { body: [{ name, concurrentExecLimit: 2 }] })
      const flow = await register('limited', [{ name }])
      for (let i = 0; i < 4; i++) await start(flow)
      const batch = (await get(`/api/tasks/poll/batch/${name}`, { query: { count: 10, timeout: 1000 } })).json()
      expect(batch).toHaveLength(2)
      expect((await get(`/api/tasks/poll/batch/${name}`, { query: { count: 10 } })).json()).toEqual([])
      await report(batch[0], 'COMPLETED')
      await poll(name)
    })

    it('a task put off is due later, or now when callbacks are reset', async () => {
      const type = await once('later')
      const id = await start(await register('later', [{ name: type }]))
      await report(await poll(type), 'IN_PROGRESS', {}, { callbackAfterSeconds: 600 })
      expect((await get(`/api/tasks/poll/${type}`)).status).toBe(204)
      expect((await workflow(id)).tasks[0]).toMatchObject({ status: 'SCHEDULED', callbackAfterSeconds: 600 })
      expect((await post(`/api/workflow/${id}/resetcallbacks`)).status).toBe(204)
      await finish(id, type)
    })

    it('a start delay holds it back', async () => {
      const type = await once('delayed')
      const id = await start(await register('delayed', [{ name: type, startDelay: 1 }]))
      expect((await get(`/api/tasks/poll/${type}`)).status).toBe(204)
      expect((await workflow(id)).tasks[0]).toMatchObject({ startDelayInSeconds: 1, callbackAfterSeconds: 1 })
      await finish(id, type)
    })

    it('a failure that is final is not tried again', async () => {
      const name = unique('final')
      await post('/api/metadata/taskdefs', { body: [{ name, retryCount: 5, retryDelaySeconds: 0 }] })
      const id = await start(await register('final', [{ name }]))
      await report(await poll(name), 'FAILED_WITH_TERMINAL_ERROR', {}, { reasonForIncompletion: 'never' })
      expect((await ended(id, 'FAILED')).tasks).toMatchObject([{ status: 'FAILED_WITH_TERMINAL_ERROR', retryCount: 0 }])
    })

    it('a permissive failure waits for its siblings before the flow fails', async () => {
      const [left, right] = [await once('left'), await once('right')]
      const fork = {
        name: 'fork',
        type: 'FORK_JOIN',
        forkTasks: [[{ name: left, permissive: true }], [{ name: right, permissive: true }]],
      }
      const id = await start(
        await register('permissive', [fork, { name: 'join', type: 'JOIN', joinOn: [left, right] }]),
      )
      await report(await poll(left), 'FAILED', {}, { reasonForIncompletion: 'no' })
      expect((await workflow(id)).status).toBe('RUNNING')
      await report(await poll(right), 'COMPLETED')
      expect((await ended(id, 'FAILED')).reasonForIncompletion).toContain('no')
    })
  })
}
