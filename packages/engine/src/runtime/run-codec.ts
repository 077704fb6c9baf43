// Turns runs and tasks into rows and back.

import { nextLookAt, workflowExpiryAt } from '../decider/decide.ts'
import type { Plan, PlanNode } from '../decider/plan.ts'
import type { Run, TaskRecord, WorkflowMessage } from '../decider/run.ts'
import { addDynamicNodes, indexRun } from '../decider/run-index.ts'
import { EngineError } from '../errors.ts'
import type { TaskDef, WorkflowDef, WorkflowTask } from '../model/definition.ts'
import type { JsonMap } from '../model/json.ts'
import { isTerminal, taskStatuses, workflowStatuses } from '../model/status.ts'
import { queueName } from '../queue/task-queues.ts'
import type { ExecutionRow, StoredTaskRow, TaskRow } from '../store/rows.ts'
import { kindFor } from '../tasks/registry.ts'

interface ExecutionExtra {
  readonly taskToDomain?: Record<string, string>
  readonly failedRefs?: string[]
  readonly failedNames?: string[]
  readonly lastRetriedTime?: number
  readonly event?: string
  readonly createdBy?: string
  readonly reRunFromWorkflowId?: string
  readonly rateLimitKey?: string
  readonly rateLimited?: boolean
  readonly messages?: readonly WorkflowMessage[]
}

interface TaskExtra {
  readonly task?: WorkflowTask
  readonly definition?: TaskDef
}

export function toExecutionRow(run: Run): ExecutionRow {
  return {
    row: run.row,
    id: run.id,
    name: run.def.name,
    version: run.def.version,
    snapshot: run.defHash,
    status: run.status,
    created: run.createTime,
    updated: run.updateTime,
    ended: run.endTime,
    expires: workflowExpiryAt(run) ?? null,
    correlation_id: run.correlationId ?? null,
    parent_id: run.parentId ?? null,
    parent_task_id: run.parentTaskId ?? null,
    idempotency_key: run.idempotencyKey ?? null,
    priority: run.priority,
    reason: run.reason ?? null,
    input: JSON.stringify(run.input),
    output: JSON.stringify(run.output),
    variables: JSON.stringify(run.variables),
    extra: extraOfRun(run),
  }
}

function extraOfRun(run: Run): string | null {
  const extra: ExecutionExtra = {
    ...(Object.keys(run.taskToDomain).length > 0 ? { taskToDomain: run.taskToDomain } : {}),
    ...(run.failedRefs.length > 0 ? { failedRefs: run.failedRefs } : {}),
    ...(run.failedNames.length > 0 ? { failedNames: run.failedNames } : {}),
    ...(run.lastRetriedTime > 0 ? { lastRetriedTime: run.lastRetriedTime } : {}),
    ...(run.event === undefined ? {} : { event: run.event }),
    ...(run.createdBy === undefined ? {} : { createdBy: run.createdBy }),
    ...(run.reRunFromWorkflowId === undefined ? {} : { reRunFromWorkflowId: run.reRunFromWorkflowId }),
    ...(run.rateLimitKey === undefined ? {} : { rateLimitKey: run.rateLimitKey, rateLimited: run.rateLimited }),
    ...(run.messages.length > 0 ? { messages: run.messages } : {}),
  }
  return Object.keys(extra).length > 0 ? JSON.stringify(extra) : null
}

const retriedFlag = 1
const executedFlag = 2
const changedFlag = 4

