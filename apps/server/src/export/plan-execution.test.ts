import type { WorkflowDefInput, WorkflowTaskInput } from '@gatehouse/engine'
import { describe, expect, it } from 'vitest'
import type { SourceExecution, SourceTask } from './plan-execution.ts'
import { planExecution } from './plan-execution.ts'

const now = 1_000_000

function task(type: string, ref: string, more: Partial<WorkflowTaskInput> = {}): WorkflowTaskInput {
  return { name: ref, taskReferenceName: ref, type, ...more }
}

function record(taskType: string, ref: string, status: string, more: Partial<SourceTask> = {}): SourceTask {
  return { referenceTaskName: ref, taskType, status, outputData: { of: ref }, ...more }
}

function execution(
  tasks: WorkflowTaskInput[],
  records: SourceTask[],
  more: Partial<WorkflowDefInput> = {},
  children: ReadonlyMap<string, SourceExecution> = new Map(),
): SourceExecution {
  return { workflowId: 'w1', status: 'RUNNING', definition: { name: 'w', tasks, ...more }, tasks: records, children }
}

function carried(source: SourceExecution) {
  const plan = planExecution(source, now)
  if (plan.kind !== 'carry') throw new Error(plan.reasons.join(' '))
  const shape = (tasks: readonly WorkflowTaskInput[]): string[] =>
    tasks.flatMap((one) => [
      `${one.taskReferenceName}:${one.type}`,
      ...(one.forkTasks ?? []).flatMap(shape),
      ...Object.values(one.decisionCases ?? {}).flatMap(shape),
    ])
  return { ...plan, shape: shape(plan.definition.tasks), done: Object.fromEntries(plan.done) }
}

function stays(source: SourceExecution): string {
  const plan = planExecution(source, now)
  return plan.kind === 'stay' ? plan.reasons.join(' ') : ''
}

describe('what is done', () => {
  it('becomes a HUMAN task with its output, so that no worker and no call runs it again', () => {
    const { shape, done, definition } = carried(
      execution(
        [task('SIMPLE', 'a', { retryCount: 3 }), task('HTTP', 'call'), task('SIMPLE', 'b'), task('SIMPLE', 'c')],
        [record('a', 'a', 'COMPLETED'), record('HTTP', 'call', 'COMPLETED'), record('b', 'b', 'SCHEDULED')],
      ),
    )
    expect(shape).toEqual(['a:HUMAN', 'call:HUMAN', 'b:SIMPLE', 'c:SIMPLE'])
    expect(done).toEqual({ a: { of: 'a' }, call: { of: 'call' } })
    expect(definition.tasks[0]).toEqual({ name: 'a', taskReferenceName: 'a', type: 'HUMAN' })
    expect(definition.metadata).toEqual({ exportedFrom: { workflowId: 'w1', done: ['a', 'call'] } })
  })

  it('stays a branch, a join or a variable, and is replaced within', () => {
    const fork = task('FORK_JOIN', 'f', { forkTasks: [[task('SIMPLE', 'l')], [task('SIMPLE', 'r')]] })
    const choice = task('SWITCH', 's', { decisionCases: { yes: [task('INLINE', 'i')], no: [task('SIMPLE', 'n')] } })
    const { shape } = carried(
      execution(
        [choice, task('SET_VARIABLE', 'v'), fork, task('JOIN', 'j', { joinOn: ['l', 'r'] })],
        [
          record('SWITCH', 's', 'COMPLETED'),
          record('INLINE', 'i', 'COMPLETED'),
          record('SET_VARIABLE', 'v', 'COMPLETED'),
          record('FORK', 'f', 'COMPLETED'),
          record('l', 'l', 'COMPLETED'),
          record('r', 'r', 'IN_PROGRESS'),
          record('JOIN', 'j', 'IN_PROGRESS'),
        ],
      ),
    )
    expect(shape).toEqual([
      's:SWITCH',
      'i:HUMAN',
      'n:SIMPLE',
      'v:SET_VARIABLE',
      'f:FORK_JOIN',
      'l:HUMAN',
      'r:SIMPLE',
      'j:JOIN',
    ])
  })

  it('may be a loop or a dynamic fork that is over', () => {
    const { shape, done, notes } = carried(
      execution(
        [
          task('DO_WHILE', 'loop', { loopOver: [task('SIMPLE', 'turn')] }),
          task('FORK_JOIN_DYNAMIC', 'fan'),
          task('JOIN', 'in'),
          task('SIMPLE', 'z'),
        ],
        [
          record('DO_WHILE', 'loop', 'COMPLETED'),
          record('FORK', 'fan', 'COMPLETED'),
          record('JOIN', 'in', 'COMPLETED'),
        ],
      ),
    )
    expect(shape).toEqual(['loop:HUMAN', 'fan:HUMAN', 'in:HUMAN', 'z:SIMPLE'])
    expect(Object.keys(done)).toEqual(['loop', 'fan', 'in'])
    expect(notes.join()).toContain('none of its turns')
  })

  it('counts by its newest attempt', () => {
    const { shape } = carried(
      execution([task('SIMPLE', 'a')], [record('a', 'a', 'FAILED'), record('a', 'a', 'COMPLETED')]),
    )
    expect(shape).toEqual(['a:HUMAN'])
  })
})

