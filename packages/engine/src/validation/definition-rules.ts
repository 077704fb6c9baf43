/** Judges workflow and task definitions by Conductor's rules. Nothing is thrown: the answer lists what is wrong. */
import type { TaskDefInput, WorkflowDefInput, WorkflowTaskInput } from '../model/definition.ts'
import { brokenReferenceRules } from './reference-rules.ts'
import { brokenTypeRules, type FindTaskDef } from './task-type-rules.ts'
import { type Violation, violation } from './violation.ts'

/** @param path the argument as Conductor names it: `registerWorkflowDef.arg0`. */
export function judgeWorkflowDef(definition: WorkflowDefInput, path: string, findTaskDef: FindTaskDef): Violation[] {
  const found: Violation[] = []
  if (definition.name === '') {
    found.push(violation(`${path}.name`, 'WorkflowDef name cannot be null or empty'))
  }
  if (definition.tasks.length === 0) found.push(violation(`${path}.tasks`, 'WorkflowTask list cannot be empty'))
  if (definition.schemaVersion !== undefined && definition.schemaVersion !== 2) {
    const message = 'workflowDef schemaVersion: 2 is only supported'
    found.push(violation(`${path}.schemaVersion`, message, definition.schemaVersion))
  }
  for (const message of brokenReferenceRules(definition)) found.push(violation(path, message))
  return [...found, ...judgeTasks(definition.tasks, `${path}.tasks`, findTaskDef)]
}

function judgeTasks(tasks: readonly WorkflowTaskInput[], path: string, findTaskDef: FindTaskDef): Violation[] {
  return tasks.flatMap((task, index) => judgeTask(task, `${path}[${index}]`, findTaskDef))
}

/** Bodies of loops are not looked into: Conductor takes them as they are. */
function judgeTask(task: WorkflowTaskInput, path: string, findTaskDef: FindTaskDef): Violation[] {
  const found: Violation[] = []
  if (task.name === '') found.push(violation(`${path}.name`, 'WorkflowTask name cannot be empty or null'))
  if (task.taskReferenceName === '') {
    const message = 'WorkflowTask taskReferenceName name cannot be empty or null'
    found.push(violation(`${path}.taskReferenceName`, message))
  }
  if ((task.startDelay ?? 0) < 0) {
    found.push(violation(`${path}.startDelay`, 'must be greater than or equal to 0', task.startDelay))
  }
  for (const message of brokenTypeRules(task, findTaskDef)) found.push(violation(path, message))
  const cases = Object.entries(task.decisionCases ?? {})
  return [
    ...found,
    ...cases.flatMap(([key, tasks]) => judgeTasks(tasks, `${path}.decisionCases[${key}].<map value>`, findTaskDef)),
    ...judgeTasks(task.defaultCase ?? [], `${path}.defaultCase`, findTaskDef),
    ...(task.forkTasks ?? []).flatMap((branch, index) =>
      judgeTasks(branch, `${path}.forkTasks[${index}].<list element>`, findTaskDef),
    ),
  ]
}

interface Minimum {
  readonly field:
    | 'retryCount'
    | 'responseTimeoutSeconds'
    | 'pollTimeoutSeconds'
    | 'backoffScaleFactor'
    | 'maxRetryDelaySeconds'
    | 'backoffJitterMs'
    | 'totalTimeoutSeconds'
  readonly least: number
  readonly message: string
}

// The number in the messages is the minimum, not the value, as in Conductor.
const MINIMA: readonly Minimum[] = [
  { field: 'retryCount', least: 0, message: 'TaskDef retryCount: 0 must be >= 0' },
  {
    field: 'responseTimeoutSeconds',
    least: 1,
    message: 'TaskDef responseTimeoutSeconds: 0 should be minimum 1 second',
  },
  { field: 'pollTimeoutSeconds', least: 0, message: 'TaskDef pollTimeoutSeconds: 0 must be >= 0' },
  { field: 'backoffScaleFactor', least: 1, message: 'Backoff scale factor. Applicable for LINEAR_BACKOFF' },
  { field: 'maxRetryDelaySeconds', least: 0, message: 'TaskDef maxRetryDelaySeconds: 0 must be >= 0' },
  { field: 'backoffJitterMs', least: 0, message: 'TaskDef backoffJitterMs: 0 must be >= 0' },
  { field: 'totalTimeoutSeconds', least: 0, message: 'TaskDef totalTimeoutSeconds: 0 must be >= 0' },
]

const DEFAULT_RESPONSE_TIMEOUT_SECONDS = 3600

/** @param path the argument as Conductor names it: `registerTaskDef.arg0[0]`. */
export function judgeTaskDef(definition: TaskDefInput, path: string): Violation[] {
  const found: Violation[] = []
  if (definition.name === '') {
    found.push(violation(`${path}.name`, 'TaskDef name cannot be null or empty'))
  }
  for (const { field, least, message } of MINIMA) {
    const value = definition[field]
    if (value !== undefined && value < least) found.push(violation(`${path}.${field}`, message, value))
  }
  const { name, timeoutSeconds = 0, totalTimeoutSeconds = 0 } = definition
  // The default counts: a definition that sets only timeoutSeconds: 10 is refused, as in Conductor.
  const responseTimeoutSeconds = definition.responseTimeoutSeconds ?? DEFAULT_RESPONSE_TIMEOUT_SECONDS
  if (timeoutSeconds > 0 && responseTimeoutSeconds > timeoutSeconds) {
    const message = `TaskDef: ${name} responseTimeoutSeconds: ${responseTimeoutSeconds} must be less than timeoutSeconds: ${timeoutSeconds}`
    found.push(violation(path, message))
  }
  if (timeoutSeconds > 0 && totalTimeoutSeconds > 0 && timeoutSeconds > totalTimeoutSeconds) {
    const message = `TaskDef: ${name} timeoutSeconds: ${timeoutSeconds} must be less than or equal to totalTimeoutSeconds: ${totalTimeoutSeconds}`
    found.push(violation(path, message))
  }
  return found
}
