// What is written and read, row by row. The names are those of the columns.

export interface ExecutionRow {
  readonly row: number
  readonly id: string
  readonly name: string
  readonly version: number
  readonly snapshot: string
  readonly status: string
  readonly created: number
  readonly updated: number
  readonly ended: number
  readonly expires: number | null
  readonly correlation_id: string | null
  readonly parent_id: string | null
  readonly parent_task_id: string | null
  readonly idempotency_key: string | null
  readonly priority: number
  readonly reason: string | null
  readonly input: string
  readonly output: string
  readonly variables: string
  readonly extra: string | null
}

export interface TaskRow {
  readonly row: number
  readonly id: string
  readonly execution: number
  readonly ref: string
  readonly seq: number
  readonly type: string
  readonly def_name: string
  readonly status: string
  readonly retry_count: number
  readonly poll_count: number
  readonly iteration: number
  readonly scheduled: number
  readonly started: number
  readonly ended: number
  readonly updated: number
  readonly first_scheduled: number
  readonly start_delay: number
  readonly callback_after: number
  readonly due: number
  readonly wait_until: number
  readonly look_at: number | null
  readonly queue: string | null
  readonly priority: number
  readonly awaiting: string | null
  readonly flags: number
  readonly worker_id: string | null
  readonly domain: string | null
  readonly sub_workflow_id: string | null
  readonly retried_id: string | null
  readonly reason: string | null
  readonly output: string
  readonly extra: string | null
  /** `undefined`: as it was; inputs seldom change once they are made. */
  readonly input: string | undefined
}

/** As `TaskRow`, read back: its input is always there. */
export type StoredTaskRow = { readonly [K in keyof TaskRow]: Exclude<TaskRow[K], undefined> }

/** An open task at start-up that has a queue, a timer or a question: enough to rebuild these without its execution. */
export interface PendingTaskRow {
  readonly id: string
  readonly workflowId: string
  readonly def_name: string
  readonly status: string
  readonly scheduled: number
  readonly updated: number
  readonly due: number
  readonly look_at: number | null
  readonly queue: string | null
  readonly priority: number
  readonly awaiting: string | null
}

export interface EventRow {
  readonly execution: number
  readonly number: number
  readonly entries: string
}

export interface LogRow {
  readonly task_id: string
  readonly created: number
  readonly line: string
}

export interface PollRow {
  readonly queue: string
  readonly worker_id: string
  readonly task_type: string
  readonly domain: string | null
  readonly polled: number
}

export type DefinitionKind = 'workflow' | 'task' | 'schema' | 'handler' | 'schedule' | 'setting'

export interface DefinitionRow {
  readonly kind: DefinitionKind
  readonly name: string
  readonly version: number
  /** null removes it. */
  readonly body: string | null
}

export interface MessageRow {
  readonly row: number
  readonly id: string
  readonly event: string
  readonly created: number
  readonly payload: string
}

export interface StoredMessageRow extends MessageRow {
  /** 1: handlers have dealt with it. */
  readonly handled: number
}

export interface EventExecutionRow {
  readonly id: string
  readonly handler: string
  readonly event: string
  readonly created: number
  readonly status: string
  readonly body: string
}

export interface ScheduleExecutionRow {
  readonly id: string
  readonly schedule: string
  readonly scheduled: number
  readonly executed: number
  readonly state: string
  readonly workflow_name: string
  readonly workflow_id: string | null
  readonly body: string
}

/** That a call of a webhook has been. */
export interface WebhookCallRow {
  readonly webhook: string
  readonly mark: string
  readonly received: number
}

/** An input or output in a file of its own. */
export interface PayloadRow {
  readonly path: string
  readonly execution: number
  readonly holder: 'execution' | 'task'
  readonly bytes: number
}

/** Everything one commit writes. */
export interface Batch {
  readonly snapshots: { readonly hash: string; readonly body: string }[]
  readonly newExecutions: ExecutionRow[]
  readonly executions: ExecutionRow[]
  readonly newTasks: TaskRow[]
  readonly tasks: TaskRow[]
  readonly events: EventRow[]
  readonly logs: LogRow[]
  readonly payloads: PayloadRow[]
  readonly polls: PollRow[]
  readonly definitions: DefinitionRow[]
  readonly messages: MessageRow[]
  /** Rows of messages that have been dealt with. */
  readonly handledMessages: number[]
  readonly eventExecutions: EventExecutionRow[]
  readonly scheduleExecutions: ScheduleExecutionRow[]
  readonly webhookCalls: WebhookCallRow[]
  /** Rows of tasks that are gone. */
  readonly removedTasks: number[]
  /** Rows of executions that are gone; archived ones keep their summary. */
  readonly removedExecutions: { readonly row: number; readonly archive: boolean }[]
  /** Messages, what handlers did, what schedules started and who polled before these times are gone. */
  readonly forgottenBefore: number[]
  /** Hashes of definitions that no execution has. */
  readonly forgottenSnapshots: string[]
  /** Calls of webhooks from before these times are gone. */
  readonly forgottenCalls: number[]
}

export function emptyBatch(): Batch {
  return {
    snapshots: [],
    newExecutions: [],
    executions: [],
    newTasks: [],
    tasks: [],
    events: [],
    logs: [],
    payloads: [],
    polls: [],
    definitions: [],
    messages: [],
    handledMessages: [],
    eventExecutions: [],
    scheduleExecutions: [],
    webhookCalls: [],
    removedTasks: [],
    removedExecutions: [],
    forgottenBefore: [],
    forgottenSnapshots: [],
    forgottenCalls: [],
  }
}

export function rowCountOf(batch: Batch): number {
  return Object.values(batch).reduce((sum, rows) => sum + rows.length, 0)
}
