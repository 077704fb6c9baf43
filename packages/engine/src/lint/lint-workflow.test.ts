import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { WorkflowDefInput, WorkflowTaskInput } from '../model/definition.ts'
import { readTaskDef, readWorkflowDef } from '../validation/definition-readers.ts'
import { lintWorkflow } from './lint-workflow.ts'
import type { LintOptions } from './lint-workflow.ts'

const task = (ref: string, more: Partial<WorkflowTaskInput> = {}): WorkflowTaskInput => ({
  name: ref,
  taskReferenceName: ref,
  type: 'SIMPLE',
  ...more,
})
const reading = (ref: string, k: unknown) => task(ref, { inputParameters: { k } })
const switching = (decisionCases: Record<string, WorkflowTaskInput[]>, more: Partial<WorkflowTaskInput> = {}) =>
  task('s', {
    type: 'SWITCH',
    evaluatorType: 'value-param',
    expression: 'v',
    inputParameters: { v: '${workflow.input.v}' },
    decisionCases,
    ...more,
  })
const terminate = (ref: string) => task(ref, { type: 'TERMINATE', inputParameters: { terminationStatus: 'COMPLETED' } })

function codes(tasks: WorkflowTaskInput[], more: Partial<WorkflowDefInput> = {}, options: LintOptions = {}): string[] {
  return lintWorkflow({ name: 'w', tasks, ...more }, options).map(({ place, code }) => `${place} ${code}`)
}

