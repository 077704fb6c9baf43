// What a handler does with a message. Expressions in an action are about the message's payload.

import type { Tasks, Workflows } from '../api.ts'
import { EngineError, assertNever } from '../errors.ts'
import { resolve, resolveMap } from '../expressions/resolve.ts'
import type { Scope } from '../expressions/resolve.ts'
import { isMap } from '../model/json.ts'
import type { JsonMap } from '../model/json.ts'
import type { Task } from '../model/execution.ts'
import { isTerminal } from '../model/status.ts'
import type { MessageRow } from '../store/rows.ts'
import type { EventAction, TaskAction } from './event-handler.ts'

export interface ActionContext {
  readonly workflows: Pick<Workflows, 'start' | 'terminate' | 'updateVariables' | 'get'>
  readonly tasks: Pick<Tasks, 'update'>
  readonly message: MessageRow
  readonly payload: JsonMap
  /** Of this action for this message: doing it twice must not do it twice. */
  readonly id: string
}

export interface ActionResult {
  readonly status: 'COMPLETED' | 'FAILED'
  readonly output: JsonMap
}

export async function actOn(action: EventAction, context: ActionContext): Promise<ActionResult> {
  const payload = action.expandInlineJSON ? expandJson(context.payload) : context.payload
  const scope: Scope = { root: (name) => (isMap(payload) ? payload[name] : undefined) }
  try {
    return { status: 'COMPLETED', output: await perform(action, context, scope, payload) }
  } catch (error) {
    if (!(error instanceof EngineError) || error.code === 'UNAVAILABLE') throw error
    return { status: 'FAILED', output: { error: error.message } }
  }
}

async function perform(action: EventAction, context: ActionContext, scope: Scope, payload: unknown): Promise<JsonMap> {
  switch (action.action) {
    case 'start_workflow':
      return startWorkflow(action, context, scope, payload)
    case 'complete_task':
      return updateTask(action.complete_task ?? {}, 'COMPLETED', context, scope)
    case 'fail_task':
      return updateTask(action.fail_task ?? {}, 'FAILED', context, scope)
    case 'terminate_workflow': {
      const { workflowId, terminationReason } = action.terminate_workflow ?? {}
      const id = textOf(resolve(workflowId, scope))
      const reason = terminationReason === undefined ? undefined : textOf(resolve(terminationReason, scope))
      await context.workflows.terminate(id, reason === undefined ? {} : { reason })
      return { workflowId: id }
    }
    case 'update_workflow_variables': {
      const { workflowId, variables = {}, appendArray = false } = action.update_workflow_variables ?? {}
      const id = textOf(resolve(workflowId, scope))
      const values = resolveMap(variables, scope)
      const current = appendArray ? (await context.workflows.get(id, { includeTasks: false })).variables : {}
      await context.workflows.updateVariables(id, appendArray ? appended(current, values) : values)
      return { workflowId: id }
    }
    default:
      return assertNever(action.action)
  }
}

async function startWorkflow(
  { start_workflow: start = {} }: EventAction,
  { workflows, message, id }: ActionContext,
  scope: Scope,
  payload: unknown,
): Promise<JsonMap> {
  const correlationId = resolve(start.correlationId, scope)
  const domains = start.taskToDomain ?? (isMap(payload) && isMap(payload.taskToDomain) ? payload.taskToDomain : {})
  const workflowId = await workflows.start({
    name: start.name ?? '',
    ...(start.version === undefined ? {} : { version: start.version }),
    ...(typeof correlationId === 'string' ? { correlationId } : {}),
    input: { ...resolveMap(start.input ?? {}, scope), ...eventKeys(message) },
    taskToDomain: Object.fromEntries(Object.entries(domains).map(([type, domain]) => [type, String(domain)])),
    event: message.event,
    source: 'event',
    // A crash between the start and noting it must not start it twice.
    idempotencyKey: `event:${id}`,
    idempotencyStrategy: 'RETURN_EXISTING',
  })
  return { workflowId }
}

async function updateTask(
  action: TaskAction,
  status: 'COMPLETED' | 'FAILED',
  { workflows, tasks, message }: ActionContext,
  scope: Scope,
): Promise<JsonMap> {
  const workflowId = textOf(resolve(action.workflowId, scope))
  const wanted = textOf(resolve(action.taskId, scope))
  const ref = textOf(resolve(action.taskRefName, scope))
  const workflow = await workflows.get(workflowId)
  const task = wanted ? workflow.tasks.find(({ taskId }) => taskId === wanted) : newestOpen(workflow.tasks, ref)
  if (!task) throw new EngineError('NOT_FOUND', `No task ${wanted || ref} is open in workflow ${workflowId}`)
  const reason = action.reasonForIncompletion
  await tasks.update({
    workflowInstanceId: workflowId,
    taskId: task.taskId,
    status,
    ...(reason === undefined ? {} : { reasonForIncompletion: reason }),
    outputData: {
      ...resolveMap(action.output ?? {}, scope),
      workflowId,
      taskId: wanted || null,
      taskRefName: ref || null,
      reasonForIncompletion: reason ?? null,
      ...eventKeys(message),
    },
  })
  return { workflowId, taskId: task.taskId }
}

/** The open task of the reference; in a loop that of the latest turn. */
function newestOpen(tasks: readonly Task[], ref: string): Task | undefined {
  return tasks.findLast(
    (task) =>
      !isTerminal(task.status) &&
      (task.referenceTaskName === ref || task.referenceTaskName.replace(/(__\d+)+$/, '') === ref),
  )
}

function eventKeys(message: MessageRow): JsonMap {
  return { 'conductor.event.messageId': message.id, 'conductor.event.name': message.event }
}

function appended(current: JsonMap, added: JsonMap): JsonMap {
  return Object.fromEntries(
    Object.entries(added).map(([key, value]) => {
      const before = current[key]
      return [key, Array.isArray(before) ? [...before, ...(Array.isArray(value) ? value : [value])] : value]
    }),
  )
}

/** Strings that hold JSON objects or lists, parsed. */
function expandJson(value: unknown): unknown {
  if (typeof value === 'string' && /^\s*[{[]/.test(value)) {
    try {
      return expandJson(JSON.parse(value))
    } catch {
      return value
    }
  }
  if (Array.isArray(value)) return value.map(expandJson)
  if (!isMap(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, expandJson(entry)]))
}

function textOf(value: unknown): string {
  return value === undefined || value === null ? '' : String(value)
}
