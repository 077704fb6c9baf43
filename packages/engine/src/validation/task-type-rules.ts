/** What each task type demands of its definition. One function a type; each answers with Conductor's messages. */
import { Script } from 'node:vm'
import type { TaskDef, WorkflowTaskInput } from '../model/definition.ts'
import type { JsonMap } from '../model/json.ts'
import { parseDuration, parseUntil } from '../tasks/wait-time.ts'

/** Looks a registered task definition up: its input template counts as given input. */
export type FindTaskDef = (name: string) => Pick<TaskDef, 'inputTemplate'> | undefined

type Rule = (task: WorkflowTaskInput, input: JsonMap, findTaskDef: FindTaskDef) => string[]

/** The messages of every rule of its type that the task breaks. */
export function brokenTypeRules(task: WorkflowTaskInput, findTaskDef: FindTaskDef): string[] {
  const type = task.type ?? 'SIMPLE'
  const rule = Object.hasOwn(RULES, type) ? RULES[type] : undefined
  return rule === undefined ? [] : rule(task, task.inputParameters ?? {}, findTaskDef)
}

const RULES: Readonly<Record<string, Rule>> = {
  EVENT: (task) => need(task, 'sink', isGiven(task.sink)),
  DYNAMIC: (task) => need(task, 'dynamicTaskNameParam', isGiven(task.dynamicTaskNameParam)),
  SUB_WORKFLOW: (task) => need(task, 'subWorkflowParam', task.subWorkflowParam !== undefined),
  DO_WHILE: (task) => [
    // An empty one will do: a loop over a list, or one turn.
    ...need(task, 'loopCondition', task.loopCondition !== undefined),
    ...need(task, 'loopOver', (task.loopOver ?? []).length > 0),
  ],
  SWITCH: (task) => [
    ...need(task, 'evaluatorType', isGiven(task.evaluatorType)),
    ...need(task, 'expression', isGiven(task.expression)),
    ...needCases(task),
    ...(task.evaluatorType === 'javascript' ? needScript(task, task.expression) : []),
  ],
  DECISION: (task) => [
    ...need(task, 'caseValueParam or caseExpression', isGiven(task.caseValueParam) || isGiven(task.caseExpression)),
    ...needCases(task),
    ...needScript(task, task.caseExpression),
  ],
  KAFKA_PUBLISH: (task, input, find) => needInput(task, input, find, 'kafka_request'),
  JSON_JQ_TRANSFORM: (task, input, find) => needInput(task, input, find, 'queryExpression'),
  HTTP: (task, input, find) => {
    const isComplete =
      ['http_request', 'uri', 'method'].some((key) => key in input) || 'http_request' in template(task, find)
    return need(task, 'inputParameters.http_request or inputParameters.uri', isComplete)
  },
  FORK_JOIN: (task) =>
    (task.forkTasks ?? []).length > 0
      ? []
      : [`forkTasks should have atleast one task for taskType: FORK_JOIN taskName: ${task.name}`],
  FORK_JOIN_DYNAMIC: needDynamicFork,
  TERMINATE: needTerminate,
  WAIT: (_task, input) => needWait(input),
}

function need(task: WorkflowTaskInput, field: string, isPresent: boolean): string[] {
  return isPresent ? [] : [`${field} field is required for taskType: ${task.type} taskName: ${task.name}`]
}

function needInput(task: WorkflowTaskInput, input: JsonMap, find: FindTaskDef, key: string): string[] {
  return need(task, `inputParameters.${key}`, key in input || key in template(task, find))
}

function template(task: WorkflowTaskInput, find: FindTaskDef): JsonMap {
  return (task.taskDefinition ?? find(task.name))?.inputTemplate ?? {}
}

function needCases(task: WorkflowTaskInput): string[] {
  return Object.keys(task.decisionCases ?? {}).length > 0
    ? []
    : [`decisionCases should have atleast one task for taskType: ${task.type} taskName: ${task.name}`]
}

function needScript(task: WorkflowTaskInput, source: string | undefined): string[] {
  if (!isGiven(source)) return []
  try {
    // Compiles only: nothing of the text is run.
    void new Script(source)
    return []
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return [`Expression is not well formatted: ${reason}, taskType: ${task.type} taskName ${task.name}`]
  }
}

function needDynamicFork(task: WorkflowTaskInput, input: JsonMap): string[] {
  if ('forkTaskInputs' in input) return []
  const hasTasks = isGiven(task.dynamicForkTasksParam)
  const hasInputs = isGiven(task.dynamicForkTasksInputParamName)
  if (!isGiven(task.dynamicForkJoinTasksParam)) {
    return [
      ...need(task, 'dynamicForkTasksInputParamName', hasInputs),
      ...need(task, 'dynamicForkTasksParam', hasTasks),
    ]
  }
  if (!hasTasks && !hasInputs) return []
  // "cam" is how Conductor spells it, and tests compare it.
  return [
    'dynamicForkJoinTasksParam or combination of dynamicForkTasksInputParamName and dynamicForkTasksParam cam be used for ' +
      `taskType: FORK_JOIN_DYNAMIC taskName: ${task.name}`,
  ]
}

function needTerminate(task: WorkflowTaskInput, input: JsonMap): string[] {
  const status = input['terminationStatus']
  const hasStatus = status === 'COMPLETED' || status === 'FAILED' || status === 'TERMINATED'
  return [
    ...(task.optional === true ? [`terminate task cannot be optional, taskName: ${task.name}`] : []),
    ...(hasStatus
      ? []
      : [
          `terminate task must have an terminationStatus parameter and must be set to COMPLETED or FAILED, taskName: ${task.name}`,
        ]),
  ]
}

function needWait({ duration, until }: JsonMap): string[] {
  if (duration !== undefined && until !== undefined) {
    return ["Both 'duration' and 'until' specified. Please provide only one input"]
  }
  if (isLiteral(duration) && (typeof duration !== 'string' || parseDuration(duration) === undefined)) {
    return ['Either date or duration is passed as null ']
  }
  if (isLiteral(until) && (typeof until !== 'string' || parseUntil(until) === undefined)) {
    return ['Unable to parse date ']
  }
  return []
}

/** Expressions and nothing are judged when the task runs. */
function isLiteral(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '' && !(typeof value === 'string' && value.startsWith('${'))
}

function isGiven(value: string | undefined): value is string {
  return value !== undefined && value !== ''
}
