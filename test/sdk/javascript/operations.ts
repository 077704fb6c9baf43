/** What somebody does to executions from outside. */
import { randomUUID } from 'node:crypto'
import { equal, newest, refused, type Suite, until } from './suite.ts'

export async function runOperations(suite: Suite): Promise<void> {
  const { scenario, start, ended, get, task, finish, executor } = suite

  async function failingChild(parent: string): Promise<string> {
    const { subWorkflowId: child = '' } = await task(parent, 'child', 'IN_PROGRESS')
    await finish(await task(child, 'first', 'SCHEDULED'), 'COMPLETED')
    await finish(await task(child, 'second', 'SCHEDULED'), 'FAILED')
    await ended(child, 'FAILED')
    await ended(parent, 'FAILED')
    return child
  }

  await scenario('pause and resume', async () => {
    const id = await start('conf_manual')
    await executor.pause(id)
    await executor.pause(id)
    equal('PAUSED', (await get(id)).status, 'status')
    await finish(await task(id, 'first', 'SCHEDULED'), 'COMPLETED', { by: 'hand' })
    equal(1, (await get(id)).tasks?.length, 'records while paused')
    await executor.resume(id)
    await finish(await task(id, 'second', 'SCHEDULED'), 'COMPLETED', { by: 'hand' })
    equal('hand', (await ended(id, 'COMPLETED')).output?.['second'], 'output')
    await refused('has ended', () => executor.pause(id))
  })
  await scenario('terminate', async () => {
    const id = await start('conf_manual')
    await executor.terminate(id, 'enough')
    const { reasonForIncompletion, tasks } = await ended(id, 'TERMINATED')
    equal(['enough', 'CANCELED'], [reasonForIncompletion, tasks?.[0]?.status], 'reason and task')
    await executor.terminate(id, 'again')
    equal('enough', (await get(id)).reasonForIncompletion, 'reason')
    const { workflowId: done = '' } = await ended(await start('conf_fork', { n: 1 }), 'COMPLETED')
    await refused('Cannot terminate a COMPLETED workflow.', () => executor.terminate(done, 'late'))
  })
  await scenario('restart, retry and rerun', async () => {
    const id = await start('conf_manual')
    await refused('unable to restart', () => executor.restart(id, false))
    await refused('Workflow is still running', () => executor.retry(id, false))
    await finish(await task(id, 'first', 'SCHEDULED'), 'FAILED')
    await ended(id, 'FAILED')
    await executor.restart(id, false)
    const fresh = await task(id, 'first', 'SCHEDULED')
    equal(1, (await get(id)).tasks?.length, 'records after restart')
    await finish(fresh, 'COMPLETED', { by: 'restart' })
    await finish(await task(id, 'second', 'SCHEDULED'), 'FAILED')
    await ended(id, 'FAILED')
    await executor.retry(id, false)
    const retried = await task(id, 'second', 'SCHEDULED')
    equal(1, retried.retryCount, 'retry count')
    await finish(retried, 'COMPLETED', { by: 'retry' })
    await ended(id, 'COMPLETED')
    await refused('There are no retryable tasks', () => executor.retry(id, false))
    equal(id, await executor.reRun(id, { reRunFromTaskId: fresh.taskId ?? '', taskInput: { again: true } }), 'id')
    const again = await task(id, 'first', 'SCHEDULED')
    equal([fresh.taskId, true], [again.taskId, again.inputData?.['again']], 'record and input')
    await finish(again, 'COMPLETED', { by: 'rerun' })
    await finish(await task(id, 'second', 'SCHEDULED'), 'COMPLETED', { by: 'rerun' })
    equal({ first: 'rerun', second: 'rerun' }, (await ended(id, 'COMPLETED')).output, 'output')
  })
  await scenario('a failed child is resumed in place, or replaced', async () => {
    const id = await start('conf_manual_parent')
    const child = await failingChild(id)
    await executor.retry(id, true)
    equal(child, (await task(id, 'child', 'IN_PROGRESS')).subWorkflowId, 'child')
    await finish(await task(child, 'second', 'SCHEDULED'), 'FAILED')
    await ended(id, 'FAILED')
    await executor.retry(id, false)
    const other = await until(
      'another child',
      async () => newest(await get(id), 'child')?.subWorkflowId ?? child,
      (found) => found !== child && found !== '',
    )
    for (const reference of ['first', 'second']) await finish(await task(other, reference, 'SCHEDULED'), 'COMPLETED')
    await ended(id, 'COMPLETED')
  })
  await scenario('a retried child revives its parent', async () => {
    const id = await start('conf_manual_parent')
    const child = await failingChild(id)
    await executor.retry(child, false)
    await until(
      'the parent runs',
      () => get(id),
      ({ status }) => status === 'RUNNING',
    )
    await finish(await task(child, 'second', 'SCHEDULED'), 'COMPLETED')
    await ended(child, 'COMPLETED')
    await ended(id, 'COMPLETED')
  })
  await scenario('a terminated parent takes its child along', async () => {
    const id = await start('conf_manual_parent')
    const { subWorkflowId: child = '' } = await task(id, 'child', 'IN_PROGRESS')
    await task(child, 'first', 'SCHEDULED')
    await executor.terminate(id, 'all of it')
    await ended(id, 'TERMINATED')
    await ended(child, 'TERMINATED')
  })
  await scenario('skip a task', async () => {
    const id = await start('conf_manual')
    await executor.skipTasksFromWorkflow(id, 'second', {})
    await finish(await task(id, 'first', 'SCHEDULED'), 'COMPLETED')
    equal('SKIPPED', newest(await ended(id, 'COMPLETED'), 'second')?.status, 'status')
  })
  await scenario('search', async () => {
    const correlationId = `sdk-${randomUUID()}`
    const ids = await Promise.all([1, 2].map(() => start('conf_manual', {}, { correlationId })))
    for (const quote of ["'", '"']) {
      const query = `workflowId = ${quote}${ids[0]}${quote}`
      await until(
        'found by id',
        () => executor.search(0, 10, query, '*'),
        ({ results }) => results?.length === 1,
      )
    }
    const both = `correlationId = '${correlationId}' AND workflowType = 'conf_manual' AND status IN (RUNNING, PAUSED)`
    await until(
      'both found',
      () => executor.search(0, 10, both, '*'),
      ({ results }) => results?.length === 2,
    )
    const pages = await Promise.all([0, 1].map((first) => executor.search(first, 1, both, '*', 'startTime:DESC')))
    equal(ids.toSorted(), pages.map(({ results }) => results?.[0]?.workflowId ?? '').toSorted(), 'two pages')
    const first = await task(ids[0] ?? '', 'first', 'SCHEDULED')
    await finish(first, 'COMPLETED')
    const done = `taskId = '${first.taskId}' AND status = 'COMPLETED'`
    const looked = () => suite.tasks.search(0, 10, undefined, '*', done)
    await until('the task is found', looked, ({ results }) => results?.length === 1)
    for (const id of ids) await executor.terminate(id, 'found')
  })
  await scenario('remove', async () => {
    const id = await start('conf_manual')
    await refused('Cannot archive workflow', () => executor.deleteWorkflow(id, true))
    await executor.terminate(id, 'old')
    await executor.deleteWorkflow(id, false)
    await refused('No such workflow found by id', () => get(id))
    const query = `workflowId = '${id}'`
    await until(
      'not found any more',
      () => executor.search(0, 1, query, '*'),
      ({ results }) => results?.length === 0,
    )
  })
}
