/** The contract of `/api/tasks`: polls, results, logs, queues. */
import { describe, expect, it } from 'vitest'
import type { Setting } from './contract-setting.ts'

export function taskContract(setting: Setting): void {
  const { get, post, unique, status, register, start, workflow, poll, report, ended, eventually } = setting

  describe('polling', () => {
    it('gives nothing as 204 for one and as an empty list for many', async () => {
      expect(await get(`/api/tasks/poll/${unique('none')}`)).toMatchObject({ status: 204, text: '' })
      expect(await get(`/api/tasks/poll/batch/${unique('none')}`, { query: { timeout: 1 } })).toMatchObject({
        status: 200,
        text: '[]',
        contentType: 'application/json',
      })
      expect((await get('/api/tasks/poll/batch/x', { query: { timeout: 5001 } })).json()).toMatchObject({
        status: 400,
        message: 'Long Poll Timeout value cannot be more than 5 seconds',
      })
    })

    it('hands out many at a time, none twice, the more urgent ones first', async () => {
      const type = unique('batch')
      const name = await register('batch', [{ name: type }])
      for (const priority of [1, 9, 5]) await start(name, {}, { priority })
      const first = (await get(`/api/tasks/poll/batch/${type}`, { query: { count: 2, timeout: 1000 } })).json()
      expect(first.map((task: { workflowPriority: number }) => task.workflowPriority).toSorted()).toEqual([5, 9])
      const rest = (await get(`/api/tasks/poll/batch/${type}`, { query: { count: 5, timeout: 1000 } })).json()
      expect(rest.map((task: { workflowPriority: number }) => task.workflowPriority)).toEqual([1])
    })

    it('keeps domains apart', async () => {
      const type = unique('domain')
      const name = await register('domain', [{ name: type }])
      await start(name, {}, { taskToDomain: { [type]: 'north' } })
      expect((await get(`/api/tasks/poll/${type}`)).status).toBe(204)
      expect(await poll(type, { domain: 'north' })).toMatchObject({ domain: 'north' })
    })
  })

  describe('results', () => {
    it('that fail are tried again as their definition says', async () => {
      const type = unique('retried')
      await post('/api/metadata/taskdefs', { body: [{ name: type, retryCount: 1, retryDelaySeconds: 0 }] })
      const id = await start(await register('retried', [{ name: type }]))
      await report(await poll(type), 'FAILED', {}, { reasonForIncompletion: 'service down' })
      const second = await poll(type)
      expect(second).toMatchObject({ retryCount: 1, reasonForIncompletion: 'service down' })
      await report(second, 'COMPLETED')
      const { tasks, failedTaskNames } = await ended(id, 'COMPLETED')
      expect(tasks).toMatchObject([
        { status: 'FAILED', retried: true, executed: false },
        { status: 'COMPLETED', retried: false },
      ])
      expect(failedTaskNames).toEqual([type])
    })

    it('in progress put the task back, and extend a lease without more', async () => {
      const type = unique('progress')
      const id = await start(await register('progress', [{ name: type }]))
      const task = await poll(type)
      expect((await report(task, 'IN_PROGRESS', { part: 1 }, { extendLease: true })).status).toBe(200)
      expect((await workflow(id)).tasks[0]).toMatchObject({ status: 'IN_PROGRESS', outputData: {} })
      await report(task, 'IN_PROGRESS', { part: 2 })
      expect((await workflow(id)).tasks[0]).toMatchObject({ status: 'SCHEDULED', outputData: { part: 2 } })
      expect(await poll(type)).toMatchObject({ taskId: task.taskId, pollCount: 2 })
    })

    it('by update-v2 bring the next task', async () => {
      const type = unique('next')
      const name = await register('next', [{ name: type }])
      await start(name)
      await start(name)
      const { workflowInstanceId, taskId } = await poll(type)
      const result = { workflowInstanceId, taskId, status: 'COMPLETED', workerId: 'contract' }
      const next = await eventually(async () => {
        const answer = await post('/api/tasks/update-v2', { body: result })
        return answer.status === 200 ? answer.json() : undefined
      }, 'update-v2 hands out the other task')
      expect(next).toMatchObject({ taskType: type, status: 'IN_PROGRESS', workerId: 'contract' })
      const last = { ...result, workflowInstanceId: next.workflowInstanceId, taskId: next.taskId }
      expect(await post('/api/tasks/update-v2', { body: last })).toMatchObject({ status: 204, text: '' })
      expect((await post('/api/tasks/update-v2', { body: {} })).status).toBe(status('updateV2WithoutIds'))
    })

    it('by reference name are merged, and names of no open task are taken in silence', async () => {
      const type = unique('named')
      const id = await start(await register('named', [{ name: type, taskReferenceName: 'ref' }]))
      const { taskId } = await poll(type)
      expect(await post(`/api/tasks/${id}/ref/IN_PROGRESS`, { body: { a: 1 } })).toMatchObject({
        status: 200,
        text: taskId,
      })
      expect(await post(`/api/tasks/${id}/none/COMPLETED`, { body: {} })).toMatchObject({ status: 200, text: '' })
      expect((await post('/api/tasks/zz/ref/COMPLETED', { body: {} })).status).toBe(status('resultForUnknownWorkflow'))
      expect((await post(`/api/tasks/${id}/ref/DONE`, { body: {} })).status).toBe(status('wrongEnumInPath'))
      const synced = await post(`/api/tasks/${id}/ref/COMPLETED/sync`, { body: { b: 2 }, query: { workerid: 'me' } })
      expect(synced.json()).toMatchObject({ workflowId: id, tasks: [{ taskId, outputData: { a: 1, b: 2 } }] })
      await ended(id, 'COMPLETED')
      expect(await post(`/api/tasks/${id}/ref/COMPLETED`, { body: {} })).toMatchObject({ status: 200, text: '' })
      expect((await post(`/api/tasks/${id}/ref/COMPLETED/sync`, { body: {} })).json()).toMatchObject({
        status: 404,
        message: `Found no running task ref of workflow ${id} to update`,
      })
    })

    it('are refused when they name nothing', async () => {
      const answer = await post('/api/tasks', { body: {} })
      expect(answer.status).toBe(400)
      expect(
        answer
          .json()
          .validationErrors.map(({ message }: { message: string }) => message)
          .toSorted(),
      ).toEqual(['Task ID cannot be null or empty', 'Workflow Id cannot be null or empty'])
      const unknown = { workflowInstanceId: 'zz', taskId: 'zz', status: 'COMPLETED' }
      expect((await post('/api/tasks', { body: unknown })).status).toBe(404)
      const type = unique('nostatus')
      await start(await register('nostatus', [{ name: type }]))
      const { workflowInstanceId, taskId } = await poll(type)
      expect((await post('/api/tasks', { body: { workflowInstanceId, taskId } })).status).toBe(
        status('missingTaskStatus'),
      )
    })
  })

  describe('logs', () => {
    it('keep lines verbatim', async () => {
      const type = unique('logged')
      await start(await register('logged', [{ name: type }]))
      const { taskId } = await poll(type)
      expect(await get(`/api/tasks/${taskId}/log`)).toMatchObject({ status: 204, text: '' })
      expect(
        (await post(`/api/tasks/${taskId}/log`, { raw: 'looked "at" it', contentType: 'text/plain' })).status,
      ).toBe(200)
      const lines = await eventually(async () => {
        const answer = await get(`/api/tasks/${taskId}/log`)
        return answer.status === 200 ? answer.json() : undefined
      }, 'the log is there')
      expect(lines).toEqual([{ log: 'looked "at" it', taskId, createdTime: expect.any(Number) }])
      expect((await post('/api/tasks/zz/log', { raw: 'x' })).status).toBe(200)
    })
  })

  describe('queues', () => {
    it('tell their sizes and who polled', async () => {
      const type = unique('queued')
      const name = await register('queued', [{ name: type }])
      await start(name)
      await start(name, {}, { taskToDomain: { [type]: 'dom' } })
      expect((await get('/api/tasks/queue/sizes', { query: { taskType: [type, 'zz'] } })).json()).toEqual({
        [type]: 1,
        zz: 0,
      })
      expect((await get('/api/tasks/queue/size', { query: { taskType: type } })).text).toBe('1')
      expect((await get('/api/tasks/queue/size', { query: { taskType: type, domain: 'dom' } })).text).toBe('1')
      expect((await get('/api/tasks/queue/all')).json()).toMatchObject({
        [type]: 1,
        [`dom:${type}`]: 1,
        _deciderQueue: expect.any(Number),
      })
      expect((await get('/api/tasks/queue/all/verbose')).json()).toMatchObject({
        [type]: { a: { size: 1, uacked: 0 } },
      })
      await poll(type)
      const polled = (await get('/api/tasks/queue/polldata', { query: { taskType: type } })).json()
      expect(polled).toEqual([{ queueName: type, workerId: 'contract', lastPollTime: expect.any(Number) }])
      expect((await get('/api/tasks/queue/polldata/all')).json()).toEqual(expect.arrayContaining(polled))
      expect((await post(`/api/tasks/queue/requeue/${type}`)).text).toMatch(/^\d+$/)
      expect((await get('/api/tasks/queue/sizes')).status).toBe(status('missingParameter'))
    })
  })

  it('one task is read by its id', async () => {
    const type = unique('single')
    const id = await start(await register('single', [{ name: type }]))
    const [{ taskId }] = (await workflow(id)).tasks
    expect((await get(`/api/tasks/${taskId}`)).json()).toMatchObject({ taskId, taskType: type })
    expect((await get('/api/tasks/zz')).json()).toMatchObject({ status: 404, message: 'Task not found for taskId: zz' })
  })
}