export function toTaskRow(run: Run, record: TaskRecord): TaskRow {
  const open = !isTerminal(record.status)
  return {
    row: record.row,
    id: record.id,
    execution: run.row,
    ref: record.ref,
    seq: record.seq,
    type: record.taskType,
    def_name: record.taskDefName,
    status: record.status,
    retry_count: record.retryCount,
    poll_count: record.pollCount,
    iteration: record.iteration,
    scheduled: record.scheduledTime,
    started: record.startTime,
    ended: record.endTime,
    updated: record.updateTime,
    first_scheduled: record.firstScheduledTime,
    start_delay: record.startDelayInSeconds,
    callback_after: record.callbackAfterSeconds,
    due: record.dueAt,
    wait_until: record.waitTimeout,
    look_at: nextLookAt(record) ?? null,
    queue: open && isForWorkers(record) ? queueName(record.taskType, record.domain) : null,
    priority: run.priority,
    awaiting: open ? (record.awaiting ?? null) : null,
    flags:
      (record.retried ? retriedFlag : 0) |
      (record.executed ? executedFlag : 0) |
      (record.subworkflowChanged ? changedFlag : 0),
    worker_id: record.workerId ?? null,
    domain: record.domain ?? null,
    sub_workflow_id: record.subWorkflowId ?? null,
    retried_id: record.retriedTaskId ?? null,
    reason: record.reason ?? null,
    input: record.stored && !record.inputChanged ? undefined : JSON.stringify(record.input),
    output: JSON.stringify(open ? openOutput(record) : record.output),
    extra: extraOfTask(run, record),
  }
}

export function isForWorkers(record: TaskRecord): boolean {
  return kindFor(record).forWorkers === true
}

/** The growing output of an open loop or JOIN is computed again from the records it is made of, not stored each time. */
function openOutput(record: TaskRecord): JsonMap {
  if (record.taskType === 'JOIN') return {}
  if (record.taskType !== 'DO_WHILE') return record.output
  const { iteration, loopIndex, loopItem } = record.output
  return { iteration, ...(loopIndex === undefined ? {} : { loopIndex, loopItem }) }
}

function extraOfTask(run: Run, record: TaskRecord): string | null {
  const planned = run.plan.nodes.get(record.node.ref)?.task
  if (planned === record.task && planned.taskDefinition === record.definition) return null
  const extra: TaskExtra = { task: record.task, ...(record.definition ? { definition: record.definition } : {}) }
  return JSON.stringify(extra)
}

/** A run as it was stored. `updateTime` of an open one is that of its latest task. */
export function toRun(
  row: ExecutionRow,
  taskRows: readonly StoredTaskRow[],
  def: WorkflowDef,
  plan: Plan,
  logCount: number,
): Run {
  // Columns `extra`, `input`, `output` and `variables` hold what the functions above wrote.
  const extra: ExecutionExtra = row.extra === null ? {} : JSON.parse(row.extra)
  const run: Run = {
    row: row.row,
    id: row.id,
    def,
    defHash: row.snapshot,
    plan,
    status: oneOf(workflowStatuses, row.status),
    createTime: row.created,
    updateTime: row.updated,
    endTime: row.ended,
    input: JSON.parse(row.input),
    output: JSON.parse(row.output),
    variables: JSON.parse(row.variables),
    correlationId: row.correlation_id ?? undefined,
    parentId: row.parent_id ?? undefined,
    parentTaskId: row.parent_task_id ?? undefined,
    priority: row.priority,
    taskToDomain: extra.taskToDomain ?? {},
    reason: row.reason ?? undefined,
    event: extra.event,
    createdBy: extra.createdBy,
    idempotencyKey: row.idempotency_key ?? undefined,
    reRunFromWorkflowId: extra.reRunFromWorkflowId,
    failedRefs: extra.failedRefs ?? [],
    failedNames: extra.failedNames ?? [],
    lastRetriedTime: extra.lastRetriedTime ?? 0,
    rateLimitKey: extra.rateLimitKey,
    rateLimited: extra.rateLimited ?? false,
    messages: extra.messages ?? [],
    logCount,
    tasks: new Map(),
    newest: new Map(),
    newestBare: new Map(),
    joins: new Map(),
    dynamicNodes: new Map(),
    nextSeq: 1,
    live: 0,
    agenda: [],
    pendingScripts: 0,
    stored: true,
  }
  readTasks(run, taskRows)
  return run
}

