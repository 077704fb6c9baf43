// Ends an execution: its output, its reason, its open tasks, and who has to hear of it.

import { resolveMap } from '../expressions/resolve.ts'
import { isMap } from '../model/json.ts'
import type { JsonMap } from '../model/json.ts'
import { isFailure, isTerminal } from '../model/status.ts'
import type { TaskStatus, WorkflowStatus } from '../model/status.ts'
import type { FailureRequest } from './effects.ts'
import type { Run, TaskRecord } from './run.ts'
import { keepWorkflowOutput } from './output-cache.ts'
import { workflowOutputRefusal } from '../payloads/payload-limit.ts'
import { schemaViolation } from '../schema/schema-check.ts'
import { scopeOf } from './scope.ts'
import { setStatus, setWorkflowStatus } from './step.ts'
import type { Step } from './step.ts'

export interface Ending {
  readonly status: Exclude<WorkflowStatus, 'RUNNING' | 'PAUSED'>
  readonly reason?: string
  /** The task that caused it. */
  readonly cause?: TaskRecord
  /** Set by TERMINATE: the output as it is. */
  readonly output?: JsonMap
  /** An end that a caller asked for starts no failure workflow. */
  readonly startsFailureWorkflow: boolean
  readonly operation?: string
}

export function finish(step: Step, wanted: Ending): void {
  const { run } = step
  run.output = wanted.output ?? outputOf(step)
  const tooLarge = workflowOutputRefusal(run.id, run.output)
  if (tooLarge !== undefined) run.output = {}
  const violation = tooLarge ?? (wanted.status === 'COMPLETED' ? outputViolation(run) : undefined)
  const ending: Ending =
    violation === undefined ? wanted : { ...wanted, status: 'FAILED', reason: violation, startsFailureWorkflow: true }
  // An end keeps an earlier reason only when it has none of its own and is a success.
  run.reason = ending.reason
  run.endTime = step.now
  noteFailedTasks(run)
  setWorkflowStatus(step, ending.status, ending.operation)
  cancelOpenTasks(step)
  run.agenda = []
  if (run.def.cacheConfig && run.status === 'COMPLETED') keepWorkflowOutput(step)
  if (run.parentId !== undefined && run.parentTaskId !== undefined) {
    step.effects.push({ kind: 'tell-parent', parentId: run.parentId, parentTaskId: run.parentTaskId })
  }
  const failure = ending.startsFailureWorkflow ? failureRequest(run, ending) : undefined
  if (failure) step.effects.push({ kind: 'start-failure-workflow', request: failure })
}

function outputViolation({ def, output }: Run): string | undefined {
  return def.enforceSchema ? schemaViolation(def.outputSchema, output, `The output of workflow ${def.name}`) : undefined
}

/** The workflow that a failing task brings about, by the status of the task. */
export function failingStatus(status: TaskStatus): 'TERMINATED' | 'TIMED_OUT' | 'FAILED' {
  if (status === 'CANCELED') return 'TERMINATED'
  return status === 'TIMED_OUT' ? 'TIMED_OUT' : 'FAILED'
}

/** What the definition makes of it, or else the output of the last task, be it the one that failed or not; without a task nothing. */
function outputOf({ run, env }: Step): JsonMap {
  const last = lastRecord(run)
  if (!last) return {}
  const parameters = run.def.outputParameters
  return Object.keys(parameters).length > 0 ? resolveMap(parameters, scopeOf(run, env.environment)) : last.output
}

function lastRecord(run: Run): TaskRecord | undefined {
  let last: TaskRecord | undefined
  for (const record of run.tasks.values()) if (!last || record.seq >= last.seq) last = record
  return last
}

function noteFailedTasks(run: Run): void {
  const failed: TaskRecord[] = []
  for (const record of run.tasks.values()) {
    if (record.status === 'FAILED' || record.status === 'FAILED_WITH_TERMINAL_ERROR') failed.push(record)
  }
  if (failed.length === 0) return
  run.failedRefs = [...new Set([...run.failedRefs, ...failed.map(({ ref }) => ref)])]
  run.failedNames = [...new Set([...run.failedNames, ...failed.map(({ taskDefName }) => taskDefName)])]
}

function cancelOpenTasks(step: Step): void {
  // In order: those that were skipped, which are not, have ended.
  for (const record of step.run.tasks.values()) {
    if (isTerminal(record.status)) continue
    setStatus(step, record, 'CANCELED')
    step.kindFor(record).cancel?.(step, record)
    record.awaiting = undefined
  }
}

function failureRequest(run: Run, ending: Ending): FailureRequest | undefined {
  const name = failureWorkflowName(run)
  if (name === undefined || ending.status === 'COMPLETED') return undefined
  return {
    name,
    version: run.def.failureWorkflowVersion,
    failureTaskId: ending.cause && isFailure(ending.cause.status) ? ending.cause.id : undefined,
    reason: run.reason,
  }
}

/** A fixed name, or `$workflow.input.key`, with or without braces. */
function failureWorkflowName(run: Run): string | undefined {
  const name = run.def.failureWorkflow
  if (!name) return undefined
  if (!name.startsWith('$')) return name
  const key = name
    .replace(/^\$\{?/, '')
    .replace(/\}$/, '')
    .split('.')[2]
  const value = key === undefined || !isMap(run.input) ? undefined : run.input[key]
  return typeof value === 'string' && value !== '' ? value : undefined
}
