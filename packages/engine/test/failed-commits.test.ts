// A disk that is full for a while: when there is room again everything goes on by itself, as if it had never been.

import { afterEach, describe, expect, it } from 'vitest'
import { engineOver } from '../src/engine.ts'
import type { Engine } from '../src/api.ts'
import { EngineError } from '../src/errors.ts'
import type { ScriptOutcome, ScriptRunner } from '../src/ports.ts'
import { openSqliteStore } from '../src/store/sqlite-store.ts'
import type { Store } from '../src/store/store.ts'
import { createVirtualClock } from '../src/time/clock.ts'
import { answerOk, flow, fork, httpFrom, join, scripts as realScripts, simple, task } from './harness.ts'

const full = new EngineError('UNAVAILABLE', 'The data file could not be written: the disk is full.')
const opened: Engine[] = []
afterEach(async () => {
  for (const engine of opened.splice(0)) await engine.close()
})

function onDisk(scripts: ScriptRunner = realScripts, http = httpFrom(async () => answerOk({}))) {
  const store = openSqliteStore(':memory:')
  const disk = { isFull: false, attempts: 0, fullAfter: Infinity }
  const mayFail = async (write: () => Promise<void>) => {
    disk.attempts += 1
    if (disk.isFull || disk.attempts > disk.fullAfter) throw full
    await write()
  }
  const failing: Store = {
    ...store,
    commit: (batch) => mayFail(() => store.commit(batch)),
    probe: () => mayFail(() => store.probe()),
  }
  const clock = createVirtualClock()
  const engine = engineOver(failing, { scripts, http, clock })
  opened.push(engine)
  const statusOf = async (id: string) => (await engine.workflows.get(id)).status
  return { engine, clock, disk, store, statusOf }
}

/** Scripts that answer when they are let go, in the order in which they were asked. */
function heldScripts() {
  const waiting: ((outcome: ScriptOutcome) => void)[] = []
  const scripts: ScriptRunner = {
    run: () => new Promise((answer) => waiting.push(answer)),
    close: async () => {},
  }
  return { scripts, letGo: () => waiting.shift()?.({ ok: true, value: 1 }) }
}

const inline = (ref: string) => task('INLINE', ref, { inputParameters: { evaluatorType: 'graaljs', expression: '1' } })
const turns = async () => {
  for (let n = 0; n < 8; n += 1) await new Promise((resolve) => setImmediate(resolve))
}