describe('what is open', () => {
  it('waits for as long as it still has to', () => {
    const wait = task('WAIT', 'w', { inputParameters: { until: '2030-01-01', note: 1 } })
    const { definition, notes } = carried(
      execution([wait], [record('WAIT', 'w', 'IN_PROGRESS', { waitTimeout: now + 90_500 })]),
    )
    expect(definition.tasks[0]?.inputParameters).toEqual({ note: 1, duration: '91 seconds' })
    expect(notes).toEqual(['w has 91 s to wait there, counted from the start of the copy.'])
  })

  it('may be a sub-workflow, which is carried with it', () => {
    const child = execution(
      [task('SIMPLE', 'c1'), task('SIMPLE', 'c2')],
      [record('c1', 'c1', 'COMPLETED'), record('c2', 'c2', 'IN_PROGRESS')],
    )
    const { definition, children, notes } = carried(
      execution(
        [task('SUB_WORKFLOW', 'sub', { subWorkflowParam: { name: 'w', version: 2 } })],
        [record('SUB_WORKFLOW', 'sub', 'IN_PROGRESS', { subWorkflowId: 'child' })],
        {},
        new Map([['child', child]]),
      ),
    )
    expect(definition.tasks[0]?.subWorkflowParam?.workflowDefinition).toMatchObject({
      tasks: [{ type: 'HUMAN' }, { type: 'SIMPLE' }],
    })
    expect([...(children.get('sub')?.done.keys() ?? [])]).toEqual(['c1'])
    expect(notes[0]).toMatch(/^In the sub-workflow sub: c2 is with a worker here/)
  })

  it.each(['HTTP', 'KAFKA_PUBLISH', 'EVENT', 'START_WORKFLOW'])('is done again there when it is a %s', (type) => {
    expect(carried(execution([task(type, 'x')], [record(type, 'x', 'IN_PROGRESS')])).notes[0]).toMatch(/is done again/)
  })
})

describe('an execution stays, and it is said why', () => {
  it.each<[string, SourceExecution]>([
    ['turns cannot be told apart', execution([task('DO_WHILE', 'l')], [record('DO_WHILE', 'l', 'IN_PROGRESS')])],
    [
      'branches are no part',
      execution(
        [task('FORK_JOIN_DYNAMIC', 'f'), task('JOIN', 'j')],
        [record('FORK', 'f', 'COMPLETED'), record('JOIN', 'j', 'IN_PROGRESS')],
      ),
    ],
    [
      'x of its last turn is read behind it',
      execution(
        [
          task('DO_WHILE', 'l', { loopOver: [task('SIMPLE', 'x')] }),
          task('SIMPLE', 'y', { inputParameters: { v: '${x.output.v}' } }),
        ],
        [record('DO_WHILE', 'l', 'COMPLETED')],
      ),
    ],
    ['hides fields', execution([task('SIMPLE', 'a')], [], { maskedFields: ['pin'] })],
    [
      'output of a is kept outside',
      execution([task('SIMPLE', 'a')], [record('a', 'a', 'COMPLETED', { externalOutputPayloadStoragePath: 'x.json' })]),
    ],
    ['input is kept outside', { ...execution([], []), externalInputPayloadStoragePath: 'x.json' }],
  ])('%s', (reason, source) => expect(stays(source)).toContain(reason))
})
