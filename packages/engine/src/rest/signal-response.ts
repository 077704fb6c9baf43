/** The answer of synchronous execute and signal, in the form that the caller asked for. */
import type { BlockedWorkflow } from '../api.ts'
import type { Task, Workflow } from '../model/execution.ts'
import type { RouteRequest } from './exchange.ts'
import { oneOfParam, textParam } from './parameters.ts'

export const returnStrategies = [
  'TARGET_WORKFLOW',
  'BLOCKING_WORKFLOW',
  'BLOCKING_TASK',
  'BLOCKING_TASK_INPUT',
] as const
export type ReturnStrategy = (typeof returnStrategies)[number]

export function returnStrategyParam(request: RouteRequest): ReturnStrategy {
  return oneOfParam(textParam(request, 'returnStrategy') ?? 'TARGET_WORKFLOW', returnStrategies, 'returnStrategy')
}

/**
 * Where a task is asked for and none blocks any more, the one that the caller waited for stands in. Undefined when there is
 * neither.
 */
export function toSignalResponse(
  blocked: BlockedWorkflow,
  strategy: ReturnStrategy,
  requestId: string,
): object | undefined {
  const { target, blocking, blockingTask, reachedTask, timedOut } = blocked
  const common = {
    responseType: strategy,
    targetWorkflowId: target.workflowId,
    targetWorkflowStatus: target.status,
    requestId,
    signalTimeout: timedOut,
  }
  if (strategy === 'TARGET_WORKFLOW') return { ...common, ...workflowPart(target) }
  if (strategy === 'BLOCKING_WORKFLOW') return { ...common, ...workflowPart(blocking ?? target) }
  const task = blockingTask ?? reachedTask
  return task === undefined ? undefined : { ...common, ...taskPart(task) }
}

function workflowPart(workflow: Workflow): object {
  const {
    workflowId,
    correlationId,
    input,
    output,
    priority,
    variables,
    tasks,
    createdBy,
    createTime,
    updateTime,
    status,
  } = workflow
  return {
    workflowId,
    correlationId,
    input,
    output,
    priority,
    variables,
    tasks,
    createdBy,
    createTime,
    status,
    updateTime,
  }
}

function taskPart(task: Task): object {
  return {
    workflowId: task.workflowInstanceId,
    correlationId: task.correlationId,
    input: task.inputData,
    output: task.outputData,
    taskType: task.taskType,
    taskId: task.taskId,
    referenceTaskName: task.referenceTaskName,
    retryCount: task.retryCount,
    taskDefName: task.taskDefName,
    retriedTaskId: task.retriedTaskId,
    workflowType: task.workflowType,
    reasonForIncompletion: task.reasonForIncompletion,
    priority: task.workflowPriority,
    createdBy: task.workerId,
    createTime: task.startTime,
    updateTime: task.updateTime,
    status: task.status,
  }
}
