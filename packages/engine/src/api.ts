// What an engine can be asked: the operations behind Conductor's REST API, as typed methods.
// Every method that changes something answers after the change is on disk. What a caller got wrong is thrown as an
// `EngineError` whose message is the one Conductor gives.

import type { LatencySnapshot } from './runtime/latency.ts'
import type { TaskDef, TaskDefInput, WorkflowDef, WorkflowDefInput } from './model/definition.ts'
import type { PollData, Task, TaskLog, TaskResult, Workflow } from './model/execution.ts'
import type { JsonMap } from './model/json.ts'
import type { TaskResultStatus, WorkflowStatus } from './model/status.ts'
import type { EngineEvent, EventLogEntry } from './event-log.ts'
import type { StartSource } from './ports.ts'
import type { Schedules } from './scheduler/schedule.ts'
import type { Webhooks } from './webhooks/webhook.ts'
import type { Schemas } from './schema/schema.ts'
import type { Tags } from './tags/tag.ts'
import type { NamedValueStore } from './named-values/named-value-store.ts'
import type { EventHandler, EventHandlers } from './event-handlers/event-handler.ts'

export interface Engine {
  readonly metadata: Metadata
  readonly workflows: Workflows
  readonly tasks: Tasks
  readonly queues: Queues
  readonly handlers: EventHandlers
  readonly schemas: Schemas
  readonly schedules: Schedules
  readonly webhooks: Webhooks
  /** Undefined when everything stays in the data file. */
  readonly payloads: ExternalPayloads | undefined
  readonly tags: Tags
  /** `${workflow.secrets.NAME}`. */
  readonly secrets: NamedValueStore
  /** `${workflow.env.NAME}`, which is put in place when an input is made. */
  readonly environment: NamedValueStore
  /** Whether `workflows.send` is offered to callers. */
  readonly takesMessages: boolean
  /** Told of every transition after it is on disk, in order. The answer unsubscribes. */
  onEvent(listener: (event: EngineEvent) => void): () => void
  /**
   * Archives and removes what ended long ago; never below one that still runs. In small pieces while the engine works:
   * it may take a while, and rejects with UNAVAILABLE when the engine closes meanwhile.
   */
  applyRetention(request: RetentionRequest): Promise<RetentionResult>
  /** Resolves once everything accepted so far is on disk. */
  flush(): Promise<void>
  counters(): EngineCounters
  /** Looks at every waiting task and timer: for once in a while. */
  vitals(): EngineVitals
  /** Why nothing can be stored at present; undefined when all is well. */
  storageTrouble(): StorageTrouble | undefined
  /** Answers parked polls with nothing, lets the commit in progress end, gives the data folder free. */
  close(): Promise<void>
}

export interface StorageTrouble {
  /** Epoch ms. */
  readonly since: number
  /** What is wrong and what helps. It names the file. */
  readonly message: string
}

export type { EventHandler, EventHandlers }

/** Large inputs and outputs in files of their own; the path of one stands in for it in requests, results and answers. */
export interface ExternalPayloads {
  /** A path that is free. INVALID for a prefix that cannot start one. */
  newPath(prefix: string): string
  /** On disk once it returns. A payload never changes: CONFLICT when another text has the path. */
  write(path: string, text: string): void
  /** NOT_FOUND when there is none. */
  read(path: string): string
}

/** Times are epoch milliseconds; absent: nothing of the kind. */
export interface RetentionRequest {
  /** Tasks and logs go, the summary stays findable. */
  readonly archiveEndedBefore?: number
  /**
   * Nothing is left of it, archived or not; nor of messages, fired schedules and polls before that, and of the
   * definitions that no execution has any more.
   */
  readonly removeEndedBefore?: number
  /** Aborted, it ends early: what is left is for the next time. */
  readonly signal?: AbortSignal
}

export interface RetentionResult {
  /** Executions. */
  readonly archived: number
  readonly removed: number
  /** What the file has become smaller by. Space that is kept free for what comes next is not in it. */
  readonly freedBytes: number
}

/** How the engine is. Times are epoch ms. */
export interface EngineVitals {
  readonly queues: readonly {
    readonly queue: string
    /** Due and delayed. */
    readonly size: number
    /** With workers. */
    readonly unacked: number
    /** Since when the oldest due one has been waiting. */
    readonly oldestDueAt: number | undefined
  }[]
  readonly timers: { readonly set: number; readonly overdue: number; readonly oldestAt: number | undefined }
  /** How long commits took. */
  readonly commits: LatencySnapshot
  readonly fileBytes: number
  /** Of these, on no row any more. */
  readonly freeBytes: number
}

