// A definition compiled for stepping: each task knows what surrounds it and what follows it.

import type { WorkflowDef, WorkflowTask } from '../model/definition.ts'

export interface PlanNode {
  readonly task: WorkflowTask
  /** The reference name, without the suffix that loops add. */
  readonly ref: string
  /** The SWITCH, FORK or DO_WHILE this task is nested in. */
  readonly parent?: PlanNode
  /** The next sibling in its sequence. */
  readonly next?: PlanNode
  /** The innermost DO_WHILE around it. */
  readonly loop?: PlanNode
  readonly branches: Branches
}

/** The first task of each nested sequence; a sequence without tasks is absent, or undefined for a fork's. */
export interface Branches {
  /** By case; `undefined` is a case that is present and empty. */
  readonly cases: ReadonlyMap<string, PlanNode | undefined>
  readonly otherwise?: PlanNode
  readonly forks: readonly (PlanNode | undefined)[]
  readonly body?: PlanNode
}

export interface Plan {
  readonly first?: PlanNode
  readonly nodes: ReadonlyMap<string, PlanNode>
  /** The references of the outermost sequence. */
  readonly topLevel: readonly string[]
}

/** What comes after a task: another task, the end of a loop's turn, or the end of the sequence. */
export type Successor =
  | { readonly kind: 'task'; readonly node: PlanNode }
  | { readonly kind: 'turn-end' }
  | { readonly kind: 'end' }

export function compilePlan(definition: WorkflowDef): Plan {
  const nodes = new Map<string, PlanNode>()
  const first = compileSequence(definition.tasks, undefined, undefined, nodes)
  return {
    ...(first ? { first } : {}),
    nodes,
    topLevel: definition.tasks.map((task) => task.taskReferenceName),
  }
}

/** The nodes of tasks that are made up while an execution runs: branches of a dynamic fork, one task each. */
export function compileBranch(task: WorkflowTask, fork: PlanNode, nodes: Map<string, PlanNode>): PlanNode {
  const node = compileSequence([task], fork, fork.loop, nodes)
  return node ?? { task, ref: task.taskReferenceName, parent: fork, branches: noBranches }
}

/** Where the flow goes once a task has ended and has no branch of its own to run. */
export function successorOf(node: PlanNode): Successor {
  if (node.next) return { kind: 'task', node: node.next }
  if (!node.parent) return { kind: 'end' }
  return node.parent.task.type === 'DO_WHILE' ? { kind: 'turn-end' } : successorOf(node.parent)
}

const noBranches: Branches = { cases: new Map(), forks: [] }

function compileSequence(
  tasks: readonly WorkflowTask[],
  parent: PlanNode | undefined,
  loop: PlanNode | undefined,
  nodes: Map<string, PlanNode>,
): PlanNode | undefined {
  let next: PlanNode | undefined
  // From the last to the first, so that each can point at the one behind it.
  for (const task of tasks.toReversed()) next = compileTask(task, parent, loop, next, nodes)
  return next
}

function compileTask(
  task: WorkflowTask,
  parent: PlanNode | undefined,
  loop: PlanNode | undefined,
  next: PlanNode | undefined,
  nodes: Map<string, PlanNode>,
): PlanNode {
  // The branches point back at their parent, so the parent exists before they do.
  const node: { -readonly [K in keyof PlanNode]: PlanNode[K] } = {
    task,
    ref: task.taskReferenceName,
    ...(parent ? { parent } : {}),
    ...(loop ? { loop } : {}),
    ...(next ? { next } : {}),
    branches: noBranches,
  }
  node.branches = compileBranches(task, node, loop, nodes)
  nodes.set(node.ref, node)
  return node
}

function compileBranches(
  task: WorkflowTask,
  node: PlanNode,
  loop: PlanNode | undefined,
  nodes: Map<string, PlanNode>,
): Branches {
  const below = (tasks: readonly WorkflowTask[]) => compileSequence(tasks, node, loop, nodes)
  switch (task.type) {
    case 'SWITCH':
    case 'DECISION': {
      const cases = new Map(Object.entries(task.decisionCases).map(([name, tasks]) => [name, below(tasks)] as const))
      const otherwise = below(task.defaultCase)
      return { cases, ...(otherwise ? { otherwise } : {}), forks: [] }
    }
    case 'FORK_JOIN':
      return { cases: new Map(), forks: task.forkTasks.map(below) }
    case 'DO_WHILE': {
      const body = compileSequence(task.loopOver, node, node, nodes)
      return { cases: new Map(), forks: [], ...(body ? { body } : {}) }
    }
    default:
      return noBranches
  }
}
