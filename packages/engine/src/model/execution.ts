// Executions and their tasks as Conductor's REST answers them.

import type { TaskDef, WorkflowDef, WorkflowTask } from './definition.ts'
import type { JsonMap } from './json.ts'
import type { TaskResultStatus, TaskStatus, WorkflowStatus } from './status.ts'

/** One attempt at one task. Times are epoch ms, 0 when unset. Absent properties are left out, never null. */
export interface Task {
  taskType: string
  status: TaskStatus
  inputData: JsonMap
  referenceTaskName: string
  retryCount: number
  /** 1-based position in the execution; 0 for a skipped task. */
  seq: number
  correlationId?: string
  pollCount: number
  taskDefName: string
  scheduledTime: number
  startTime: number
  endTime: number
  updateTime: number
  startDelayInSeconds: number
  retriedTaskId?: string
  retried: boolean
  executed: boolean
  callbackFromWorker: boolean
  responseTimeoutSeconds: number
  workflowInstanceId: string
  workflowType: string
  taskId: string
  reasonForIncompletion?: string
  callbackAfterSeconds: number
  workerId?: string
  outputData: JsonMap
  workflowTask: WorkflowTask
  domain?: string
  rateLimitPerFrequency: number
  rateLimitFrequencyInSeconds: number
  externalInputPayloadStoragePath?: string
  externalOutputPayloadStoragePath?: string
  workflowPriority: number
  executionNameSpace?: string
  isolationGroupId?: string
  iteration: number
  subWorkflowId?: string
  subworkflowChanged: boolean
  firstStartTime: number
  firstScheduledTime: number
  executionMetadata: JsonMap
  parentTaskId?: string
  /** Secrets and environment values by declared name; only in poll answers. */
  runtimeMetadata?: Record<string, string>
  queueWaitTime: number
  taskDefinition?: TaskDef
  loopOverTask: boolean
}

export interface Workflow {
  ownerApp: string
  createTime: number
  updateTime: number
  createdBy?: string
  updatedBy?: string
  status: WorkflowStatus
  endTime: number
  workflowId: string
  parentWorkflowId?: string
  parentWorkflowTaskId?: string
  tasks: Task[]
  input: JsonMap
  output: JsonMap
  correlationId?: string
  reRunFromWorkflowId?: string
  reasonForIncompletion?: string
  event?: string
  taskToDomain: Record<string, string>
  failedReferenceTaskNames: string[]
  failedTaskNames: string[]
  workflowDefinition: WorkflowDef
  externalInputPayloadStoragePath?: string
  externalOutputPayloadStoragePath?: string
  priority: number
  variables: JsonMap
  lastRetriedTime: number
  history: Workflow[]
  idempotencyKey?: string
  rateLimitKey?: string
  rateLimited: boolean
  startTime: number
  workflowName: string
  workflowVersion: number
}

export interface TaskLog {
  log: string
  taskId: string
  createdTime: number
}

/** What a worker reports. */
export interface TaskResult {
  workflowInstanceId: string
  taskId: string
  status: TaskResultStatus
  reasonForIncompletion?: string
  callbackAfterSeconds?: number
  workerId?: string
  outputData?: JsonMap
  logs?: readonly { log: string; createdTime?: number }[]
  externalOutputPayloadStoragePath?: string
  subWorkflowId?: string
  extendLease?: boolean
}

export interface PollData {
  queueName: string
  domain?: string
  workerId?: string
  lastPollTime: number
}
