/** Finds a task in a definition, however deep it stands. */
import type { WorkflowTask } from '../api/conductor.ts'

export function definitionOf(tasks: readonly WorkflowTask[], ref: string): WorkflowTask | undefined {
  for (const task of allTasks(tasks)) if (task.taskReferenceName === ref) return task
  return undefined
}

/** Every task of a definition, in the order of the flow. */
export function* allTasks(tasks: readonly WorkflowTask[]): Generator<WorkflowTask> {
  for (const task of tasks) {
    yield task
    for (const branch of branchesOf(task)) yield* allTasks(branch)
  }
}

const branchesOf = (task: WorkflowTask): readonly (readonly WorkflowTask[])[] => [
  ...Object.values(task.decisionCases ?? {}),
  task.defaultCase ?? [],
  ...(task.forkTasks ?? []),
  task.loopOver ?? [],
]
