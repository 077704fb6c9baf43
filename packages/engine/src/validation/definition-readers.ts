/** Readers of workflow and task definitions as clients send them. */
import type {
  CacheConfig,
  RateLimitConfig,
  SchemaDef,
  StateChangeEvent,
  SubWorkflowParamsInput,
  TaskDefInput,
  WorkflowDefInput,
  WorkflowTaskInput,
} from '../model/definition.ts'
import { isMap } from '../model/json.ts'
import {
  data,
  type Field,
  field,
  flag,
  list,
  mapOf,
  mismatch,
  object,
  oneOf,
  optionalFlag,
  optionalWhole,
  type Read,
  readText,
  readWhole,
  type Shape,
  text,
  UnreadableBody,
  whole,
} from './wire-reader.ts'

export const readSchemaDef = object<SchemaDef>({
  name: text,
  version: optionalWhole,
  type: oneOf('JSON', 'AVRO', 'PROTOBUF'),
  data,
  externalRef: text,
})

const schemaDef: Field<SchemaDef> = field((value, path) => ({ name: '', ...readSchemaDef(value, path) }))

export const readRateLimitConfig = object<RateLimitConfig>({
  rateLimitKey: text,
  concurrentExecLimit: whole,
  policy: oneOf('QUEUE', 'REJECT'),
})
const rateLimitConfig: Field<RateLimitConfig> = field(readRateLimitConfig)

const readCacheConfig = object<CacheConfig>({ key: text, ttlInSecond: whole })
const cacheConfig: Field<CacheConfig> = field((value, path) => ({
  key: '',
  ttlInSecond: 0,
  ...readCacheConfig(value, path),
}))

const readStateChangeEvent = object<StateChangeEvent>({ type: text, payload: data })
const stateChanges = mapOf(
  list((value, path): StateChangeEvent => ({ type: '', ...readStateChangeEvent(value, path) })).read,
)

const audit = {
  createTime: whole,
  updateTime: whole,
  createdBy: text,
  updatedBy: text,
  ownerApp: text,
} as const

const taskDefShape: Shape<TaskDefInput> = {
  ...audit,
  name: text,
  description: text,
  retryCount: whole,
  timeoutSeconds: whole,
  inputKeys: list(readText),
  outputKeys: list(readText),
  runtimeMetadata: list(readText),
  timeoutPolicy: oneOf('RETRY', 'TIME_OUT_WF', 'ALERT_ONLY'),
  retryLogic: oneOf('FIXED', 'EXPONENTIAL_BACKOFF', 'LINEAR_BACKOFF'),
  retryDelaySeconds: whole,
  responseTimeoutSeconds: whole,
  concurrentExecLimit: optionalWhole,
  inputTemplate: data,
  rateLimitPerFrequency: optionalWhole,
  rateLimitFrequencyInSeconds: optionalWhole,
  isolationGroupId: text,
  executionNameSpace: text,
  ownerEmail: text,
  pollTimeoutSeconds: optionalWhole,
  backoffScaleFactor: optionalWhole,
  maxRetryDelaySeconds: whole,
  backoffJitterMs: whole,
  baseType: text,
  totalTimeoutSeconds: whole,
  taskStatusListenerEnabled: flag,
  inputSchema: schemaDef,
  outputSchema: schemaDef,
  enforceSchema: flag,
}
const readTaskDefParts = object(taskDefShape)

/** A missing name becomes the empty one, which validation then refuses. */
export const readTaskDef: Read<TaskDefInput> = (value, path) => ({ name: '', ...readTaskDefParts(value, path) })

const readSubWorkflowParts = object<SubWorkflowParamsInput>({
  name: text,
  version: optionalWhole,
  taskToDomain: mapOf(readText),
  workflowDefinition: field(readInlineDefinition),
  idempotencyKey: text,
  idempotencyStrategy: text,
  priority: field((value, path) => (typeof value === 'string' ? value : readWhole(value, path))),
})

function readInlineDefinition(value: unknown, path: string): WorkflowDefInput | string {
  if (typeof value !== 'string') return readWorkflowDef(value, path)
  if (/^\$\{[^]+\}$/.test(value)) return value
  throw new UnreadableBody('workflowDefinition is a string, but not a valid DSL string')
}

const tasks = list((value, path) => readWorkflowTask(value, path))

const readWorkflowTaskParts = object<WorkflowTaskInput>({
  name: text,
  taskReferenceName: text,
  description: text,
  inputParameters: data,
  type: text,
  dynamicTaskNameParam: text,
  caseValueParam: text,
  caseExpression: text,
  scriptExpression: text,
  decisionCases: mapOf(tasks.read),
  dynamicForkJoinTasksParam: text,
  dynamicForkTasksParam: text,
  dynamicForkTasksInputParamName: text,
  defaultCase: tasks,
  forkTasks: list(tasks.read),
  startDelay: whole,
  subWorkflowParam: field(readSubWorkflowParts),
  joinOn: list(readText),
  sink: text,
  optional: flag,
  taskDefinition: field((value, path) => readTaskDef(value, path)),
  rateLimited: optionalFlag,
  defaultExclusiveJoinTask: list(readText),
  asyncComplete: optionalFlag,
  loopCondition: text,
  loopOver: tasks,
  items: text,
  retryCount: optionalWhole,
  evaluatorType: text,
  expression: text,
  onStateChange: stateChanges,
  joinStatus: text,
  joinMode: oneOf('SYNC', 'ASYNC'),
  cacheConfig,
  permissive: flag,
  metadata: data,
})

function readWorkflowTask(value: unknown, path: string): WorkflowTaskInput {
  if (isMap(value) && value['type'] === null) throw mismatch('a task type', null, `${path}.type`)
  return { name: '', taskReferenceName: '', ...readWorkflowTaskParts(value, path) }
}

const readWorkflowDefParts = object<WorkflowDefInput>({
  ...audit,
  name: text,
  description: text,
  version: whole,
  tasks,
  inputParameters: list(readText),
  outputParameters: data,
  failureWorkflow: text,
  failureWorkflowVersion: optionalWhole,
  schemaVersion: whole,
  restartable: flag,
  workflowStatusListenerEnabled: flag,
  workflowStatusListenerSink: text,
  ownerEmail: text,
  timeoutPolicy: oneOf('TIME_OUT_WF', 'ALERT_ONLY'),
  timeoutSeconds: whole,
  variables: data,
  inputTemplate: data,
  rateLimitConfig,
  inputSchema: schemaDef,
  outputSchema: schemaDef,
  enforceSchema: flag,
  metadata: data,
  cacheConfig,
  maskedFields: list(readText),
})

/** A missing name becomes the empty one, missing tasks an empty list; validation then refuses both. */
export function readWorkflowDef(value: unknown, path: string): WorkflowDefInput {
  return { name: '', tasks: [], ...readWorkflowDefParts(value, path) }
}
