// Everything that happens because time passes, on a clock that the test moves.

import { describe, expect, it } from 'vitest'
import type { TaskDefInput } from '../src/model/definition.ts'
import { answerOk, flow, openTestEngine, simple, task } from './harness.ts'
import type { TestEngine } from './harness.ts'

const second = 1000
const day = 86_400 * second

async function withTask(definition: TaskDefInput, more = {}): Promise<{ t: TestEngine; id: string }> {
  const t = await openTestEngine()
  await t.engine.metadata.registerTasks([definition])
  return { t, id: await t.run(flow([simple('s', { name: definition.name })], more)) }
}

describe('a retry', () => {
  const policies = [
    { retryLogic: 'FIXED', retryDelaySeconds: 5, expected: [5, 5, 5] },
    { retryLogic: 'EXPONENTIAL_BACKOFF', retryDelaySeconds: 1, expected: [1, 2, 4] },
    { retryLogic: 'EXPONENTIAL_BACKOFF', retryDelaySeconds: 1, maxRetryDelaySeconds: 3, expected: [1, 2, 3] },
    { retryLogic: 'LINEAR_BACKOFF', retryDelaySeconds: 1, backoffScaleFactor: 2, expected: [2, 4, 6] },
    {
      retryLogic: 'LINEAR_BACKOFF',
      retryDelaySeconds: 1,
      backoffScaleFactor: 2,
      maxRetryDelaySeconds: 3,
      expected: [2, 3, 3],
    },
    { retryLogic: 'FIXED', retryDelaySeconds: 5, maxRetryDelaySeconds: 2, expected: [2, 2, 2] },
  ] as const
  for (const { expected, ...policy } of policies) {
    it(`comes after ${expected.join(', ')} s with ${JSON.stringify(policy)}`, async () => {
      const { t, id } = await withTask({ name: 'w', retryCount: 3, ...policy })
      for (const delay of expected) {
        await t.work('w', {}, 'FAILED', 'again')
        const newest = (await t.workflow(id)).tasks.at(-1)
        expect(newest).toMatchObject({
          status: 'SCHEDULED',
          callbackAfterSeconds: delay,
          startDelayInSeconds: delay,
          reasonForIncompletion: 'again',
        })
        await t.clock.advance(delay * second - 1)
        expect(await t.poll('w')).toEqual([])
        await t.clock.advance(1)
      }
      await t.work('w', {}, 'FAILED', 'the last')
      const workflow = await t.workflow(id)
      expect(workflow.status).toBe('FAILED')
      expect(workflow.tasks.map((one) => [one.retryCount, one.retried])).toEqual([
        [0, true],
        [1, true],
        [2, true],
        [3, false],
      ])
      expect(workflow.tasks[1]?.retriedTaskId).toBe(workflow.tasks[0]?.taskId)
    })
  }

  it('adds jitter to the delivery and does not show it', async () => {
    const { t, id } = await withTask({ name: 'w', retryDelaySeconds: 2, backoffJitterMs: 1000 })
    await t.work('w', {}, 'FAILED')
    expect((await t.workflow(id)).tasks.at(-1)?.callbackAfterSeconds).toBe(2)
    await t.clock.advance(2 * second + 499)
    expect(await t.poll('w')).toEqual([])
    await t.clock.advance(2)
    expect(await t.poll('w')).toHaveLength(1)
  })

  it('without delay does not eat all attempts before a time limit can end them', async () => {
    const budget = { totalTimeoutSeconds: 4, timeoutSeconds: 0, responseTimeoutSeconds: 1 }
    const { t, id } = await withTask({ name: 'w', retryCount: 100, retryDelaySeconds: 0, ...budget })
    while ((await t.workflow(id)).status === 'RUNNING') {
      for (const attempt of await t.poll('w')) await t.report(attempt, 'FAILED')
      await t.clock.advance(5)
    }
    const { status, tasks } = await t.workflow(id)
    expect(status).toBe('TIMED_OUT')
    expect(tasks.length).toBeGreaterThan(20)
    expect(tasks.length).toBeLessThan(100)
  })

  it('is not made for a terminal error, nor for a definition without retries', async () => {
    const { t, id } = await withTask({ name: 'w' })
    await t.work('w', {}, 'FAILED_WITH_TERMINAL_ERROR', 'never')
    expect((await t.workflow(id)).status).toBe('FAILED')
    const other = await t.run(flow([simple('s', { name: 'w', retryCount: 0 })]))
    await t.work('w', {}, 'FAILED')
    expect((await t.workflow(other)).status).toBe('FAILED')
  })

  it('resolves the input again, so that the new task has its own id in it', async () => {
    const t = await openTestEngine()
    await t.engine.metadata.registerTasks([{ name: 'w', retryDelaySeconds: 0 }])
    await t.run(flow([simple('s', { name: 'w', inputParameters: { me: '${CPEWF_TASK_ID}' } })]))
    const first = await t.work('w', {}, 'FAILED')
    const [next] = await t.poll('w')
    expect(first.inputData.me).toBe(first.taskId)
    expect(next?.inputData.me).toBe(next?.taskId)
    expect(next?.taskId).not.toBe(first.taskId)
  })

  it('ends when the budget over all attempts is spent', async () => {
    const { t, id } = await withTask({
      name: 'w',
      retryCount: 100,
      retryDelaySeconds: 1,
      totalTimeoutSeconds: 4,
      timeoutPolicy: 'ALERT_ONLY',
    })
    for (let attempt = 0; attempt < 4; attempt += 1) {
      await t.work('w', {}, 'FAILED')
      await t.clock.advance(second)
    }
    const last = await t.work('w', {}, 'FAILED')
    const workflow = await t.workflow(id)
    expect(workflow).toMatchObject({
      status: 'FAILED',
      reasonForIncompletion: `Task ${last.taskId}/w exceeded total timeout of 4 seconds (elapsed 4 seconds across all attempts). No further retries will be attempted.`,
    })
    expect(new Set(workflow.tasks.map((one) => one.firstScheduledTime)).size).toBe(1)
  })

  it('of an HTTP task is made by the engine itself', async () => {
    let calls = 0
    const t = await openTestEngine({
      answerHttp: async () => (calls++ < 2 ? { ok: false, reason: 'down', terminal: false } : answerOk({ up: true })),
    })
    await t.engine.metadata.registerTasks([{ name: 'h', retryDelaySeconds: 10 }])
    const id = await t.run(flow([task('HTTP', 'h', { inputParameters: { uri: 'http://x', method: 'GET' } })]))
    await t.until(id, ({ tasks }) => tasks.length === 2)
    await t.clock.advance(10 * second)
    await t.until(id, ({ tasks }) => tasks.length === 3)
    expect(calls).toBe(2)
    await t.clock.advance(10 * second)
    await t.until(id, ({ status }) => status === 'COMPLETED')
  })
})

