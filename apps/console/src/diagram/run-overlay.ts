/** What a run adds to its diagram: status, attempts and iterations by reference name. Pure; no times but those given. */
import { type Execution, type Task, type WorkflowTask, workflowTaskSchema } from '../api/conductor.ts'
import { isFailure, taskStatus } from '../ui/status-vocabulary.ts'
import { type DiagramLayout, endId, type LayoutEdge, type LayoutNode, startId } from './layout-model.ts'

export interface NodeRun {
  readonly ref: string
  /** Of the newest attempt in the chosen iteration. */
  readonly status: string
  readonly newest: Task
  /** Oldest first, all of the chosen iteration. */
  readonly attempts: readonly Task[]
  readonly iteration: number
  readonly iterations: readonly number[]
}

const loopSuffix = /(__\d+)+$/

/** The name in the definition: body tasks of a loop run as `ref__3`. */
export const bareReference = (task: Task): string =>
  task.iteration > 0 || task.loopOverTask ? task.referenceTaskName.replace(loopSuffix, '') : task.referenceTaskName

/** @param wantedIteration the iteration to look at; without it, one that failed, else the last */
export function overlayRun(run: Execution, wantedIteration?: number): ReadonlyMap<string, NodeRun> {
  const byRef = Map.groupBy(run.tasks, bareReference)
  const result = new Map<string, NodeRun>()
  for (const [ref, tasks] of byRef) {
    const view = viewOf(ref, tasks, wantedIteration)
    if (view !== undefined) result.set(ref, view)
  }
  return result
}

function viewOf(ref: string, tasks: readonly Task[], wanted: number | undefined): NodeRun | undefined {
  const isLoop = tasks[0]?.taskType === 'DO_WHILE'
  const iterations = isLoop ? [] : [...new Set(tasks.map((task) => task.iteration))].sort((a, b) => a - b)
  const failed = tasks.find((task) => isFailure(task.status) && !task.retried)?.iteration
  const iteration = wanted !== undefined && iterations.includes(wanted) ? wanted : (failed ?? iterations.at(-1) ?? 0)
  const attempts = tasks
    .filter((task) => isLoop || task.iteration === iteration)
    .sort((a, b) => a.seq - b.seq || a.retryCount - b.retryCount)
  const newest = attempts.at(-1)
  if (newest === undefined) return undefined
  return {
    ref,
    status: taskStatus(newest.status, newest.workflowTask?.type ?? newest.taskType),
    newest,
    attempts,
    iteration,
    iterations,
  }
}

/** A task that awaits a child looks like the child: waiting, paused, or at work. */
export function withChildStatus(
  runs: ReadonlyMap<string, NodeRun>,
  childStatus: ReadonlyMap<string, string> = new Map(),
): ReadonlyMap<string, NodeRun> {
  if (childStatus.size === 0) return runs
  return new Map(
    [...runs].map(([ref, view]) => {
      const status = view.newest.status === 'IN_PROGRESS' ? childStatus.get(ref) : undefined
      return [ref, status === undefined ? view : { ...view, status }]
    }),
  )
}

/** Branches of dynamic forks as they were made at run time. */
export function dynamicBranches(run: Execution): ReadonlyMap<string, readonly (readonly WorkflowTask[])[]> {
  const result = new Map<string, readonly (readonly WorkflowTask[])[]>()
  for (const task of run.tasks) {
    const made = task.inputData['forkedTaskDefs']
    if (task.taskType !== 'FORK' || !Array.isArray(made)) continue
    const branches = made.flatMap((item) => {
      const parsed = workflowTaskSchema.safeParse(item)
      return parsed.success ? [[parsed.data]] : []
    })
    result.set(bareReference(task), branches)
  }
  return result
}

/** Ids of the nodes and edges that the run has passed. */
export interface TakenPath {
  readonly nodes: ReadonlySet<string>
  readonly edges: ReadonlySet<string>
}

export function takenPath(layout: DiagramLayout, runs: ReadonlyMap<string, NodeRun>, isComplete: boolean): TakenPath {
  const byId = new Map(layout.nodes.map((node) => [node.id, node]))
  const nodes = new Set<string>([startId])
  const edges = new Set<string>()
  const hasRun = (node: LayoutNode | undefined): boolean => {
    const view = node?.task === undefined ? undefined : runs.get(node.task.taskReferenceName)
    return view !== undefined
  }
  for (const node of layout.nodes) if (hasRun(node)) nodes.add(node.id)
  // Edges come in flow order, so that a merge dot is known before what follows it.
  for (const edge of layout.edges) {
    const target = byId.get(edge.target)
    if (!nodes.has(edge.source) || target === undefined) continue
    if (!isTaken(edge, byId.get(edge.source), target, runs, nodes, isComplete)) continue
    edges.add(edge.id)
    nodes.add(edge.target)
  }
  return { nodes, edges }
}

function isTaken(
  edge: LayoutEdge,
  source: LayoutNode | undefined,
  target: LayoutNode,
  runs: ReadonlyMap<string, NodeRun>,
  nodes: ReadonlySet<string>,
  isComplete: boolean,
): boolean {
  if (edge.kind === 'back') {
    const loop = target.task === undefined ? undefined : runs.get(target.task.taskReferenceName)
    return (loop?.newest.iteration ?? 0) > 1
  }
  if (edge.label !== undefined && source?.task !== undefined) {
    return (
      edge.label === chosenCase(source.task, runs) &&
      (target.task === undefined ? isFinished(source, runs) : nodes.has(target.id))
    )
  }
  if (target.id === endId) return isComplete
  if (target.task !== undefined) return nodes.has(target.id)
  return isFinished(source, runs)
}

function isFinished(node: LayoutNode | undefined, runs: ReadonlyMap<string, NodeRun>): boolean {
  if (node?.task === undefined) return true
  const status = runs.get(node.task.taskReferenceName)?.status
  return status === 'COMPLETED' || status === 'COMPLETED_WITH_ERRORS' || status === 'SKIPPED'
}

/** The label of the branch that a SWITCH took; the default branch has the empty label. */
export function chosenCase(task: WorkflowTask, runs: ReadonlyMap<string, NodeRun>): string | undefined {
  const value = evaluatedCase(runs.get(task.taskReferenceName)?.newest)
  if (value === undefined) return undefined
  return Object.hasOwn(task.decisionCases ?? {}, value) ? value : ''
}

/** What the expression of a SWITCH or DECISION gave, as text. */
export function evaluatedCase(task: Task | undefined): string | undefined {
  if (task === undefined) return undefined
  const { selectedCase, evaluationResult, caseOutput } = task.outputData
  if (typeof selectedCase === 'string') return selectedCase
  const list = evaluationResult ?? caseOutput
  return Array.isArray(list) && list.length > 0 ? String(list[0]) : undefined
}