describe('after a disk was full for a while', () => {
  it('a schedule goes on', async () => {
    const { engine, clock, disk } = onDisk()
    const definition = flow([simple('w')])
    await engine.metadata.registerWorkflow(definition)
    await engine.schedules.save({
      name: 'minutely',
      cronExpression: '0 * * * * *',
      startWorkflowRequest: { name: definition.name },
    })
    disk.isFull = true
    await clock.advance(60_000)
    disk.isFull = false
    await clock.advance(180_000)
    const found = await engine.workflows.search({ size: 10 })
    expect(found.totalHits).toBe(4)
  })

  it('a wait that ended meanwhile ends, and was not tried without a pause', async () => {
    const { engine, clock, disk, statusOf } = onDisk()
    const definition = flow([task('WAIT', 'w', { inputParameters: { duration: '5 seconds' } })])
    await engine.metadata.registerWorkflow(definition)
    const id = await engine.workflows.start({ name: definition.name })
    disk.isFull = true
    disk.attempts = 0
    await clock.advance(30_000)
    expect(disk.attempts).toBeGreaterThan(5)
    expect(disk.attempts).toBeLessThan(60)
    disk.isFull = false
    await clock.advance(5_000)
    expect(await statusOf(id)).toBe('COMPLETED')
  })

  it('an execution still times out', async () => {
    const { engine, clock, disk, statusOf } = onDisk()
    const definition = flow([simple('a'), simple('b')], { timeoutSeconds: 60, timeoutPolicy: 'TIME_OUT_WF' })
    await engine.metadata.registerWorkflow(definition)
    const id = await engine.workflows.start({ name: definition.name })
    const [a] = await engine.tasks.poll({ taskType: 'a' })
    disk.isFull = true
    const result = { workflowInstanceId: id, taskId: a?.taskId ?? '', status: 'COMPLETED' } as const
    await expect(engine.tasks.update(result)).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    disk.isFull = false
    await clock.advance(120_000)
    expect(await statusOf(id)).toBe('TIMED_OUT')
  })

  it('a limit of running executions counts none that was never made, and lets the next one in', async () => {
    const { engine, clock, disk, statusOf } = onDisk()
    const definition = flow([simple('w')], { rateLimitConfig: { rateLimitKey: 'all', concurrentExecLimit: 1 } })
    await engine.metadata.registerWorkflow(definition)
    const start = () => engine.workflows.start({ name: definition.name })
    const finish = async () => {
      const [one] = await engine.tasks.poll({ taskType: 'w', timeoutMs: 1000 })
      if (!one) throw new Error('There is no task')
      const { workflowInstanceId, taskId } = one
      await engine.tasks.update({ workflowInstanceId, taskId, status: 'COMPLETED' })
    }
    disk.isFull = true
    await expect(start()).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    disk.isFull = false
    const first = await start()
    disk.isFull = true
    await expect(start()).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    disk.isFull = false
    const second = await start()
    disk.isFull = true
    await expect(finish()).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    disk.isFull = false
    await clock.advance(5_000)
    // What lets the second in cannot be stored at first.
    disk.fullAfter = disk.attempts + 1
    await finish()
    await turns()
    expect(disk.attempts).toBeGreaterThan(disk.fullAfter)
    disk.fullAfter = Infinity
    await clock.advance(5_000)
    await finish()
    expect([await statusOf(first), await statusOf(second)]).toEqual(['COMPLETED', 'COMPLETED'])
  })

  it('an execution that was not in the commit that failed has its definition', async () => {
    const { scripts, letGo } = heldScripts()
    const { engine, disk, store } = onDisk(scripts)
    const definition = flow([inline('i'), simple('w')])
    const other = flow([simple('o')])
    for (const one of [definition, other]) await engine.metadata.registerWorkflow(one)
    const starting = engine.workflows.start({ name: definition.name })
    disk.isFull = true
    await expect(engine.workflows.start({ name: other.name })).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    disk.isFull = false
    letGo()
    const id = await starting
    const hash = store.readExecution(id)?.snapshot ?? ''
    expect(store.readSnapshot(hash)).toBeDefined()
  })

  it('a script whose answer was for what is gone is asked again', async () => {
    const { scripts, letGo } = heldScripts()
    const { engine, clock, disk, store, statusOf } = onDisk(scripts)
    const definition = flow([fork('f', [[inline('i')], [simple('a'), simple('b')]]), join('j', ['i', 'b'])])
    await engine.metadata.registerWorkflow(definition)
    const starting = engine.workflows.start({ name: definition.name }).catch(() => {})
    await clock.advance(300)
    const [a] = await engine.tasks.poll({ taskType: 'a' })
    const id = a?.workflowInstanceId ?? ''
    const finish = async (taskType: string) => {
      const [one] = await engine.tasks.poll({ taskType, timeoutMs: 1000 })
      return engine.tasks.update({ workflowInstanceId: id, taskId: one?.taskId ?? '', status: 'COMPLETED' })
    }
    disk.isFull = true
    const refused = engine.tasks
      .update({ workflowInstanceId: id, taskId: a?.taskId ?? '', status: 'COMPLETED' })
      .catch((error: unknown) => error)
    await clock.advance(300)
    expect(await refused).toMatchObject({ code: 'UNAVAILABLE' })
    disk.isFull = false
    letGo()
    await turns()
    const { tasks } = await engine.workflows.get(id)
    expect(store.readTasks(store.readExecution(id)?.row ?? 0).map(({ status }) => status)).toEqual(
      tasks.map(({ status }) => status),
    )
    await clock.advance(2000)
    letGo()
    await turns()
    await finish('a')
    await finish('b')
    expect(await statusOf(id)).toBe('COMPLETED')
    await starting
  })
})

