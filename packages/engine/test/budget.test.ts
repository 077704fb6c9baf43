// What a flow costs in commits and rows: counts, which no noise can change.

import { describe, expect, it } from 'vitest'
import { flow, fork, join, openTestEngine, simple, task } from './harness.ts'
import type { TestEngine } from './harness.ts'

/** Twelve tasks, five of them for workers. */
const twelveTasks = flow(
  [
    simple('collect', { inputParameters: { caseId: '${workflow.input.caseId}' } }),
    fork('checks', [[simple('documents')], [simple('address')], [simple('lists')]]),
    join('checked', ['documents', 'address', 'lists']),
    task('INLINE', 'score', {
      inputParameters: { expression: '$.a + $.b', a: '${address.output.n}', b: '${lists.output.n}' },
    }),
    task('SET_VARIABLE', 'keep', { inputParameters: { score: '${score.output.result}' } }),
    task('SWITCH', 'route', {
      evaluatorType: 'javascript',
      expression: '$.score > 5 ? "high" : "low"',
      inputParameters: { score: '${workflow.variables.score}' },
      decisionCases: { low: [task('NOOP', 'nothing')] },
    }),
    task('JSON_JQ_TRANSFORM', 'shape', {
      inputParameters: { queryExpression: '{score: .score}', score: '${score.output.result}' },
    }),
    simple('decide', { inputParameters: { score: '${shape.output.result.score}' } }),
  ],
  { outputParameters: { score: '${shape.output.result.score}' } },
)

async function runOne(t: TestEngine): Promise<string> {
  const id = await t.start(twelveTasks.name, { input: { caseId: 'c-1' } })
  await t.work('collect')
  // Three workers that answer in the same turn of the event loop.
  await Promise.all(['documents', 'address', 'lists'].map((name) => t.work(name, { n: 1 })))
  await t.work('decide')
  return id
}

describe('a flow of twelve tasks, five of them for workers', () => {
  it('costs at most 5 commits and 25 rows by itself', async () => {
    const t = await openTestEngine()
    await t.engine.metadata.registerWorkflow(twelveTasks)
    await runOne(t)
    const before = t.engine.counters()
    const id = await runOne(t)
    const after = t.engine.counters()
    const workflow = await t.workflow(id)
    expect(workflow).toMatchObject({ status: 'COMPLETED', output: { score: 2 } })
    expect(workflow.tasks).toHaveLength(12)
    expect(after.commits - before.commits).toBeLessThanOrEqual(5)
    expect(after.rows - before.rows).toBeLessThanOrEqual(25)
  })

  it('costs one row more for each turn that the results of its branches are spread over', async () => {
    const t = await openTestEngine()
    await t.engine.metadata.registerWorkflow(twelveTasks)
    await runOne(t)
    const before = t.engine.counters()
    const id = await t.start(twelveTasks.name, { input: {} })
    await t.work('collect')
    const tasks = await Promise.all(['documents', 'address', 'lists'].map((name) => t.poll(name)))
    for (const [one] of tasks) if (one) await t.report(one, 'COMPLETED', { n: 1 })
    await t.work('decide')
    const after = t.engine.counters()
    expect((await t.workflow(id)).status).toBe('COMPLETED')
    // That the other two are with workers is written with their results, not with the first one's.
    expect(after.rows - before.rows).toBeLessThanOrEqual(27)
  })

  it.each([
    { atOnce: 1, commits: 2 },
    { atOnce: 2, commits: 1 },
  ])('has its results of two turns in $commits commits when $atOnce are under way', async ({ atOnce, commits }) => {
    const t = await openTestEngine()
    await t.engine.metadata.registerWorkflow(twelveTasks)
    const starts = Array.from({ length: atOnce }, () => t.start(twelveTasks.name, { input: {} }))
    await Promise.all(starts)
    const tasks = await t.poll('collect', { count: atOnce })
    await Promise.all(tasks.map((one) => t.report(one, 'COMPLETED', {})))
    const [[first], [second]] = [await t.poll('documents'), await t.poll('address')]
    if (!first || !second) throw new Error('nobody has work')
    const before = t.engine.counters()
    const earlier = t.report(first, 'COMPLETED', { n: 1 })
    await new Promise((resolve) => setImmediate(resolve))
    await Promise.all([earlier, t.report(second, 'COMPLETED', { n: 1 })])
    expect(t.engine.counters().commits - before.commits).toBe(commits)
  })

  it('costs at most 0.6 commits each when 256 run at once', async () => {
    const t = await openTestEngine()
    await t.engine.metadata.registerWorkflow(twelveTasks)
    const flows = 256
    await runOne(t)
    const before = t.engine.counters()
    const ids = await Promise.all(Array.from({ length: flows }, () => t.start(twelveTasks.name, { input: {} })))
    const drain = async (name: string) => {
      const tasks = await t.poll(name, { count: flows })
      expect(tasks).toHaveLength(flows)
      await Promise.all(tasks.map((one) => t.report(one, 'COMPLETED', { n: 1 })))
    }
    for (const name of ['collect', 'documents', 'address', 'lists', 'decide']) await drain(name)
    const after = t.engine.counters()
    for (const id of ids) expect((await t.workflow(id)).status).toBe('COMPLETED')
    expect((after.commits - before.commits) / flows).toBeLessThanOrEqual(0.6)
    // Here the three branches of a flow end in three commits, each with a row of the event log.
    expect((after.rows - before.rows) / flows).toBeLessThanOrEqual(27)
  })
})

describe('that a worker has taken a task', () => {
  it('is written for itself when its result is long in coming, once for all that were taken meanwhile', async () => {
    const t = await openTestEngine()
    const definition = flow([fork('f', [[simple('a')], [simple('b')]]), join('j', ['a', 'b'])])
    const id = await t.run(definition)
    const before = t.engine.counters()
    await Promise.all([t.poll('a'), t.poll('b')])
    expect((await t.workflow(id)).tasks.map(({ status }) => status)).toContain('IN_PROGRESS')
    expect(t.engine.counters().commits).toBe(before.commits)
    await t.clock.advance(1000)
    expect(t.engine.counters().commits).toBe(before.commits + 1)
    // Two tasks and one entry of the event log.
    expect(t.engine.counters().rows).toBe(before.rows + 3)
  })
})
