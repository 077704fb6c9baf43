// Jump: goes on at a later task of the outermost sequence. What is open and what lies between is marked as skipped.

import type { JsonMap } from '../../model/json.ts'
import { isTerminal } from '../../model/status.ts'
import { whole } from '../advance.ts'
import type { Run } from '../run.ts'
import { tasksInOrder } from '../run.ts'
import { countLive, isLive, newestOf } from '../run-index.ts'
import { scheduleNode } from '../schedule.ts'
import { setStatus } from '../step.ts'
import type { Step } from '../step.ts'
import { skip } from './skip.ts'
import type { Refusal } from './restart.ts'

/** Why the run cannot go on at that task; undefined when it can. */
export function jumpRefusal(run: Run, ref: string): Refusal | undefined {
  if (run.status !== 'RUNNING') {
    return { code: 'CONFLICT', message: `Workflow ${run.id} is ${run.status}: only a running workflow can jump.` }
  }
  if (!run.plan.nodes.has(ref)) {
    return { code: 'NOT_FOUND', message: `Workflow ${run.def.name} has no task with the reference ${ref}` }
  }
  if (!run.plan.topLevel.includes(ref)) {
    const message = `Task ${ref} is nested in another one: a jump goes to a task of the outermost sequence.`
    return { code: 'CONFLICT', message }
  }
  if (newestOf(run, ref)) {
    return { code: 'CONFLICT', message: `Task ${ref} has been reached already: rerun from it instead.` }
  }
  return undefined
}

/** @param input laid over the input of the task that is jumped to. */
export function jump(step: Step, ref: string, input: JsonMap): void {
  const { run } = step
  const node = run.plan.nodes.get(ref)
  if (!node) return
  skipOpenTasks(step)
  for (const between of run.plan.topLevel) {
    if (between === ref) break
    if (!newestOf(run, between)) skip(step, between, {}, {})
  }
  whole(step, () => scheduleNode(step, { node, loop: undefined, turn: 0, given: input }))
}

function skipOpenTasks(step: Step): void {
  for (const record of tasksInOrder(step.run)) {
    if (isTerminal(record.status)) continue
    step.kindFor(record).cancel?.(step, record)
    record.awaiting = undefined
    if (isLive(record)) countLive(step.run, record, -1)
    record.executed = true
    setStatus(step, record, 'SKIPPED', 'The workflow went on at a later task.')
  }
}
