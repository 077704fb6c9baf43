import { describe, expect, it } from 'vitest'
import type { WorkflowTask } from '../api/conductor.ts'
import { run, task } from '../executions/test-run.test-data.ts'
import { layoutWorkflow } from './layout.ts'
import { overlayRun, takenPath } from './run-overlay.ts'
import { neighbour } from './walk.ts'

const def = (type: string, ref: string, more: Partial<WorkflowTask> = {}): WorkflowTask => ({
  name: ref,
  taskReferenceName: ref,
  type,
  ...more,
})

describe('overlayRun', () => {
  it('keeps retries as attempts of one node', () => {
    const view = overlayRun(
      run('FAILED', [task('ask', 'FAILED', { retried: true }), task('ask', 'COMPLETED', { retryCount: 1 })]),
    ).get('ask')
    expect(view).toMatchObject({ status: 'COMPLETED' })
    expect(view?.attempts).toHaveLength(2)
  })

  it('shows one iteration of a loop: the failed one, else the last, else the one asked for', () => {
    const body = (n: number, status: string) => task(`step__${n}`, status, { iteration: n, loopOverTask: true })
    const loop = run('FAILED', [body(1, 'COMPLETED'), body(2, 'FAILED'), body(3, 'CANCELED')])
    expect(overlayRun(loop).get('step')).toMatchObject({ iteration: 2, status: 'FAILED', iterations: [1, 2, 3] })
    expect(overlayRun(loop, 1).get('step')).toMatchObject({ iteration: 1, status: 'COMPLETED' })
  })

  it('is not led astray by a task called __proto__', () => {
    expect(overlayRun(run('RUNNING', [task('__proto__', 'COMPLETED')])).get('__proto__')?.status).toBe('COMPLETED')
  })
})

describe('takenPath', () => {
  const layout = layoutWorkflow([
    def('SWITCH', 'route', { decisionCases: { high: [def('HUMAN', 'review')], low: [] } }),
    def('SIMPLE', 'file'),
  ])
  const path = (chosen: string, more: readonly ReturnType<typeof task>[] = []) => {
    const tasks = [
      task('route', 'COMPLETED', { taskType: 'SWITCH', outputData: { selectedCase: chosen } }),
      ...more,
      task('file', 'COMPLETED'),
    ]
    return takenPath(layout, overlayRun(run('COMPLETED', tasks)), true)
  }

  it('follows the branch that was chosen', () => {
    const taken = path('high', [task('review', 'COMPLETED')])
    expect(taken.edges.has('task:route→task:review')).toBe(true)
    expect(taken.nodes.has('#end')).toBe(true)
  })

  it('follows an empty branch to the merge, and the default for any other value', () => {
    const labels = (taken: ReturnType<typeof path>) =>
      layout.edges.filter((edge) => edge.label !== undefined && taken.edges.has(edge.id)).map((edge) => edge.label)
    expect(labels(path('low'))).toEqual(['low'])
    expect(labels(path('unheard of'))).toEqual([''])
  })
})

describe('neighbour', () => {
  const layout = layoutWorkflow([
    def('SIMPLE', 'first'),
    def('SWITCH', 'route', { decisionCases: { a: [def('HTTP', 'a')], b: [def('HTTP', 'b')] } }),
    def('SIMPLE', 'last'),
  ])

  it.each([
    ['task:first', 'down', 'task:route'],
    ['task:route', 'down', 'task:a'],
    ['task:a', 'right', 'task:b'],
    ['task:b', 'left', 'task:a'],
    ['task:b', 'down', 'task:last'],
    ['task:last', 'up', 'task:a'],
    ['task:first', 'up', undefined],
  ] as const)('from %s %s leads to %s', (from, direction, to) => {
    expect(neighbour(layout, from, direction)).toBe(to)
  })
})
