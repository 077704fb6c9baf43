// Runs and tasks as the wire has them.

import type { Run, TaskRecord } from '../decider/run.ts'
import { tasksInOrder } from '../decider/run.ts'
import type { Task, Workflow } from '../model/execution.ts'
import { isTerminal } from '../model/status.ts'
import { outsidePathOf } from '../payloads/outside.ts'
import { mask } from './masking.ts'
import { isForWorkers } from './run-codec.ts'

/** Types of the engine's own whose records show the frequency of their definition's limit. */
const showsFrequency: ReadonlySet<string> = new Set(['DO_WHILE', 'HTTP'])

/** As readers see it. `now` is for the waiting time of a task that was put off. */
export function toTask(run: Run, record: TaskRecord, now: number): Task {
  const task = toFullTask(run, record, now)
  const { maskedFields } = run.def
  if (maskedFields.length === 0) return task
  return { ...task, inputData: mask(task.inputData, maskedFields), outputData: mask(task.outputData, maskedFields) }
}

/** As a worker gets it: nothing is hidden. */
export function toFullTask(run: Run, record: TaskRecord, now: number): Task {
  const { definition } = record
  const worker = isForWorkers(record)
  const inputPath = outsidePathOf(run.id, 'task', record.input)
  const outputPath = outsidePathOf(run.id, 'task', record.output)
  const task = { ...record.task, ...(definition ? { taskDefinition: definition } : {}) }
  return {
    taskType: record.taskType,
    status: record.status,
    inputData: inputPath === undefined ? record.input : {},
    referenceTaskName: record.ref,
    retryCount: record.retryCount,
    seq: record.seq,
    ...optional('correlationId', run.correlationId),
    pollCount: record.pollCount,
    taskDefName: record.taskDefName,
    scheduledTime: record.scheduledTime,
    startTime: record.startTime,
    endTime: record.endTime,
    updateTime: record.updateTime,
    startDelayInSeconds: record.startDelayInSeconds,
    ...optional('retriedTaskId', record.retriedTaskId),
    retried: record.retried,
    // Conductor ends the workflow before it comes back to a TERMINATE.
    executed: record.executed && record.taskType !== 'TERMINATE',
    callbackFromWorker: true,
    responseTimeoutSeconds: worker ? (definition?.responseTimeoutSeconds ?? 0) : 0,
    workflowInstanceId: run.id,
    workflowType: run.def.name,
    taskId: record.id,
    ...optional('reasonForIncompletion', record.reason),
    callbackAfterSeconds: record.callbackAfterSeconds,
    ...optional('workerId', record.workerId),
    outputData: outputPath === undefined ? record.output : {},
    workflowTask: task,
    ...optional('domain', record.domain),
    rateLimitPerFrequency: worker ? (definition?.rateLimitPerFrequency ?? 0) : 0,
    rateLimitFrequencyInSeconds:
      worker || showsFrequency.has(record.taskType) ? (definition?.rateLimitFrequencyInSeconds ?? 1) : 0,
    ...optional('externalInputPayloadStoragePath', inputPath),
    ...optional('externalOutputPayloadStoragePath', outputPath),
    workflowPriority: run.priority,
    ...optional('executionNameSpace', worker ? definition?.executionNameSpace : undefined),
    ...optional('isolationGroupId', worker ? definition?.isolationGroupId : undefined),
    iteration: record.iteration,
    ...optional('subWorkflowId', record.subWorkflowId),
    subworkflowChanged: record.subworkflowChanged,
    firstStartTime: 0,
    firstScheduledTime: record.firstScheduledTime,
    executionMetadata: { additionalContext: {}, empty: true, additionalContextMap: {} },
    queueWaitTime: queueWaitTime(record, now),
    ...(definition ? { taskDefinition: definition } : {}),
    loopOverTask: record.loop !== undefined || record.taskType === 'DO_WHILE',
  }
}

function queueWaitTime(record: TaskRecord, now: number): number {
  if (record.updateTime > 0 && record.callbackAfterSeconds > 0 && !isTerminal(record.status)) {
    return Math.max(0, now - (record.updateTime + record.callbackAfterSeconds * 1000))
  }
  return record.startTime > 0 && record.scheduledTime > 0 ? record.startTime - record.scheduledTime : 0
}

export function toWorkflow(run: Run, includeTasks: boolean, now: number): Workflow {
  const { maskedFields } = run.def
  const inputPath = outsidePathOf(run.id, 'execution', run.input)
  const outputPath = outsidePathOf(run.id, 'execution', run.output)
  return {
    ownerApp: '',
    createTime: run.createTime,
    updateTime: run.updateTime,
    status: run.status,
    endTime: run.endTime,
    workflowId: run.id,
    ...optional('parentWorkflowId', run.parentId),
    ...optional('parentWorkflowTaskId', run.parentTaskId),
    tasks: includeTasks ? tasksInOrder(run).map((record) => toTask(run, record, now)) : [],
    input: inputPath === undefined ? mask(run.input, maskedFields) : {},
    output: outputPath === undefined ? mask(run.output, maskedFields) : {},
    ...optional('correlationId', run.correlationId),
    ...optional('reRunFromWorkflowId', run.reRunFromWorkflowId),
    ...optional('reasonForIncompletion', run.reason),
    ...optional('event', run.event),
    taskToDomain: run.taskToDomain,
    failedReferenceTaskNames: run.failedRefs,
    failedTaskNames: run.failedNames,
    workflowDefinition: run.def,
    ...optional('externalInputPayloadStoragePath', inputPath),
    ...optional('externalOutputPayloadStoragePath', outputPath),
    priority: run.priority,
    variables: mask(run.variables, maskedFields),
    lastRetriedTime: run.lastRetriedTime,
    history: [],
    ...optional('idempotencyKey', run.idempotencyKey),
    ...optional('rateLimitKey', run.rateLimitKey),
    rateLimited: run.rateLimited,
    startTime: run.createTime,
    workflowName: run.def.name,
    workflowVersion: run.def.version,
  }
}

function optional<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  // The one key of the object is the one named.
  return (value === undefined ? {} : { [key]: value }) as { [P in K]?: V }
}