export interface EngineCounters {
  /** Transactions and row writes since the engine was opened. */
  readonly commits: number
  readonly rows: number
  readonly runningWorkflows: number
  readonly residentWorkflows: number
  readonly started: number
  readonly completed: number
  readonly failed: number
  readonly polls: number
}

export interface Metadata {
  /** CONFLICT when it exists and `overwrite` is not set. */
  registerWorkflow(definition: WorkflowDefInput, options?: { overwrite?: boolean }): Promise<void>
  /** Creates or replaces; createTime comes from the body. */
  updateWorkflow(definition: WorkflowDefInput): Promise<void>
  /** NOT_FOUND when there is none. The newest version when none is named. */
  getWorkflow(name: string, version?: number): WorkflowDef
  listWorkflows(): WorkflowDef[]
  latestWorkflows(): WorkflowDef[]
  removeWorkflow(name: string, version: number): Promise<void>
  /** Creates or replaces each. */
  registerTasks(definitions: readonly TaskDefInput[]): Promise<void>
  /** NOT_FOUND when it is not registered. */
  updateTask(definition: TaskDefInput): Promise<void>
  getTask(name: string): TaskDef
  listTasks(): TaskDef[]
  removeTask(name: string): Promise<void>
}

export interface StartRequest {
  readonly name: string
  readonly version?: number
  readonly correlationId?: string
  readonly input?: JsonMap
  readonly taskToDomain?: Record<string, string>
  /** A definition that need not be registered. */
  readonly workflowDef?: WorkflowDefInput
  readonly priority?: number
  readonly createdBy?: string
  readonly idempotencyKey?: string
  readonly idempotencyStrategy?: 'FAIL' | 'RETURN_EXISTING' | 'FAIL_ON_RUNNING'
  readonly externalInputPayloadStoragePath?: string
  /** The event that caused the start. */
  readonly event?: string
  /** For the check of starts. Default: `api`. */
  readonly source?: StartSource
  /** W3C Trace Context: the execution becomes part of that trace. Anything else in it is ignored. */
  readonly traceparent?: string
}

export interface RerunRequest {
  readonly reRunFromTaskId?: string
  readonly workflowInput?: JsonMap
  readonly taskInput?: JsonMap
  readonly correlationId?: string
}

export interface SkipRequest {
  readonly taskInput?: JsonMap
  readonly taskOutput?: JsonMap
}

export interface UpgradeRequest {
  /** If given, the name it has already. */
  readonly name?: string
  /** Default: the newest. */
  readonly version?: number
  /** Outputs of tasks that count as passed in the new version, by reference. */
  readonly taskOutput?: Record<string, JsonMap>
  /** In the place of the input it was started with. */
  readonly workflowInput?: JsonMap
}

export interface ReadOptions {
  /** Default true for one execution, false for lists. */
  readonly includeTasks?: boolean
}

export interface ExecuteOptions {
  /** Answer once one of these references is terminal, in children too. */
  readonly waitUntilTaskRefs?: readonly string[]
  /** 0 and absent count as 10. */
  readonly waitForSeconds?: number
  readonly signal?: AbortSignal
}

/** What a synchronous execute or signal found when it stopped waiting. */
export interface BlockedWorkflow {
  /** The execution that was started or signalled, as it is now. */
  readonly target: Workflow
  /** The execution that holds the blocking task: the target itself or a descendant. */
  readonly blocking?: Workflow
  readonly blockingTask?: Task
  /** A task that the caller waited for by its name, once it has ended. */
  readonly reachedTask?: Task
  readonly timedOut: boolean
}

export interface Workflows {
  /** The id. The first tasks exist when it answers. */
  start(request: StartRequest): Promise<string>
  /** Starts and waits for the end, a blocking WAIT, a named task, or the time limit. */
  execute(request: StartRequest, options?: ExecuteOptions): Promise<BlockedWorkflow>
  /** Waits on an execution that runs already, by the rules of `execute`. */
  waitFor(workflowId: string, options?: ExecuteOptions): Promise<BlockedWorkflow>
  get(workflowId: string, options?: ReadOptions): Promise<Workflow>
  correlated(
    name: string,
    correlationId: string,
    options?: ReadOptions & { includeClosed?: boolean },
  ): Promise<Workflow[]>
  /** Ids of running executions of the name; with both times, of all of that version created in the range. */
  runningIds(name: string, options?: { version?: number; startTime?: number; endTime?: number }): Promise<string[]>
  search(request: SearchRequest): Promise<SearchResult<Workflow>>
  eventLog(workflowId: string): Promise<EventLogEntry[]>

