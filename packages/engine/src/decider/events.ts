// What can happen to a run.

import type { WorkflowDef } from '../model/definition.ts'
import type { JsonMap } from '../model/json.ts'
import type { TaskResultStatus } from '../model/status.ts'
import type { Revival } from './effects.ts'
import type { WorkflowMessage } from './run.ts'
import type { TaskAnswer } from '../tasks/task-kind.ts'

export interface TaskUpdate {
  readonly status: TaskResultStatus
  readonly output: JsonMap
  readonly reason: string | undefined
  readonly workerId: string | undefined
  readonly callbackAfterSeconds: number
  readonly subWorkflowId: string | undefined
}

/** A definition taken into a run: its snapshot and the hash of that. */
export interface Snapshot {
  readonly definition: WorkflowDef
  readonly hash: string
}

export type RunEvent =
  | { readonly kind: 'start' }
  /** Started, but others have to end first. */
  | { readonly kind: 'hold' }
  /** Its turn has come. */
  | { readonly kind: 'admit' }
  /** A worker took the task. */
  | { readonly kind: 'polled'; readonly taskId: string; readonly workerId: string | undefined }
  | { readonly kind: 'update'; readonly taskId: string; readonly update: TaskUpdate }
  | { readonly kind: 'extend-lease'; readonly taskId: string }
  | { readonly kind: 'answer'; readonly taskId: string; readonly answer: TaskAnswer }
  /** A moment that was asked for has come; without a task, one of the run's own. */
  | { readonly kind: 'due'; readonly taskId?: string }
  /** Look at everything: due limits, unanswered questions. */
  | { readonly kind: 'decide' }
  | { readonly kind: 'recover' }
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume' }
  | { readonly kind: 'terminate'; readonly reason: string | undefined; readonly startsFailureWorkflow: boolean }
  /** The engine cannot go on with it: a defect, or data that make no sense. */
  | { readonly kind: 'fail'; readonly reason: string }
  | { readonly kind: 'set-variables'; readonly variables: JsonMap }
  /** What it was started with, where a rerun gives it anew; undefined stays. */
  | { readonly kind: 'set-start'; readonly input: JsonMap | undefined; readonly correlationId: string | undefined }
  | { readonly kind: 'message'; readonly message: WorkflowMessage }
  | { readonly kind: 'note-failure-workflow'; readonly text: string }
  | { readonly kind: 'reset-callbacks' }
  | { readonly kind: 'skip'; readonly ref: string; readonly input: JsonMap; readonly output: JsonMap }
  /** Goes on at that task. */
  | { readonly kind: 'jump'; readonly ref: string; readonly input: JsonMap }
  /** `outputs`: of tasks that count as passed, by reference. */
  | {
      readonly kind: 'upgrade'
      readonly snapshot: Snapshot
      readonly outputs: Readonly<Record<string, JsonMap>>
      readonly input: JsonMap | undefined
    }
  | { readonly kind: 'restart'; readonly snapshot: Snapshot | undefined }
  /** `childrenInPlace`: children that failed go on instead of being started anew. */
  | { readonly kind: 'retry'; readonly childrenInPlace: boolean }
  | { readonly kind: 'rerun'; readonly input: JsonMap | undefined; readonly correlationId: string | undefined }
  | { readonly kind: 'rerun-task'; readonly taskId: string; readonly input: JsonMap | undefined }
  /** A child has been put back to life: its task and what fell with it come back too. */
  | { readonly kind: 'revive'; readonly taskId: string; readonly verb: Revival }
