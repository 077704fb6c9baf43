// The official JavaScript SDK, with its own workers, at our engine: register, start, poll, complete, steer.
import {
  Consistency,
  type ConductorClient,
  createConductorClient,
  EventClient,
  MetadataClient,
  noopLogger,
  ReturnStrategy,
  SchedulerClient,
  SecretClient,
  TaskClient,
  TaskManager,
  TaskResultStatusEnum,
  type WorkflowDef,
  WorkflowExecutor,
} from '@io-orkes/conductor-javascript'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningEngine, startEngine } from '../../testing/running-engine.ts'

let running: RunningEngine
let client: ConductorClient
let executor: WorkflowExecutor
let metadata: MetadataClient

beforeAll(async () => {
  running = await startEngine()
  // Keys are given, and the server has no sign-in: its 404 on /api/token must make the SDK carry on.
  client = await createConductorClient({
    serverUrl: running.url,
    keyId: 'k',
    keySecret: 's',
    useEnvVars: false,
    logger: noopLogger,
  })
  executor = new WorkflowExecutor(client)
  metadata = new MetadataClient(client)
})
afterAll(() => running.stop())

const simple = (name: string, inputParameters = {}) => ({
  name,
  taskReferenceName: name,
  type: 'SIMPLE' as const,
  inputParameters,
})

