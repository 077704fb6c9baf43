// What a step costs does not depend on how many came before: counts of rows, commits and statements, no times.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join as joinPath } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { engineOver } from '../src/engine.ts'
import type { WorkflowTaskInput } from '../src/model/definition.ts'
import { openSqliteStore } from '../src/store/sqlite-store.ts'
import type { Store } from '../src/store/store.ts'
import { flow, httpFrom, answerOk, openTestEngine, scripts, simple, task } from './harness.ts'
import type { TestEngine } from './harness.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(joinPath(tmpdir(), 'gatehouse-linear-'))
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true, force: true })
})

const chainOf = (length: number): WorkflowTaskInput[] =>
  Array.from({ length }, (_, n) => ({ ...simple('step'), taskReferenceName: `step_${n}` }))
const loopOf = (length: number): WorkflowTaskInput[] => [
  task('DO_WHILE', 'loop', { loopCondition: `$.loop.iteration < ${length}`, loopOver: [simple('step')] }),
]

/** Rows and commits of one run, whose every step is a worker's. */
async function costOf(t: TestEngine, tasks: WorkflowTaskInput[], length: number) {
  const before = t.engine.counters()
  const id = await t.run(flow(tasks))
  for (let n = 0; n < length; n += 1) {
    await vi.waitFor(() => t.work('step'), { interval: 1, timeout: 20_000 })
  }
  await t.until(id, ({ status }) => status === 'COMPLETED')
  const after = t.engine.counters()
  return { rows: after.rows - before.rows, commits: after.commits - before.commits }
}

describe.each([
  ['a chain', chainOf, 3.2],
  ['a loop', loopOf, 4.2],
])('%s', (_, tasksOf, rowsOfStep) => {
  it('costs as many rows and commits a step when it is eight times as long', async () => {
    const t = await openTestEngine()
    for (const length of [25, 200]) {
      const { rows, commits } = await costOf(t, tasksOf(length), length)
      expect(rows / length).toBeLessThanOrEqual(rowsOfStep + 5 / length)
      expect(commits / length).toBeLessThanOrEqual(1 + 5 / length)
    }
  })
})

describe('the store', () => {
  it('prepares its statements once, and none for a flow', async () => {
    const prepare = vi.spyOn(DatabaseSync.prototype, 'prepare')
    const t = await openTestEngine({ dataFile: joinPath(folder, 'engine.db') })
    await costOf(t, chainOf(3), 3)
    const prepared = prepare.mock.calls.length
    await costOf(t, chainOf(10), 10)
    await costOf(t, loopOf(10), 10)
    expect(prepare.mock.calls.length).toBe(prepared)
  })

  it('is not asked for what is in memory: a run is never read back while it goes on', async () => {
    const store = openSqliteStore(':memory:')
    let reads = 0
    const counted: Store = {
      ...store,
      readExecution: (id) => ((reads += 1), store.readExecution(id)),
      readTasks: (row) => ((reads += 1), store.readTasks(row)),
    }
    const engine = engineOver(counted, { scripts, http: httpFrom(async () => answerOk({})) })
    const definition = flow(chainOf(20))
    await engine.metadata.registerWorkflow(definition)
    const id = await engine.workflows.start({ name: definition.name })
    for (let n = 0; n < 20; n += 1) {
      const [one] = await engine.tasks.poll({ taskType: 'step', timeoutMs: 1000 })
      await engine.tasks.update({ workflowInstanceId: id, taskId: one?.taskId ?? '', status: 'COMPLETED' })
    }
    expect((await engine.workflows.get(id)).status).toBe('COMPLETED')
    expect(reads).toBe(0)
    await engine.close()
  })
})
