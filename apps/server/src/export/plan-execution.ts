/**
 * How a running execution goes on at another Conductor. Pure.
 *
 * Conductor's API starts executions; it does not take in half of one. So the copy is started with a definition of its own, in
 * which what is done already is a HUMAN task: no worker and no call can run it again, and the exporter completes it with the
 * output it had. What is open, and everything behind it, stays as it was defined and runs there.
 */
import type { WorkflowDefInput, WorkflowTaskInput } from '@gatehouse/engine'

/** A task of the source, the newest attempt of its reference. Times are epoch ms. */
export interface SourceTask {
  readonly referenceTaskName: string
  readonly taskType: string
  readonly status: string
  readonly outputData: Record<string, unknown>
  readonly subWorkflowId?: string | undefined
  /** When a WAIT ends. */
  readonly waitTimeout?: number | undefined
  readonly externalOutputPayloadStoragePath?: string | undefined
}

export interface SourceExecution {
  readonly workflowId: string
  readonly status: string
  readonly definition: WorkflowDefInput
  readonly tasks: readonly SourceTask[]
  readonly externalInputPayloadStoragePath?: string | undefined
  /** Of open SUB_WORKFLOW tasks, by their ids. */
  readonly children: ReadonlyMap<string, SourceExecution>
}

export interface Carry {
  readonly kind: 'carry'
  readonly definition: WorkflowDefInput
  /** Outputs of what is done, by reference. */
  readonly done: ReadonlyMap<string, Record<string, unknown>>
  /** Of open SUB_WORKFLOW tasks, by reference. */
  readonly children: ReadonlyMap<string, Carry>
  readonly notes: readonly string[]
}

export type ExecutionPlan = Carry | { readonly kind: 'stay'; readonly reasons: readonly string[] }

/** Kept in the definition of the copy: how a second run finds it, and knows what it may complete. */
export interface ExportMark {
  readonly workflowId: string
  readonly done: readonly string[]
}

export const markKey = 'exportedFrom'

/** Run again there on the same values, they come to the same: branches, joins and variables must be the copy's own. */
const replayed: ReadonlySet<string> = new Set([
  'SWITCH',
  'DECISION',
  'FORK_JOIN',
  'JOIN',
  'EXCLUSIVE_JOIN',
  'SET_VARIABLE',
  'NOOP',
])
/** A record's type where it is not that of the definition. */
const recordTypes: Readonly<Record<string, string>> = { FORK_JOIN: 'FORK', FORK_JOIN_DYNAMIC: 'FORK' }
const doneStatuses: ReadonlySet<string> = new Set(['COMPLETED', 'COMPLETED_WITH_ERRORS', 'SKIPPED'])
const openStatuses: ReadonlySet<string> = new Set(['SCHEDULED', 'IN_PROGRESS'])

interface Progress {
  readonly source: SourceExecution
  readonly now: number
  readonly newest: ReadonlyMap<string, SourceTask>
  readonly done: Map<string, Record<string, unknown>>
  readonly children: Map<string, Carry>
  readonly notes: string[]
  readonly reasons: string[]
}

/** @param now epoch ms, for what is left of a WAIT. */
export function planExecution(source: SourceExecution, now: number): ExecutionPlan {
  const newest = new Map(source.tasks.map((task) => [task.referenceTaskName, task]))
  const progress: Progress = { source, now, newest, done: new Map(), children: new Map(), notes: [], reasons: [] }
  if ((source.definition.maskedFields ?? []).length > 0) {
    progress.reasons.push('Its definition hides fields (maskedFields), so its values cannot be read from here.')
  }
  if (source.externalInputPayloadStoragePath !== undefined) {
    progress.reasons.push('Its input is kept outside as a large payload, which does not travel.')
  }
  const tasks = planSequence(source.definition.tasks, progress)
  if (progress.reasons.length > 0) return { kind: 'stay', reasons: progress.reasons }
  const mark: ExportMark = { workflowId: source.workflowId, done: [...progress.done.keys()] }
  const metadata = { ...source.definition.metadata, [markKey]: mark }
  return {
    kind: 'carry',
    definition: { ...source.definition, tasks, metadata },
    done: progress.done,
    children: progress.children,
    notes: progress.notes,
  }
}

