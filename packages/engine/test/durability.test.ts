// What survives a stop: everything that was acknowledged, and nothing is done twice.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join as joinPath } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { answerOk, flow, fork, join, openTestEngine, simple, task } from './harness.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(joinPath(tmpdir(), 'gatehouse-engine-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const file = () => joinPath(folder, 'engine.db')

describe('an engine that is closed and opened again', () => {
  it('goes on where it was, in every kind of task', async () => {
    const child = flow([simple('in_child')])
    const definition = flow([
      simple('first', { inputParameters: { x: '${workflow.input.x}' } }),
      fork('f', [
        [simple('left')],
        [task('SUB_WORKFLOW', 'sub', { subWorkflowParam: { name: child.name } })],
        [task('DO_WHILE', 'loop', { loopCondition: '$.loop.iteration < 3', loopOver: [simple('turn')] })],
        [task('WAIT', 'pause', { inputParameters: { duration: '1 day' } })],
        [task('HUMAN', 'person')],
      ]),
      join('j', ['left', 'sub', 'loop', 'pause', 'person']),
      simple('last', { inputParameters: { l: '${left.output.v}', t: '${turn.output.v}', p: '${person.output.said}' } }),
    ])
    const before = await openTestEngine({ dataFile: file() })
    await before.engine.metadata.registerWorkflow(child)
    const id = await before.run(definition, { input: { x: 1 }, correlationId: 'c', priority: 7 })
    await before.work('first')
    await before.work('turn', { v: 1 })
    await before.until(id, ({ tasks }) => tasks.some(({ referenceTaskName }) => referenceTaskName === 'turn__2'))
    const told = await before.workflow(id)
    await before.engine.close()

    const after = await openTestEngine({ dataFile: file() })
    expect(await after.workflow(id)).toEqual(told)
    await after.work('left', { v: 'l' })
    await after.work('in_child')
    for (const v of [2, 3]) {
      await after.work('turn', { v })
      await after.until(id, ({ tasks }) => {
        const loop = tasks.find(({ referenceTaskName }) => referenceTaskName === 'loop')
        return (loop?.iteration ?? 0) > v || loop?.status === 'COMPLETED'
      })
    }
    await after.engine.tasks.updateByRef(id, 'person', 'COMPLETED', { said: 'yes' })
    await after.clock.advance(86_400_000)
    expect((await after.work('last')).inputData).toEqual({ l: 'l', t: 3, p: 'yes' })
    const workflow = await after.workflow(id)
    expect(workflow.status).toBe('COMPLETED')
    expect(workflow.tasks.find(({ referenceTaskName }) => referenceTaskName === 'loop')?.outputData).toEqual({
      iteration: 3,
      1: { turn: { v: 1 } },
      2: { turn: { v: 2 } },
      3: { turn: { v: 3 } },
    })
  })

  it('keeps retries, timeouts and delays as they were', async () => {
    const before = await openTestEngine({ dataFile: file() })
    await before.engine.metadata.registerTasks([{ name: 'w', retryDelaySeconds: 60, responseTimeoutSeconds: 30 }])
    const definition = flow([simple('w')])
    const failing = await before.run(definition)
    await before.work('w', {}, 'FAILED', 'no')
    const silent = await before.start(definition.name)
    await before.poll('w')
    await before.engine.close()

    const after = await openTestEngine({ dataFile: file(), clock: before.clock })
    expect(await after.poll('w')).toEqual([])
    await before.clock.advance(30_000)
    expect((await after.workflow(silent)).tasks.map(({ status }) => status)).toEqual(['TIMED_OUT', 'SCHEDULED'])
    await before.clock.advance(30_000)
    expect((await after.poll('w'))[0]).toMatchObject({ workflowInstanceId: failing, retryCount: 1 })
  })

  it('makes an HTTP call again that had no answer, and runs a dynamic fork on', async () => {
    let calls = 0
    const dynamic = task('FORK_JOIN_DYNAMIC', 'f', { inputParameters: { forkTaskName: 'bt', forkTaskInputs: [1, 2] } })
    const call = task('HTTP', 'h', { inputParameters: { uri: 'http://x', method: 'GET' } })
    const before = await openTestEngine({
      dataFile: file(),
      answerHttp: () => new Promise(() => void (calls += 1)),
    })
    const called = await before.run(flow([call]))
    const forked = await before.run(flow([dynamic, join('j', [])]))
    await before.work('bt', { n: 1 })
    await before.engine.close()
    expect(calls).toBe(1)

    const after = await openTestEngine({ dataFile: file(), answerHttp: async () => answerOk({ now: true }) })
    await after.until(called, ({ status }) => status === 'COMPLETED')
    await after.work('bt', { n: 2 })
    expect(await after.workflow(forked)).toMatchObject({
      status: 'COMPLETED',
      output: { _bt_0: { n: 1 }, _bt_1: { n: 2 } },
    })
  })

  it('keeps definitions after a change: an execution runs by the one it started with', async () => {
    const before = await openTestEngine({ dataFile: file() })
    const definition = flow([simple('a'), simple('b')])
    const id = await before.run(definition)
    await before.engine.metadata.removeWorkflow(definition.name, 1)
    await before.engine.close()
    const after = await openTestEngine({ dataFile: file() })
    await after.work('a')
    await after.work('b')
    expect((await after.workflow(id)).status).toBe('COMPLETED')
    expect(() => after.engine.metadata.getWorkflow(definition.name)).toThrow(
      `No such workflow found by name: ${definition.name}, version: null`,
    )
  })
})

