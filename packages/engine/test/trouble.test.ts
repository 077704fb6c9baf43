// What goes wrong inside: a defect costs one workflow, a failed write costs nothing that was acknowledged.

import { expect, it } from 'vitest'
import { engineOver } from '../src/engine.ts'
import { openSqliteStore } from '../src/store/sqlite-store.ts'
import { createVirtualClock } from '../src/time/clock.ts'
import { answerOk, flow, httpFrom, openTestEngine, scripts, simple, task } from './harness.ts'

it('ends the workflow that a defect is about, and no other', async () => {
  const defects: unknown[] = []
  const t = await openTestEngine({
    random: () => {
      throw new Error('no dice')
    },
    onDefect: (error) => defects.push(error),
  })
  await t.engine.metadata.registerTasks([{ name: 'w', backoffJitterMs: 10 }])
  const definition = flow([simple('w')])
  const id = await t.run(definition)
  const other = await t.start(definition.name)
  await expect(t.work('w', {}, 'FAILED')).rejects.toThrow('no dice')
  expect(defects).toHaveLength(1)
  expect(await t.workflow(id)).toMatchObject({
    status: 'FAILED',
    reasonForIncompletion: 'The engine cannot go on with this workflow: no dice',
  })
  await t.work('w')
  expect((await t.workflow(other)).status).toBe('COMPLETED')
})

it('refuses what it could not write, and goes on from what it had written', async () => {
  const store = openSqliteStore(':memory:')
  let full = false
  const engine = engineOver(
    {
      ...store,
      async commit(batch) {
        if (full) throw new Error('database or disk is full')
        await store.commit(batch)
      },
    },
    { scripts, http: httpFrom(async () => answerOk({})), clock: createVirtualClock() },
  )
  const definition = flow([simple('a'), simple('b')])
  await engine.metadata.registerWorkflow(definition)
  const id = await engine.workflows.start({ name: definition.name })
  const [held] = await engine.tasks.poll({ taskType: 'a', workerId: 'w' })
  await engine.flush()
  const result = { workflowInstanceId: id, taskId: held?.taskId ?? '', status: 'COMPLETED' } as const
  full = true
  await expect(engine.tasks.update(result)).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  await expect(engine.workflows.start({ name: definition.name })).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  full = false
  expect((await engine.workflows.get(id)).tasks.map(({ status }) => status)).toEqual(['IN_PROGRESS'])
  await engine.tasks.update(result)
  const [next] = await engine.tasks.poll({ taskType: 'b' })
  expect(next?.workflowInstanceId).toBe(id)
  expect(await engine.queues.size('a')).toBe(0)
  await engine.close()
})

it('answers parked polls and refuses new work once it is closed', async () => {
  const t = await openTestEngine()
  const held = t.poll('x', { timeoutMs: 60_000 })
  await t.engine.close()
  expect(await held).toEqual([])
  await expect(t.poll('x')).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  await expect(t.start('x')).rejects.toMatchObject({ code: 'UNAVAILABLE' })
})

it('keeps a secret out of everything but what leaves for a worker or a call', async () => {
  const secret = 'hunter2-hunter2'
  const seen: unknown[] = []
  const t = await openTestEngine({
    secrets: { get: (name) => (name === 'KEY' ? secret : undefined), names: () => ['KEY'] },
    environment: { get: (name) => (name === 'STAGE' ? 'test' : undefined), names: () => ['STAGE'] },
    answerHttp: async (request) => {
      seen.push(request.headers)
      return answerOk({})
    },
  })
  await t.engine.metadata.registerTasks([{ name: 'w', runtimeMetadata: ['KEY', 'STAGE', 'NONE'] }])
  const literal = '${workflow.secrets.KEY}'
  const id = await t.run(
    flow([
      task('HTTP', 'h', {
        inputParameters: { uri: 'http://x', method: 'GET', headers: { authorization: `Bearer ${literal}` } },
      }),
      simple('w', { inputParameters: { key: literal, stage: '${workflow.env.STAGE}', none: '${workflow.env.NONE}' } }),
    ]),
  )
  await t.until(id, ({ tasks }) => tasks.length === 2)
  expect(seen).toEqual([{ authorization: `Bearer ${secret}` }])
  const [handedOut] = await t.poll('w')
  expect(handedOut).toMatchObject({
    inputData: { key: secret, stage: 'test', none: null },
    runtimeMetadata: { KEY: secret, STAGE: 'test' },
  })
  const stored = await t.workflow(id)
  expect(JSON.stringify(stored)).not.toContain(secret)
  expect(stored.tasks[1]?.inputData).toMatchObject({ key: literal })
})

it('names its host where an expression asks for it', async () => {
  const t = await openTestEngine({ serverId: 'node-1', environment: { get: () => undefined, names: () => [] } })
  await t.run(flow([simple('a', { inputParameters: { host: '${HOSTNAME}', known: '${workflow.env.HOSTNAME}' } })]))
  const [handedOut] = await t.poll('a')
  expect(handedOut?.inputData).toEqual({ host: 'node-1', known: 'node-1' })
})

it('refuses payloads beyond the limits with the words of Conductor', async () => {
  const t = await openTestEngine()
  const id = await t.run(flow([simple('a')]))
  const large = { text: 'é'.repeat(5_300_000) }
  await t.work('a', large)
  const workflow = await t.workflow(id)
  expect(workflow.status).toBe('FAILED')
  expect(workflow.tasks[0]).toMatchObject({ status: 'FAILED_WITH_TERMINAL_ERROR', outputData: {} })
  expect(workflow.tasks[0]?.reasonForIncompletion).toMatch(
    /^The payload size: 10600011 of task: .* in workflow: .*  is greater than the permissible limit: 10485760 bytes$/,
  )
  await expect(t.start(workflow.workflowName, { input: large })).rejects.toMatchObject({ code: 'TOO_LARGE' })
})

it('refuses what cannot be written out, and everything else goes on', async () => {
  const defects: unknown[] = []
  const t = await openTestEngine({ onDefect: (error) => defects.push(error) })
  const definition = flow([simple('a')])
  const other = await t.run(definition)
  let deep: Record<string, unknown> = {}
  for (let n = 0; n < 200_000; n += 1) deep = { deep }
  await expect(t.start(definition.name, { input: deep })).rejects.toBeInstanceOf(Error)
  await t.work('a')
  expect((await t.workflow(other)).status).toBe('COMPLETED')
})

it('outlives a listener that throws', async () => {
  const defects: unknown[] = []
  const t = await openTestEngine({ onDefect: (error) => defects.push(error) })
  t.engine.onEvent(() => {
    throw new Error('not listening')
  })
  const id = await t.run(flow([task('NOOP', 'n')]))
  expect((await t.workflow(id)).status).toBe('COMPLETED')
  expect(defects).toHaveLength(1)
})