function planSequence(tasks: readonly WorkflowTaskInput[], progress: Progress): WorkflowTaskInput[] {
  return tasks.map((task, at) => planTask(task, tasks[at + 1], progress))
}

function planTask(task: WorkflowTaskInput, next: WorkflowTaskInput | undefined, progress: Progress): WorkflowTaskInput {
  const ref = task.taskReferenceName
  const type = task.type ?? 'SIMPLE'
  const record = progress.newest.get(ref)
  if (!record) return withNested(task, progress)
  if (openStatuses.has(record.status)) return planOpen(task, type, record, progress)
  if (!doneStatuses.has(record.status)) {
    progress.notes.push(`${ref} is ${record.status} here; there it is tried from the beginning.`)
    return task
  }
  // Branches of a dynamic fork are no part of the definition: only a fork that is over can stand for them.
  if (type === 'FORK_JOIN_DYNAMIC' && !isOver(next, progress)) {
    progress.reasons.push(`The dynamic fork ${ref} is under way; its branches are no part of the definition.`)
    return task
  }
  if (type === 'JOIN' && isBehindDynamicFork(task, progress)) return stood(task, record, progress)
  return replayed.has(type) ? withNested(task, progress) : stood(task, record, progress)
}

function isOver(join: WorkflowTaskInput | undefined, { newest }: Progress): boolean {
  return join !== undefined && doneStatuses.has(newest.get(join.taskReferenceName)?.status ?? '')
}

function isBehindDynamicFork(join: WorkflowTaskInput, { source }: Progress): boolean {
  const follows = (tasks: readonly WorkflowTaskInput[]): boolean =>
    tasks.some(
      (task, at) =>
        (task.type === 'FORK_JOIN_DYNAMIC' && tasks[at + 1]?.taskReferenceName === join.taskReferenceName) ||
        nestedOf(task).some(follows),
    )
  return follows(source.definition.tasks)
}

/** What is done, as a HUMAN task that is completed with the output it had. */
function stood(task: WorkflowTaskInput, record: SourceTask, progress: Progress): WorkflowTaskInput {
  const { name, taskReferenceName, description, inputParameters } = task
  if (record.externalOutputPayloadStoragePath !== undefined) {
    progress.reasons.push(
      `The output of ${taskReferenceName} is kept outside as a large payload, which does not travel.`,
    )
  }
  if (record.status !== 'COMPLETED') {
    progress.notes.push(`${taskReferenceName} is ${record.status} here and COMPLETED there.`)
  }
  if (task.type === 'DO_WHILE') {
    const lost = bodyRefs(task).filter((ref) => isNamedOutside(ref, task, progress.source.definition))
    if (lost.length > 0) {
      const reason = `The loop ${taskReferenceName} is over, and ${lost.join(', ')} of its last turn is read behind it.`
      progress.reasons.push(reason)
    }
    progress.notes.push(`The loop ${taskReferenceName} is over: there it has its output, and none of its turns' tasks.`)
  }
  progress.done.set(taskReferenceName, record.outputData)
  return {
    name,
    taskReferenceName,
    type: 'HUMAN',
    ...(description === undefined ? {} : { description }),
    ...(inputParameters === undefined ? {} : { inputParameters }),
  }
}

function bodyRefs(loop: WorkflowTaskInput): string[] {
  const refsOf = (task: WorkflowTaskInput): string[] => [
    task.taskReferenceName,
    ...nestedOf(task).flatMap((tasks) => tasks.flatMap(refsOf)),
  ]
  return (loop.loopOver ?? []).flatMap(refsOf)
}