it('a call that is under way while a commit fails is not made twice', async () => {
  const waiting: (() => void)[] = []
  const http = httpFrom(() => new Promise((answer) => waiting.push(() => answer(answerOk({})))))
  const { engine, clock, disk } = onDisk(realScripts, http)
  const call = task('HTTP', 'h', { inputParameters: { uri: 'http://localhost/', method: 'POST' } })
  const definition = flow([fork('f', [[call], [simple('a')]]), join('j', ['h', 'a'])])
  await engine.metadata.registerWorkflow(definition)
  const id = await engine.workflows.start({ name: definition.name })
  const [a] = await engine.tasks.poll({ taskType: 'a' })
  disk.isFull = true
  const result = { workflowInstanceId: id, taskId: a?.taskId ?? '', status: 'COMPLETED' } as const
  await expect(engine.tasks.update(result)).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  disk.isFull = false
  waiting[0]?.()
  await turns()
  await clock.advance(5000)
  expect(waiting).toHaveLength(1)
  const { tasks } = await engine.workflows.get(id)
  expect(tasks.find(({ taskType }) => taskType === 'HTTP')?.status).toBe('COMPLETED')
})

it('a script whose execution was removed meanwhile brings nothing of it back', async () => {
  const { scripts, letGo } = heldScripts()
  const { engine, clock, store } = onDisk(scripts)
  const definition = flow([fork('f', [[inline('i'), simple('b')], [simple('a')]]), join('j', ['a', 'b'])])
  await engine.metadata.registerWorkflow(definition)
  const starting = engine.workflows.start({ name: definition.name }).catch(() => {})
  await clock.advance(300)
  const [a] = await engine.tasks.poll({ taskType: 'a' })
  const id = a?.workflowInstanceId ?? ''
  const row = store.readExecution(id)?.row ?? 0
  await engine.workflows.remove(id, { archive: false })
  letGo()
  await starting
  await turns()
  expect(store.readTasks(row)).toEqual([])
})

describe('whoever waits for an execution', () => {
  it('is told of nothing that is in memory only', async () => {
    const { scripts, letGo } = heldScripts()
    const { engine, store } = onDisk(scripts)
    const child = flow([simple('c1'), simple('c2')])
    await engine.metadata.registerWorkflow(child)
    const parent = flow([
      simple('first'),
      fork('f', [
        [task('SUB_WORKFLOW', 's', { subWorkflowParam: { name: child.name } })],
        [inline('quick'), task('WAIT', 'w')],
        [inline('slow')],
      ]),
      join('j', ['s', 'w', 'slow']),
    ])
    await engine.metadata.registerWorkflow(parent)
    const waiting = engine.workflows.execute({ name: parent.name }, { waitForSeconds: 60 })
    const report = async (taskType: string) => {
      const [one] = await engine.tasks.poll({ taskType, timeoutMs: 1000 })
      if (!one) throw new Error(`There is no ${taskType}`)
      const { workflowInstanceId, taskId } = one
      return engine.tasks.update({ workflowInstanceId, taskId, status: 'COMPLETED' })
    }
    // Answered only when the slow script has.
    const reported = report('first')
    await turns()
    letGo()
    await turns()
    // A commit below it makes those who wait look at the parent, whose wait is in memory only as long as a script is out.
    await report('c1')
    const { blockingTask } = await waiting
    expect(blockingTask?.referenceTaskName).toBe('w')
    expect(store.workflowOfTask(blockingTask?.taskId ?? '')).toBe(blockingTask?.workflowInstanceId)
    letGo()
    await reported
  })
})
