// An execution as it lives in memory: its record, its tasks, and the indexes that keep each step's work small.
// Only the decider changes a run. Inputs and outputs are never changed in place once another record can see them,
// except the growing outputs of an open JOIN or DO_WHILE, which are copied when an expression reads them.

import type { TaskDef, WorkflowDef, WorkflowTask } from '../model/definition.ts'
import type { JsonMap } from '../model/json.ts'
import type { TaskStatus, WorkflowStatus } from '../model/status.ts'
import type { Plan, PlanNode } from './plan.ts'

/** One attempt at one task. Times are epoch ms, 0 when unset. */
export interface TaskRecord {
  /** Key of its row in the store. */
  readonly row: number
  readonly id: string
  /** The reference name with its loop suffix. */
  readonly ref: string
  node: PlanNode
  /** As in the node, but for DYNAMIC, which takes the chosen name. */
  task: WorkflowTask
  definition: TaskDef | undefined
  taskType: string
  taskDefName: string
  seq: number
  status: TaskStatus
  retryCount: number
  pollCount: number
  scheduledTime: number
  startTime: number
  endTime: number
  updateTime: number
  firstScheduledTime: number
  startDelayInSeconds: number
  callbackAfterSeconds: number
  /** When it may be handed out or started; jitter, which `callbackAfterSeconds` does not show, is in it. */
  dueAt: number
  /** When a WAIT ends by itself; 0 for never. */
  waitTimeout: number
  retriedTaskId: string | undefined
  retried: boolean
  executed: boolean
  reason: string | undefined
  workerId: string | undefined
  input: JsonMap
  output: JsonMap
  domain: string | undefined
  /** 0 outside loops; on a DO_WHILE its own current turn. */
  iteration: number
  subWorkflowId: string | undefined
  subworkflowChanged: boolean
  /** The record of the innermost DO_WHILE around it. */
  readonly loop: TaskRecord | undefined
  /** Which turn of that loop it belongs to. */
  readonly turn: number

  // What follows is not stored; `indexRun` computes it from the rest.

  /** What is under way outside for it; the answer comes back as an event. */
  awaiting: 'script' | 'http' | 'kafka' | 'start' | undefined
  /** Of a DO_WHILE: records of the current turn that are not done with. */
  live: number
  /** Of a DO_WHILE: the records of each kept turn. */
  turns: Map<number, TaskRecord[]> | undefined
  /** Of a JOIN: references that have not ended. */
  waitingFor: Set<string> | undefined
  /** The input has to be written again. */
  inputChanged: boolean
  stored: boolean
}

export interface WorkflowMessage {
  readonly id: string
  readonly workflowId: string
  readonly payload: JsonMap
  /** Epoch ms. */
  readonly receivedAt: number
}

export interface Run {
  /** Key of its row in the store. */
  readonly row: number
  readonly id: string
  def: WorkflowDef
  /** Content hash of the definition's snapshot. */
  defHash: string
  plan: Plan
  status: WorkflowStatus
  createTime: number
  updateTime: number
  endTime: number
  input: JsonMap
  output: JsonMap
  variables: JsonMap
  correlationId: string | undefined
  readonly parentId: string | undefined
  readonly parentTaskId: string | undefined
  priority: number
  taskToDomain: Record<string, string>
  reason: string | undefined
  readonly event: string | undefined
  readonly createdBy: string | undefined
  readonly idempotencyKey: string | undefined
  /** The trace that its start was part of, as a `traceparent` header says it. */
  readonly traceparent: string | undefined
  /** The same of the execution above it. */
  readonly parentTraceparent: string | undefined
  reRunFromWorkflowId: string | undefined
  failedRefs: string[]
  failedNames: string[]
  lastRetriedTime: number
  /** What its definition's limit counts it under. */
  rateLimitKey: string | undefined
  /** It waits for others to end before its first task is scheduled. */
  rateLimited: boolean
  /** Sent to it and not yet taken by a task, the oldest first. */
  messages: readonly WorkflowMessage[]
  /** Number of the next row of its event log. */
  logCount: number

  // Indexes, computed from the above.

  /** By id, in the order of `seq`, skipped ones aside. */
  tasks: Map<string, TaskRecord>
  /** The newest record of each reference, with its loop suffix. */
  newest: Map<string, TaskRecord>
  /** The same of those in loops by bare reference, unless a later one outside of loops has it: see `newestOf`. */
  newestBare: Map<string, TaskRecord>
  /** Open JOINs by the references they wait for. */
  joins: Map<string, Set<TaskRecord>>
  /** Nodes made by dynamic forks. */
  dynamicNodes: Map<string, PlanNode>
  /** A TERMINATE that a rerun beside it goes past: it has its say again when nothing is left to do and the end is not reached. */
  passedEnd: TaskRecord | undefined
  nextSeq: number
  /** Records that are not done with: open, or ended and not yet followed up. */
  live: number
  /** Ended records to follow up and new ones to start, first come first served. */
  agenda: TaskRecord[]
  pendingScripts: number
  stored: boolean
  /** What its own row holds of what can change, by which a commit sees whether to write that row; undefined before it is stored. */
  written: readonly unknown[] | undefined
}

/** The suffix that the bodies of a loop's current turn carry: `__2`, or `__1__2` in a loop within a loop. */
export function suffixOf(loop: TaskRecord | undefined, turn: number): string {
  return loop ? `${suffixOf(loop.loop, loop.turn)}__${turn}` : ''
}

export function nodeOf(run: Run, ref: string): PlanNode | undefined {
  return run.dynamicNodes.get(ref) ?? run.plan.nodes.get(ref)
}

/** Its records in the order that Conductor lists them in: skipped ones, which have `seq` 0, first. */
export function tasksInOrder(run: Run): TaskRecord[] {
  return [...run.tasks.values()].sort((a, b) => a.seq - b.seq)
}
