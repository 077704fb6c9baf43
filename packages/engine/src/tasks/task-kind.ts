// What a task type has to say about itself. One small file for each type, all of them in `task-kinds.ts`.

import type { PlanNode } from '../decider/plan.ts'
import type { Run, TaskRecord } from '../decider/run.ts'
import type { Step } from '../decider/step.ts'
import type { JsonMap } from '../model/json.ts'
import type { HttpTaskOutcome, KafkaOutcome, ScriptOutcome } from '../ports.ts'

/** What came back from outside for a task. */
export type TaskAnswer =
  | { readonly kind: 'script'; readonly purpose: string; readonly outcome: ScriptOutcome }
  | { readonly kind: 'http'; readonly outcome: HttpTaskOutcome }
  | { readonly kind: 'kafka'; readonly outcome: KafkaOutcome }
  | { readonly kind: 'started'; readonly workflowId: string }
  | { readonly kind: 'not-started'; readonly reason: string }
  /** A child has moved; `ended` when it is done. */
  | { readonly kind: 'child'; readonly child: ChildState }

export interface ChildState {
  readonly id: string
  readonly name: string
  readonly version: number
  readonly status: 'RUNNING' | 'PAUSED' | 'COMPLETED' | 'FAILED' | 'TIMED_OUT' | 'TERMINATED'
  readonly output: Record<string, unknown>
  readonly reason: string | undefined
}

/** Where a task is to be scheduled. */
export interface Slot {
  readonly node: PlanNode
  readonly loop: TaskRecord | undefined
  readonly turn: number
  /** Laid over the input that the definition makes. */
  readonly given?: JsonMap
}

export interface TaskKind {
  /** What a new record starts as. */
  readonly initialStatus: 'SCHEDULED' | 'IN_PROGRESS'
  /** Failed attempts go through the retry policy. */
  readonly retried: boolean
  /** A worker or a call has to answer within the definition's response timeout. */
  readonly responseTimeout: boolean
  /** Open and not being asked for anything, it is started again when its `dueAt` comes. */
  readonly repeats?: boolean
  /** Workers poll for it. */
  readonly forWorkers?: boolean
  /** Its definition's names are its own (`SWITCH`, `FORK`, `JOIN`), not the task's. */
  readonly fixedName?: string
  /** It runs in the step that makes it. Whether it has chosen a branch, whose first task is then made with it. */
  hasBranched?(record: TaskRecord): boolean
  /** Creates the records itself; otherwise one record is made in the usual way. */
  schedule?(step: Step, slot: Slot): void
  /** Completes the input of a new record before anyone sees it. */
  prepare?(step: Step, record: TaskRecord): void
  /** The record exists and is due. */
  start?(step: Step, record: TaskRecord): void
  /** The engine was stopped while it was open and has read it back; default: what was asked is asked again. */
  recover?(step: Step, record: TaskRecord): void
  /** It was read back, open: computes what is not stored. */
  hydrate?(run: Run, record: TaskRecord): void
  answer?(step: Step, record: TaskRecord, answer: TaskAnswer): void
  /** It has been cancelled while open. */
  cancel?(step: Step, record: TaskRecord): void
  /** It has ended well: schedules what follows, when that is not simply the next task. */
  follow?(step: Step, record: TaskRecord): void
  /** DO_WHILE: everything in its current turn is done with. */
  turnOver?(step: Step, loop: TaskRecord): void
  /** JOIN: one of those it waits for has ended, retries included. */
  joined?(step: Step, join: TaskRecord, member: TaskRecord): void
}

/** A task that cannot be made from its definition and input: the workflow fails with this message. */
export class MappingError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'MappingError'
  }
}