describe('a timeout', () => {
  it('of a response retries the task, whatever the policy', async () => {
    const { t, id } = await withTask({
      name: 'w',
      responseTimeoutSeconds: 5,
      retryDelaySeconds: 0,
      timeoutPolicy: 'ALERT_ONLY',
    })
    const [late] = await t.poll('w')
    await t.clock.advance(5 * second)
    const workflow = await t.workflow(id)
    expect(workflow.tasks[0]).toMatchObject({
      status: 'TIMED_OUT',
      reasonForIncompletion: `responseTimeout: 5 exceeded for the taskId: ${late?.taskId} with Task Definition: w`,
    })
    expect(workflow.tasks[1]).toMatchObject({ status: 'SCHEDULED', retryCount: 1 })
    // What comes too late is accepted and changes nothing.
    if (late) await t.report(late, 'COMPLETED', { late: true })
    expect((await t.workflow(id)).tasks[0]).toMatchObject({ status: 'TIMED_OUT', outputData: {} })
  })

  it('of a response is put off by a lease extension and by a report of progress', async () => {
    const { t, id } = await withTask({ name: 'w', responseTimeoutSeconds: 10, retryCount: 0 })
    const [held] = await t.poll('w')
    if (!held) throw new Error('no task')
    for (let n = 0; n < 3; n += 1) {
      await t.clock.advance(8 * second)
      await t.engine.tasks.update({
        workflowInstanceId: id,
        taskId: held.taskId,
        status: 'IN_PROGRESS',
        extendLease: true,
      })
    }
    expect((await t.workflow(id)).tasks[0]?.status).toBe('IN_PROGRESS')
    await t.clock.advance(10 * second)
    expect((await t.workflow(id)).status).toBe('TIMED_OUT')
  })

  it('of a poll ends the workflow by itself', async () => {
    const { t, id } = await withTask({ name: 'w', pollTimeoutSeconds: 25 })
    await t.clock.advance(25 * second)
    expect(await t.workflow(id)).toMatchObject({
      status: 'TIMED_OUT',
      reasonForIncompletion:
        'Task poll timed out after 25 seconds. Poll timeout configured as 25 seconds. Timeout policy configured to TIME_OUT_WF',
    })
    expect(t.engine.queues.size('w')).toBe(0)
  })

  it('of an attempt counts from its start and follows the policy', async () => {
    const retried = await withTask({
      name: 'w',
      timeoutSeconds: 30,
      responseTimeoutSeconds: 30,
      timeoutPolicy: 'RETRY',
      retryDelaySeconds: 0,
    })
    await retried.t.clock.advance(60 * second)
    await retried.t.poll('w')
    await retried.t.clock.advance(30 * second)
    expect(await retried.t.trace(retried.id)).toEqual(['s:TIMED_OUT', 's:SCHEDULED'])
    const ended = await withTask({ name: 'w', timeoutSeconds: 20, responseTimeoutSeconds: 20 })
    await ended.t.poll('w')
    await ended.t.clock.advance(20 * second)
    expect(await ended.t.workflow(ended.id)).toMatchObject({ status: 'TIMED_OUT' })
  })

  it('of the whole workflow ends it with TIME_OUT_WF and not with ALERT_ONLY', async () => {
    const limit = { timeoutSeconds: 60 }
    const { t, id } = await withTask({ name: 'w' }, { ...limit, timeoutPolicy: 'TIME_OUT_WF' })
    const lenient = await t.run(flow([simple('s', { name: 'w' })], limit))
    await t.clock.advance(60 * second)
    expect(await t.workflow(id)).toMatchObject({
      status: 'TIMED_OUT',
      reasonForIncompletion:
        'Workflow timed out after 60 seconds. Timeout configured as 60 seconds. Timeout policy configured to TIME_OUT_WF',
    })
    expect((await t.workflow(lenient)).status).toBe('RUNNING')
  })

  it('of the whole workflow leaves a paused one alone until a decision is asked for', async () => {
    const t = await openTestEngine()
    const id = await t.run(flow([simple('a'), simple('b')], { timeoutSeconds: 60, timeoutPolicy: 'TIME_OUT_WF' }))
    await t.engine.workflows.pause(id)
    await t.work('a')
    await t.clock.advance(90 * second)
    expect((await t.workflow(id)).status).toBe('PAUSED')
    await t.engine.workflows.decide(id)
    expect((await t.workflow(id)).status).toBe('TIMED_OUT')
    await t.engine.workflows.retry(id)
    expect((await t.workflow(id)).status).toBe('RUNNING')
    expect(await t.trace(id)).toEqual(['a:COMPLETED', 'b:SCHEDULED'])
  })
})

