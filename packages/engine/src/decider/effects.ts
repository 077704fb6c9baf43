// What the decider asks the world to do. The shell does it and brings the answers back as events.

import type { TaskDef, WorkflowDef } from '../model/definition.ts'
import type { JsonMap } from '../model/json.ts'
import type { HttpTaskRequest, KafkaMessage, ScriptOutcome, ScriptRequest } from '../ports.ts'

export type Effect =
  /** `purpose` tells the task type which of its questions the answer is for. */
  | { readonly kind: 'run-script'; readonly taskId: string; readonly purpose: string; readonly request: ScriptRequest }
  | { readonly kind: 'call-http'; readonly taskId: string; readonly request: HttpTaskRequest }
  | { readonly kind: 'publish-kafka'; readonly taskId: string; readonly request: KafkaMessage }
  | { readonly kind: 'abort-call'; readonly taskId: string }
  | { readonly kind: 'start-child'; readonly taskId: string; readonly child: ChildRequest }
  | { readonly kind: 'terminate-child'; readonly workflowId: string; readonly reason: string }
  /** START_WORKFLOW: a start without ties to this execution. */
  | { readonly kind: 'start-other'; readonly taskId: string; readonly request: OtherRequest }
  | { readonly kind: 'start-failure-workflow'; readonly request: FailureRequest }
  | { readonly kind: 'tell-parent'; readonly parentId: string; readonly parentTaskId: string }
  /** This run lives again; so must the task of the parent that stands for it. */
  | { readonly kind: 'revive-parent'; readonly parentId: string; readonly parentTaskId: string; readonly verb: Revival }
  /** A child that fell with its parent goes on where it was. */
  | { readonly kind: 'retry-child'; readonly taskId: string; readonly workflowId: string }
  /** Good for other tasks with the same key until that time, epoch ms. */
  | { readonly kind: 'keep-output'; readonly key: string; readonly output: JsonMap; readonly until: number }
  | {
      readonly kind: 'publish'
      /** Whose change it tells of. */
      readonly taskId?: string
      readonly event: string
      readonly messageId: string
      readonly payload: JsonMap
      /** What workers get when no handler listens. */
      readonly work?: WorkRequest
    }

export type Revival = 'retried' | 'restarted' | 'reran'

/** Of what a task starts. */
export interface Idempotency {
  readonly idempotencyKey: string | undefined
  /** What is none of Conductor's three counts as FAIL. Without one the key has no effect. */
  readonly idempotencyStrategy: string | undefined
}

export interface ChildRequest extends Idempotency {
  /** Name-based, so that a repeated start finds the child that is there. */
  readonly childId: string
  readonly name: string
  /** 0 and undefined: the newest. */
  readonly version: number | undefined
  readonly definition: WorkflowDef | undefined
  readonly input: JsonMap
  readonly priority: number
  readonly taskToDomain: Record<string, string>
}

export interface OtherRequest extends Idempotency {
  readonly name: string
  readonly version: number | undefined
  readonly definition: unknown
  readonly input: JsonMap
  readonly correlationId: string | undefined
  readonly taskToDomain: Record<string, string>
  readonly priority: number
}

/** A task of that type, for whoever polls it. */
export interface WorkRequest {
  readonly taskType: string
  readonly ref: string
  readonly input: JsonMap
}

export interface FailureRequest {
  readonly name: string
  readonly version: number | undefined
  readonly failureTaskId: string | undefined
  readonly reason: string | undefined
}

/** What the decider may look up. The answers must not change within one step. */
export interface DeciderEnv {
  newId(): string
  /** The next key of a task's row. */
  newRow(): number
  /** 0 ≤ n < 1. */
  random(): number
  taskDefinition(name: string): TaskDef | undefined
  /** The newest version of a registered workflow. */
  latestVersion(workflowName: string): number | undefined
  /** When a worker last polled for this type in this domain, epoch ms. */
  lastPollTime(taskType: string, domain: string): number | undefined
  environment(name: string): string | undefined
  /** An output kept under this key that is still good at this time. */
  cachedOutput(key: string, now: number): JsonMap | undefined
  /** The result of a script that cannot take long; undefined: it has to be asked of the world. */
  runAtOnce?(request: ScriptRequest): ScriptOutcome | undefined
  /** What tasks that the engine runs itself name as their worker. */
  readonly serverId: string
}
