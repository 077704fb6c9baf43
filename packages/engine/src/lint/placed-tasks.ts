// The tasks of a definition with their places, and how two places lie to each other in the flow.

import type { WorkflowTaskInput } from '../model/definition.ts'

/** One step from the outside to a task: which sequence of its container, and where in it. */
interface Position {
  readonly container: PlacedTask | undefined
  /** Names the sequence within the container: a case, a branch, the body. */
  readonly branch: string
  readonly index: number
}

export interface PlacedTask {
  readonly task: WorkflowTaskInput
  readonly ref: string
  readonly place: string
  /** From the outermost sequence inwards; the last is the task's own. */
  readonly positions: readonly Position[]
  /** What comes after it in its sequence. */
  readonly next: WorkflowTaskInput | undefined
}

export interface Sequence {
  readonly branch: string
  readonly place: string
  readonly tasks: readonly WorkflowTaskInput[]
}

/** Every task, each before those nested in it. */
export function placeTasks(tasks: readonly WorkflowTaskInput[]): PlacedTask[] {
  return placeSequence({ branch: '', place: 'tasks', tasks }, undefined)
}

function placeSequence({ branch, place, tasks }: Sequence, container: PlacedTask | undefined): PlacedTask[] {
  return tasks.flatMap((task, index) => {
    const placed: PlacedTask = {
      task,
      ref: task.taskReferenceName,
      place: `${place}[${index}]`,
      positions: [...(container?.positions ?? []), { container, branch, index }],
      next: tasks[index + 1],
    }
    return [placed, ...sequencesOf(task, placed.place).flatMap((sequence) => placeSequence(sequence, placed))]
  })
}

/** The sequences nested in a task. */
export function sequencesOf(task: WorkflowTaskInput, place: string): Sequence[] {
  const cases = Object.entries(task.decisionCases ?? {}).map(([name, tasks]) => ({
    branch: `case ${name}`,
    place: `${place}.decisionCases.${name}`,
    tasks,
  }))
  const forks = (task.forkTasks ?? []).map((tasks, index) => ({
    branch: `branch ${index}`,
    place: `${place}.forkTasks[${index}]`,
    tasks,
  }))
  return [
    ...cases,
    { branch: 'default case', place: `${place}.defaultCase`, tasks: task.defaultCase ?? [] },
    ...forks,
    { branch: 'body', place: `${place}.loopOver`, tasks: task.loopOver ?? [] },
  ]
}

/** How a task lies to another that reads it: whether it has run by then. */
export type Relation = 'earlier' | 'later' | 'other-case' | 'beside' | 'itself'

export function relationOf(target: PlacedTask, reader: PlacedTask): Relation {
  if (target === reader) return 'itself'
  const depth = Math.min(target.positions.length, reader.positions.length)
  for (let at = 0; at < depth; at += 1) {
    const [a, b] = [target.positions[at], reader.positions[at]]
    if (!a || !b || (a.branch === b.branch && a.index === b.index)) continue
    // In a loop, what comes later has run in the turn before.
    if (reader.positions.slice(0, at + 1).some(({ container }) => container?.task.type === 'DO_WHILE')) return 'earlier'
    if (a.branch !== b.branch) return a.container?.task.type === 'FORK_JOIN' ? 'beside' : 'other-case'
    return a.index < b.index ? 'earlier' : 'later'
  }
  // One holds the other: a container has begun before what is in it, and ends after it.
  return target.positions.length < reader.positions.length ? 'earlier' : 'later'
}
