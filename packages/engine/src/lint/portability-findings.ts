// What works here and not, or not so, on Conductor OSS 3.32.1: fields it stores and ignores, types it hands to workers,
// and its known defects.

import type { TaskDefInput, WorkflowDefInput, WorkflowTaskInput } from '../model/definition.ts'
import { isMap } from '../model/json.ts'
import type { Finding } from './finding.ts'
import type { PlacedTask } from './placed-tasks.ts'

export function portabilityFindings(
  definition: WorkflowDefInput,
  tasks: readonly PlacedTask[],
  taskDefs: readonly TaskDefInput[] = [],
): Finding[] {
  const names = new Set(taskDefs.map(({ name }) => name))
  return [
    ...definitionFindings(definition),
    ...tasks.flatMap((placed) => [
      ...fieldFindings(placed),
      ...defectFindings(placed, names),
      ...scriptFindings(placed),
    ]),
    ...tasks.flatMap(({ task, place }) =>
      taskDefFindings(
        taskDefs.find(({ name }) => name === task.name),
        place,
      ),
    ),
  ]
}

function finding(place: string, message: string): Finding {
  return { place, code: 'not-portable', message }
}

function ignored(place: string, field: string): Finding {
  return finding(`${place === '' ? '' : `${place}.`}${field}`, `Conductor OSS takes ${field} and ignores it.`)
}

function definitionFindings(definition: WorkflowDefInput): Finding[] {
  const found: Finding[] = []
  for (const field of [
    'rateLimitConfig',
    'cacheConfig',
    'inputSchema',
    'outputSchema',
    'workflowStatusListenerSink',
  ] as const) {
    if (definition[field] !== undefined) found.push(ignored('', field))
  }
  if ((definition.maskedFields ?? []).length > 0) found.push(ignored('', 'maskedFields'))
  if (definition.failureWorkflow?.startsWith('${')) {
    found.push(
      finding('failureWorkflow', 'Conductor OSS does not read a failureWorkflow in braces: write $workflow.input.key.'),
    )
  }
  return found
}

const typesOfOurs: ReadonlySet<string> = new Set(['HTTP_POLL', 'WAIT_FOR_WEBHOOK', 'YIELD'])

function fieldFindings({ task, place }: PlacedTask): Finding[] {
  const found: Finding[] = []
  if (task.cacheConfig) found.push(ignored(place, 'cacheConfig'))
  if (Object.values(task.onStateChange ?? {}).some((events) => events.length > 0))
    found.push(ignored(place, 'onStateChange'))
  if (task.type === 'JOIN') {
    for (const field of ['expression', 'joinStatus'] as const) if (task[field]) found.push(ignored(place, field))
  }
  for (const field of ['idempotencyKey', 'idempotencyStrategy'] as const) {
    if (task.subWorkflowParam?.[field]) found.push(ignored(`${place}.subWorkflowParam`, field))
    const started = task.type === 'START_WORKFLOW' ? task.inputParameters?.startWorkflow : undefined
    if (isMap(started) && started[field]) found.push(ignored(`${place}.inputParameters.startWorkflow`, field))
  }
  if (typesOfOurs.has(task.type ?? '')) {
    found.push(finding(`${place}.type`, `Conductor OSS does not know ${task.type}: the task would wait for a worker.`))
  }
  if (task.type === 'PULL_WORKFLOW_MESSAGES') {
    found.push(
      finding(`${place}.type`, 'Conductor OSS runs PULL_WORKFLOW_MESSAGES only where messages are switched on.'),
    )
  }
  return found
}

function defectFindings({ task, place, positions, ref }: PlacedTask, taskDefs: ReadonlySet<string>): Finding[] {
  const found: Finding[] = []
  if (task.type === 'DO_WHILE' && positions.some(({ container }) => container?.task.type === 'DO_WHILE')) {
    found.push(finding(place, `Loop ${ref} lies within another: Conductor OSS loses or repeats its turns.`))
  }
  if (task.type === 'FORK_JOIN' && (task.forkTasks ?? []).some((branch) => branch.length === 0)) {
    found.push(finding(`${place}.forkTasks`, `Fork ${ref} has an empty branch: Conductor OSS fails to start it.`))
  }
  if ((task.type === 'JOIN' || task.type === 'DO_WHILE') && taskDefs.has(task.name)) {
    const message = `${ref} is named like the task definition ${task.name}: Conductor OSS applies its timeouts to the ${task.type}.`
    found.push(finding(`${place}.name`, message))
  }
  return found
}

const wholeInput = /JSON\.stringify\(\s*\$|Object\.(?:keys|values|entries)\(\s*\$|\.\.\.\$|\bin\s+\$/

function scriptFindings({ task, place }: PlacedTask): Finding[] {
  return scriptsOf(task, place).flatMap(([where, script]) =>
    wholeInput.test(script)
      ? [
          finding(
            where,
            'The script looks at $ as a whole: on Conductor OSS it is a map of the host, without keys of its own.',
          ),
        ]
      : [],
  )
}

/** The scripts of a task, each with its place. */
export function scriptsOf(task: WorkflowTaskInput, place: string): [string, string][] {
  const { expression, scriptExpression } = task.inputParameters ?? {}
  const found: [string, unknown][] = [
    [`${place}.inputParameters.expression`, task.type === 'INLINE' ? expression : undefined],
    [`${place}.inputParameters.scriptExpression`, task.type === 'LAMBDA' ? scriptExpression : undefined],
    [`${place}.expression`, task.expression],
    [`${place}.loopCondition`, task.loopCondition],
    [`${place}.caseExpression`, task.caseExpression],
  ]
  return found.filter((entry): entry is [string, string] => typeof entry[1] === 'string')
}

function taskDefFindings(definition: TaskDefInput | undefined, place: string): Finding[] {
  if (!definition) return []
  const found: Finding[] = []
  if (definition.enforceSchema && (definition.inputSchema || definition.outputSchema)) {
    found.push(finding(place, `Conductor OSS does not enforce the schemas of the task definition ${definition.name}.`))
  }
  if ((definition.rateLimitPerFrequency ?? 0) > 0) {
    const message = `Conductor OSS does not keep the rate limit of the task definition ${definition.name} on SQL stores.`
    found.push(finding(place, message))
  }
  return found
}
