// Workflow and task definitions in Conductor's wire shape, every default filled in.
// `WorkflowDefInput` and its parts are what a caller may leave out; see `definition-defaults.ts`.

import type { JsonMap } from './json.ts'

/** A schema, or in a definition the name of a registered one: without `data` it stands for that. */
export interface SchemaDef {
  name: string
  /** Absent or 0: the newest. */
  version?: number
  type?: 'JSON' | 'AVRO' | 'PROTOBUF'
  data?: JsonMap
  externalRef?: string
}

interface AuditFields {
  /** Epoch ms; 0 when unset. */
  createTime: number
  updateTime: number
  createdBy?: string
  updatedBy?: string
  ownerApp?: string
}

export interface RateLimitConfig {
  rateLimitKey?: string
  concurrentExecLimit?: number
  policy?: 'QUEUE' | 'REJECT'
}

export interface CacheConfig {
  key: string
  ttlInSecond: number
}

export interface WorkflowDef extends AuditFields {
  name: string
  description?: string
  version: number
  tasks: WorkflowTask[]
  inputParameters: string[]
  outputParameters: JsonMap
  failureWorkflow?: string
  failureWorkflowVersion?: number
  schemaVersion: number
  restartable: boolean
  workflowStatusListenerEnabled: boolean
  workflowStatusListenerSink?: string
  ownerEmail?: string
  timeoutPolicy: 'TIME_OUT_WF' | 'ALERT_ONLY'
  timeoutSeconds: number
  variables: JsonMap
  inputTemplate: JsonMap
  rateLimitConfig?: RateLimitConfig
  inputSchema?: SchemaDef
  outputSchema?: SchemaDef
  enforceSchema: boolean
  metadata: JsonMap
  cacheConfig?: CacheConfig
  maskedFields: string[]
}

export interface SubWorkflowParams {
  name?: string
  /** 0 or absent: the newest at start. */
  version?: number
  taskToDomain?: Record<string, string>
  /** A definition, or a `${…}` that yields one. */
  workflowDefinition?: WorkflowDef | string
  idempotencyKey?: string
  idempotencyStrategy?: string
  priority?: number | string
}

export interface StateChangeEvent {
  type: string
  payload?: JsonMap
}

export interface WorkflowTask {
  name: string
  taskReferenceName: string
  description?: string
  inputParameters: JsonMap
  type: string
  dynamicTaskNameParam?: string
  caseValueParam?: string
  caseExpression?: string
  scriptExpression?: string
  decisionCases: Record<string, WorkflowTask[]>
  dynamicForkJoinTasksParam?: string
  dynamicForkTasksParam?: string
  dynamicForkTasksInputParamName?: string
  defaultCase: WorkflowTask[]
  forkTasks: WorkflowTask[][]
  /** Seconds. */
  startDelay: number
  subWorkflowParam?: SubWorkflowParams
  joinOn: string[]
  sink?: string
  optional: boolean
  taskDefinition?: TaskDef
  rateLimited?: boolean
  defaultExclusiveJoinTask: string[]
  asyncComplete: boolean
  loopCondition?: string
  loopOver: WorkflowTask[]
  items?: string
  retryCount?: number
  evaluatorType?: string
  expression?: string
  onStateChange: Record<string, StateChangeEvent[]>
  joinStatus?: string
  joinMode?: 'SYNC' | 'ASYNC'
  cacheConfig?: CacheConfig
  permissive: boolean
  metadata: JsonMap
}

export interface TaskDef extends AuditFields {
  name: string
  description?: string
  retryCount: number
  timeoutSeconds: number
  inputKeys: string[]
  outputKeys: string[]
  runtimeMetadata: string[]
  timeoutPolicy: 'RETRY' | 'TIME_OUT_WF' | 'ALERT_ONLY'
  retryLogic: 'FIXED' | 'EXPONENTIAL_BACKOFF' | 'LINEAR_BACKOFF'
  retryDelaySeconds: number
  responseTimeoutSeconds: number
  concurrentExecLimit?: number
  inputTemplate: JsonMap
  rateLimitPerFrequency: number
  rateLimitFrequencyInSeconds: number
  isolationGroupId?: string
  executionNameSpace?: string
  ownerEmail?: string
  pollTimeoutSeconds?: number
  backoffScaleFactor: number
  maxRetryDelaySeconds: number
  backoffJitterMs: number
  baseType?: string
  totalTimeoutSeconds: number
  taskStatusListenerEnabled: boolean
  inputSchema?: SchemaDef
  outputSchema?: SchemaDef
  enforceSchema: boolean
}

export type TaskDefInput = Partial<TaskDef> & Pick<TaskDef, 'name'>

type NestedTasks = 'decisionCases' | 'defaultCase' | 'forkTasks' | 'loopOver' | 'taskDefinition' | 'subWorkflowParam'

export interface SubWorkflowParamsInput extends Omit<SubWorkflowParams, 'workflowDefinition'> {
  workflowDefinition?: WorkflowDefInput | string
}

export interface WorkflowTaskInput extends Partial<Omit<WorkflowTask, NestedTasks | 'name' | 'taskReferenceName'>> {
  name: string
  taskReferenceName: string
  decisionCases?: Record<string, WorkflowTaskInput[]>
  defaultCase?: WorkflowTaskInput[]
  forkTasks?: WorkflowTaskInput[][]
  loopOver?: WorkflowTaskInput[]
  taskDefinition?: TaskDefInput
  subWorkflowParam?: SubWorkflowParamsInput
}

export interface WorkflowDefInput extends Partial<Omit<WorkflowDef, 'tasks' | 'name'>> {
  name: string
  tasks: WorkflowTaskInput[]
}