describe('a WAIT', () => {
  const durations = [
    ['3 seconds', 3 * second],
    ['1d 2h 30 mins 10s', day + 2.5 * 3600 * second + 10 * second],
    ['2HOURS', 7200 * second],
    ['14 days', 14 * day],
  ] as const
  for (const [duration, ms] of durations) {
    it(`lasts ${duration}, and a virtual clock passes that in no time`, async () => {
      const t = await openTestEngine()
      const id = await t.run(flow([task('WAIT', 'w', { inputParameters: { duration } })]))
      const started = performance.now()
      await t.clock.advance(ms - 1)
      expect((await t.workflow(id)).tasks[0]?.status).toBe('IN_PROGRESS')
      await t.clock.advance(1)
      expect((await t.workflow(id)).status).toBe('COMPLETED')
      expect(performance.now() - started).toBeLessThan(500)
    })
  }

  it('until a date ends on it, in the zone it names', async () => {
    const t = await openTestEngine()
    const at = new Date(t.clock.now() + 2 * 3600 * second)
    const text = (ms: number) => new Date(ms).toISOString().slice(0, 16).replace('T', ' ')
    const utc = await t.run(flow([task('WAIT', 'w', { inputParameters: { until: text(at.getTime()) } })]))
    const ahead = await t.run(
      flow([task('WAIT', 'w', { inputParameters: { until: `${text(at.getTime() + 3600 * second)} GMT+01:00` } })]),
    )
    await t.clock.advance(2 * 3600 * second - 120 * second)
    expect((await t.workflow(utc)).status).toBe('RUNNING')
    await t.clock.advance(120 * second)
    expect((await t.workflow(utc)).status).toBe('COMPLETED')
    expect((await t.workflow(ahead)).status).toBe('COMPLETED')
  })

  it('without a time waits for a signal', async () => {
    const t = await openTestEngine()
    const id = await t.run(flow([task('WAIT', 'w')]))
    expect((await t.workflow(id)).tasks[0]?.callbackAfterSeconds).toBe(2_147_483_647)
    await t.clock.advance(1000 * day)
    expect(await t.engine.workflows.signal(id, 'COMPLETED', { said: 'go' })).toBe(id)
    expect(await t.workflow(id)).toMatchObject({ status: 'COMPLETED', output: { said: 'go' } })
  })

  it.each([
    [{ duration: '1 s', until: '2030-01-01' }, "Both 'duration' and 'until' specified. Please provide only one input"],
    [{ duration: 'soon' }, 'Not valid duration: soon'],
    [{ until: 'tomorrow' }, 'Invalid/Unsupported Wait Until format.  Provided: tomorrow'],
  ])('refuses %j', async (inputParameters, reason) => {
    const t = await openTestEngine()
    const id = await t.run(flow([task('WAIT', 'w', { inputParameters })]))
    expect((await t.workflow(id)).tasks[0]).toMatchObject({
      status: 'FAILED_WITH_TERMINAL_ERROR',
      reasonForIncompletion: reason,
    })
  })
})

