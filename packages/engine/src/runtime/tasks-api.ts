// What workers and callers do with tasks.

import type { Tasks } from '../api.ts'
import type { TaskUpdate } from '../decider/events.ts'
import type { Run, TaskRecord } from '../decider/run.ts'
import { tasksInOrder } from '../decider/run.ts'
import { EngineError } from '../errors.ts'
import type { TaskResult } from '../model/execution.ts'
import { isMap } from '../model/json.ts'
import type { JsonMap } from '../model/json.ts'
import { hasEnded, isTerminal } from '../model/status.ts'
import type { Core } from './core.ts'
import { taskPayloadRefusal } from '../payloads/payload-limit.ts'
import { toTask } from './views.ts'

/** Conductor keeps at most this many lines of one update. */
const maxLogLines = 10

export function createTasks(core: Core): Tasks {
  const { cache, store, clock } = core
  const now = () => clock.now()

  function find(taskId: string): { readonly run: Run; readonly record: TaskRecord } | undefined {
    const workflowId = core.workflowOf(taskId)
    const run = workflowId === undefined ? undefined : cache.get(workflowId)
    const record = run?.tasks.get(taskId)
    return run && record ? { run, record } : undefined
  }

  function require(result: TaskResult): { readonly run: Run; readonly record: TaskRecord } {
    const run = cache.require(result.workflowInstanceId)
    const record = run.tasks.get(result.taskId)
    if (record) return { run, record }
    const found = find(result.taskId)
    if (found) return found
    throw new EngineError('NOT_FOUND', `No such task found by id: ${result.taskId}`, { taskId: result.taskId })
  }

  /** True when the result was taken; a late one is ignored. */
  async function update(result: TaskResult): Promise<TaskRecord> {
    core.mustBeOpen()
    const { run, record } = require(result)
    const by = result.workerId ?? 'worker'
    if (result.extendLease) {
      await core.dispatch(run, { kind: 'extend-lease', taskId: record.id }, by)
      return record
    }
    keepLogs(record, result)
    if (isTerminal(record.status) || hasEnded(run.status)) return record
    await core.dispatch(
      run,
      { kind: 'update', taskId: record.id, update: toUpdate(result, takeOutput(run, result)) },
      by,
    )
    return record
  }

  /** The output itself, or what the worker has stored and names. */
  function takeOutput(run: Run, result: TaskResult): JsonMap {
    const path = result.externalOutputPayloadStoragePath
    if (!path) return isMap(result.outputData) ? result.outputData : {}
    const payloads = core.payloadsFor(path)
    const stored = payloads.take(path)
    const output = core.conceal(stored)
    // One with a secret in it is not kept as it is.
    if (output !== stored) payloads.reject(path)
    else payloads.keep(run, 'task', output, path, (change) => core.commits.addQuietly(change))
    return output
  }

  function keepLogs(record: TaskRecord, { logs = [] }: TaskResult): void {
    if (logs.length === 0) return
    const rows = logs
      .slice(0, maxLogLines)
      .map(({ log, createdTime }) => ({ task_id: record.id, created: createdTime || now(), line: core.conceal(log) }))
    // Written with the update itself: whoever waits for that waits for these.
    core.commits.addQuietly((batch) => batch.logs.push(...rows))
  }

  return {
    async poll(request) {
      core.mustBeOpen()
      return core.polling.poll(request)
    },
    async update(result) {
      await update(result)
      return result.taskId
    },
    async updateAndPoll(result) {
      const record = await update(result)
      if (result.extendLease || !isTerminal(record.status)) return undefined
      return core.polling.next(record.taskType, record.domain, result.workerId)
    },
    async updateByRef(workflowId, ref, status, output, workerId) {
      core.mustBeOpen()
      const run = cache.get(workflowId)
      const record = run && pendingByRef(run, ref)
      if (!run || !record) return undefined
      const change: TaskUpdate = {
        status,
        output: { ...record.output, ...output },
        reason: record.reason,
        workerId,
        callbackAfterSeconds: 0,
        subWorkflowId: undefined,
      }
      await core.dispatch(run, { kind: 'update', taskId: record.id, update: change }, workerId ?? 'api')
      return record.id
    },
    async get(taskId) {
      const found = find(taskId)
      if (!found) throw new EngineError('NOT_FOUND', `Task not found for taskId: ${taskId}`, { taskId })
      await core.commits.whenWritten(found.run)
      return toTask(found.run, found.record, now())
    },
    async log(taskId, line) {
      core.mustBeOpen()
      await core.commits.add((batch) => batch.logs.push({ task_id: taskId, created: now(), line: core.conceal(line) }))
    },
    async logs(taskId) {
      await core.commits.flush()
      return store.readLogs(taskId).map((row) => ({ log: row.line, taskId: row.task_id, createdTime: row.created }))
    },
    async search(request) {
      await core.commits.flush()
      const { totalHits, hits } = store.searchTasks(request)
      const results = hits.flatMap(({ workflowId, taskId }) => {
        const run = cache.get(workflowId)
        const record = run?.tasks.get(taskId)
        return run && record ? [toTask(run, record, now())] : []
      })
      return { totalHits, results }
    },
  }
}

function toUpdate(result: TaskResult, output: JsonMap): TaskUpdate {
  const refusal = taskPayloadRefusal(result.workflowInstanceId, result.taskId, output)
  return {
    status: refusal === undefined ? result.status : 'FAILED_WITH_TERMINAL_ERROR',
    output: refusal === undefined ? output : {},
    reason: refusal ?? result.reasonForIncompletion,
    workerId: result.workerId,
    callbackAfterSeconds: result.callbackAfterSeconds ?? 0,
    subWorkflowId: result.subWorkflowId,
  }
}

/** The first open task of that reference; failing that, the first whose name without loop numbers it is. */
export function pendingByRef(run: Run, ref: string): TaskRecord | undefined {
  if (hasEnded(run.status)) return undefined
  const open = tasksInOrder(run).filter((record) => !isTerminal(record.status))
  return open.find((record) => record.ref === ref) ?? open.find((record) => record.node.ref === ref)
}