describe('a lint', () => {
  it('finds nothing in a sound definition', () => {
    const loop = task('l', {
      type: 'DO_WHILE',
      loopCondition: 'true',
      loopOver: [reading('b', '${c.output.x}'), task('c')],
    })
    const tasks = [task('a'), reading('r', 'x ${a.output.y} $${not.one} ${workflow.input.z}'), loop]
    expect(codes(tasks, { outputParameters: { y: '${a.output.y}' } })).toEqual([])
  })

  it('finds references that lead nowhere, with their places', () => {
    const k = { deep: ['${nope.output.x}', '${a.ouput.x}', '${workflow.inputs.x}', '${a..}'] }
    expect(codes([task('a'), reading('r', k)])).toEqual([
      'tasks[1].inputParameters.k.deep[0] unknown-reference',
      'tasks[1].inputParameters.k.deep[1] unknown-field',
      'tasks[1].inputParameters.k.deep[2] unknown-field',
      'tasks[1].inputParameters.k.deep[3] malformed-reference',
    ])
    expect(codes([task('a')], { outputParameters: { x: '${b.output}' } })).toEqual([
      'outputParameters.x unknown-reference',
    ])
  })

  it('knows the names of inputs and variables', () => {
    const tasks = [
      task('v', { type: 'SET_VARIABLE', inputParameters: { seen: 1 } }),
      reading('r', [
        '${workflow.variables.seen}',
        '${workflow.variables.sen}',
        '${workflow.input.i}',
        '${workflow.input.j}',
      ]),
    ]
    expect(codes(tasks, { inputParameters: ['i'] })).toEqual([
      'tasks[1].inputParameters.k[1] undeclared-variable',
      'tasks[1].inputParameters.k[3] undeclared-input',
    ])
  })

  it('finds what is read before it can be there', () => {
    expect(codes([reading('r', '${a.output}'), task('a')])).toEqual(['tasks[0].inputParameters.k reads-ahead'])
    expect(codes([reading('r', '${r.output}')])).toEqual(['tasks[0].inputParameters.k reads-ahead'])
    const cases = { x: [task('a')], y: [reading('r', '${a.output}')] }
    expect(codes([switching(cases)])).toEqual(['tasks[0].decisionCases.y[0].inputParameters.k other-branch'])
    const fork = task('f', { type: 'FORK_JOIN', forkTasks: [[task('a')], [reading('r', '${a.output}')]] })
    expect(codes([fork, task('j', { type: 'JOIN', joinOn: ['a', 'r'] })])).toEqual([
      'tasks[0].forkTasks[1][0].inputParameters.k other-branch',
    ])
  })

  it('finds what is never reached', () => {
    expect(codes([terminate('t'), task('a')])).toEqual(['tasks[1] unreachable'])
    const all = switching({ x: [terminate('t')] }, { defaultCase: [terminate('u')] })
    expect(codes([all, task('a')])).toEqual(['tasks[1] unreachable'])
    expect(codes([switching({ x: [terminate('t')] }), task('a')])).toEqual([])
    expect(codes([switching({ x: [task('a')], y: [task('b')] }, { inputParameters: { v: 'x' } })])).toEqual([
      'tasks[0].decisionCases.y unreachable',
    ])
  })

  it('finds forks and joins that do not fit, and references used twice', () => {
    const fork = task('f', { type: 'FORK_JOIN', forkTasks: [[task('a')]] })
    expect(codes([fork, task('z')])).toEqual(['tasks[0] fork-without-join'])
    expect(codes([fork, task('j', { type: 'JOIN', joinOn: ['b', 'z', 'a'] }), task('z')])).toEqual([
      'tasks[1].joinOn join-on-unknown',
      'tasks[1].joinOn join-on-later',
    ])
    expect(codes([task('a'), task('a')])).toEqual(['tasks[1] duplicate-reference'])
  })

  it('misses definitions when it knows which there are', () => {
    const sub = task('s', { type: 'SUB_WORKFLOW', subWorkflowParam: { name: 'child', version: 2 } })
    const options = { taskDefs: [{ name: 'a' }], workflows: [{ name: 'child' }] }
    expect(codes([task('a'), task('b'), sub], { failureWorkflow: 'sorry' }, options)).toEqual([
      'tasks[1] missing-task-definition',
      'tasks[2].subWorkflowParam missing-workflow',
      'failureWorkflow missing-workflow',
    ])
    expect(codes([task('b'), sub], { failureWorkflow: 'sorry' })).toEqual([])
  })

  it('says what registration would refuse, in loops too', () => {
    const loop = task('l', { type: 'DO_WHILE', loopCondition: 'true', loopOver: [task('e', { type: 'EVENT' })] })
    expect(codes([loop])).toEqual(['tasks[0].loopOver[0] invalid'])
    expect(codes([])).toEqual(['tasks invalid'])
  })

  it('names what Conductor OSS ignores, when asked to', () => {
    const inner = task('i', { type: 'DO_WHILE', loopCondition: 'true', loopOver: [task('b')] })
    const tasks = [
      task('a', { cacheConfig: { key: 'k', ttlInSecond: 1 }, onStateChange: { onStart: [{ type: 'x' }] } }),
      task('h', { type: 'HTTP_POLL' }),
      task('n', { type: 'INLINE', inputParameters: { expression: 'JSON.stringify($)' } }),
      task('l', { type: 'DO_WHILE', loopCondition: 'true', loopOver: [inner] }),
      task('f', { type: 'FORK_JOIN', forkTasks: [[task('c')], []] }),
      task('j', { type: 'JOIN', joinOn: ['c'], expression: 'true' }),
    ]
    const more: Partial<WorkflowDefInput> = {
      maskedFields: ['pin'],
      rateLimitConfig: {},
      workflowStatusListenerSink: 'conductor:news',
      failureWorkflow: '${workflow.input.f}',
    }
    expect(codes(tasks, more)).toEqual([])
    expect(
      codes(tasks, more, {
        portable: true,
        taskDefs: [{ name: 'j' }, ...'abc'].map((one) => (typeof one === 'string' ? { name: one } : one)),
      }),
    ).toEqual(
      [
        'rateLimitConfig',
        'workflowStatusListenerSink',
        'maskedFields',
        'failureWorkflow',
        'tasks[0].cacheConfig',
        'tasks[0].onStateChange',
        'tasks[1].type',
        'tasks[2].inputParameters.expression',
        'tasks[3].loopOver[0]',
        'tasks[4].forkTasks',
        'tasks[5].expression',
        'tasks[5].name',
      ].map((place) => `${place} not-portable`),
    )
  })
})

describe('the workflows of this repository', () => {
  const folder = join(import.meta.dirname, '../../../../workflows')
  const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'))
  const files = readdirSync(folder).filter((name) => name.endsWith('.json') && name !== 'task-definitions.json')
  const listed = read('task-definitions.json')
  const taskDefs = (Array.isArray(listed) ? listed : []).map((entry) => readTaskDef(entry, ''))
  const workflows = files.map((name) => readWorkflowDef(read(name), ''))

  for (const definition of workflows) {
    it(`${definition.name} is sound and portable`, () => {
      expect(lintWorkflow(definition, { taskDefs, workflows, portable: true })).toEqual([])
    })
  }
})
