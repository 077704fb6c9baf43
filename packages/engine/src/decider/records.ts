// Makes the records of tasks: first attempts, and attempts after a failure.

import type { TaskDef, WorkflowTask } from '../model/definition.ts'
import { copyJson } from '../model/json.ts'
import type { JsonMap } from '../model/json.ts'
import { resolve, resolveMap } from '../expressions/resolve.ts'
import type { Slot, TaskKind } from '../tasks/task-kind.ts'
import type { Run, TaskRecord } from './run.ts'
import { suffixOf } from './run.ts'
import { scopeOf } from './scope.ts'
import type { Step } from './step.ts'
import { domainFor } from './worker-domain.ts'

/** A first attempt, its input resolved, not yet in the run. */
export function newRecord(step: Step, slot: Slot, kind: TaskKind): TaskRecord {
  const { node, loop, turn } = slot
  const { task } = node
  const worker = kind.forWorkers === true
  // Tasks made up by a dynamic fork have none in the snapshot; what is registered now is theirs.
  const definition = task.taskDefinition ?? step.env.taskDefinition(task.name)
  const record: TaskRecord = {
    row: step.env.newRow(),
    id: step.env.newId(),
    ref: node.ref + suffixOf(loop, turn),
    node,
    task,
    definition,
    taskType: kind.fixedName ?? workerTypeOf(task),
    taskDefName: kind.fixedName ?? task.name,
    seq: 0,
    status: kind.initialStatus,
    retryCount: 0,
    pollCount: 0,
    scheduledTime: step.now,
    startTime: kind.initialStatus === 'IN_PROGRESS' ? step.now : 0,
    endTime: 0,
    updateTime: kind.initialStatus === 'IN_PROGRESS' ? step.now : 0,
    firstScheduledTime: step.now,
    startDelayInSeconds: worker ? task.startDelay : 0,
    callbackAfterSeconds: worker ? task.startDelay : 0,
    dueAt: step.now + (worker ? task.startDelay * 1000 : 0),
    waitTimeout: 0,
    retriedTaskId: undefined,
    retried: false,
    executed: false,
    reason: undefined,
    workerId: undefined,
    input: {},
    output: {},
    domain: undefined,
    iteration: turn,
    subWorkflowId: undefined,
    subworkflowChanged: false,
    loop,
    turn,
    awaiting: undefined,
    live: 0,
    turns: undefined,
    waitingFor: undefined,
    inputChanged: false,
    stored: false,
  }
  record.input = { ...inputFor(step, record), ...slot.given }
  if (worker) record.domain = domainFor(step, record.taskType)
  return record
}

/** The next attempt at a failed task. It keeps the failed one's reason, as Conductor does. */
export function retryRecord(step: Step, failed: TaskRecord, delaySeconds: number, extraMs: number): TaskRecord {
  const record: TaskRecord = {
    ...failed,
    row: step.env.newRow(),
    id: step.env.newId(),
    status: 'SCHEDULED',
    retryCount: failed.retryCount + 1,
    pollCount: 0,
    scheduledTime: step.now,
    startTime: 0,
    endTime: 0,
    updateTime: 0,
    startDelayInSeconds: delaySeconds,
    callbackAfterSeconds: delaySeconds,
    dueAt: step.now + delaySeconds * 1000 + extraMs,
    waitTimeout: 0,
    retriedTaskId: failed.id,
    retried: false,
    executed: false,
    workerId: undefined,
    output: {},
    subWorkflowId: undefined,
    subworkflowChanged: false,
    awaiting: undefined,
    live: 0,
    turns: undefined,
    waitingFor: undefined,
    stored: false,
  }
  record.input = { ...failed.input, ...inputFor(step, record) }
  return record
}

/** SIMPLE tasks are known to workers by their name; every other type by itself. */
function workerTypeOf(task: WorkflowTask): string {
  return task.type === 'SIMPLE' ? task.name : task.type
}

/** The input parameters, resolved, over the definition's template. */
export function inputFor(step: Step, record: TaskRecord): JsonMap {
  return resolveInput(step.run, step.env.environment, record.task.inputParameters, record.definition, record.id)
}

export function resolveInput(
  run: Run,
  environment: (name: string) => string | undefined,
  parameters: JsonMap,
  definition: TaskDef | undefined,
  taskId?: string,
): JsonMap {
  const scope = scopeOf(run, environment, taskId)
  const input = resolveMap(parameters, scope)
  const template = definition?.inputTemplate ?? {}
  for (const key of Object.keys(template)) {
    if (input[key] === undefined || input[key] === null) input[key] = resolve(copyJson(template[key]), scope)
  }
  return input
}