/** Whether an expression anywhere but in the loop itself reads a task of its body. */
function isNamedOutside(ref: string, loop: WorkflowTaskInput, definition: WorkflowDefInput): boolean {
  const rest = JSON.stringify(definition).replace(JSON.stringify(loop), '')
  return rest.includes(`\${${ref}.`) || rest.includes(`\${${ref}[`)
}

function planOpen(task: WorkflowTaskInput, type: string, record: SourceTask, progress: Progress): WorkflowTaskInput {
  const ref = task.taskReferenceName
  if (recordTypes[type] === 'FORK' || type === 'JOIN' || replayed.has(type)) return withNested(task, progress)
  switch (type) {
    case 'DO_WHILE':
      progress.reasons.push(`The loop ${ref} is under way; its turns cannot be told apart in a definition.`)
      return task
    case 'SUB_WORKFLOW':
      return planChild(task, record, progress)
    case 'WAIT':
      return planWait(task, record, progress)
    case 'HTTP':
    case 'KAFKA_PUBLISH':
    case 'EVENT':
    case 'START_WORKFLOW':
      progress.notes.push(`${ref} (${type}) is under way here and is done again there.`)
      return task
    default:
      progress.notes.push(
        record.status === 'IN_PROGRESS' && type !== 'HUMAN'
          ? `${ref} is with a worker here; there it is handed out as a first attempt, under another task id.`
          : `${ref} waits here and there, there under another task id.`,
      )
      return task
  }
}

function planWait(task: WorkflowTaskInput, record: SourceTask, progress: Progress): WorkflowTaskInput {
  const ref = task.taskReferenceName
  if (!record.waitTimeout) {
    progress.notes.push(`${ref} waits for a signal here and there, there under another task id.`)
    return task
  }
  const seconds = Math.max(1, Math.ceil((record.waitTimeout - progress.now) / 1000))
  progress.notes.push(`${ref} has ${seconds} s to wait there, counted from the start of the copy.`)
  const { until: _until, ...rest } = task.inputParameters ?? {}
  return { ...task, inputParameters: { ...rest, duration: `${seconds} seconds` } }
}

function planChild(task: WorkflowTaskInput, record: SourceTask, progress: Progress): WorkflowTaskInput {
  const ref = task.taskReferenceName
  const child = progress.source.children.get(record.subWorkflowId ?? '')
  if (!child) {
    progress.notes.push(`${ref} has not begun its sub-workflow here; there it begins it.`)
    return task
  }
  const plan = planExecution(child, progress.now)
  if (plan.kind === 'stay') {
    progress.reasons.push(...plan.reasons.map((reason) => `In the sub-workflow ${ref}: ${reason}`))
    return task
  }
  progress.children.set(ref, plan)
  progress.notes.push(...plan.notes.map((note) => `In the sub-workflow ${ref}: ${note}`))
  return { ...task, subWorkflowParam: { ...task.subWorkflowParam, workflowDefinition: plan.definition } }
}

function nestedOf(task: WorkflowTaskInput): (readonly WorkflowTaskInput[])[] {
  return [
    ...Object.values(task.decisionCases ?? {}),
    task.defaultCase ?? [],
    ...(task.forkTasks ?? []),
    task.loopOver ?? [],
  ]
}

/** Tasks within are planned; the body of a loop that has not begun is as it was. */
function withNested(task: WorkflowTaskInput, progress: Progress): WorkflowTaskInput {
  const each = (tasks: readonly WorkflowTaskInput[]) => planSequence(tasks, progress)
  return {
    ...task,
    ...(task.decisionCases && {
      decisionCases: Object.fromEntries(Object.entries(task.decisionCases).map(([name, tasks]) => [name, each(tasks)])),
    }),
    ...(task.defaultCase && { defaultCase: each(task.defaultCase) }),
    ...(task.forkTasks && { forkTasks: task.forkTasks.map(each) }),
  }
}
