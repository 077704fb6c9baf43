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
import { forgetOutside, outsidePathOf } from '../payloads/outside.ts'
import type { PayloadHolder } from '../payloads/outside.ts'
import type { PayloadSide } from '../payloads/payloads.ts'
import type { ExecutionRow, StoredTaskRow, TaskRow } from '../store/rows.ts'
import { kindFor } from '../tasks/task-kinds.ts'

/** What the row of an input or output is to hold; the rest may go to where large ones are kept. */
export type RowText = (holder: PayloadHolder, side: PayloadSide, value: JsonMap) => string

/** The value that is kept under a path. */
export type ReadOutside = (runId: string, holder: PayloadHolder, path: string) => JsonMap

interface OutsidePaths {
  readonly inputPath?: string
  readonly outputPath?: string
}

interface ExecutionExtra extends OutsidePaths {
  readonly taskToDomain?: Record<string, string>
  readonly failedRefs?: string[]
  readonly failedNames?: string[]
  readonly lastRetriedTime?: number
  readonly event?: string
  readonly createdBy?: string
  readonly traceparent?: string
  readonly parentTraceparent?: string
  readonly reRunFromWorkflowId?: string
  readonly rateLimitKey?: string
  readonly rateLimited?: boolean
  readonly messages?: readonly WorkflowMessage[]
}

interface TaskExtra extends OutsidePaths {
  readonly task?: WorkflowTask
  readonly definition?: TaskDef
}

export function toExecutionRow(run: Run, rowText: RowText): ExecutionRow {
  // First: where they are is noted in `extra`.
  const input = rowText('execution', 'input', run.input)
  const output = rowText('execution', 'output', run.output)
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
    input,
    output,
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
    ...(run.traceparent === undefined ? {} : { traceparent: run.traceparent }),
    ...(run.parentTraceparent === undefined ? {} : { parentTraceparent: run.parentTraceparent }),
    ...(run.reRunFromWorkflowId === undefined ? {} : { reRunFromWorkflowId: run.reRunFromWorkflowId }),
    ...(run.rateLimitKey === undefined ? {} : { rateLimitKey: run.rateLimitKey, rateLimited: run.rateLimited }),
    ...(run.messages.length > 0 ? { messages: run.messages } : {}),
    ...outsidePaths(run, 'execution', run),
  }
  return Object.keys(extra).length > 0 ? JSON.stringify(extra) : null
}

const noPaths: OutsidePaths = {}

function outsidePaths(
  run: Run,
  holder: PayloadHolder,
  { input, output }: { readonly input: JsonMap; readonly output: JsonMap },
): OutsidePaths {
  const inputPath = outsidePathOf(run.id, holder, input)
  const outputPath = outsidePathOf(run.id, holder, output)
  if (inputPath === undefined && outputPath === undefined) return noPaths
  return { ...(inputPath === undefined ? {} : { inputPath }), ...(outputPath === undefined ? {} : { outputPath }) }
}

const retriedFlag = 1
const executedFlag = 2
const changedFlag = 4

export function toTaskRow(run: Run, record: TaskRecord, rowText: RowText): TaskRow {
  const open = !isTerminal(record.status)
  // First: where they are is noted in `extra`.
  const input = record.stored && !record.inputChanged ? undefined : rowText('task', 'input', record.input)
  const output = open && grows(record) ? openOutput(run, record) : rowText('task', 'output', record.output)
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
    input,
    output,
    extra: extraOfTask(run, record),
  }
}

export function isForWorkers(record: TaskRecord): boolean {
  return kindFor(record).forWorkers === true
}

function grows({ taskType }: TaskRecord): boolean {
  return taskType === 'JOIN' || taskType === 'DO_WHILE'
}

/** The growing output of an open loop or JOIN is computed again from the records it is made of, not stored each time. */
function openOutput(run: Run, record: TaskRecord): string {
  // One that is open again goes on where it was when it was stored.
  forgetOutside(run.id, 'task', record.output)
  if (record.taskType === 'JOIN') return '{}'
  const { iteration, loopIndex, loopItem } = record.output
  return JSON.stringify({ iteration, ...(loopIndex === undefined ? {} : { loopIndex, loopItem }) })
}

function extraOfTask(run: Run, record: TaskRecord): string | null {
  const planned = run.plan.nodes.get(record.node.ref)?.task
  const isPlanned = planned === record.task && planned.taskDefinition === record.definition
  const outside = outsidePaths(run, 'task', record)
  if (isPlanned && outside.inputPath === undefined && outside.outputPath === undefined) return null
  const own = isPlanned ? {} : { task: record.task, ...(record.definition ? { definition: record.definition } : {}) }
  const extra: TaskExtra = { ...own, ...outside }
  return JSON.stringify(extra)
}

/** A run as it was stored. `updateTime` of an open one is that of its latest task. */
export function toRun(
  row: ExecutionRow,
  taskRows: readonly StoredTaskRow[],
  def: WorkflowDef,
  plan: Plan,
  logCount: number,
  readOutside: ReadOutside,
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
    input: valueOf(row.id, 'execution', extra.inputPath, row.input, readOutside),
    output: valueOf(row.id, 'execution', extra.outputPath, row.output, readOutside),
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
    traceparent: extra.traceparent,
    parentTraceparent: extra.parentTraceparent,
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
    passedEnd: undefined,
    live: 0,
    agenda: [],
    pendingScripts: 0,
    stored: true,
    written: undefined,
  }
  readTasks(run, taskRows, readOutside)
  return run
}

function valueOf(
  runId: string,
  holder: PayloadHolder,
  path: string | undefined,
  text: string,
  readOutside: ReadOutside,
): JsonMap {
  // Written by `rowText`, a map in either place.
  return path === undefined ? JSON.parse(text) : readOutside(runId, holder, path)
}

function readTasks(run: Run, rows: readonly StoredTaskRow[], readOutside: ReadOutside): void {
  const byRef = new Map<string, TaskRecord>()
  for (const row of rows) {
    const record = toRecord(run, row, byRef, readOutside)
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

function toRecord(
  run: Run,
  row: StoredTaskRow,
  byRef: ReadonlyMap<string, TaskRecord>,
  readOutside: ReadOutside,
): TaskRecord {
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
    definition: extra.task === undefined ? task.taskDefinition : extra.definition,
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
    input: valueOf(run.id, 'task', extra.inputPath, row.input, readOutside),
    output: valueOf(run.id, 'task', extra.outputPath, row.output, readOutside),
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
