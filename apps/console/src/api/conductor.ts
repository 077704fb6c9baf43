/** Conductor's wire shapes as the console reads them: what it needs is parsed, what it does not know is kept. */
import { z } from 'zod'
import type { Json, JsonObject } from './json.ts'

// Bodies may hold bigint, which zod's own json() refuses; the answer was parsed from JSON, so this is its type.
const json = z.unknown() as z.ZodType<Json>
const jsonObject = z.record(z.string(), z.unknown()).catch({}) as z.ZodType<JsonObject>
const millis = z.coerce.number().catch(0)
const optionalText = z
  .string()
  .nullish()
  .transform((value) => value ?? undefined)

export interface SubWorkflowParams {
  readonly name?: string | undefined
  readonly version?: number | undefined
  readonly workflowDefinition?: unknown
}

/** One task of a definition. Any type is allowed, known or not. */
export interface WorkflowTask {
  readonly name: string
  readonly taskReferenceName: string
  readonly type: string
  readonly description?: string | undefined
  readonly inputParameters?: JsonObject | undefined
  readonly optional?: boolean | undefined
  readonly expression?: string | undefined
  readonly evaluatorType?: string | undefined
  readonly caseValueParam?: string | undefined
  readonly caseExpression?: string | undefined
  readonly loopCondition?: string | undefined
  readonly items?: string | undefined
  readonly sink?: string | undefined
  readonly startDelay?: number | undefined
  readonly dynamicForkTasksParam?: string | undefined
  readonly dynamicForkJoinTasksParam?: string | undefined
  readonly dynamicTaskNameParam?: string | undefined
  readonly decisionCases?: Readonly<Record<string, readonly WorkflowTask[]>> | undefined
  readonly defaultCase?: readonly WorkflowTask[] | undefined
  readonly forkTasks?: readonly (readonly WorkflowTask[])[] | undefined
  readonly loopOver?: readonly WorkflowTask[] | undefined
  readonly joinOn?: readonly string[] | undefined
  readonly subWorkflowParam?: SubWorkflowParams | undefined
}

const list = <T>(item: z.ZodType<T>) =>
  z
    .array(item)
    .nullish()
    .transform((value) => value ?? [])

export const workflowTaskSchema: z.ZodType<WorkflowTask> = z.lazy(() =>
  z.looseObject({
    name: z.string().catch(''),
    taskReferenceName: z.string().catch(''),
    type: z
      .string()
      .nullish()
      .transform((value) => value ?? 'SIMPLE'),
    description: optionalText,
    inputParameters: jsonObject.optional(),
    optional: z
      .boolean()
      .nullish()
      .transform((value) => value ?? false),
    expression: optionalText,
    evaluatorType: optionalText,
    caseValueParam: optionalText,
    caseExpression: optionalText,
    loopCondition: optionalText,
    items: optionalText,
    sink: optionalText,
    dynamicForkTasksParam: optionalText,
    dynamicForkJoinTasksParam: optionalText,
    dynamicTaskNameParam: optionalText,
    decisionCases: z
      .record(z.string(), list(workflowTaskSchema))
      .nullish()
      .transform((value) => value ?? {}),
    defaultCase: list(workflowTaskSchema),
    forkTasks: list(list(workflowTaskSchema)),
    loopOver: list(workflowTaskSchema),
    joinOn: list(z.string()),
    subWorkflowParam: z
      .looseObject({
        name: optionalText,
        version: z
          .number()
          .nullish()
          .transform((value) => value ?? undefined),
      })
      .nullish()
      .transform((value) => value ?? undefined),
  }),
)

export const workflowDefSchema = z.looseObject({
  name: z.string(),
  version: z.coerce.number().catch(1),
  description: optionalText,
  tasks: list(workflowTaskSchema),
  inputParameters: list(z.string()).catch([]),
  outputParameters: jsonObject.optional(),
  inputTemplate: jsonObject.optional(),
  inputSchema: z
    .looseObject({ data: json.optional() })
    .nullish()
    .transform((value) => value ?? undefined),
  metadata: jsonObject.optional(),
  ownerEmail: optionalText,
  timeoutSeconds: z.coerce.number().catch(0),
  failureWorkflow: optionalText,
  createTime: millis,
  updateTime: millis,
  restartable: z.boolean().catch(true),
})
export type WorkflowDef = z.infer<typeof workflowDefSchema>

