/** Executions and tasks as JSON text. */
import type { TaskDef, WorkflowDef, WorkflowTask } from '../model/definition.ts'
import type { Task, Workflow } from '../model/execution.ts'

// Definitions are most of the text, and the same for all that follow them: each is written out once.
const texts = new WeakMap<WorkflowDef | WorkflowTask | TaskDef, string>()

/** As `JSON.stringify`. */
export function workflowJson(workflow: Workflow): string {
  const rest = JSON.stringify({ ...workflow, tasks: undefined, workflowDefinition: undefined })
  const { tasks, workflowDefinition } = workflow
  return `${rest.slice(0, -1)},"tasks":${tasksJson(tasks)},"workflowDefinition":${definitionJson(workflowDefinition)}}`
}

/** As `JSON.stringify`. */
export function tasksJson(tasks: readonly Task[]): string {
  // Put together once, when it is sent; a join would copy it before.
  let text = ''
  for (const task of tasks) text += text === '' ? taskJson(task) : `,${taskJson(task)}`
  return `[${text}]`
}

/** As `JSON.stringify`. */
export function taskJson(task: Task): string {
  const rest = JSON.stringify({ ...task, workflowTask: undefined, taskDefinition: undefined })
  const { workflowTask, taskDefinition } = task
  const own = taskDefinition === undefined ? '' : `,"taskDefinition":${definitionJson(taskDefinition)}`
  return `${rest.slice(0, -1)},"workflowTask":${definitionJson(workflowTask)}${own}}`
}

function definitionJson(definition: WorkflowDef | WorkflowTask | TaskDef): string {
  const known = texts.get(definition)
  if (known !== undefined) return known
  const text = JSON.stringify(definition)
  texts.set(definition, text)
  return text
}