describe('a queue', () => {
  it('serves higher priority first, then what came first', async () => {
    const t = await openTestEngine()
    const definition = flow([simple('s', { name: 'q' })])
    await t.engine.metadata.registerWorkflow(definition)
    const ids: string[] = []
    for (const priority of [0, 5, 99, 5]) ids.push(await t.start(definition.name, { priority }))
    const order = (await t.poll('q', { count: 10 })).map(({ workflowInstanceId }) => ids.indexOf(workflowInstanceId))
    expect(order).toEqual([2, 1, 3, 0])
  })

  it('holds a poll open and answers when a task is there, or with nothing when time is up', async () => {
    const t = await openTestEngine()
    const held = t.poll('q', { timeoutMs: 2000 })
    await t.run(flow([simple('s', { name: 'q' })]))
    expect(await held).toHaveLength(1)
    const empty = t.poll('q', { timeoutMs: 2000 })
    await t.clock.advance(2000)
    expect(await empty).toEqual([])
  })

  it('gives nothing to a worker that has hung up', async () => {
    const t = await openTestEngine()
    const gone = new AbortController()
    const held = t.engine.tasks.poll({ taskType: 'q', timeoutMs: 5000, signal: gone.signal })
    gone.abort()
    await t.run(flow([simple('s', { name: 'q' })]))
    expect(await held).toEqual([])
    expect(await t.poll('q')).toHaveLength(1)
  })

  it('keeps a task back for its start delay and for a callback', async () => {
    const t = await openTestEngine()
    const id = await t.run(flow([simple('s', { name: 'q', startDelay: 3 })]))
    expect(await t.poll('q')).toEqual([])
    const held = t.poll('q', { timeoutMs: 10_000 })
    await t.clock.advance(3 * second)
    const [first] = await held
    if (!first) throw new Error('no task')
    await t.engine.tasks.update({
      workflowInstanceId: id,
      taskId: first.taskId,
      status: 'IN_PROGRESS',
      callbackAfterSeconds: 60,
      outputData: { half: 1 },
    })
    expect((await t.workflow(id)).tasks[0]).toMatchObject({
      status: 'SCHEDULED',
      callbackAfterSeconds: 60,
      outputData: { half: 1 },
    })
    expect(await t.poll('q')).toEqual([])
    await t.engine.workflows.resetCallbacks(id)
    expect((await t.poll('q'))[0]).toMatchObject({ taskId: first.taskId, pollCount: 2 })
  })

  it('hands out no more than the concurrency limit, and the next at once when a slot is free', async () => {
    const t = await openTestEngine()
    await t.engine.metadata.registerTasks([{ name: 'q', concurrentExecLimit: 2 }])
    const definition = flow([simple('s', { name: 'q' })])
    await t.engine.metadata.registerWorkflow(definition)
    for (let n = 0; n < 4; n += 1) await t.start(definition.name)
    const [first, second] = await t.poll('q', { count: 10 })
    if (!first || !second) throw new Error('two were expected')
    expect(await t.poll('q', { count: 10 })).toEqual([])
    const held = t.poll('q', { count: 10, timeoutMs: 60_000 })
    await t.report(first, 'COMPLETED')
    expect(await held).toHaveLength(1)
  })

  it('lets through only so many in a span of time', async () => {
    const t = await openTestEngine()
    await t.engine.metadata.registerTasks([{ name: 'q', rateLimitPerFrequency: 2, rateLimitFrequencyInSeconds: 10 }])
    const definition = flow([simple('s', { name: 'q' })])
    await t.engine.metadata.registerWorkflow(definition)
    for (let n = 0; n < 3; n += 1) await t.start(definition.name)
    expect(await t.poll('q', { count: 10 })).toHaveLength(2)
    const held = t.poll('q', { count: 10, timeoutMs: 60_000 })
    await t.clock.advance(10 * second)
    expect(await held).toHaveLength(1)
  })

  it('puts tasks under the first domain somebody polls in, else under the last', async () => {
    const t = await openTestEngine()
    const definition = flow([simple('s', { name: 'q' })])
    await t.engine.metadata.registerWorkflow(definition)
    const domains = { q: 'near,far' }
    await t.start(definition.name, { taskToDomain: domains })
    expect(await t.poll('q', { domain: 'far' })).toHaveLength(1)
    await t.poll('q', { domain: 'near' })
    await t.start(definition.name, { taskToDomain: domains })
    expect(await t.poll('q', { domain: 'near' })).toHaveLength(1)
    await t.clock.advance(11 * second)
    await t.start(definition.name, { taskToDomain: { '*': 'near,NO_DOMAIN' } })
    expect(await t.poll('q')).toHaveLength(1)
  })

  it('answers an update with the next task of the type', async () => {
    const t = await openTestEngine()
    const definition = flow([simple('s', { name: 'q' })])
    await t.engine.metadata.registerWorkflow(definition)
    await t.start(definition.name)
    await t.start(definition.name)
    const [first] = await t.poll('q')
    if (!first) throw new Error('no task')
    const result = { workflowInstanceId: first.workflowInstanceId, taskId: first.taskId, status: 'COMPLETED' } as const
    expect(await t.engine.tasks.updateAndPoll(result)).toMatchObject({ taskType: 'q', status: 'IN_PROGRESS' })
    expect(await t.engine.tasks.updateAndPoll(result)).toBeUndefined()
  })
})
