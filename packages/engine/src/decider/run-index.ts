// Keeps the indexes of a run in step with its records.

import { isTerminal } from '../model/status.ts'
import { compileBranch } from './plan.ts'
import type { PlanNode } from './plan.ts'
import type { Run, TaskRecord } from './run.ts'
import { suffixOf, tasksInOrder } from './run.ts'
import { isMap } from '../model/json.ts'
import { toWorkflowTask } from '../model/definition-defaults.ts'
import type { WorkflowTaskInput } from '../model/definition.ts'

/** Not done with: still open, or ended and not yet followed up. */
export function isLive(record: TaskRecord): boolean {
  return !record.executed && !record.retried && record.status !== 'SKIPPED'
}

/** Puts a record into every index. */
export function enlist(run: Run, record: TaskRecord): void {
  run.tasks.set(record.id, record)
  run.newest.set(record.ref, record)
  if (record.loop) run.newestBare.set(record.node.ref, record)
  else if (run.newestBare.size > 0) run.newestBare.delete(record.node.ref)
  if (record.loop) listTurn(record.loop, record)
  if (isLive(record)) countLive(run, record, 1)
}

/** The newest record of a task: of its latest turn, in loops. */
export function newestOf(run: Run, bareRef: string): TaskRecord | undefined {
  return run.newestBare.get(bareRef) ?? run.newest.get(bareRef)
}

/** Takes a record out of every index. */
export function unlist(run: Run, record: TaskRecord): void {
  run.tasks.delete(record.id)
  if (run.newest.get(record.ref) === record) run.newest.delete(record.ref)
  if (run.newestBare.get(record.node.ref) === record) run.newestBare.delete(record.node.ref)
  if (isLive(record)) countLive(run, record, -1)
  unlistJoin(run, record)
}

export function countLive(run: Run, record: TaskRecord, by: 1 | -1): void {
  run.live += by
  if (record.loop) record.loop.live += by
}

function listTurn(loop: TaskRecord, record: TaskRecord): void {
  loop.turns ??= new Map()
  const records = loop.turns.get(record.turn)
  if (records) records.push(record)
  else loop.turns.set(record.turn, [record])
}

/** The references a JOIN names, with the suffix of the turn it is in. */
export function joinRefs(join: TaskRecord): string[] {
  return suffixed(join, Array.isArray(join.input.joinOn) ? join.input.joinOn : join.task.joinOn)
}

/** Those that an EXCLUSIVE_JOIN falls back to. */
export function defaultRefs(join: TaskRecord): string[] {
  const { defaultExclusiveJoinTask: listed } = join.input
  return suffixed(join, Array.isArray(listed) ? listed : join.task.defaultExclusiveJoinTask)
}

function suffixed(join: TaskRecord, names: readonly unknown[]): string[] {
  const suffix = suffixOf(join.loop, join.turn)
  return names.map((name) => `${String(name)}${suffix}`)
}

/** Notes which references an open JOIN still waits for. */
export function listJoin(run: Run, join: TaskRecord): void {
  const waitingFor = new Set<string>()
  for (const ref of [...joinRefs(join), ...defaultRefs(join)]) {
    const member = run.newest.get(ref)
    if (member && isTerminal(member.status) && !isUnsettled(run, member)) continue
    waitingFor.add(ref)
    const waiting = run.joins.get(ref)
    if (waiting) waiting.add(join)
    else run.joins.set(ref, new Set([join]))
  }
  join.waitingFor = waitingFor
}

/** Ended, but its follow-up (a retry, perhaps) is still on the agenda. */
function isUnsettled(run: Run, record: TaskRecord): boolean {
  return isLive(record) && run.agenda.includes(record)
}

function unlistJoin(run: Run, join: TaskRecord): void {
  for (const ref of join.waitingFor ?? []) run.joins.get(ref)?.delete(join)
}

/** Computes all indexes of a run anew from its records: after loading it, and after operations that rewrite history. */
export function indexRun(run: Run): void {
  const records = tasksInOrder(run)
  run.tasks = new Map()
  run.newest = new Map()
  run.newestBare = new Map()
  run.joins = new Map()
  run.passedEnd = undefined
  run.live = 0
  run.agenda = []
  run.nextSeq = 1
  for (const record of records) {
    record.live = 0
    record.turns = undefined
  }
  for (const record of records) {
    enlist(run, record)
    run.nextSeq = Math.max(run.nextSeq, record.seq + 1)
  }
  for (const record of records) {
    if (isTerminal(record.status)) {
      if (isLive(record)) run.agenda.push(record)
      else if (record.taskType === 'TERMINATE' && record.status === 'COMPLETED') run.passedEnd ??= record
    } else if (record.taskType === 'JOIN' || record.taskType === 'EXCLUSIVE_JOIN') listJoin(run, record)
  }
}

/** Nodes for the branches that a FORK record says it made. */
export function addDynamicNodes(run: Run, fork: PlanNode, forkedTaskDefs: unknown): void {
  if (!Array.isArray(forkedTaskDefs)) return
  for (const task of forkedTaskDefs) {
    // Written by the dynamic fork itself, from values it had checked.
    if (isMap(task)) compileBranch(toWorkflowTask(task as unknown as WorkflowTaskInput), fork, run.dynamicNodes)
  }
}