describe('memory', () => {
  it('lets go of executions that have not been touched, and reads them back when they are', async () => {
    const t = await openTestEngine({ cacheLimits: { most: 10, idleMs: 1000 } })
    const definition = flow([task('HUMAN', 'h'), simple('after')])
    await t.engine.metadata.registerWorkflow(definition)
    const ids: string[] = []
    for (let n = 0; n < 50; n += 1) ids.push(await t.start(definition.name, { input: { n } }))
    expect(t.engine.counters().residentWorkflows).toBeLessThanOrEqual(11)
    for (const id of ids) await t.engine.tasks.updateByRef(id, 'h', 'COMPLETED', {})
    expect(await t.poll('after', { count: 100 })).toHaveLength(50)
  })
})

describe('the data file', () => {
  it('belongs to one engine at a time', async () => {
    const first = await openTestEngine({ dataFile: file() })
    await expect(openTestEngine({ dataFile: file() })).rejects.toMatchObject({
      code: 'LEASE_HELD',
      message: expect.stringMatching(/is in use by process \d+ since /),
    })
    await first.engine.close()
    await openTestEngine({ dataFile: file() })
  })

  it('of a later version is refused with what to do', async () => {
    const first = await openTestEngine({ dataFile: file() })
    await first.engine.close()
    const database = new DatabaseSync(file())
    database.exec('PRAGMA user_version = 9000')
    database.close()
    await expect(openTestEngine({ dataFile: file() })).rejects.toMatchObject({
      code: 'SCHEMA_TOO_NEW',
      message: expect.stringContaining('has schema version 9000'),
    })
  })
})

describe('the event log', () => {
  it('tells every transition with who caused it, and subscribers hear the same', async () => {
    const t = await openTestEngine()
    const heard: string[] = []
    const stop = t.engine.onEvent((event) => {
      for (const entry of event.entries) heard.push(`${entry.kind === 'task' ? entry.ref : 'workflow'}>${entry.to}`)
    })
    const id = await t.run(flow([simple('a')]), { createdBy: 'anna' })
    await t.work('a')
    const log = await t.engine.workflows.eventLog(id)
    expect(
      log.map((entry) => [entry.kind === 'task' ? entry.ref : 'workflow', entry.from, entry.to, entry.by]),
    ).toEqual([
      ['workflow', undefined, 'RUNNING', 'anna'],
      ['a', undefined, 'SCHEDULED', 'anna'],
      ['a', 'SCHEDULED', 'IN_PROGRESS', 'tester'],
      ['a', 'IN_PROGRESS', 'COMPLETED', 'tester'],
      ['workflow', 'RUNNING', 'COMPLETED', 'tester'],
    ])
    expect(heard).toEqual(['workflow>RUNNING', 'a>SCHEDULED', 'a>IN_PROGRESS', 'a>COMPLETED', 'workflow>COMPLETED'])
    stop()
  })

  it('names whoever is behind an execution in all that it starts', async () => {
    const t = await openTestEngine()
    const [child, other, sequel] = ['c', 'o', 's'].map((ref) => flow([simple(ref)]))
    for (const definition of [child, other, sequel])
      if (definition) await t.engine.metadata.registerWorkflow(definition)
    const startWorkflow = { name: other?.name ?? '', version: 1 }
    await t.run(
      flow(
        [
          task('START_WORKFLOW', 'start', { inputParameters: { startWorkflow } }),
          task('SUB_WORKFLOW', 'sub', { subWorkflowParam: { name: child?.name ?? '' } }),
        ],
        { failureWorkflow: sequel?.name ?? '' },
      ),
      { createdBy: 'anna' },
    )
    await t.work('c', {}, 'FAILED_WITH_TERMINAL_ERROR', 'no')
    const all = (await t.engine.workflows.search({})).results
    const creators = await Promise.all(all.map(async ({ workflowId }) => (await t.workflow(workflowId)).createdBy))
    expect(creators).toEqual(['anna', 'anna', 'anna', 'anna'])
  })
})