export const taskDefSchema = z.looseObject({
  name: z.string(),
  description: optionalText,
  ownerEmail: optionalText,
  retryCount: z.coerce.number().catch(3),
  retryLogic: z.string().catch('FIXED'),
  retryDelaySeconds: z.coerce.number().catch(60),
  backoffScaleFactor: z.coerce.number().catch(1),
  maxRetryDelaySeconds: z.coerce.number().catch(0),
  timeoutSeconds: z.coerce.number().catch(0),
  timeoutPolicy: z.string().catch('TIME_OUT_WF'),
  responseTimeoutSeconds: z.coerce.number().catch(3600),
  concurrentExecLimit: z.coerce
    .number()
    .nullish()
    .transform((value) => value ?? undefined),
  rateLimitPerFrequency: z.coerce.number().catch(0),
  rateLimitFrequencyInSeconds: z.coerce.number().catch(1),
  inputKeys: list(z.string()).catch([]),
  outputKeys: list(z.string()).catch([]),
  createTime: millis,
  updateTime: millis,
})
export type TaskDef = z.infer<typeof taskDefSchema>

export const taskSchema = z.looseObject({
  taskId: z.string(),
  taskType: z.string().catch(''),
  taskDefName: z.string().catch(''),
  referenceTaskName: z.string().catch(''),
  status: z.string(),
  seq: z.coerce.number().catch(0),
  retryCount: z.coerce.number().catch(0),
  iteration: z.coerce.number().catch(0),
  loopOverTask: z.boolean().catch(false),
  retried: z.boolean().catch(false),
  pollCount: z.coerce.number().catch(0),
  scheduledTime: millis,
  startTime: millis,
  endTime: millis,
  updateTime: millis,
  callbackAfterSeconds: z.coerce.number().catch(0),
  queueWaitTime: z.coerce.number().catch(0),
  retriedTaskId: optionalText,
  reasonForIncompletion: optionalText,
  workerId: optionalText,
  domain: optionalText,
  subWorkflowId: optionalText,
  inputData: jsonObject,
  outputData: jsonObject,
  workflowTask: workflowTaskSchema.nullish().transform((value) => value ?? undefined),
  taskDefinition: z
    .looseObject({ retryCount: z.coerce.number().catch(0) })
    .nullish()
    .transform((value) => value ?? undefined),
})
export type Task = z.infer<typeof taskSchema>

export const executionSchema = z.looseObject({
  workflowId: z.string(),
  workflowName: z.string().catch(''),
  workflowVersion: z.coerce.number().catch(0),
  status: z.string(),
  createTime: millis,
  startTime: millis,
  endTime: millis,
  updateTime: millis,
  correlationId: optionalText,
  parentWorkflowId: optionalText,
  parentWorkflowTaskId: optionalText,
  reRunFromWorkflowId: optionalText,
  reasonForIncompletion: optionalText,
  failedReferenceTaskNames: list(z.string()).catch([]),
  priority: z.coerce.number().catch(0),
  input: jsonObject,
  output: jsonObject,
  variables: jsonObject,
  tasks: list(taskSchema),
  workflowDefinition: workflowDefSchema.nullish().transform((value) => value ?? undefined),
})
export type Execution = z.infer<typeof executionSchema>

export const executionSummarySchema = z.looseObject({
  workflowId: z.string(),
  workflowType: z.string().catch(''),
  version: z.coerce.number().catch(0),
  status: z.string(),
  correlationId: optionalText,
  startTime: z.string().catch(''),
  endTime: optionalText,
  executionTime: z.coerce.number().catch(0),
  reasonForIncompletion: optionalText,
  failedReferenceTaskNames: z
    .string()
    .nullish()
    .transform((value) => value ?? ''),
  parentWorkflowId: optionalText,
  input: optionalText,
})
export type ExecutionSummary = z.infer<typeof executionSummarySchema>

export const searchResultSchema = z.object({
  totalHits: z.coerce.number(),
  results: list(executionSummarySchema),
})

export const taskLogSchema = z.array(
  z.object({ log: z.string().catch(''), taskId: z.string().catch(''), createdTime: millis }),
)

export const pollDataSchema = z.array(
  z.looseObject({ queueName: z.string(), domain: optionalText, workerId: optionalText, lastPollTime: millis }),
)
export type PollData = z.infer<typeof pollDataSchema>[number]

export const queueSizesSchema = z.record(z.string(), z.coerce.number())
