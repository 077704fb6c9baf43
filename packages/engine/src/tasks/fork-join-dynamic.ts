// FORK_JOIN_DYNAMIC: branches that are known only when it runs. It makes the records of a static fork from them.

import { newRecord } from '../decider/records.ts'
import { compileBranch, successorOf } from '../decider/plan.ts'
import { insert, insertDone, scheduleNode } from '../decider/schedule.ts'
import type { Step } from '../decider/step.ts'
import { suffixOf } from '../decider/run.ts'
import type { WorkflowTask } from '../model/definition.ts'
import { dynamicTasks } from './dynamic-tasks.ts'
import { join } from './join.ts'
import { MappingError } from './task-kind.ts'
import type { Slot, TaskKind } from './task-kind.ts'

export const forkJoinDynamic: TaskKind = {
  initialStatus: 'IN_PROGRESS',
  retried: false,
  responseTimeout: false,
  fixedName: 'FORK',
  schedule(step, slot) {
    const { node, loop, turn } = slot
    const successor = successorOf(node)
    if (successor.kind !== 'task' || successor.node.task.type !== 'JOIN') {
      throw new MappingError('Dynamic join definition is not followed by a join task.  Check the workflow definition.')
    }
    const fork = newRecord(step, slot, forkJoinDynamic)
    const earlier = [...step.run.newest.values()].some(
      (record) => record.node.task.type === 'FORK_JOIN_DYNAMIC' && record.node !== node,
    )
    const tasks = dynamicTasks(node.task, fork.input, earlier)
    for (const task of tasks) mustBeKnown(step, task.type, task.name)
    fork.input = {
      ...fork.input,
      forkedTasks: tasks.map((task) => task.taskReferenceName),
      forkedTaskDefs: tasks,
    }
    insertDone(step, fork)
    for (const task of tasks) {
      scheduleNode(step, { node: compileBranch(task, node, step.run.dynamicNodes), loop, turn })
    }
    insertJoin(step, { node: successor.node, loop, turn }, tasks.flatMap(lastReferences))
  },
}

/** What a branch ends with. A static fork in it has no JOIN of its own: its branches end where the outer ones do. */
function lastReferences(task: WorkflowTask): string[] {
  if (task.type !== 'FORK_JOIN') return [task.taskReferenceName]
  return task.forkTasks.flatMap((branch) => {
    const last = branch.at(-1)
    return last ? lastReferences(last) : []
  })
}

function insertJoin(step: Step, slot: Slot, joinOn: string[]): void {
  if (step.run.newest.has(slot.node.ref + suffixOf(slot.loop, slot.turn))) return
  const record = newRecord(step, slot, join)
  record.input = { ...record.input, joinOn }
  insert(step, record)
}

/** A forked task of a type the engine does not run needs a definition; SIMPLE ones do not. */
function mustBeKnown(step: Step, type: string, name: string): void {
  const kind = step.kindOf(type)
  if (!kind.forWorkers || type === 'SIMPLE' || type === 'DYNAMIC' || step.env.taskDefinition(name)) return
  throw new MappingError(`Invalid task specified. Cannot find task by name ${name} in the task definitions`)
}
