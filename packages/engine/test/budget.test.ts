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
  it('costs at most 5 commits and 26 rows by itself', async () => {
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
    expect(after.rows - before.rows).toBeLessThanOrEqual(26)
  })

  it('costs at most 0.6 commits each when 256 run at once', async () => {
    const t = await openTestEngine()
    await t.engine.metadata.registerWorkflow(twelveTasks)
    const flows = 256
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
    expect((after.rows - before.rows) / flows).toBeLessThanOrEqual(28)
  })
})