function readTasks(run: Run, rows: readonly StoredTaskRow[]): void {
  const byRef = new Map<string, TaskRecord>()
  for (const row of rows) {
    const record = toRecord(run, row, byRef)
    run.tasks.set(record.id, record)
    byRef.set(record.ref, record)
    if (record.taskType === 'FORK') addDynamicNodes(run, record.node, record.input.forkedTaskDefs)
    if (run.status === 'RUNNING' || run.status === 'PAUSED')
      run.updateTime = Math.max(run.updateTime, row.updated, row.ended)
  }
  indexRun(run)
  for (const record of run.tasks.values()) {
    if (!isTerminal(record.status)) kindFor(record).hydrate?.(run, record)
  }
}

function toRecord(run: Run, row: StoredTaskRow, byRef: ReadonlyMap<string, TaskRecord>): TaskRecord {
  const node = findNode(run, row)
  const { loop, turn } = findLoop(row.ref, node, byRef)
  const extra: TaskExtra = row.extra === null ? {} : JSON.parse(row.extra)
  const task = extra.task ?? node.task
  return {
    row: row.row,
    id: row.id,
    ref: row.ref,
    node,
    task,
    definition: row.extra === null ? task.taskDefinition : extra.definition,
    taskType: row.type,
    taskDefName: row.def_name,
    seq: row.seq,
    status: oneOf(taskStatuses, row.status),
    retryCount: row.retry_count,
    pollCount: row.poll_count,
    scheduledTime: row.scheduled,
    startTime: row.started,
    endTime: row.ended,
    updateTime: row.updated,
    firstScheduledTime: row.first_scheduled,
    startDelayInSeconds: row.start_delay,
    callbackAfterSeconds: row.callback_after,
    dueAt: row.due,
    waitTimeout: row.wait_until,
    retriedTaskId: row.retried_id ?? undefined,
    retried: (row.flags & retriedFlag) !== 0,
    executed: (row.flags & executedFlag) !== 0,
    subworkflowChanged: (row.flags & changedFlag) !== 0,
    reason: row.reason ?? undefined,
    workerId: row.worker_id ?? undefined,
    input: JSON.parse(row.input),
    output: JSON.parse(row.output),
    domain: row.domain ?? undefined,
    iteration: row.iteration,
    subWorkflowId: row.sub_workflow_id ?? undefined,
    loop,
    turn,
    awaiting: undefined,
    live: 0,
    turns: undefined,
    waitingFor: undefined,
    inputChanged: false,
    stored: true,
  }
}

/** The node of a stored task: by its whole reference, or without the numbers that loops have added. */
function findNode(run: Run, row: StoredTaskRow): PlanNode {
  for (let ref = row.ref; ; ref = ref.replace(/__\d+$/, '')) {
    const node = run.dynamicNodes.get(ref) ?? run.plan.nodes.get(ref)
    if (node && row.ref.length - ref.length === suffixLength(row.ref, ref, node)) return node
    if (!/__\d+$/.test(ref)) break
  }
  throw new EngineError('INTERNAL', `Task ${row.id} has the reference ${row.ref}, which its definition does not know.`)
}

/** The length of the loop suffix that a reference with this node must have; -1 when the text is not such a suffix. */
function suffixLength(ref: string, bare: string, node: PlanNode): number {
  let depth = 0
  for (let loop = node.loop; loop; loop = loop.loop) depth += 1
  const suffix = ref.slice(bare.length)
  return new RegExp(`^(__\\d+){${depth}}$`).test(suffix) ? suffix.length : -1
}

function findLoop(ref: string, node: PlanNode, byRef: ReadonlyMap<string, TaskRecord>) {
  if (!node.loop) return { loop: undefined, turn: 0 }
  const suffix = ref.slice(node.ref.length)
  const at = suffix.lastIndexOf('__')
  return { loop: byRef.get(node.loop.ref + suffix.slice(0, at)), turn: Number(suffix.slice(at + 2)) }
}

function oneOf<T extends string>(allowed: readonly T[], value: string): T {
  const found = allowed.find((candidate) => candidate === value)
  if (found === undefined) throw new EngineError('INTERNAL', `Unknown status in the store: ${value}`)
  return found
}
