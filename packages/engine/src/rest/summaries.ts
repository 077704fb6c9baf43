/** Executions and tasks as the searches list them: times as text, maps as JSON text. */
import type { Task, Workflow } from '../model/execution.ts'

export function toWorkflowSummary(workflow: Workflow): object {
  const input = JSON.stringify(workflow.input)
  const output = JSON.stringify(workflow.output)
  const hasEnded = workflow.endTime > 0
  return {
    workflowType: workflow.workflowName,
    version: workflow.workflowVersion,
    workflowId: workflow.workflowId,
    correlationId: workflow.correlationId,
    startTime: timeText(workflow.startTime),
    updateTime: timeText(workflow.updateTime),
    endTime: hasEnded ? timeText(workflow.endTime) : undefined,
    status: workflow.status,
    input,
    output,
    reasonForIncompletion: workflow.reasonForIncompletion,
    executionTime: hasEnded ? Math.max(0, workflow.endTime - workflow.startTime) : 0,
    event: workflow.event,
    failedReferenceTaskNames: workflow.failedReferenceTaskNames.join(','),
    externalInputPayloadStoragePath: workflow.externalInputPayloadStoragePath,
    externalOutputPayloadStoragePath: workflow.externalOutputPayloadStoragePath,
    priority: workflow.priority,
    failedTaskNames: workflow.failedTaskNames,
    taskToDomain: workflow.taskToDomain,
    idempotencyKey: workflow.idempotencyKey,
    parentWorkflowId: workflow.parentWorkflowId ?? '',
    classifier: 'workflow',
    inputSize: input.length,
    outputSize: output.length,
  }
}

export function toTaskSummary(task: Task): object {
  const hasEnded = task.endTime > 0
  return {
    workflowId: task.workflowInstanceId,
    workflowType: task.workflowType,
    correlationId: task.correlationId,
    scheduledTime: timeText(task.scheduledTime),
    startTime: timeText(task.startTime),
    updateTime: timeText(task.updateTime),
    endTime: hasEnded ? timeText(task.endTime) : undefined,
    status: task.status,
    reasonForIncompletion: task.reasonForIncompletion,
    executionTime: hasEnded && task.startTime > 0 ? Math.max(0, task.endTime - task.startTime) : 0,
    queueWaitTime: task.queueWaitTime,
    taskDefName: task.taskDefName,
    taskType: task.taskType,
    input: JSON.stringify(task.inputData),
    output: JSON.stringify(task.outputData),
    taskId: task.taskId,
    externalInputPayloadStoragePath: task.externalInputPayloadStoragePath,
    externalOutputPayloadStoragePath: task.externalOutputPayloadStoragePath,
    workflowPriority: task.workflowPriority,
    domain: task.domain,
  }
}

function timeText(epochMs: number): string {
  return new Date(epochMs).toISOString()
}
