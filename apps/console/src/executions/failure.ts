/** Why a run failed: the task, its message, and the likely cause by rules. Pure. */
import type { Execution, Task } from '../api/conductor.ts'
import { bareReference } from '../diagram/run-overlay.ts'
import { isFailure } from '../ui/status-vocabulary.ts'

export interface Failure {
  readonly task: Task
  readonly ref: string
  readonly attempt: number
  /** Attempts that the definition allows, at least those made. */
  readonly attempts: number
  readonly message: string
  readonly otherRefs: readonly string[]
  /** The child to ask for its own failure. */
  readonly childId: string | undefined
}

/** The first task that failed for good; of a run that is still open or ended well there is none. */
export function findFailure(run: Execution): Failure | undefined {
  if (run.status === 'COMPLETED' || run.status === 'RUNNING' || run.status === 'PAUSED') return undefined
  const failed = run.tasks.filter(
    (task) => isFailure(task.status) && !task.retried && task.workflowTask?.optional !== true,
  )
  // A JOIN or a loop fails because of a task inside; the inner one tells more.
  const telling = failed.filter(
    (task) => task.taskType !== 'JOIN' && task.taskType !== 'EXCLUSIVE_JOIN' && task.taskType !== 'DO_WHILE',
  )
  const task = telling[0] ?? failed[0]
  if (task === undefined) return undefined
  const otherRefs = [...new Set(telling.map((item) => item.referenceTaskName))].filter(
    (ref) => ref !== task.referenceTaskName,
  )
  const attempt = task.retryCount + 1
  return {
    task,
    ref: bareReference(task),
    attempt,
    attempts: Math.max(attempt, (task.taskDefinition?.retryCount ?? 0) + 1),
    message: task.reasonForIncompletion ?? '',
    otherRefs,
    childId: task.subWorkflowId,
  }
}

export type CauseKey =
  | 'refused'
  | 'unknownHost'
  | 'egress'
  | 'timeout'
  | 'noWorker'
  | 'unauthorised'
  | 'forbidden'
  | 'notFound'
  | 'tooMany'
  | 'serverError'
  | 'expression'
  | 'unknownWorkflow'

export interface LikelyCause {
  readonly key: CauseKey
  readonly place?: string
  readonly status?: string
}

interface Rule {
  readonly key: CauseKey
  readonly pattern: RegExp
}

// The first rule that fits speaks; narrow ones stand before wide ones.
const rules: readonly Rule[] = [
  { key: 'egress', pattern: /GATEHOUSE_HTTP_ALLOW|egress/i },
  { key: 'refused', pattern: /ECONNREFUSED|connection refused/i },
  { key: 'unknownHost', pattern: /ENOTFOUND|EAI_AGAIN|UnknownHost|getaddrinfo/i },
  { key: 'unknownWorkflow', pattern: /No such workflow/i },
  { key: 'expression', pattern: /Cannot read propert|is not defined|undefined|Error evaluating the script/i },
  { key: 'unauthorised', pattern: /\b401\b/ },
  { key: 'forbidden', pattern: /\b403\b/ },
  { key: 'notFound', pattern: /\b404\b/ },
  { key: 'tooMany', pattern: /\b429\b/ },
  { key: 'serverError', pattern: /\b(5\d\d)\b [A-Z]/ },
  { key: 'timeout', pattern: /timed out|timeout|ETIMEDOUT/i },
]

/** What probably went wrong, from the message of a task. */
export function likelyCause(task: Task, message: string): LikelyCause | undefined {
  if (task.status === 'TIMED_OUT') return task.pollCount === 0 ? { key: 'noWorker' } : { key: 'timeout' }
  const rule = rules.find((candidate) => candidate.pattern.test(message))
  if (rule === undefined) return undefined
  const place = placeIn(message)
  const status = /\b5\d\d\b/.exec(message)?.[0]
  return { key: rule.key, ...(place === undefined ? {} : { place }), ...(status === undefined ? {} : { status }) }
}

/** `host:port` named in a message. */
function placeIn(message: string): string | undefined {
  const url = /https?:\/\/([^\s/"'?)]+)/.exec(message)?.[1]
  return (
    url ??
    /\b((?:\d{1,3}\.){3}\d{1,3}|\[[0-9a-f:]+\]|[\w.-]+):(\d{2,5})\b/i.exec(message)?.[0] ??
    /ENOTFOUND ([\w.-]+)/.exec(message)?.[1]
  )
}
