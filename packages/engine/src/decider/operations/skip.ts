// Marks a task that has not come up yet as skipped: the flow will pass over it.

import type { JsonMap } from '../../model/json.ts'
import { newRecord } from '../records.ts'
import type { Slot } from '../../tasks/task-kind.ts'
import type { Run, TaskRecord } from '../run.ts'
import { nodeOf } from '../run.ts'
import { newestOf } from '../run-index.ts'
import { addRecord } from '../step.ts'
import type { Step } from '../step.ts'

/** Why a task cannot be skipped; undefined when it can. */
export function skipRefusal(run: Run, ref: string): string | undefined {
  if (run.status !== 'RUNNING') {
    return `The workflow ${run.id} is not running so the task referenced by ${ref} cannot be skipped`
  }
  if (!nodeOf(run, ref)) {
    return `The task referenced by ${ref} does not exist in the WorkflowDefinition ${run.def.name}`
  }
  if (newestOf(run, ref)) return `The task referenced ${ref} has already been processed, cannot be skipped`
  return undefined
}

export function skip(step: Step, ref: string, input: JsonMap, output: JsonMap): void {
  const node = nodeOf(step.run, ref)
  if (node) skipAt(step, { node, loop: undefined, turn: 0 }, input, output)
}

export function skipAt(step: Step, slot: Slot, input: JsonMap, output: JsonMap): TaskRecord {
  const { node } = slot
  const record = newRecord(step, slot, step.kindOf('SIMPLE'))
  record.status = 'SKIPPED'
  record.taskType = node.task.name
  record.taskDefName = node.task.name
  record.input = input
  record.output = output
  record.startTime = step.now
  record.endTime = step.now
  record.updateTime = step.now
  addRecord(step, record)
  return record
}
