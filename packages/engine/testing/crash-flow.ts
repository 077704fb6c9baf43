// The flow that is interrupted: every kind of waiting there is, and what it must come to whatever happens on the way.

import type { WorkflowDefInput, WorkflowTaskInput } from '../src/model/definition.ts'
import type { JsonMap } from '../src/model/json.ts'

const simple = (ref: string): WorkflowTaskInput => ({
  name: ref,
  taskReferenceName: ref,
  inputParameters: { n: '${workflow.input.n}' },
})
const task = (type: string, ref: string, more: Partial<WorkflowTaskInput> = {}): WorkflowTaskInput => ({
  name: ref,
  taskReferenceName: ref,
  type,
  ...more,
})

export const crashWorkers = ['w1', 'w2', 'w3', 'w4', 'w5', 'w6'] as const

const script = (ref: string, expression: string, values: JsonMap = {}) =>
  task('INLINE', ref, { inputParameters: { evaluatorType: 'javascript', expression, ...values } })

/** A task whose worker the kill cut off comes back when its time to answer is over. */
export const crashTaskDefs = crashWorkers.map((name) => ({
  name,
  responseTimeoutSeconds: 5,
  retryDelaySeconds: 0,
  retryCount: 100,
}))

const child: WorkflowDefInput = {
  name: 'crash_child',
  // The script first: a parent must not know of a child that waits for one and is not on disk.
  tasks: [script('greet', '1'), simple('w4'), task('WAIT', 'nap', { inputParameters: { duration: '1 seconds' } })],
  outputParameters: { v: '${w4.output.v}' },
}

const parent: WorkflowDefInput = {
  name: 'crash_parent',
  tasks: [
    simple('w1'),
    task('SWITCH', 'parity', {
      evaluatorType: 'javascript',
      expression: '$.n % 2 == 0 ? "even" : "odd"',
      inputParameters: { n: '${workflow.input.n}' },
      decisionCases: { even: [task('SET_VARIABLE', 'note', { inputParameters: { even: true } })] },
    }),
    task('FORK_JOIN', 'fork', {
      forkTasks: [
        [simple('w2')],
        [
          task('SUB_WORKFLOW', 'sub', {
            subWorkflowParam: { name: child.name },
            inputParameters: { n: '${workflow.input.n}' },
          }),
        ],
        [task('DO_WHILE', 'loop', { loopCondition: '$.loop.iteration < 3', loopOver: [simple('w3')] })],
        [task('WAIT', 'pause', { inputParameters: { duration: '1 seconds' } })],
        [task('HUMAN', 'ask')],
      ],
    }),
    task('JOIN', 'join', { joinOn: ['w2', 'sub', 'loop', 'pause', 'ask'] }),
    task('FORK_JOIN_DYNAMIC', 'spread', {
      inputParameters: { forkTaskName: 'w5', forkTaskInputs: [{ n: 1 }, { n: 2 }, { n: 3 }] },
    }),
    task('JOIN', 'gather'),
    script('add', '$.a + $.b', { a: '${w1.output.v}', b: '${w2.output.v}' }),
    simple('w6'),
  ],
  outputParameters: {
    sum: '${add.output.result}',
    child: '${sub.output.v}',
    turns: '${loop.output.iteration}',
    person: '${ask.output.by}',
    even: '${workflow.variables.even}',
  },
}

export const crashDefinitions = [child, parent]
export const crashFlowName = parent.name

/** What a worker makes of a task: nothing but its input decides. */
export function crashResult(type: string, n: number): JsonMap {
  return { v: n * 10 + crashWorkers.findIndex((name) => name === type) }
}

/** One in three has a worker that fails at first. */
export function failsAtFirst(type: string, n: number, retryCount: number): boolean {
  return type === 'w2' && n % 3 === 0 && retryCount === 0
}

/** The output of a flow that nothing interrupted. */
export function crashOutput(n: number): JsonMap {
  return { sum: n * 10 + n * 10 + 1, child: n * 10 + 3, turns: 3, person: 'ann', even: n % 2 === 0 ? true : null }
}

/** References of the tasks that must have completed, each once. */
export function crashRefs(n: number): string[] {
  const always = ['w1', 'parity', 'fork', 'w2', 'sub', 'loop', 'w3__1', 'w3__2', 'w3__3', 'pause', 'ask', 'join']
  const spread = ['spread', '_w5_0', '_w5_1', '_w5_2', 'gather', 'add', 'w6']
  return [...always, ...spread, ...(n % 2 === 0 ? ['note'] : [])].sort()
}
