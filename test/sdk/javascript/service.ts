/** Definitions, queues, events, schedules, synchronous calls, and how mistakes are answered. */
import { randomUUID } from 'node:crypto'
import { Consistency, ReturnStrategy, SchemaClient, TaskResultStatusEnum } from '@io-orkes/conductor-javascript'
import { equal, newest, refused, type Suite, truth, until } from './suite.ts'

export async function runService(suite: Suite): Promise<void> {
  const { scenario, start, ended, get, task, executor, metadata, scheduler, events, url } = suite

  await scenario('definitions', async () => {
    const name = `conf_${randomUUID()}`
    const definition = {
      name,
      version: 1,
      ownerEmail: 'sdk@example.org',
      timeoutSeconds: 0,
      tasks: [{ name: 'conf_manual', taskReferenceName: 'only', type: 'SIMPLE' as const, inputParameters: {} }],
    }
    await metadata.registerWorkflowDef(definition)
    await refused(`Workflow with ${name}.1 already exists!`, () => metadata.registerWorkflowDef(definition))
    await metadata.registerWorkflowDef({ ...definition, version: 2, description: 'the second' }, true)
    equal('the second', (await metadata.getWorkflowDef(name)).description, 'newest')
    equal(1, (await metadata.getWorkflowDef(name, 1)).version, 'version')
    equal(2, (await metadata.getAllWorkflowDefs()).filter((one) => one.name === name).length, 'listed')
    for (const version of [1, 2]) await metadata.unregisterWorkflow(name, version)
    await refused('No such workflow found', () => metadata.getWorkflowDef(name, 1))
    const taskDef = { name, ownerEmail: 'sdk@example.org', timeoutSeconds: 0, responseTimeoutSeconds: 10 }
    await metadata.registerTask(taskDef)
    await metadata.updateTask({ ...taskDef, description: 'changed' })
    equal('changed', (await metadata.getTask(name)).description, 'description')
    await metadata.unregisterTask(name)
    await refused('No such taskType found', () => metadata.getTask(name))
  })
  await scenario('mistakes come back as they are named', async () => {
    const empty = { name: '', version: 1, timeoutSeconds: 0, tasks: [] }
    await refused('Validation failed, check below errors for detail.', () => metadata.registerWorkflowDef(empty))
    await refused('No such workflow defined. name=conf_nowhere, version=1', () => start('conf_nowhere'))
    const none = randomUUID()
    await refused(`No such workflow found by id: ${none}`, () => get(none))
    await refused(`Task not found for taskId: ${none}`, () => executor.getTask(none))
  })
  await scenario('queues, logs and poll data', async () => {
    const id = await start('conf_ranked')
    const { taskId = '' } = await task(id, 'ranked', 'SCHEDULED')
    truth(Number((await suite.tasks.getQueueSizeForTask(['conf_ranked']))['conf_ranked']) >= 1, 'queue size')
    await suite.tasks.addTaskLog(taskId, 'seen')
    const logs = await until(
      'the log',
      () => suite.tasks.getTaskLogs(taskId),
      (found) => found?.length === 1,
    )
    truth(logs[0]?.log?.includes('seen') === true, 'log')
    truth((await suite.tasks.getTaskPollData('conf_add')).length > 0, 'poll data')
    await executor.terminate(id, 'done')
    await executor.updateTask(taskId, id, 'COMPLETED', {})
    equal('CANCELED', (await executor.getTask(taskId)).status, 'a late result changes nothing')
  })
  // The SDK posts a list of handlers even for one, which Conductor OSS cannot read.
  const eventScenario: typeof scenario = suite.extended ? scenario : async (name) => console.log(`skip ${name}`)
  await eventScenario('events start executions', async () => {
    const name = `conf_javascript_${randomUUID()}`
    const event = 'conductor:conf_publisher:publish'
    const start_workflow = { name: 'conf_listener', correlationId: name, input: { n: '${n}' as unknown as object } }
    const handler = { name, event, active: true, actions: [{ action: 'start_workflow' as const, start_workflow }] }
    await events.addEventHandler(handler)
    truth(
      (await events.getEventHandlersForEvent(event, true)).some((one) => one.name === name),
      'listed',
    )
    await ended(await start('conf_publisher', { n: 8 }), 'COMPLETED')
    const query = `correlationId = '${name}'`
    const found = await until(
      'started',
      () => executor.search(0, 9, query, '*'),
      (one) => one.results?.length === 1,
    )
    equal(8, (await ended(found.results?.[0]?.workflowId ?? '', 'COMPLETED')).output?.['n'], 'output')
    await events.updateEventHandler({ ...handler, active: false })
    truth(!(await events.getEventHandlersForEvent(event, true)).some((one) => one.name === name), 'not active')
    await events.removeEventHandler(name)
    truth(!(await events.getAllEventHandlers()).some((one) => one.name === name), 'gone')
  })
  await scenario('executing and signalling, in one call each', async () => {
    const math = { name: 'conf_math', version: 1, input: { n: 2 } }
    const done = await executor.executeWorkflow(math, 'conf_math', 1, randomUUID())
    equal(['COMPLETED', 5], [done.status, done.output?.['n']], 'status and output')
    const open = { name: 'conf_open', version: 1, input: {} }
    const [durable, target] = [Consistency.DURABLE, ReturnStrategy.TARGET_WORKFLOW]
    const run = (request: typeof open, ref: string, seconds: number, strategy: ReturnStrategy) =>
      executor.executeWorkflow(request, request.name, 1, randomUUID(), ref, seconds, durable, strategy)
    const blocked = await run(open, '', 5, ReturnStrategy.BLOCKING_TASK)
    truth(blocked.isBlockingTask(), 'a blocking task')
    const id = blocked.getTargetWorkflowId()
    const answered = await executor.signal(id, TaskResultStatusEnum.COMPLETED, { answer: 'yes' }, target)
    equal('COMPLETED', answered.targetWorkflowStatus, 'status')
    await refused('Found no blocked task', () => executor.signal(id, TaskResultStatusEnum.COMPLETED, {}))
    const manual = await start('conf_manual')
    await task(manual, 'first', 'SCHEDULED')
    const after = await executor.updateTaskSync('first', manual, TaskResultStatusEnum.COMPLETED, { by: 'sync' })
    equal('COMPLETED', newest(after, 'first')?.status, 'answered after the update')
    await executor.terminate(manual, 'seen')
    const before = performance.now()
    const late = await run({ name: 'conf_manual', version: 1, input: {} }, 'second', 2, target)
    truth(performance.now() - before >= 1900, 'waited for its seconds')
    equal('RUNNING', late.targetWorkflowStatus, 'status')
    await executor.terminate(late.getTargetWorkflowId(), 'seen')
  })
  await scenario('a workflow is tested with mocks', async () => {
    const mock = (by: string) => [{ status: 'COMPLETED' as const, output: { by: by as unknown as object } }]
    const taskRefToMockOutput = { first: mock('mock'), second: mock('other mock') }
    const { status, output } = await executor.testWorkflow({ name: 'conf_manual', version: 1, taskRefToMockOutput })
    equal(['COMPLETED', { first: 'mock', second: 'other mock' }], [status, output], 'status and output')
  })
  await scenario('HTTP', async () => {
    const { output } = await ended(await start('conf_http', { uri: `${url}/api/version` }), 'COMPLETED')
    equal(200, output?.['status'], 'status')
    await ended(await start('conf_http', { uri: `${url}/api/nowhere` }), 'FAILED')
  })
  await scenario('schedules', async () => {
    const name = `conf_javascript_${randomUUID()}`
    const startWorkflowRequest = { name: 'conf_listener', version: 1, correlationId: name, input: { n: 1 } }
    await scheduler.saveSchedule({ name, cronExpression: '0/1 * * ? * *', startWorkflowRequest })
    try {
      equal('0/1 * * ? * *', (await scheduler.getSchedule(name)).cronExpression, 'cron')
      const query = `correlationId = '${name}'`
      await until(
        'it started one',
        () => executor.search(0, 1, query, '*'),
        ({ results = [] }) => results.length > 0,
      )
      await scheduler.pauseSchedule(name)
      equal(true, (await scheduler.getSchedule(name)).paused, 'paused')
      await scheduler.resumeSchedule(name)
      equal(false, (await scheduler.getSchedule(name)).paused, 'paused')
      truth(
        (await scheduler.getAllSchedules('conf_listener')).some((one) => one.name === name),
        'listed',
      )
      const next = await scheduler.getNextFewSchedules('0 0 12 * * ?', undefined, undefined, 3)
      equal(3, next.length, 'next times')
      const look = () => scheduler.search(0, 10, 'startTime:DESC', '*', `scheduleName IN (${name})`)
      await until('its executions are found', look, ({ results = [] }) => results.length > 0)
    } finally {
      await scheduler.deleteSchedule(name)
    }
  })
  await scenario('status without tasks', async () => {
    const { workflowId = '' } = await ended(await start('conf_math', { n: 3 }), 'COMPLETED')
    const { status, output } = await executor.getWorkflowStatus(workflowId, true, true)
    equal(['COMPLETED', 7], [status, output?.['n']], 'status and output')
  })
  if (!suite.extended) {
    console.log('skip what Orkes added: this server does not have it')
    return
  }
  await scenario('what Orkes added: idempotency keys', async () => {
    const more = { idempotencyKey: randomUUID(), idempotencyStrategy: 'RETURN_EXISTING' as const }
    const id = await start('conf_open', {}, more)
    equal(id, await start('conf_open', {}, more), 'the same execution')
    await refused('idempotency', () => start('conf_open', {}, { ...more, idempotencyStrategy: 'FAIL' }))
    await executor.terminate(id, 'free the key')
  })
  await scenario('what Orkes added: variables, state, correlations', async () => {
    const correlationId = randomUUID()
    const id = await start('conf_manual', {}, { correlationId })
    equal('red', (await executor.updateVariables(id, { colour: 'red' })).variables?.['colour'], 'variable')
    await task(id, 'first', 'SCHEDULED')
    const taskResult = { workflowInstanceId: id, taskId: '', status: 'COMPLETED' as const, outputData: { by: 'state' } }
    const update = { taskReferenceName: 'first', taskResult, variables: { size: 3 } }
    const run = await executor.updateState(id, update, randomUUID(), 'second', 1)
    equal(3, run.variables?.['size'], 'variable')
    equal('COMPLETED', newest(await get(id), 'first')?.status, 'task')
    const request = { correlationIds: [correlationId], workflowNames: ['conf_manual'] }
    equal(1, (await executor.getByCorrelationIds(request, true, false))[correlationId]?.length, 'by correlation id')
    await executor.terminate(id, 'done')
  })
  await scenario('what Orkes added: tags, schemas, rate limits', async () => {
    const tag = (key: string) => ({ key, value: 'sdk', type: 'METADATA' as const })
    await metadata.setWorkflowTags([tag('team'), tag('old')], 'conf_open')
    await metadata.deleteWorkflowTag(tag('old'), 'conf_open')
    equal([tag('team')], await metadata.getWorkflowTags('conf_open'), 'tags')
    const schemas = new SchemaClient(suite.client)
    const name = `conf_${randomUUID()}`
    const data = { type: 'object', required: ['n'] }
    await schemas.registerSchema([{ name, version: 1, type: 'JSON', data }])
    equal(data, (await schemas.getSchema(name, 1)).data, 'schema')
    await schemas.deleteSchemaByName(name)
    await metadata.setWorkflowRateLimit({ rateLimitKey: 'all', concurrentExecLimit: 100 }, 'conf_open')
    equal(100, (await metadata.getWorkflowRateLimit('conf_open'))?.concurrentExecLimit, 'rate limit')
    await metadata.removeWorkflowRateLimit('conf_open')
  })
}
