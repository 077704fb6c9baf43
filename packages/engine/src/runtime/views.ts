// Runs and tasks as the wire has them.

import type { Run, TaskRecord } from '../decider/run.ts'
import { scopeOf } from '../decider/scope.ts'
import { tasksInOrder } from '../decider/run.ts'
import type { WorkflowTask } from '../model/definition.ts'
import type { Task, Workflow } from '../model/execution.ts'
import { hasEnded, isTerminal } from '../model/status.ts'
import { outsidePathOf } from '../payloads/outside.ts'
import { mask } from './masking.ts'
import { isForWorkers } from './run-codec.ts'
import { shownLimitKey } from './workflow-limits.ts'

/** Types of the engine's own whose records show the frequency of their definition's limit. */
const showsFrequency: ReadonlySet<string> = new Set(['DO_WHILE', 'HTTP'])

/** Values of the environment are nobody's. */
const noEnvironment = () => undefined

/** As readers see it. `now` is for the waiting time of a task that was put off. */
export function toTask(run: Run, record: TaskRecord, now: number): Task {
  const task = toFullTask(run, record, now)
  const { maskedFields } = run.def
  if (maskedFields.length === 0) return task
  const parameters = record.task.inputParameters
  return {
    ...task,
    inputData: mask(task.inputData, maskedFields, { parameters, scope: scopeOf(run, noEnvironment, record.id) }),
    outputData: mask(task.outputData, maskedFields),
  }
}

/** As a worker gets it: nothing is hidden. */
export function toFullTask(run: Run, record: TaskRecord, now: number): Task {
  const { definition } = record
  const worker = isForWorkers(record)
  const inputPath = outsidePathOf(run.id, 'task', record.input)
  const outputPath = outsidePathOf(run.id, 'task', record.output)
  const task: Task = {
    taskType: record.taskType,
    status: record.status,
    inputData: inputPath === undefined ? record.input : {},
    referenceTaskName: record.ref,
    retryCount: record.retryCount,
    seq: record.seq,
    pollCount: record.pollCount,
    taskDefName: record.taskDefName,
    scheduledTime: record.scheduledTime,
    startTime: record.startTime,
    endTime: record.endTime,
    updateTime: record.updateTime,
    startDelayInSeconds: record.startDelayInSeconds,
    retried: record.retried,
    // Conductor ends the workflow before it comes back to a TERMINATE.
    executed: record.executed && record.taskType !== 'TERMINATE',
    callbackFromWorker: true,
    responseTimeoutSeconds: worker ? (definition?.responseTimeoutSeconds ?? 0) : 0,
    workflowInstanceId: run.id,
    workflowType: run.def.name,
    taskId: record.id,
    callbackAfterSeconds: record.callbackAfterSeconds,
    outputData: outputPath === undefined ? record.output : {},
    workflowTask: withDefinition(record),
    rateLimitPerFrequency: worker ? (definition?.rateLimitPerFrequency ?? 0) : 0,
    rateLimitFrequencyInSeconds:
      worker || showsFrequency.has(record.taskType) ? (definition?.rateLimitFrequencyInSeconds ?? 1) : 0,
    workflowPriority: run.priority,
    iteration: record.iteration,
    subworkflowChanged: record.subworkflowChanged,
    firstStartTime: 0,
    firstScheduledTime: record.firstScheduledTime,
    executionMetadata: { additionalContext: {}, empty: true, additionalContextMap: {} },
    queueWaitTime: queueWaitTime(record, now),
    loopOverTask: record.loop !== undefined || record.taskType === 'DO_WHILE',
  }
  if (run.correlationId !== undefined) task.correlationId = run.correlationId
  if (record.retriedTaskId !== undefined) task.retriedTaskId = record.retriedTaskId
  if (record.reason !== undefined) task.reasonForIncompletion = record.reason
  if (record.workerId !== undefined) task.workerId = record.workerId
  if (record.domain !== undefined) task.domain = record.domain
  if (inputPath !== undefined) task.externalInputPayloadStoragePath = inputPath
  if (outputPath !== undefined) task.externalOutputPayloadStoragePath = outputPath
  if (record.subWorkflowId !== undefined) task.subWorkflowId = record.subWorkflowId
  if (definition === undefined) return task
  task.taskDefinition = definition
  if (worker && definition.executionNameSpace !== undefined) task.executionNameSpace = definition.executionNameSpace
  if (worker && definition.isolationGroupId !== undefined) task.isolationGroupId = definition.isolationGroupId
  return task
}

function withDefinition({ task, definition }: TaskRecord): WorkflowTask {
  return definition === undefined || task.taskDefinition === definition ? task : { ...task, taskDefinition: definition }
}

function queueWaitTime(record: TaskRecord, now: number): number {
  if (record.updateTime > 0 && record.callbackAfterSeconds > 0 && !isTerminal(record.status)) {
    return Math.max(0, now - (record.updateTime + record.callbackAfterSeconds * 1000))
  }
  return record.startTime > 0 && record.scheduledTime > 0 ? record.startTime - record.scheduledTime : 0
}

export function toWorkflow(run: Run, includeTasks: boolean, now: number): Workflow {
  const { maskedFields, outputParameters: parameters } = run.def
  const inputPath = outsidePathOf(run.id, 'execution', run.input)
  const outputPath = outsidePathOf(run.id, 'execution', run.output)
  const workflow: Workflow = {
    ownerApp: '',
    ...(run.createdBy === undefined ? {} : { createdBy: run.createdBy }),
    createTime: run.createTime,
    updateTime: run.updateTime,
    status: run.status,
    endTime: run.endTime,
    workflowId: run.id,
    tasks: includeTasks ? tasksInOrder(run).map((record) => toTask(run, record, now)) : [],
    input: inputPath === undefined ? mask(run.input, maskedFields) : {},
    output:
      outputPath === undefined
        ? mask(run.output, maskedFields, { parameters, scope: scopeOf(run, noEnvironment) })
        : {},
    taskToDomain: run.taskToDomain,
    failedReferenceTaskNames: run.failedRefs,
    failedTaskNames: run.failedNames,
    workflowDefinition: run.def,
    priority: run.priority,
    variables: mask(run.variables, maskedFields),
    lastRetriedTime: run.lastRetriedTime,
    history: [],
    rateLimited: run.rateLimited,
    startTime: run.createTime,
    workflowName: run.def.name,
    workflowVersion: run.def.version,
  }
  if (run.parentId !== undefined) workflow.parentWorkflowId = run.parentId
  if (run.parentTaskId !== undefined) workflow.parentWorkflowTaskId = run.parentTaskId
  if (run.correlationId !== undefined) workflow.correlationId = run.correlationId
  if (run.reRunFromWorkflowId !== undefined) workflow.reRunFromWorkflowId = run.reRunFromWorkflowId
  if (run.reason !== undefined) workflow.reasonForIncompletion = run.reason
  if (run.event !== undefined) workflow.event = run.event
  if (run.idempotencyKey !== undefined) workflow.idempotencyKey = run.idempotencyKey
  // As it was resolved, while it counts: an execution that has ended holds nobody up.
  if (run.rateLimitKey !== undefined && !hasEnded(run.status)) {
    workflow.rateLimitKey = shownLimitKey(run)
  }
  if (inputPath !== undefined) workflow.externalInputPayloadStoragePath = inputPath
  if (outputPath !== undefined) workflow.externalOutputPayloadStoragePath = outputPath
  return workflow
}