  decide(workflowId: string): Promise<void>
  pause(workflowId: string): Promise<void>
  resume(workflowId: string): Promise<void>
  terminate(workflowId: string, options?: { reason?: string; triggerFailureWorkflow?: boolean }): Promise<void>
  restart(workflowId: string, options?: { useLatestDefinitions?: boolean }): Promise<void>
  retry(workflowId: string, options?: { resumeSubworkflowTasks?: boolean }): Promise<void>
  /** The id of the execution that runs again. */
  rerun(workflowId: string, request: RerunRequest): Promise<string>
  skipTask(workflowId: string, taskReferenceName: string, request?: SkipRequest): Promise<void>
  /**
   * Goes on at a task of the outermost sequence that has not been reached; what is open and what lies between becomes
   * SKIPPED. `input` is laid over that task's own.
   */
  jump(workflowId: string, taskReferenceName: string, input?: JsonMap): Promise<void>
  /** Moves a running execution to another version of its definition; CONFLICT when an open task has no place there. */
  upgrade(workflowId: string, request?: UpgradeRequest): Promise<void>
  resetCallbacks(workflowId: string): Promise<void>
  /** With `archive` (default) it must have ended and stays findable; otherwise nothing is left of it. */
  remove(workflowId: string, options?: { archive?: boolean }): Promise<void>
  /** Merges into the workflow's variables. */
  updateVariables(workflowId: string, variables: JsonMap): Promise<Workflow>
  /** Puts a message into the execution's queue; its id. CONFLICT unless it runs, TOO_MANY when the queue is full. */
  send(workflowId: string, payload: JsonMap): Promise<string>
  /**
   * Completes the first open WAIT or YIELD, in running children too. The id of its execution, or undefined when none is
   * open. An execution that a YIELD has held up and that has ended answers its own id.
   */
  signal(workflowId: string, status: TaskResultStatus, output: JsonMap): Promise<string | undefined>
}

export interface PollRequest {
  readonly taskType: string
  readonly workerId?: string
  readonly domain?: string
  /** Default 1. */
  readonly count?: number
  /** How long to hold the poll open when nothing is due. Default 0. */
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
}

export interface Tasks {
  poll(request: PollRequest): Promise<Task[]>
  /** The task's id, also when the result came too late and was ignored. */
  update(result: TaskResult): Promise<string>
  /** As `update`, then hands out the next task of the type to the same worker, if one is due and no poll is parked. */
  updateAndPoll(result: TaskResult): Promise<Task | undefined>
  /** Updates the pending task of that reference, its output merged. The task id, or undefined when none is pending. */
  updateByRef(
    workflowId: string,
    taskReferenceName: string,
    status: TaskResultStatus,
    output: JsonMap,
    workerId?: string,
  ): Promise<string | undefined>
  get(taskId: string): Promise<Task>
  log(taskId: string, line: string): Promise<void>
  logs(taskId: string): Promise<TaskLog[]>
  search(request: SearchRequest): Promise<SearchResult<Task>>
}

export interface QueueDepth {
  readonly size: number
  readonly unacked: number
}

export interface Queues {
  /** Due and delayed messages of one queue, without those handed out; 0 for an unknown one. */
  size(taskType: string, domain?: string): number
  /** By queue name (`domain:type`, `_deciderQueue` included), sorted. */
  all(): Record<string, QueueDepth>
  pollData(taskType?: string): PollData[]
  /** Pending tasks of a type, oldest first. */
  pending(taskType: string, options?: { start?: number; count?: number }): Promise<Task[]>
  /** Makes sure every pending task of the type is in its queue; the count. */
  requeue(taskType: string): number
}

/** One condition of a search; all of them must hold. */
export interface SearchClause {
  readonly field: string
  readonly operator: '=' | '!=' | '>' | '<' | '>=' | '<=' | 'IN'
  /** One value, several for IN. Times are epoch ms. `*` in an `=` value is a wildcard. */
  readonly values: readonly string[]
}

export interface SearchRequest {
  readonly clauses?: readonly SearchClause[]
  /** Case-insensitive part of the names, ids, reason, input or output; `*` is a wildcard, absent or `*` matches all. */
  readonly freeText?: string
  /** Default: newest first. Unknown fields are ignored. */
  readonly sort?: readonly { readonly field: string; readonly descending: boolean }[]
  readonly start?: number
  /** -1: all; 0: only the count. Default 100. */
  readonly size?: number
}

export interface SearchResult<T> {
  readonly totalHits: number
  readonly results: T[]
}

export type { WorkflowStatus }
