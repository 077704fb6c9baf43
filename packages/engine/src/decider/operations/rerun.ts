// Rerun: from the first task, or from one task onwards. Only what comes after that task is undone; what ran beside it
// stays, and what fell with the workflow is put back.

import type { JsonMap } from '../../model/json.ts'
import { hasEnded, isFailure } from '../../model/status.ts'
import { begin, whole } from '../advance.ts'
import { successorOf } from '../plan.ts'
import type { PlanNode } from '../plan.ts'
import type { Run, TaskRecord } from '../run.ts'
import { tasksInOrder } from '../run.ts'
import { scheduleNode } from '../schedule.ts'
import { touch } from '../step.ts'
import type { Step } from '../step.ts'
import { carryOn, reopen, reopenRun, reset, reviveParent } from './reset-record.ts'
import { dropEverything } from './restart.ts'
import type { Refusal } from './restart.ts'

export function rerunRefusal(run: Run): Refusal | undefined {
  if (hasEnded(run.status)) return undefined
  const name = `${run.def.name}.${run.def.version}/${run.id}.${run.status}`
  return { code: 'CONFLICT', message: `Workflow: ${name} is not in terminal state, unable to rerun.` }
}

export function rerun(step: Step, input: JsonMap | undefined, correlationId: string | undefined): void {
  const { run } = step
  if (input !== undefined) run.input = input
  if (correlationId !== undefined) run.correlationId = correlationId
  dropEverything(step)
  run.failedRefs = []
  run.failedNames = []
  reopenRun(step, 'rerun')
  reviveParent(step, 'reran')
  begin(step)
}

export function rerunTask(step: Step, taskId: string, input: JsonMap | undefined): void {
  const { run } = step
  const target = run.tasks.get(taskId)
  if (!target) return
  const isChild = target.taskType === 'SUB_WORKFLOW'
  // A fresh child undoes nothing but the turns that came after its own: the loop goes on from there.
  const { undone, joins } = isChild ? { undone: laterTurns(run, target), joins: [] } : consequencesOf(run, target)
  for (const record of undone) remove(step, record)
  passEnds(step, target)
  const reopened: TaskRecord[] = joins
  for (const join of joins) {
    join.output = {}
    reopen(step, join)
  }
  reopened.push(...reopenLoops(step, target))
  const started = resetTheFallen(step, target, reopened)
  run.lastRetriedTime = step.now
  run.failedRefs = []
  run.failedNames = []
  const forks = target.taskType === 'FORK'
  if (forks) remove(step, target)
  else resetTarget(step, target, isChild ? undefined : input)
  reopenRun(step, 'rerun')
  reviveParent(step, 'reran')
  // A fork makes its records, its JOIN's too, when it is scheduled.
  if (forks) whole(step, () => scheduleNode(step, { node: target.node, loop: target.loop, turn: target.turn }))
  else started.push(target)
  if (hasEnded(run.status)) return
  for (const record of started) {
    if (!step.kindFor(record).forWorkers) run.agenda.push(record)
  }
  carryOn(step, reopened)
}

/** A TERMINATE that was reached beside the target, and after it, has had its say: it would end the execution at once again. */
function passEnds(step: Step, target: TaskRecord): void {
  for (const record of step.run.tasks.values()) {
    if (record.taskType !== 'TERMINATE' || record.status !== 'COMPLETED' || record.seq < target.seq) continue
    if (record === target) continue
    record.executed = true
    touch(step, record)
  }
}

function resetTarget(step: Step, target: TaskRecord, input: JsonMap | undefined): void {
  reset(step, target)
  target.iteration = target.turn
  target.turns = undefined
  if (input !== undefined) target.input = input
}

interface Consequences {
  /** Records that exist only because the target had ended. */
  readonly undone: TaskRecord[]
  /** JOINs around the target, which wait again. */
  readonly joins: TaskRecord[]
}

