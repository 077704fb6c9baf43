// What `${…}` can name inside an execution.

import type { Scope } from '../expressions/resolve.ts'
import { copyJson } from '../model/json.ts'
import type { JsonMap } from '../model/json.ts'
import type { Run, TaskRecord } from './run.ts'
import { newestOf } from './run-index.ts'

/** `taskId` is what `${CPEWF_TASK_ID}` stands for. */
export function scopeOf(run: Run, environment: (name: string) => string | undefined, taskId?: string): Scope {
  return {
    root(name, next) {
      if (name === 'workflow') return next === 'env' ? { env: environmentMap(environment) } : workflowRoot(run, next)
      if (name === 'CPEWF_TASK_ID') return taskId
      const record = newestOf(run, name)
      return record ? taskRoot(run, record, next) : environment(name)
    },
  }
}

/** A map that looks its keys up. */
function environmentMap(environment: (name: string) => string | undefined): JsonMap {
  return new Proxy<JsonMap>(
    {},
    {
      get: (_, name) => (typeof name === 'string' ? environment(name) : undefined),
      has: (_, name) => typeof name === 'string' && environment(name) !== undefined,
      getOwnPropertyDescriptor: (_, name) =>
        typeof name === 'string' && environment(name) !== undefined
          ? { configurable: true, enumerable: true, value: environment(name) }
          : undefined,
    },
  )
}

function workflowRoot(run: Run, next: string | undefined): JsonMap {
  // The usual three without building the whole map.
  if (next === 'input') return { input: run.input }
  if (next === 'variables') return { variables: run.variables }
  if (next === 'output') return { output: run.output }
  return {
    input: run.input,
    output: run.output,
    status: run.status,
    workflowId: run.id,
    parentWorkflowId: run.parentId,
    parentWorkflowTaskId: run.parentTaskId,
    workflowType: run.def.name,
    version: run.def.version,
    correlationId: run.correlationId,
    reasonForIncompletion: run.reason,
    schemaVersion: run.def.schemaVersion,
    variables: run.variables,
  }
}

function taskRoot(run: Run, record: TaskRecord, next: string | undefined): JsonMap {
  if (next === 'output') return { output: readableOutput(record) }
  if (next === 'input') return { input: record.input }
  return {
    input: record.input,
    output: readableOutput(record),
    taskType: record.taskType,
    status: record.status,
    referenceTaskName: record.ref,
    retryCount: record.retryCount,
    correlationId: run.correlationId,
    pollCount: record.pollCount,
    taskDefName: record.taskDefName,
    scheduledTime: record.scheduledTime,
    startTime: record.startTime,
    endTime: record.endTime,
    workflowInstanceId: run.id,
    taskId: record.id,
    reasonForIncompletion: record.reason,
    callbackAfterSeconds: record.callbackAfterSeconds,
    workerId: record.workerId,
    iteration: record.iteration,
  }
}

/** The outputs of open JOINs and loops grow in place, so a reader gets a copy. */
function readableOutput(record: TaskRecord): JsonMap {
  const grows = record.endTime === 0 && (record.taskType === 'JOIN' || record.taskType === 'DO_WHILE')
  return grows ? copyJson(record.output) : record.output
}
