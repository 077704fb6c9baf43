/** The contract of starting, reading, working and steering executions. */
import { describe, expect, it } from 'vitest'
import type { Setting } from './contract-setting.ts'
import { additionalProperties } from './known-differences.ts'

const POLLED_TASK_KEYS = [
  'callbackAfterSeconds',
  'callbackFromWorker',
  'correlationId',
  'endTime',
  'executed',
  'executionMetadata',
  'firstStartTime',
  'inputData',
  'iteration',
  'loopOverTask',
  'outputData',
  'pollCount',
  'queueWaitTime',
  'rateLimitFrequencyInSeconds',
  'rateLimitPerFrequency',
  'referenceTaskName',
  'responseTimeoutSeconds',
  'retried',
  'retryCount',
  'scheduledTime',
  'seq',
  'startDelayInSeconds',
  'startTime',
  'status',
  'subworkflowChanged',
  'taskDefName',
  'taskDefinition',
  'taskId',
  'taskType',
  'updateTime',
  'workerId',
  'workflowInstanceId',
  'workflowPriority',
  'workflowTask',
  'workflowType',
]

const WORKFLOW_KEYS = [
  'correlationId',
  'createTime',
  'endTime',
  'failedReferenceTaskNames',
  'failedTaskNames',
  'history',
  'input',
  'lastRetriedTime',
  'output',
  'ownerApp',
  'priority',
  'rateLimited',
  'startTime',
  'status',
  'taskToDomain',
  'tasks',
  'updateTime',
  'variables',
  'workflowDefinition',
  'workflowId',
  'workflowName',
  'workflowVersion',
]

