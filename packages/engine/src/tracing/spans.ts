// An execution as a trace: what a collector is told, made from what is on disk once it has ended. Names, ids, counts and
// codes alone: no input, no output, no reason, no correlation id, since any of them may hold somebody's data.

import type { Run, TaskRecord } from '../decider/run.ts'
import type { EventLogEntry } from '../event-log.ts'
import { isMap } from '../model/json.ts'
import { hasEnded, isSuccessful, isTerminal } from '../model/status.ts'
import { kindFor } from '../tasks/task-kinds.ts'
import { attemptContext, executionContext, parseTraceparent, waitContext, type TraceContext } from './trace-context.ts'

export interface Span extends TraceContext {
  readonly parentSpanId?: string
  readonly links: readonly TraceContext[]
  readonly name: string
  readonly kind: 'internal' | 'client' | 'consumer'
  /** Epoch ms. */
  readonly startedAt: number
  readonly endedAt: number
  readonly status: 'ok' | 'error' | 'unset'
  readonly attributes: Readonly<Record<string, string | number | boolean>>
}

/** What came to its end in a commit. @param removed tasks that a loop no longer keeps */
export function spansOf(run: Run, entries: readonly EventLogEntry[], removed: readonly TaskRecord[]): Span[] {
  if (parseTraceparent(run.traceparent ?? run.parentTraceparent)?.sampled === false) return []
  return entries.flatMap((entry) => {
    if (entry.kind === 'workflow') return hasEnded(entry.to) && hasEnded(run.status) ? [executionSpan(run)] : []
    if (!isTerminal(entry.to)) return []
    const record = run.tasks.get(entry.taskId) ?? removed.find(({ id }) => id === entry.taskId)
    return record && isTerminal(record.status) && record.status !== 'SKIPPED' ? attemptSpans(run, record) : []
  })
}

function executionSpan(run: Run): Span {
  const parent = parseTraceparent(run.traceparent)
  return {
    ...executionContext(run),
    ...(parent ? { parentSpanId: parent.spanId } : {}),
    // The task that stands for it in the execution above, which has a trace of its own unless somebody brought one.
    links:
      run.parentId && run.parentTaskId
        ? [attemptContext({ id: run.parentId, traceparent: run.parentTraceparent }, run.parentTaskId)]
        : [],
    name: run.def.name,
    kind: 'internal',
    startedAt: run.createTime,
    endedAt: run.endTime,
    status: run.status === 'COMPLETED' ? 'ok' : 'error',
    attributes: {
      'conductor.workflow.id': run.id,
      'conductor.workflow.name': run.def.name,
      'conductor.workflow.version': run.def.version,
      'conductor.workflow.status': run.status,
      ...(run.parentId ? { 'conductor.workflow.parent_id': run.parentId } : {}),
      ...(run.failedRefs.length > 0 ? { 'conductor.workflow.failed_tasks': run.failedRefs.join(',') } : {}),
      ...errorType(run.status === 'COMPLETED', run.status, run.reason),
    },
  }
}

function attemptSpans(run: Run, record: TaskRecord): Span[] {
  const context = attemptContext(run, record.id)
  const begun = record.scheduledTime || record.startTime
  const taken = record.startTime > 0 ? record.startTime : undefined
  const forWorkers = kindFor(record).forWorkers === true
  const waited = taken === undefined ? record.endTime - begun : taken - begun
  const wellDone = isSuccessful(record.status)
  const attempt: Span = {
    ...context,
    parentSpanId: executionContext(run).spanId,
    links: record.subWorkflowId ? [executionContext({ id: record.subWorkflowId, traceparent: undefined })] : [],
    name: record.ref,
    kind: forWorkers ? 'consumer' : record.taskType === 'HTTP' ? 'client' : 'internal',
    startedAt: begun,
    endedAt: Math.max(begun, record.endTime),
    status: wellDone ? 'ok' : record.status === 'CANCELED' ? 'unset' : 'error',
    attributes: {
      'conductor.workflow.id': run.id,
      'conductor.task.id': record.id,
      'conductor.task.ref': record.ref,
      'conductor.task.type': record.taskType,
      'conductor.task.name': record.taskDefName,
      'conductor.task.status': record.status,
      'conductor.task.attempt': record.retryCount,
      'conductor.task.polls': record.pollCount,
      ...(record.iteration > 0 ? { 'conductor.task.iteration': record.iteration } : {}),
      ...(record.workerId === undefined ? {} : { 'conductor.task.worker': record.workerId }),
      ...(forWorkers ? { 'conductor.task.queue_wait_ms': Math.max(0, waited) } : {}),
      ...(record.subWorkflowId ? { 'conductor.task.sub_workflow_id': record.subWorkflowId } : {}),
      ...httpStatus(record),
      ...errorType(wellDone, record.status, record.reason),
    },
  }
  if (!forWorkers || waited <= 0) return [attempt]
  const wait: Span = {
    ...waitContext(run, record.id),
    parentSpanId: context.spanId,
    links: [],
    name: `${record.ref} waits for a worker`,
    kind: 'internal',
    startedAt: begun,
    endedAt: begun + waited,
    status: 'unset',
    attributes: { 'conductor.task.id': record.id, 'conductor.task.name': record.taskDefName },
  }
  return [wait, attempt]
}

/** A reason is free text; only one that is a bare code is told. */
function errorType(wellDone: boolean, status: string, reason: string | undefined): Record<string, string> {
  if (wellDone) return {}
  const code = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.exec(reason ?? '')?.[0]
  return { 'error.type': code ?? status }
}

function httpStatus({ taskType, output }: TaskRecord): Record<string, number> {
  const { response } = output
  return taskType === 'HTTP' && isMap(response) && typeof response.statusCode === 'number'
    ? { 'http.response.status_code': response.statusCode }
    : {}
}
