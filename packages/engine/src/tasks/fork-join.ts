// FORK_JOIN: a record of its own that is done at once, the first task of each branch, then the JOIN.

import { newRecord } from '../decider/records.ts'
import { successorOf } from '../decider/plan.ts'
import { insertDone, scheduleNode } from '../decider/schedule.ts'
import { MappingError } from './task-kind.ts'
import type { TaskKind } from './task-kind.ts'

export const forkJoin: TaskKind = {
  initialStatus: 'IN_PROGRESS',
  retried: false,
  responseTimeout: false,
  fixedName: 'FORK',
  schedule(step, slot) {
    const { node, loop, turn } = slot
    const successor = successorOf(node)
    if (successor.kind !== 'task' || successor.node.task.type !== 'JOIN') {
      throw new MappingError('Fork task definition is not followed by a join task.  Check the blueprint')
    }
    insertDone(step, newRecord(step, slot, forkJoin))
    for (const first of node.branches.forks) if (first) scheduleNode(step, { node: first, loop, turn })
    scheduleNode(step, { node: successor.node, loop, turn })
  },
}
