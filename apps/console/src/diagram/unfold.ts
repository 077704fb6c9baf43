/**
 * Sub-workflows shown in place. Names repeat between a run and its children, so that a task inside one is named by its
 * way: `parent▸child`. Pure; which children are known is an argument, and which are missing an answer.
 */
import type { Execution, WorkflowTask } from '../api/conductor.ts'
import { dynamicBranches, type NodeRun, overlayRun } from './run-overlay.ts'

const mark = '▸'

export const scopedRef = (scope: string, ref: string): string => (scope === '' ? ref : `${scope}${mark}${ref}`)
/** The name that the task has in its own workflow. */
export const ownRef = (ref: string): string => ref.slice(ref.lastIndexOf(mark) + 1)
/** The task that awaits the child in which this one is; empty for a task of the run itself. */
export const scopeOf = (ref: string): string => ref.slice(0, Math.max(0, ref.lastIndexOf(mark)))

export interface Unfolded {
  /** Tasks of each child, by the way to the task that awaits it. */
  readonly tasks: ReadonlyMap<string, readonly WorkflowTask[]>
  readonly branches: ReadonlyMap<string, readonly (readonly WorkflowTask[])[]>
  readonly runs: ReadonlyMap<string, NodeRun>
  readonly children: ReadonlyMap<string, Execution>
  /** Ids of all children on the way, known or not. */
  readonly ids: readonly string[]
}

/** @param wanted ways to the tasks whose children are to be shown; those inside folded ones wait */
export function unfoldRun(
  run: Execution,
  wanted: readonly string[],
  childOf: (workflowId: string) => Execution | undefined,
): Unfolded {
  const tasks = new Map<string, readonly WorkflowTask[]>()
  const branches = new Map<string, readonly (readonly WorkflowTask[])[]>()
  const runs = new Map<string, NodeRun>()
  const children = new Map<string, Execution>()
  const ids: string[] = []
  const views = new Map<string, ReadonlyMap<string, NodeRun>>([['', overlayRun(run)]])
  // A way is longer than the way that leads to it, so that parents come first.
  for (const way of wanted.toSorted((a, b) => a.length - b.length)) {
    const id = views.get(scopeOf(way))?.get(ownRef(way))?.newest.subWorkflowId
    if (id === undefined || id === '') continue
    ids.push(id)
    const child = childOf(id)
    if (child === undefined) continue
    const view = overlayRun(child)
    views.set(way, view)
    children.set(way, child)
    tasks.set(way, scopeTasks(child.workflowDefinition?.tasks ?? [], way))
    for (const [ref, made] of dynamicBranches(child))
      branches.set(
        scopedRef(way, ref),
        made.map((branch) => scopeTasks(branch, way)),
      )
    for (const [ref, item] of view) runs.set(scopedRef(way, ref), { ...item, ref: scopedRef(way, ref) })
  }
  return { tasks, branches, runs, children, ids }
}

/** The same tasks, all of them named by their way. */
export function scopeTasks(tasks: readonly WorkflowTask[], scope: string): readonly WorkflowTask[] {
  const inner = (list: readonly WorkflowTask[]) => [...scopeTasks(list, scope)]
  return tasks.map((task) => ({
    ...task,
    taskReferenceName: scopedRef(scope, task.taskReferenceName),
    ...(task.joinOn === undefined ? {} : { joinOn: task.joinOn.map((ref) => scopedRef(scope, ref)) }),
    ...(task.defaultCase === undefined ? {} : { defaultCase: inner(task.defaultCase) }),
    ...(task.loopOver === undefined ? {} : { loopOver: inner(task.loopOver) }),
    ...(task.forkTasks === undefined ? {} : { forkTasks: task.forkTasks.map(inner) }),
    ...(task.decisionCases === undefined
      ? {}
      : {
          decisionCases: Object.fromEntries(
            Object.entries(task.decisionCases).map(([name, list]) => [name, inner(list)]),
          ),
        }),
  }))
}

/** Whether the task has a child that can be shown in place. */
export const canUnfold = (task: WorkflowTask | undefined, run: NodeRun | undefined): boolean =>
  task?.type === 'SUB_WORKFLOW' && (run?.newest.subWorkflowId ?? '') !== ''
