// DYNAMIC: runs the task that its input names.

import { inputFor, newRecord } from '../decider/records.ts'
import { domainFor } from '../decider/worker-domain.ts'
import { insert } from '../decider/schedule.ts'
import { javaText } from '../expressions/java-text.ts'
import { MappingError } from './task-kind.ts'
import type { TaskKind } from './task-kind.ts'
import { workerTask } from './worker-task.ts'

export const dynamic: TaskKind = {
  ...workerTask,
  schedule(step, slot) {
    const { node } = slot
    const parameter = node.task.dynamicTaskNameParam ?? ''
    const { input } = newRecord(step, slot, dynamic)
    const name = input[parameter]
    if (typeof name !== 'string' || name === '') {
      throw new MappingError(
        `Cannot map a dynamic task based on the parameter and input. Parameter= ${parameter}, input= ${javaText(input)}`,
      )
    }
    const { taskDefinition, ...task } = node.task
    const definition = step.env.taskDefinition(name) ?? (taskDefinition ? { ...taskDefinition, name } : undefined)
    const chosen = { ...task, name, ...(definition ? { taskDefinition: definition } : {}) }
    const kind = step.kindOf(name)
    const record = newRecord(step, slot, kind)
    record.task = chosen
    record.definition = definition
    record.taskType = name
    record.taskDefName = name
    record.input = inputFor(step, record)
    record.domain = kind.forWorkers ? domainFor(step, name) : undefined
    kind.prepare?.(step, record)
    insert(step, record)
  },
}
