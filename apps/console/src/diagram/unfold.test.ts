import { describe, expect, it } from 'vitest'
import { run, task } from '../executions/test-run.test-data.ts'
import { layoutWorkflow } from './layout.ts'
import { ownRef, scopeOf, unfoldRun } from './unfold.ts'

const definition = (...names: readonly string[]) => ({
  name: 'w',
  version: 1,
  tasks: names.map((name) => ({
    name,
    taskReferenceName: name,
    type: name.startsWith('sub') ? 'SUB_WORKFLOW' : 'SIMPLE',
    ...(name === 'join' ? { type: 'JOIN', joinOn: ['a'] } : {}),
  })),
})
const leaf = run('FAILED', [task('a', 'FAILED')], { workflowId: 'leaf', workflowDefinition: definition('a', 'join') })
const child = run(
  'FAILED',
  [task('a', 'COMPLETED'), task('sub2', 'FAILED', { taskType: 'SUB_WORKFLOW', subWorkflowId: 'leaf' })],
  {
    workflowId: 'child',
    workflowDefinition: definition('a', 'sub2'),
  },
)
const root = run(
  'FAILED',
  [task('a', 'COMPLETED'), task('sub', 'FAILED', { taskType: 'SUB_WORKFLOW', subWorkflowId: 'child' })],
  {
    workflowDefinition: definition('a', 'sub'),
  },
)
const known = new Map([child, leaf].map((each) => [each.workflowId, each]))

describe('unfolding a run', () => {
  it('asks for children one level after the other', () => {
    expect(unfoldRun(root, ['sub', 'sub▸sub2'], () => undefined).ids).toEqual(['child'])
    expect(unfoldRun(root, ['sub▸sub2', 'sub'], (id) => known.get(id)).ids).toEqual(['child', 'leaf'])
    expect(unfoldRun(root, ['a', 'nobody'], (id) => known.get(id)).ids).toEqual([])
  })

  it('keeps tasks of one name apart, with the state of each', () => {
    const { tasks, runs, children } = unfoldRun(root, ['sub', 'sub▸sub2'], (id) => known.get(id))
    expect([...runs].map(([ref, { status }]) => `${ref} ${status}`)).toEqual([
      'sub▸a COMPLETED',
      'sub▸sub2 FAILED',
      'sub▸sub2▸a FAILED',
    ])
    expect(tasks.get('sub▸sub2')?.[1]?.joinOn).toEqual(['sub▸sub2▸a'])
    expect(children.get('sub▸sub2')?.workflowId).toBe('leaf')
    expect([ownRef('sub▸sub2▸a'), scopeOf('sub▸sub2▸a'), scopeOf('a')]).toEqual(['a', 'sub▸sub2', ''])
  })

  it('is laid out as frames in frames', () => {
    const { tasks } = unfoldRun(root, ['sub', 'sub▸sub2'], (id) => known.get(id))
    const { nodes } = layoutWorkflow(root.workflowDefinition?.tasks ?? [], { unfolded: tasks })
    expect(nodes.filter(({ shape }) => shape === 'frame').map(({ id }) => id)).toEqual(['task:sub', 'task:sub▸sub2'])
    expect(nodes.find(({ id }) => id === 'task:sub▸sub2▸a')?.parent).toBe('task:sub▸sub2')
  })

  it('takes a thousand tasks of a child in its stride', () => {
    const names = Array.from({ length: 1000 }, (_, index) => `t${index}`)
    const large = run(
      'RUNNING',
      names.map((name) => task(name, 'COMPLETED')),
      { workflowId: 'child', workflowDefinition: definition(...names) },
    )
    const { tasks } = unfoldRun(root, ['sub'], () => large)
    const { nodes } = layoutWorkflow(root.workflowDefinition?.tasks ?? [], { unfolded: tasks })
    expect(nodes.filter(({ parent }) => parent === 'task:sub')).toHaveLength(1000)
  })
})
