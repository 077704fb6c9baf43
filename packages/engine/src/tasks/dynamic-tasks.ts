// Reads the branches of a dynamic fork from its input, in any of the three forms Conductor knows.

import { javaText } from '../expressions/java-text.ts'
import { toWorkflowTask } from '../model/definition-defaults.ts'
import type { WorkflowTask, WorkflowTaskInput } from '../model/definition.ts'
import { isMap } from '../model/json.ts'
import type { JsonMap } from '../model/json.ts'
import { MappingError } from './task-kind.ts'

/** One task for each branch. Of repeated reference names the last one stays. */
export function dynamicTasks(fork: WorkflowTask, input: JsonMap, anotherForkRan: boolean): WorkflowTask[] {
  const tasks = readTasks(fork, input, anotherForkRan)
  return [...new Map(tasks.map((task) => [task.taskReferenceName, task])).values()]
}

function readTasks(fork: WorkflowTask, input: JsonMap, anotherForkRan: boolean): WorkflowTask[] {
  if ('forkTaskInputs' in input) return alikeTasks(fork, input, anotherForkRan)
  if (fork.dynamicForkTasksParam) return listedTasks(fork, fork.dynamicForkTasksParam, input)
  if (fork.dynamicForkJoinTasksParam) return legacyTasks(fork.dynamicForkJoinTasksParam, input)
  throw noTasks(input)
}

/** The same task for each element of a list. */
function alikeTasks(fork: WorkflowTask, input: JsonMap, anotherForkRan: boolean): WorkflowTask[] {
  const inputs = input.forkTaskInputs
  if (!Array.isArray(inputs)) throw noTasks(input)
  const workflow = textOf(input.forkTaskWorkflow)
  const type = workflow ? 'SUB_WORKFLOW' : textOf(input.forkTaskType) || 'SIMPLE'
  const name = textOf(input.forkTaskName) || (type === 'SIMPLE' || workflow ? fork.taskReferenceName : type)
  const prefix = anotherForkRan ? `_${fork.taskReferenceName}_${name}` : `_${name}`
  return inputs.map((element: unknown, index) => {
    const given: JsonMap = isMap(element) ? element : { input: element }
    return toWorkflowTask({
      name,
      taskReferenceName: `${prefix}_${index}`,
      type,
      inputParameters: { ...given, __index: index },
      optional: fork.optional,
      ...(typeof given.evaluatorType === 'string' ? { evaluatorType: given.evaluatorType } : {}),
      ...(typeof given.expression === 'string' ? { expression: given.expression } : {}),
      ...(workflow ? { subWorkflowParam: subWorkflowOf(workflow, input, given) } : {}),
    })
  })
}

function subWorkflowOf(name: string, input: JsonMap, given: JsonMap) {
  const version = Number(input.forkTaskWorkflowVersion)
  const domains = isMap(given.taskToDomain) ? given.taskToDomain : undefined
  return {
    name,
    ...(Number.isInteger(version) && version > 0 ? { version } : {}),
    ...(domains
      ? { taskToDomain: Object.fromEntries(Object.entries(domains).map(([key, value]) => [key, String(value)])) }
      : {}),
  }
}

/** A list of tasks, and a map of their inputs. */
function listedTasks(fork: WorkflowTask, param: string, input: JsonMap): WorkflowTask[] {
  const listed = input[param]
  if (!Array.isArray(listed) || !listed.every(isTask)) {
    throw new MappingError(
      `Input '${param}' is invalid. Cannot deserialize a list of Workflow Tasks from '${javaText(listed)}'`,
    )
  }
  const inputs = input[fork.dynamicForkTasksInputParamName ?? '']
  if (!isMap(inputs)) {
    throw new MappingError(
      `Input to the dynamically forked tasks is not a map -> expecting a map of K,V  but found ${javaText(inputs)}`,
    )
  }
  return listed.map((task) => {
    const own = inputs[task.taskReferenceName]
    const named = { ...task, name: task.name || task.taskReferenceName }
    return toWorkflowTask({
      ...named,
      inputParameters: { ...(isMap(task.inputParameters) ? task.inputParameters : {}), ...(isMap(own) ? own : {}) },
    })
  })
}

/** The form of Conductor's first years. */
function legacyTasks(param: string, input: JsonMap): WorkflowTask[] {
  const holder = input[param]
  const listed = isMap(holder) ? holder.dynamicTasks : undefined
  if (!Array.isArray(listed)) throw noTasks(input)
  return listed.filter(isMap).map((entry) => {
    const workflow = textOf(entry.workflowName)
    const name = textOf(entry.taskName) || workflow
    return toWorkflowTask({
      name,
      taskReferenceName: textOf(entry.referenceName) || name,
      type: textOf(entry.type) || 'SIMPLE',
      inputParameters: isMap(entry.input) ? entry.input : {},
      ...(workflow ? { subWorkflowParam: { name: workflow } } : {}),
    })
  })
}

function isTask(value: unknown): value is WorkflowTaskInput {
  return isMap(value) && typeof value.taskReferenceName === 'string' && value.taskReferenceName !== ''
}

function noTasks(input: JsonMap): MappingError {
  return new MappingError(
    `Dynamic tasks could not be created. The value of null from task's input ${javaText(input)} has no dynamic tasks to be scheduled`,
  )
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