async function ended(workflowId: string, status: string) {
  for (;;) {
    const workflow = await executor.getExecution(workflowId, true)
    if (workflow.status === status) return workflow
    if (workflow.status !== 'RUNNING') throw new Error(`${workflowId} is ${workflow.status}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

describe('the JavaScript SDK', () => {
  it('registers, starts, works with several workers and completes', async () => {
    await metadata.registerTask({
      name: 'sdk_double',
      retryCount: 1,
      retryDelaySeconds: 0,
      ownerEmail: 'a@example.org',
    })
    await metadata.registerWorkflowDef({
      name: 'sdk_flow',
      version: 1,
      ownerEmail: 'a@example.org',
      timeoutSeconds: 60,
      tasks: [simple('sdk_double', { n: '${workflow.input.n}' }), simple('sdk_add', { n: '${sdk_double.output.n}' })],
      outputParameters: { n: '${sdk_add.output.n}' },
    })
    let failures = 0
    const number = (value: unknown) => Number(value)
    const workers = new TaskManager(
      client,
      [
        {
          taskDefName: 'sdk_double',
          concurrency: 4,
          execute: async ({ inputData }) => {
            if (number(inputData?.['n']) === 0 && failures++ === 0) throw new Error('first time fails')
            return { status: 'COMPLETED', outputData: { n: number(inputData?.['n']) * 2 } }
          },
        },
        {
          taskDefName: 'sdk_add',
          concurrency: 4,
          execute: async ({ inputData }) => ({ status: 'COMPLETED', outputData: { n: number(inputData?.['n']) + 1 } }),
        },
      ],
      { logger: noopLogger, options: { workerID: 'sdk', pollInterval: 5, batchPollingTimeout: 1000 } },
    )
    workers.startPolling()
    try {
      const ids = await Promise.all(
        Array.from({ length: 20 }, (_, n) =>
          executor.startWorkflow({ name: 'sdk_flow', version: 1, input: { n }, correlationId: `c${n}` }),
        ),
      )
      const runs = await Promise.all(ids.map((id) => ended(id, 'COMPLETED')))
      expect(runs.map(({ output }) => output?.['n'])).toEqual(ids.map((_, n) => n * 2 + 1))
      expect(runs[0]?.tasks?.map(({ status }) => status)).toEqual(['FAILED', 'COMPLETED', 'COMPLETED'])
    } finally {
      await workers.stopPolling()
    }
  })

  it('executes and signals', async () => {
    await metadata.registerWorkflowDef({
      name: 'sdk_wait',
      version: 1,
      timeoutSeconds: 0,
      tasks: [{ name: 'hold', taskReferenceName: 'hold', type: 'WAIT', inputParameters: {} }],
      outputParameters: { answer: '${hold.output.taskOutput.answer}' },
    })
    const request = { name: 'sdk_wait', version: 1, input: {} }
    const blocked = await executor.executeWorkflow(
      request,
      'sdk_wait',
      1,
      'r-1',
      '',
      5,
      Consistency.DURABLE,
      ReturnStrategy.BLOCKING_TASK,
    )
    expect(blocked.isBlockingTask()).toBe(true)
    expect(blocked).toMatchObject({ referenceTaskName: 'hold', targetWorkflowStatus: 'RUNNING', requestId: 'r-1' })
    const id = blocked.getTargetWorkflowId()
    // The SDK wraps what it is given: the task's output is { taskOutput: … }.
    const answered = await executor.signal(
      id,
      TaskResultStatusEnum.COMPLETED,
      { answer: 42 },
      ReturnStrategy.TARGET_WORKFLOW,
    )
    expect(answered).toMatchObject({ targetWorkflowId: id, targetWorkflowStatus: 'COMPLETED', output: { answer: 42 } })
    await expect(executor.signal(id, TaskResultStatusEnum.COMPLETED, {})).rejects.toThrow('Found no blocked task')
  })

  it('signals what is held up below, by the id that the answer names', async () => {
    const hold = { name: 'hold', taskReferenceName: 'hold', type: 'YIELD' }
    const below = (name: string) => ({
      name: 'below',
      taskReferenceName: 'below',
      type: 'SUB_WORKFLOW',
      subWorkflowParam: { name, version: 1 },
    })
    const define = (name: string, tasks: object[]) =>
      metadata.registerWorkflowDef({
        name,
        version: 1,
        timeoutSeconds: 0,
        // The SDK's types know no YIELD; the server does.
        tasks: tasks as WorkflowDef['tasks'],
      })
    await define('sdk_leaf', [hold])
    await define('sdk_branch', [hold, below('sdk_leaf')])
    await define('sdk_root', [below('sdk_branch')])
    for (const form of Object.values(ReturnStrategy)) {
      const request = { name: 'sdk_root', version: 1, input: {} }
      const blocked = await executor.executeWorkflow(request, 'sdk_root', 1, form, '', 5, Consistency.SYNCHRONOUS, form)
      expect(blocked).toMatchObject({ responseType: form, requestId: form, targetWorkflowStatus: 'RUNNING' })
      const root = blocked.getTargetWorkflowId()
      const named = blocked.getWorkflowId()
      // Everything but the target names the execution in which the task lies.
      expect(named === root).toBe(form === ReturnStrategy.TARGET_WORKFLOW)
      const once = await executor.signal(named, TaskResultStatusEnum.COMPLETED, { n: 1 }, form)
      expect(once).toMatchObject({ responseType: form, targetWorkflowId: named, targetWorkflowStatus: 'RUNNING' })
      const twice = await executor.signal(named, TaskResultStatusEnum.COMPLETED, { n: 2 })
      expect(twice).toMatchObject({ targetWorkflowId: named, targetWorkflowStatus: 'COMPLETED' })
      await ended(root, 'COMPLETED')
    }
  })

  it('steers, searches and reads what workers left', async () => {
    await metadata.registerWorkflowDef({
      name: 'sdk_manual',
      version: 1,
      timeoutSeconds: 0,
      tasks: [simple('sdk_manual_task')],
    })
    const id = await executor.startWorkflow({ name: 'sdk_manual', version: 1, input: { place: 'here' } })
    await executor.pause(id)
    expect((await executor.getWorkflowStatus(id, false, false)).status).toBe('PAUSED')
    await executor.resume(id)
    await executor.terminate(id, 'enough')
    expect(await executor.getWorkflow(id, true)).toMatchObject({
      status: 'TERMINATED',
      reasonForIncompletion: 'enough',
    })
    await executor.restart(id, false)
    await executor.updateVariables(id, { seen: true })
    const tasks = new TaskClient(client)
    const task = (await executor.getExecution(id, true)).tasks?.[0]
    // It also sends the line as a JSON text, and a line is kept as it comes.
    await tasks.addTaskLog(task?.taskId ?? '', 'looked at it')
    expect(await tasks.getTaskLogs(task?.taskId ?? '')).toMatchObject([{ log: '"looked at it"' }])
    expect(await tasks.getQueueSizeForTask(['sdk_manual_task'])).toEqual({ sdk_manual_task: 1 })
    await executor.updateTaskByRefName('sdk_manual_task', id, 'COMPLETED', { done: true })
    expect(await ended(id, 'COMPLETED')).toMatchObject({ output: { done: true }, variables: { seen: true } })
    const found = await executor.search(0, 10, `workflowType = "sdk_manual" AND status IN (COMPLETED)`, '*')
    expect(found).toMatchObject({ totalHits: 1, results: [{ workflowId: id }] })
    await executor.deleteWorkflow(id, false)
    await expect(executor.getWorkflow(id, true)).rejects.toThrow('No such workflow')
  })

  it('limits, and schedules', async () => {
    await metadata.registerWorkflowDef({
      name: 'sdk_limited',
      version: 1,
      timeoutSeconds: 0,
      tasks: [simple('sdk_limited_task')],
    })
    expect(await metadata.getWorkflowRateLimit('sdk_limited')).toBeUndefined()
    await metadata.setWorkflowRateLimit({ rateLimitKey: 'k', concurrentExecLimit: 2 }, 'sdk_limited')
    expect(await metadata.getWorkflowRateLimit('sdk_limited')).toMatchObject({ concurrentExecLimit: 2 })
    await metadata.removeWorkflowRateLimit('sdk_limited')
    expect(await metadata.getWorkflowRateLimit('sdk_limited')).toBeUndefined()

    const scheduler = new SchedulerClient(client)
    await scheduler.saveSchedule({
      name: 'sdk_nightly',
      cronExpression: '0 0 3 * * *',
      startWorkflowRequest: { name: 'sdk_limited', version: 1 },
    })
    expect(await scheduler.getSchedule('sdk_nightly')).toMatchObject({ cronExpression: '0 0 3 * * *', paused: false })
    await scheduler.pauseSchedule('sdk_nightly')
    expect(await scheduler.getAllSchedules('sdk_limited')).toMatchObject([{ name: 'sdk_nightly', paused: true }])
    await scheduler.resumeSchedule('sdk_nightly')
    expect(await scheduler.getNextFewSchedules('0 0 3 * * *', undefined, undefined, 2)).toHaveLength(2)
    expect((await scheduler.search(0, 10)).results).toEqual([])
    await scheduler.deleteSchedule('sdk_nightly')
  })

  it('adds an event handler, which it posts as a list', async () => {
    const events = new EventClient(client)
    const start_workflow = { name: 'sdk_flow', input: {} }
    const handler = { name: 'sdk_handler', event: 'conductor:sdk_flow:ref', active: true }
    await events.addEventHandler({ ...handler, actions: [{ action: 'start_workflow', start_workflow }] })
    expect(await events.getEventHandlersForEvent(handler.event)).toMatchObject([handler])
    await expect(events.addEventHandler({ ...handler, name: '', actions: [] })).rejects.toThrow('Validation failed')
    await events.removeEventHandler(handler.name)
    expect(await events.getAllEventHandlers()).toEqual([])
  })

  it('met no defect of the server', () => expect(running.defects).toEqual([]))

  it('keeps secrets with their tags', async () => {
    const secrets = new SecretClient(client)
    const tags = [{ key: 'env', value: 'test', type: 'METADATA' }]
    await secrets.putSecret('SDK_TOKEN', '{"user":"a","password":"open sesame"}')
    expect(await secrets.getSecret('SDK_TOKEN')).toBe('{"user":"a","password":"open sesame"}')
    expect(await secrets.secretExists('SDK_TOKEN')).toBe(true)
    expect(await secrets.listAllSecretNames()).toEqual(['SDK_TOKEN'])
    expect(await secrets.listSecretsThatUserCanGrantAccessTo()).toEqual(['SDK_TOKEN'])
    await secrets.setSecretTags(tags, 'SDK_TOKEN')
    expect(await secrets.getSecretTags('SDK_TOKEN')).toEqual(tags)
    await secrets.deleteSecretTags(tags, 'SDK_TOKEN')
    expect(await secrets.getSecretTags('SDK_TOKEN')).toEqual([])
    await metadata.registerWorkflowDef({
      name: 'sdk_secret',
      version: 1,
      ownerEmail: 'a@example.org',
      timeoutSeconds: 60,
      tasks: [simple('sdk_secret', { password: '${workflow.secrets.SDK_TOKEN.password}' })],
    })
    await executor.startWorkflow({ name: 'sdk_secret', input: {} })
    const [polled] = await running.engine.tasks.poll({ taskType: 'sdk_secret', workerId: 'w', count: 1 })
    expect(polled?.inputData).toEqual({ password: 'open sesame' })
    await secrets.deleteSecret('SDK_TOKEN')
    await expect(secrets.getSecret('SDK_TOKEN')).rejects.toThrow("Failed to get secret 'SDK_TOKEN'")
  })

  it('finds values of the environment as they were put, tags put before them, and what was removed', async () => {
    const at = (path: string) => `${running.url}/api/environment/${path}`
    const headers = { 'content-type': 'application/json' }
    const tags = [{ key: 'department', value: 'accounts' }]
    const tag = async (name: string, method: 'PUT' | 'DELETE') => {
      const { status } = await fetch(at(`${name}/tags`), { method, body: JSON.stringify(tags), headers })
      expect(status).toBe(200)
      return await (await fetch(at(`${name}/tags`))).json()
    }
    expect(await tag('test-sdk-var', 'PUT')).toEqual(tags)
    await fetch(at('test-sdk-var'), { method: 'PUT', body: '"a value"', headers })
    expect(running.engine.environment.get('test-sdk-var')).toBe('a value')
    expect(await (await fetch(`${running.url}/api/environment`)).json()).toContainEqual({
      name: 'test-sdk-var',
      value: 'a value',
      tags,
    })
    expect(await tag('test-sdk-var', 'DELETE')).toEqual([])
    expect(await tag('never-filled', 'DELETE')).toEqual([])
    expect(await (await fetch(at('test-sdk-var'), { method: 'DELETE' })).text()).toBe('a value')
    expect((await fetch(at('test-sdk-var'), { method: 'DELETE' })).status).toBe(404)
  })

  it('finds out that event handlers are served', async () => {
    expect(await new EventClient(client).test()).toEqual({})
  })

  it('keeps handlers that do nothing yet', async () => {
    const events = new EventClient(client)
    const handler = { name: 'sdk:idle', event: 'sdk:quiet', active: true, actions: [] }
    await events.addEventHandlers([handler])
    await events.updateEventHandler({ ...handler, active: false, description: 'later' })
    expect(await events.getEventHandlerByName(handler.name)).toMatchObject({ active: false, description: 'later' })
    await expect(events.addEventHandler({ ...handler, name: '', event: '' })).rejects.toThrow(/Validation failed/)
    await expect(events.updateEventHandler({ ...handler, name: 'sdk:none' })).rejects.toThrow(
      /Validation failed|not found/,
    )
    await events.removeEventHandler(handler.name)
  })

  it('sends messages, and sees what handlers have made of them', async () => {
    const events = new EventClient(client)
    const [name, event] = ['sdk:on_news', 'sdk:news:1']
    const action = {
      action: 'start_workflow' as const,
      start_workflow: { name: 'no_such_workflow', version: 1, input: {} },
    }
    await events.addEventHandler({ name, event, active: true, actions: [action] })
    await expect(events.handleIncomingEvent({})).rejects.toThrow(/names no 'event'/)
    await events.handleIncomingEvent({ event, source: 'test' })
    expect((await events.getEventExecutions(name, 0))[0]).toMatchObject({
      name,
      event,
      action: 'start_workflow',
      status: 'FAILED',
      created: expect.any(Number),
      output: { error: 'No such workflow defined. name=no_such_workflow, version=1' },
      eventHandler: { name },
      payload: { event, source: 'test' },
      fullMessagePayload: { event, source: 'test' },
    })
    const counted = { event, active: true, numberOfActions: 1, numberOfMessages: 1 }
    expect(await events.getAllActiveEventHandlers()).toMatchObject({ results: [{ name, ...counted }] })
    expect((await events.getEventHandlersWithStats(0)).results).toContainEqual(counted)
    expect(await events.getEventMessages(event)).toMatchObject([
      { eventTarget: event, status: 'HANDLED', fullPayload: { event, source: 'test' }, eventExecutions: [{ name }] },
    ])
    expect(await events.getEventMessages(event, Date.now() + 60_000)).toEqual([])
    expect(await events.getEventMessages(event, 300_000)).toHaveLength(1)
    await expect(events.getQueueConfig('kafka', 'orders')).rejects.toThrow(/config/)
    await expect(events.testConnectivity({ sink: '', input: {} })).rejects.toThrow(/sink/)
    expect(await events.testConnectivity({ sink: 'conductor:x', input: {} })).toEqual({ successful: true })
    expect(await events.testConnectivity({ sink: 'sqs:x', input: {} })).toMatchObject({ successful: false })
    await events.removeEventHandler(name)
  })
})
