// Brings the next task of a definition into the run.

import type { Slot } from '../tasks/task-kind.ts'
import { isTerminal } from '../model/status.ts'
import { newRecord } from './records.ts'
import { successorOf } from './plan.ts'
import type { PlanNode } from './plan.ts'
import type { TaskRecord } from './run.ts'
import { suffixOf } from './run.ts'
import { taskPayloadRefusal } from '../payloads/payload-limit.ts'
import { schemaViolation } from '../schema/schema-check.ts'
import { reusableOutput } from './output-cache.ts'
import { addRecord, setStatus } from './step.ts'
import type { Step } from './step.ts'

/** Schedules what follows a task. The end of a turn or of the sequence schedules nothing. */
export function scheduleSuccessor(step: Step, after: TaskRecord): void {
  scheduleAfter(step, after.node, after.loop, after.turn)
}

export function scheduleAfter(step: Step, node: PlanNode, loop: TaskRecord | undefined, turn: number): void {
  const successor = successorOf(node)
  if (successor.kind === 'task') scheduleNode(step, { node: successor.node, loop, turn })
}

/** Schedules a task unless it is there already; one that was skipped beforehand is passed over. */
export function scheduleNode(step: Step, slot: Slot): void {
  const existing = step.run.newest.get(slot.node.ref + suffixOf(slot.loop, slot.turn))
  if (existing?.status === 'SKIPPED') {
    scheduleAfter(step, slot.node, slot.loop, slot.turn)
    return
  }
  if (existing) return
  const kind = step.kindOf(slot.node.task.type)
  if (kind.schedule) kind.schedule(step, slot)
  else scheduleOne(step, slot)
}

/** Makes one record for a task and has it started. */
export function scheduleOne(step: Step, slot: Slot): TaskRecord {
  const kind = step.kindOf(slot.node.task.type)
  const record = newRecord(step, slot, kind)
  kind.prepare?.(step, record)
  if (!kind.hasBranched) insert(step, record)
  else if (takeIn(step, record)) {
    kind.start?.(step, record)
    if (record.status === 'COMPLETED' && kind.hasBranched(record)) kind.follow?.(step, record)
  }
  return record
}

/** Takes a record into the run; what the engine itself runs is put on the agenda once it is due. */
export function insert(step: Step, record: TaskRecord): void {
  if (takeIn(step, record)) step.run.agenda.push(record)
}

/** Takes a record into the run; true when the engine itself is to begin it now. */
function takeIn(step: Step, record: TaskRecord): boolean {
  addRecord(step, record)
  if (settledBeforehand(step, record) || isTerminal(record.status)) return false
  return !step.kindFor(record).forWorkers && record.dueAt <= step.now
}

/** An input that is too large or that its schema refuses, or an output that is known already, spares it the work. */
function settledBeforehand(step: Step, record: TaskRecord): boolean {
  if (isTerminal(record.status)) return false
  const tooLarge = taskPayloadRefusal(step.run.id, record.id, record.input)
  if (tooLarge !== undefined) {
    record.input = {}
    setStatus(step, record, 'FAILED_WITH_TERMINAL_ERROR', tooLarge)
    return true
  }
  const { definition } = record
  if (definition?.enforceSchema && definition.inputSchema) {
    const violation = schemaViolation(definition.inputSchema, record.input, `The input of task ${record.ref}`)
    if (violation !== undefined) {
      setStatus(step, record, 'FAILED_WITH_TERMINAL_ERROR', violation)
      return true
    }
  }
  const reused = record.task.cacheConfig ? reusableOutput(step, record) : undefined
  if (!reused) return false
  record.output = reused
  record.startTime ||= step.now
  record.updateTime = step.now
  setStatus(step, record, 'COMPLETED')
  return true
}

/** A record that is done the moment it is made, and already followed up: the FORK itself. */
export function insertDone(step: Step, record: TaskRecord): void {
  record.status = 'COMPLETED'
  record.startTime = step.now
  record.updateTime = step.now
  record.endTime = step.now
  record.executed = true
  addRecord(step, record)
}
