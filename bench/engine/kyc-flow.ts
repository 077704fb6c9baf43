/** The flow that is measured: twelve tasks, five of them for workers. */

export const kycWorkers = ['collect', 'documents', 'address', 'lists', 'decide'] as const

/** The last one: once its result is taken, the flow is about to end. */
export const lastWorker = 'decide'

export function simple(name: string, inputParameters: Record<string, unknown> = {}): Record<string, unknown> {
  return { name, taskReferenceName: name, type: 'SIMPLE', inputParameters }
}

export function flow(name: string, tasks: unknown[]): Record<string, unknown> {
  return { name, version: 1, schemaVersion: 2, ownerEmail: 'bench@example.org', timeoutSeconds: 0, tasks }
}

export const kycFlow = flow('bench_kyc', [
  simple('collect', { caseId: '${workflow.input.caseId}' }),
  {
    name: 'checks',
    taskReferenceName: 'checks',
    type: 'FORK_JOIN',
    forkTasks: [[simple('documents')], [simple('address')], [simple('lists')]],
  },
  { name: 'checked', taskReferenceName: 'checked', type: 'JOIN', joinOn: ['documents', 'address', 'lists'] },
  {
    name: 'score',
    taskReferenceName: 'score',
    type: 'INLINE',
    inputParameters: {
      evaluatorType: 'javascript',
      expression: '$.a + $.b',
      a: '${address.output.n}',
      b: '${lists.output.n}',
    },
  },
  {
    name: 'keep',
    taskReferenceName: 'keep',
    type: 'SET_VARIABLE',
    inputParameters: { score: '${score.output.result}' },
  },
  {
    name: 'route',
    taskReferenceName: 'route',
    type: 'SWITCH',
    evaluatorType: 'javascript',
    expression: '$.score > 5 ? "high" : "low"',
    inputParameters: { score: '${workflow.variables.score}' },
    decisionCases: { low: [{ name: 'nothing', taskReferenceName: 'nothing', type: 'NOOP' }] },
  },
  {
    name: 'shape',
    taskReferenceName: 'shape',
    type: 'JSON_JQ_TRANSFORM',
    inputParameters: { queryExpression: '{score: .score}', score: '${score.output.result}' },
  },
  simple('decide', { score: '${shape.output.result.score}' }),
])

export function taskDefinitions(names: readonly string[]): Record<string, unknown>[] {
  return names.map((name) => ({
    name,
    ownerEmail: 'bench@example.org',
    retryCount: 3,
    retryDelaySeconds: 1,
    timeoutSeconds: 0,
    responseTimeoutSeconds: 600,
  }))
}
