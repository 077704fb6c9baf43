/** What executions do by themselves, with the SDK's own workers. */
import { ConductorWorkflow, simpleTask, TaskResultStatusEnum } from '@io-orkes/conductor-javascript'
import { equal, newest, pause, type Suite, truth, until } from './suite.ts'

export async function runFlows(suite: Suite): Promise<void> {
  const { scenario, start, ended, get, task, executor } = suite

  await scenario('workers finish twenty executions', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, (_, n) => start('conf_math', { n })))
    for (const [n, id] of ids.entries()) {
      const { output } = await ended(id, 'COMPLETED')
      equal(2 * n + 1, output?.['n'], 'output')
      truth(output?.['worker'] !== null, 'the worker is named')
    }
  })
  await scenario('a failed task is retried', async () => {
    const { tasks = [] } = await ended(await start('conf_flaky'), 'COMPLETED')
    equal(
      ['FAILED', 'FAILED', 'COMPLETED'],
      tasks.map(({ status }) => status),
      'attempts',
    )
    truth(Number(tasks[1]?.startTime) - Number(tasks[0]?.endTime) >= 999, 'not before its delay')
    equal('third time lucky', (await suite.tasks.getTaskLogs(tasks[2]?.taskId ?? ''))[0]?.log, 'log')
  })
  await scenario('a terminal error ends it and starts the failure workflow', async () => {
    const id = await start('conf_hopeless', { kept: 'yes' })
    const failed = await ended(id, 'FAILED')
    equal(1, failed.tasks?.length, 'attempts')
    truth(failed.reasonForIncompletion?.includes('no hope') === true, `reason: ${failed.reasonForIncompletion}`)
    const after = await until(
      'the failure workflow is named',
      async () => (await get(id)).output?.['conductor.failure_workflow'],
      (found) => typeof found === 'string',
    )
    equal(id, (await ended(String(after), 'COMPLETED')).output?.['of'], 'whom it follows')
  })
  await scenario('sub-workflows, registered and written out', async () => {
    const done = await ended(await start('conf_parent', { n: 4 }), 'COMPLETED')
    equal(10, done.output?.['n'], 'output')
    const child = await get(newest(done, 'registered')?.subWorkflowId ?? '')
    equal(done.workflowId, child.parentWorkflowId, 'parent of the child')
  })
  await scenario('a fork is joined', async () => {
    const { output } = await ended(await start('conf_fork', { n: 5 }), 'COMPLETED')
    equal({ left: 10, right: 6 }, output, 'output')
  })
  await scenario('a dynamic fork is joined', async () => {
    const branch = (name: string, taskReferenceName: string) => ({ name, taskReferenceName, type: 'SIMPLE' })
    const input = {
      tasks: [branch('conf_double', 'a'), branch('conf_add', 'b')],
      inputs: { a: { n: 1 }, b: { n: 10 } },
    }
    const { output } = await ended(await start('conf_dynamic_fork', input), 'COMPLETED')
    equal({ a: { n: 2 }, b: { n: 11 } }, output?.['all'], 'output')
  })
  await scenario('a loop runs its rounds', async () => {
    const { output, tasks } = await ended(await start('conf_loop', { times: 3 }), 'COMPLETED')
    equal(3, output?.['rounds'], 'rounds')
    equal(
      ['loop', 'step__1', 'step__2', 'step__3'],
      tasks?.map((one) => one.referenceTaskName),
      'records',
    )
  })
  await scenario('scripts, variables, switch and terminate', async () => {
    const done = await ended(await start('conf_system', { n: 3, way: 'on' }), 'COMPLETED')
    equal([9, 'on'], [done.output?.['most'], done.variables?.['way']], 'output and variable')
    const stopped = await ended(await start('conf_system', { n: 1, way: 'off' }), 'FAILED')
    equal(true, stopped.output?.['stopped'], 'output of terminate')
  })
  await scenario('a wait ends by time, the next one by signal', async () => {
    const id = await start('conf_wait')
    await task(id, 'answer', 'IN_PROGRESS')
    const moment = newest(await get(id), 'moment')
    truth(Number(moment?.endTime) - Number(moment?.startTime) >= 990, 'waited')
    await executor.signalAsync(id, TaskResultStatusEnum.COMPLETED, { answer: 42 })
    // The SDK puts what it is given under `taskOutput`.
    equal({ taskOutput: { answer: 42 } }, newest(await ended(id, 'COMPLETED'), 'answer')?.outputData, 'output')
  })
  await scenario('a human task is completed by its reference', async () => {
    const id = await start('conf_human')
    await task(id, 'person', 'IN_PROGRESS')
    await executor.updateTaskByRefName('person', id, 'COMPLETED', { approved: true })
    equal(true, (await ended(id, 'COMPLETED')).output?.['approved'], 'output')
  })
  await scenario('a task in progress comes back after its delay', async () => {
    const { output, tasks } = await ended(await start('conf_slow'), 'COMPLETED')
    equal([2, 1], [output?.['polls'], tasks?.length], 'polls and records')
  })
  await scenario('an overdue execution ends', async () => {
    const id = await start('conf_overdue')
    await pause(1100)
    await ended(id, 'TIMED_OUT')
  })
  await scenario('one execution starts another', async () => {
    const { output } = await ended(await start('conf_starter', { n: 7 }), 'COMPLETED')
    equal(7, (await ended(String(output?.['id']), 'COMPLETED')).output?.['n'], 'output')
  })
  await scenario('a workflow in code', async () => {
    const workflow = new ConductorWorkflow(executor, 'conf_javascript_code', 1)
      .ownerEmail('sdk@example.org')
      .timeoutSeconds(60)
      .add(simpleTask('greet', 'conf_greet', { name: '${workflow.input.name}' }))
      .outputParameters({ said: '${greet.output.greeting}' })
    await workflow.register(true)
    const { status, output } = await workflow.execute({ name: 'Ada' })
    equal(['COMPLETED', 'Hello Ada'], [status, output?.['said']], 'status and output')
  })
}