export function executionContract(setting: Setting): void {
  const {
    get,
    post,
    put,
    delete: remove,
    unique,
    status,
    register,
    start,
    workflow,
    poll,
    report,
    ended,
    flavour,
  } = setting

  describe('an execution', () => {
    it('is started, polled, completed and read', async () => {
      const type = unique('work')
      await post('/api/metadata/taskdefs', {
        body: [{ name: type, retryCount: 1, retryDelaySeconds: 0, responseTimeoutSeconds: 120 }],
      })
      const name = await register(
        'basic',
        [{ name: type, taskReferenceName: 'first', inputParameters: { n: '${workflow.input.n}' } }],
        {
          outputParameters: { doubled: '${first.output.doubled}' },
        },
      )
      const started = await post('/api/workflow', { body: { name, version: 1, correlationId: 'c-1', input: { n: 2 } } })
      expect(started).toMatchObject({ status: 200, contentType: 'text/plain;charset=UTF-8' })
      const id = started.text

      const scheduled = (await workflow(id)).tasks[0]
      expect(scheduled).toMatchObject({
        status: 'SCHEDULED',
        pollCount: 0,
        startTime: 0,
        endTime: 0,
        updateTime: 0,
        queueWaitTime: 0,
        seq: 1,
      })
      expect(scheduled).not.toHaveProperty('workerId')

      const task = await poll(type)
      const extra = flavour === 'gatehouse' ? additionalProperties.Task : []
      expect(Object.keys(task).toSorted()).toEqual([...POLLED_TASK_KEYS, ...extra].toSorted())
      expect(task).toMatchObject({
        taskType: type,
        taskDefName: type,
        referenceTaskName: 'first',
        status: 'IN_PROGRESS',
        inputData: { n: 2 },
        pollCount: 1,
        seq: 1,
        correlationId: 'c-1',
        workerId: 'contract',
        workflowInstanceId: id,
        workflowType: name,
        responseTimeoutSeconds: 120,
        rateLimitFrequencyInSeconds: 1,
        iteration: 0,
        callbackFromWorker: true,
        executionMetadata: { additionalContext: {}, empty: true, additionalContextMap: {} },
        taskDefinition: { name: type },
        workflowTask: { name: type, taskReferenceName: 'first', type: 'SIMPLE', taskDefinition: { name: type } },
      })

      const reported = await report(task, 'COMPLETED', { doubled: 4 })
      expect(reported).toMatchObject({ status: 200, text: task.taskId, contentType: 'text/plain;charset=UTF-8' })
      const run = await ended(id, 'COMPLETED')
      expect(Object.keys(run).toSorted()).toEqual(WORKFLOW_KEYS)
      expect(run).toMatchObject({
        ownerApp: '',
        status: 'COMPLETED',
        workflowId: id,
        workflowName: name,
        workflowVersion: 1,
        input: { n: 2 },
        output: { doubled: 4 },
        correlationId: 'c-1',
        failedReferenceTaskNames: [],
        priority: 0,
        lastRetriedTime: 0,
        history: [],
        variables: {},
      })
      expect(run.startTime).toBe(run.createTime)
      expect(run.endTime).toBeGreaterThanOrEqual(run.startTime)
    })

    it('is started by name, and by a definition of its own', async () => {
      const type = unique('work')
      const name = await register('byname', [{ name: type }])
      const byName = await post(`/api/workflow/${name}`, {
        body: { a: 1 },
        query: { correlationId: 'c', priority: 5, version: 1 },
      })
      expect(await workflow(byName.text)).toMatchObject({ input: { a: 1 }, correlationId: 'c', priority: 5 })
      const ephemeral = { name: unique('own'), version: 3, tasks: [{ name: type, taskReferenceName: 'x' }] }
      const own = await start('anything', { b: 2 }, { workflowDef: ephemeral })
      expect(await workflow(own)).toMatchObject({ workflowName: ephemeral.name, workflowVersion: 3, input: { b: 2 } })
      expect((await get(`/api/metadata/workflow/${ephemeral.name}`)).status).toBe(404)
    })

    it('is not started from what is wrong', async () => {
      const none = unique('none')
      expect((await post('/api/workflow', { body: { name: none } })).json()).toMatchObject({
        status: 404,
        message: `No such workflow defined. name=${none}, version=null`,
      })
      expect((await post(`/api/workflow/${none}`, { body: {} })).json()).toMatchObject({
        status: 404,
        message: `No such workflow found by name: ${none}, version: null`,
      })
      const name = await register('wrong', [{ name: 't' }])
      expect((await post('/api/workflow', { body: { name, version: 9 } })).status).toBe(404)
      expect((await post('/api/workflow', { body: { name, input: null } })).json()).toMatchObject({
        status: 400,
        message: 'NULL input passed when starting workflow',
      })
      expect((await post('/api/workflow', { body: { name, priority: 100 } })).json().validationErrors).toMatchObject([
        { path: 'startWorkflow.arg0.priority', message: 'priority: 100 should be maximum 99', invalidValue: '100' },
      ])
      expect((await post('/api/workflow', { body: {} })).json().validationErrors).toMatchObject([
        { message: 'Workflow name cannot be null or empty' },
      ])
      expect((await post(`/api/workflow/${name}`)).status).toBe(status('missingBody'))
      expect((await post('/api/workflow', { raw: '{"name":' })).status).toBe(status('unreadableJson'))
    })

    it('is read in parts', async () => {
      const type = unique('work')
      const name = await register('parts', [{ name: type }], { variables: { v: 1 } })
      const id = await start(name, {}, { correlationId: 'parts' })
      expect((await get(`/api/workflow/${id}`, { query: { includeTasks: false } })).json().tasks).toEqual([])
      expect((await get(`/api/workflow/${id}/status`)).json()).toEqual({
        workflowId: id,
        correlationId: 'parts',
        status: 'RUNNING',
      })
      const full = await get(`/api/workflow/${id}/status`, { query: { includeOutput: true, includeVariables: true } })
      expect(full.json()).toEqual({
        workflowId: id,
        correlationId: 'parts',
        output: {},
        variables: { v: 1 },
        status: 'RUNNING',
      })
      expect((await get(`/api/workflow/${id}/tasks`)).json()).toMatchObject({
        totalHits: 1,
        results: [{ taskType: type }],
      })
      expect((await get(`/api/workflow/${id}/tasks`, { query: { status: ['FAILED'] } })).json()).toEqual({
        totalHits: 0,
        results: [],
      })
      expect((await get(`/api/workflow/running/${name}`)).json()).toEqual([id])
      const correlated = await get(`/api/workflow/${name}/correlated/parts`, { query: { includeTasks: true } })
      expect(correlated.json()).toMatchObject([{ workflowId: id, tasks: [{ taskType: type }] }])
      expect((await get(`/api/workflow/${name}/correlated/other`)).json()).toEqual([])
      expect((await post(`/api/workflow/${name}/correlated`, { body: ['parts', 'other'] })).json()).toMatchObject({
        parts: [{ workflowId: id }],
      })
      expect((await get('/api/workflow/zz')).json()).toMatchObject({
        status: 404,
        message: 'No such workflow found by id: zz',
      })
    })
  })

  describe('steering', () => {
    it('pauses and resumes', async () => {
      const [one, two] = [unique('work'), unique('work')]
      const id = await start(await register('pause', [{ name: one }, { name: two }]))
      expect(await put(`/api/workflow/${id}/pause`)).toMatchObject({ status: 200, text: '' })
      expect((await put(`/api/workflow/${id}/pause`)).status).toBe(200)
      expect((await workflow(id)).status).toBe('PAUSED')
      await report(await poll(one), 'COMPLETED')
      expect((await workflow(id)).tasks).toHaveLength(1)
      expect((await put(`/api/workflow/${id}/resume`)).status).toBe(200)
      await report(await poll(two), 'COMPLETED')
      await ended(id, 'COMPLETED')
      const again = await put(`/api/workflow/${id}/resume`)
      expect(again.status).toBe(status('resumeWhenNotPaused'))
      expect(again.json().message).toBe(
        `The workflow ${id} is not PAUSED so cannot resume. Current status is COMPLETED`,
      )
      expect((await put(`/api/workflow/${id}/pause`)).status).toBe(409)
    })

    it('terminates', async () => {
      const type = unique('work')
      const name = await register('terminate', [{ name: type }])
      const id = await start(name)
      expect((await remove(`/api/workflow/${id}`, { query: { reason: 'enough' } })).status).toBe(200)
      const run = await workflow(id)
      expect(run).toMatchObject({
        status: 'TERMINATED',
        reasonForIncompletion: 'enough',
        tasks: [{ status: 'CANCELED' }],
      })
      expect((await remove(`/api/workflow/${id}`)).status).toBe(200)
      expect((await get(`/api/tasks/poll/${type}`)).status).toBe(204)
      const late = await report(run.tasks[0], 'COMPLETED')
      expect(late).toMatchObject({ status: 200, text: run.tasks[0].taskId })

      const done = await start(name)
      await report(await poll(type), 'COMPLETED')
      await ended(done, 'COMPLETED')
      expect((await remove(`/api/workflow/${done}`)).json()).toMatchObject({
        status: 409,
        message: 'Cannot terminate a COMPLETED workflow.',
      })
    })

    it('retries, restarts and reruns', async () => {
      const type = unique('work')
      await post('/api/metadata/taskdefs', { body: [{ name: type, retryCount: 0 }] })
      const name = await register('again', [{ name: type }])
      const id = await start(name)
      expect((await post(`/api/workflow/${id}/retry`)).json()).toMatchObject({
        status: 404,
        message: 'Workflow is still running.  status=RUNNING',
      })
      expect((await post(`/api/workflow/${id}/restart`)).status).toBe(409)
      expect((await post(`/api/workflow/${id}/rerun`, { body: {} })).status).toBe(409)

      const first = await poll(type)
      await report(first, 'FAILED', {}, { reasonForIncompletion: 'no' })
      const failed = await ended(id, 'FAILED')
      expect(failed).toMatchObject({
        reasonForIncompletion: `Task ${first.taskId} failed with status: FAILED and reason: 'no'`,
        failedReferenceTaskNames: [type],
        failedTaskNames: [type],
      })

      expect(await post(`/api/workflow/${id}/retry`)).toMatchObject({ status: 204, text: '' })
      const second = await poll(type)
      expect(second).toMatchObject({ retryCount: 1, retriedTaskId: first.taskId, seq: 2 })
      await report(second, 'FAILED_WITH_TERMINAL_ERROR')
      await ended(id, 'FAILED')

      expect((await post(`/api/workflow/${id}/restart`)).status).toBe(204)
      const third = await poll(type)
      expect(third).toMatchObject({ retryCount: 0, seq: 1, workflowInstanceId: id })
      await report(third, 'FAILED')
      await ended(id, 'FAILED')

      const rerun = await post(`/api/workflow/${id}/rerun`, {
        body: {
          reRunFromTaskId: third.taskId,
          taskInput: { x: 1 },
          workflowInput: { again: true },
          correlationId: 'again',
        },
      })
      expect(rerun).toMatchObject({ status: 200, text: id })
      expect(await workflow(id)).toMatchObject({ input: { again: true }, correlationId: 'again' })
      const fourth = await poll(type)
      expect(fourth).toMatchObject({ taskId: third.taskId, inputData: { x: 1 } })
      await report(fourth, 'COMPLETED')
      await ended(id, 'COMPLETED')
      expect((await post(`/api/workflow/${id}/retry`)).json()).toMatchObject({
        status: 409,
        message: 'There are no retryable tasks! Use restart if you want to attempt entire workflow execution again.',
      })
    })

    it('skips what has not been reached', async () => {
      const [one, two] = [unique('work'), unique('work')]
      const id = await start(await register('skip', [{ name: one }, { name: two, taskReferenceName: 'second' }]))
      expect((await put(`/api/workflow/${id}/skiptask/second`, { query: { 'taskInput[a]': 'b' } })).status).toBe(200)
      expect((await put(`/api/workflow/${id}/skiptask/none`)).status).toBe(status('skipWhatCannotBeSkipped'))
      await report(await poll(one), 'COMPLETED')
      expect((await ended(id, 'COMPLETED')).tasks).toEqual(
        expect.arrayContaining([expect.objectContaining({ referenceTaskName: 'second', status: 'SKIPPED', seq: 0 })]),
      )
    })

    it('removes', async () => {
      const type = unique('work')
      const name = await register('remove', [{ name: type }])
      const id = await start(name)
      expect((await remove(`/api/workflow/${id}/remove`)).json()).toMatchObject({
        status: 400,
        message: `Cannot archive workflow: ${id} with status: RUNNING`,
      })
      expect((await remove(`/api/workflow/${id}/remove`, { query: { archiveWorkflow: false } })).status).toBe(200)
      expect((await get(`/api/workflow/${id}`)).status).toBe(404)
    })

    it('does the same in bulk, each by itself', async () => {
      const type = unique('work')
      const name = await register('bulk', [{ name: type }])
      const ids = [await start(name), await start(name)]
      const unknown = { bulkErrorResults: { zz: 'No such workflow found by id: zz' } }
      const bulk = async (method: string, operation: string) => {
        const answer = (await setting.send(method, `/api/workflow/bulk/${operation}`, { body: [...ids, 'zz'] })).json()
        return { ...answer, bulkSuccessfulResults: answer.bulkSuccessfulResults.toSorted() }
      }
      const done = { ...unknown, bulkSuccessfulResults: ids.toSorted() }
      expect(await bulk('PUT', 'pause')).toEqual(done)
      expect(await bulk('PUT', 'resume')).toEqual(done)
      expect(await bulk('POST', 'terminate')).toEqual(done)
      expect(await bulk('POST', 'restart')).toEqual(done)
      expect(await bulk('POST', 'terminate')).toEqual(done)
      expect(await bulk('POST', 'retry')).toEqual(done)
      expect(await bulk('POST', 'terminate')).toEqual(done)
      expect((await post('/api/workflow/bulk/terminate', { body: [] })).status).toBe(400)
      const tooMany = Array.from({ length: 1001 }, (_, index) => String(index))
      expect((await post('/api/workflow/bulk/terminate', { body: tooMany })).text).toContain(
        'Cannot process more than 1000 workflows. Please use multiple requests.',
      )
    })
  })
}