function consequencesOf(run: Run, target: TaskRecord): Consequences {
  const behind = new Set<PlanNode>()
  const joinNodes = new Set<PlanNode>()
  collectBehind(target.node, behind, joinNodes)
  // Nested ones are known by what is around them: each turn of a loop makes the nodes of a dynamic fork anew.
  const isUndone = (node: PlanNode): boolean =>
    behind.has(node) || node.parent === target.node || (node.parent !== undefined && isUndone(node.parent))
  const undone: TaskRecord[] = []
  const joins: TaskRecord[] = []
  for (const record of tasksInOrder(run)) {
    if (record === target) continue
    if (isLaterTurn(record, target) || (isUndone(record.node) && isSameTurn(record, target))) undone.push(record)
    else if (joinNodes.has(record.node) && isSameTurn(record, target)) joins.push(record)
  }
  // A fork that is run again makes its JOIN again.
  if (target.taskType === 'FORK') undone.push(...joins.splice(0).filter((join) => !undone.includes(join)))
  return { undone, joins }
}

/** What follows the target in its sequence and in those around it; the JOINs of forks around it apart. */
function collectBehind(target: PlanNode, into: Set<PlanNode>, joins: Set<PlanNode>): void {
  let node: PlanNode | undefined = target
  while (node) {
    for (let next = node.next; next; next = next.next) {
      if (node !== target && isForkNode(node) && next === node.next && next.task.type === 'JOIN') joins.add(next)
      else into.add(next)
    }
    // A fork at the end of a branch has its JOIN behind what surrounds it.
    if (node !== target && isForkNode(node) && !node.next) {
      const successor = successorOf(node)
      if (successor.kind === 'task' && successor.node.task.type === 'JOIN') joins.add(successor.node)
    }
    if (node === target && isForkNode(node)) addJoinOf(node, joins)
    node = node.parent
  }
  for (const join of joins) into.delete(join)
}

function addJoinOf(fork: PlanNode, joins: Set<PlanNode>): void {
  const successor = successorOf(fork)
  if (successor.kind === 'task') joins.add(successor.node)
}

function isForkNode(node: PlanNode): boolean {
  return node.task.type === 'FORK_JOIN' || node.task.type === 'FORK_JOIN_DYNAMIC'
}

function laterTurns(run: Run, target: TaskRecord): TaskRecord[] {
  return tasksInOrder(run).filter((record) => isLaterTurn(record, target))
}

/** In a later turn of a loop that the target is in. */
function isLaterTurn(record: TaskRecord, target: TaskRecord): boolean {
  for (let mine: TaskRecord = target; mine.loop; mine = mine.loop) {
    for (let its: TaskRecord = record; its.loop; its = its.loop) {
      if (its.loop === mine.loop) return its.turn > mine.turn
    }
  }
  return false
}

/** Not in an earlier turn of a loop that the target is in, so that history before it stays as it is. */
function isSameTurn(record: TaskRecord, target: TaskRecord): boolean {
  for (let mine: TaskRecord = target; mine.loop; mine = mine.loop) {
    for (let its: TaskRecord = record; its.loop; its = its.loop) {
      if (its.loop === mine.loop) return its.turn === mine.turn
    }
  }
  return true
}

/** The loops around the target go on in the turn it belongs to. */
function reopenLoops(step: Step, target: TaskRecord): TaskRecord[] {
  const loops: TaskRecord[] = []
  for (let record: TaskRecord = target; record.loop; record = record.loop) {
    const { loop, turn } = record
    loop.iteration = turn
    loop.output = { iteration: turn }
    reopen(step, loop)
    loops.push(loop)
  }
  return loops
}

/** What fell beside the target: joins and loops wait again, the rest starts anew under the same id. */
function resetTheFallen(step: Step, target: TaskRecord, reopened: TaskRecord[]): TaskRecord[] {
  const started: TaskRecord[] = []
  for (const record of step.run.newest.values()) {
    const fell = isFailure(record.status) && !record.retried && !record.task.optional && record !== target
    if (!fell || reopened.includes(record) || !step.run.tasks.has(record.id)) continue
    if (record.taskType === 'JOIN' || record.taskType === 'DO_WHILE' || record.taskType === 'EXCLUSIVE_JOIN') {
      reopen(step, record)
      reopened.push(record)
    } else {
      reset(step, record)
      started.push(record)
    }
  }
  return started
}

function remove(step: Step, record: TaskRecord): void {
  step.run.tasks.delete(record.id)
  if (step.run.newest.get(record.ref) === record) step.run.newest.delete(record.ref)
  step.changed.delete(record)
  step.removed.push(record)
  if (record.loop) touch(step, record.loop)
}
