/** Readers of everything else that clients send: start requests, results of workers, reruns, skips, event handlers. */
import type { RerunRequest, SkipRequest, StartRequest, UpgradeRequest } from '../api.ts'
import type { EventAction, EventHandler, TaskAction } from '../event-handlers/event-handler.ts'
import type { TaskResult } from '../model/execution.ts'
import { isMap, type JsonMap } from '../model/json.ts'
import { taskResultStatuses } from '../model/status.ts'
import { readWorkflowDef } from './definition-readers.ts'
import {
  data,
  type Field,
  field,
  flag,
  list,
  mapOf,
  object,
  oneOf,
  optionalFlag,
  optionalWhole,
  type Read,
  readText,
  text,
  UnreadableBody,
  whole,
} from './wire-reader.ts'

/** What a start request holds before it is validated. */
export interface StartBody extends Partial<StartRequest> {
  /** `input: null` was sent, which is an error of its own. */
  readonly hasNullInput: boolean
}

// The trace comes as a header, and where a request comes from is not for it to say.
const readStartParts = object<Omit<StartRequest, 'traceparent' | 'source'>>({
  name: text,
  version: optionalWhole,
  correlationId: text,
  input: data,
  taskToDomain: mapOf(readText),
  workflowDef: field(readWorkflowDef),
  priority: whole,
  createdBy: text,
  idempotencyKey: text,
  idempotencyStrategy: oneOf('FAIL', 'RETURN_EXISTING', 'FAIL_ON_RUNNING'),
  externalInputPayloadStoragePath: text,
  event: text,
})

/** Empty texts for the optional ids mean that they are absent: Conductor's own console sends them so. */
export const readStartRequest: Read<StartBody> = (value, path) => {
  const body = isMap(value)
    ? withoutEmpty(value, ['version', 'correlationId', 'idempotencyKey', 'idempotencyStrategy', 'event'])
    : value
  const hasNullInput = isMap(value) && value['input'] === null
  return { ...readStartParts(body, path), hasNullInput }
}

function withoutEmpty(body: Record<string, unknown>, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(body).filter(([key, value]) => !(value === '' && keys.includes(key))))
}

type ResultLog = NonNullable<TaskResult['logs']>[number]
const readResultLog = object<ResultLog>({ log: text, createdTime: whole })

const readTaskResultParts = object<TaskResult>({
  workflowInstanceId: text,
  taskId: text,
  status: oneOf(...taskResultStatuses),
  reasonForIncompletion: text,
  callbackAfterSeconds: whole,
  workerId: text,
  outputData: data,
  logs: list((value, path): ResultLog => ({ log: '', ...readResultLog(value, path) })),
  externalOutputPayloadStoragePath: text,
  subWorkflowId: text,
  extendLease: flag,
})

/** The ids may be empty and the status missing: validation tells. */
export type TaskResultBody = Omit<TaskResult, 'status'> & Partial<Pick<TaskResult, 'status'>>
export const readTaskResult: Read<TaskResultBody> = (value, path) => ({
  workflowInstanceId: '',
  taskId: '',
  ...readTaskResultParts(value, path),
})

export interface StateUpdate {
  readonly taskReferenceName: string
  readonly taskResult: TaskResultBody
  readonly variables: JsonMap
}

export const readStateUpdate: Read<Partial<StateUpdate>> = object<StateUpdate>({
  taskReferenceName: text,
  taskResult: field(readTaskResult),
  variables: data,
})

export const readRerunRequest: Read<RerunRequest> = object<RerunRequest>({
  reRunFromTaskId: text,
  workflowInput: data,
  taskInput: data,
  correlationId: text,
})

export const readUpgradeRequest: Read<UpgradeRequest> = object<UpgradeRequest>({
  name: text,
  version: optionalWhole,
  taskOutput: mapOf(data.read),
  workflowInput: data,
})

export const readSkipRequest: Read<SkipRequest> = object<SkipRequest>({ taskInput: data, taskOutput: data })

const taskAction: Field<TaskAction> = field(
  object<TaskAction>({ workflowId: text, taskRefName: text, output: data, taskId: text, reasonForIncompletion: text }),
)

const actionKinds = [
  'start_workflow',
  'complete_task',
  'fail_task',
  'terminate_workflow',
  'update_workflow_variables',
] as const

const readActionParts = object<EventAction>({
  action: oneOf(...actionKinds),
  start_workflow: field(
    object<NonNullable<EventAction['start_workflow']>>({
      name: text,
      version: optionalWhole,
      correlationId: text,
      input: data,
      taskToDomain: mapOf(readText),
    }),
  ),
  complete_task: taskAction,
  fail_task: taskAction,
  terminate_workflow: field(
    object<NonNullable<EventAction['terminate_workflow']>>({ workflowId: text, terminationReason: text }),
  ),
  update_workflow_variables: field(
    object<NonNullable<EventAction['update_workflow_variables']>>({
      workflowId: text,
      variables: data,
      appendArray: optionalFlag,
    }),
  ),
  expandInlineJSON: flag,
})

// Who has added it is not for the body to say.
const readHandlerParts = object<Omit<EventHandler, 'createdBy'>>({
  name: text,
  description: text,
  event: text,
  condition: text,
  actions: list((value, path): EventAction => {
    const { action, ...rest } = readActionParts(value, path)
    if (action === undefined) throw new UnreadableBody(`${path}.action must be one of [${actionKinds.join(', ')}]`)
    return { action, ...rest }
  }),
  active: flag,
  evaluatorType: text,
})

export const readEventHandler: Read<EventHandler> = (value, path) => ({
  name: '',
  event: '',
  actions: [],
  active: false,
  ...readHandlerParts(value, path),
})
