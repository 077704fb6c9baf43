/** An execution and its children as a server shows them, and the same in a form that can be compared with another server's. */

export interface ShownTask {
  readonly taskId: string
  readonly referenceTaskName: string
  readonly taskType: string
  readonly status: string
  readonly retryCount?: number
  readonly retried?: boolean
  readonly iteration?: number
  readonly reasonForIncompletion?: string
  readonly inputData?: unknown
  readonly outputData?: unknown
  readonly subWorkflowId?: string
  readonly workflowTask?: { readonly optional?: boolean }
}

export interface ShownWorkflow {
  readonly workflowId: string
  readonly status: string
  readonly reasonForIncompletion?: string
  readonly output?: unknown
  readonly variables?: unknown
  readonly failedReferenceTaskNames?: readonly string[]
  readonly tasks: readonly ShownTask[]
}

export interface Member {
  /** The references of the sub-workflow tasks that lead to it, with their attempts; '' for the outermost. */
  readonly path: string
  readonly workflow: ShownWorkflow
}

const endStates: ReadonlySet<string> = new Set(['COMPLETED', 'FAILED', 'TIMED_OUT', 'TERMINATED'])

export function hasEnded({ status }: { readonly status: string }): boolean {
  return endStates.has(status)
}

/** Ids are replaced by what they stand for, and left out is what differs from run to run of the same Conductor. */
export function comparable(family: readonly Member[]): unknown {
  const names = new Map<string, string>()
  for (const { path, workflow } of family) {
    names.set(workflow.workflowId, `<workflow ${path}>`)
    for (const task of workflow.tasks) names.set(task.taskId, `<task ${path}/${attemptOf(task)}>`)
  }
  return family.map(({ path, workflow }) => {
    const isShort = isCutShort(workflow)
    return {
      path,
      status: workflow.status,
      reason: named(workflow.reasonForIncompletion, names),
      variables: named(workflow.variables, names),
      ...(isShort ? {} : { output: named(workflow.output, names) }),
      // What a retry brings back comes in no order that Conductor would keep.
      order: workflow.tasks.filter(({ retryCount = 0 }) => retryCount === 0).map(attemptOf),
      tasks: Object.fromEntries(workflow.tasks.map((task) => [attemptOf(task), comparableTask(task, isShort, names)])),
    }
  })
}

function attemptOf({ referenceTaskName, retryCount = 0 }: ShownTask): string {
  return `${referenceTaskName}#${retryCount}`
}

/** Ended while something else was under way: whether the server still looked at that is a matter of time. */
function isCutShort({ status, tasks }: ShownWorkflow): boolean {
  return hasEnded({ status }) && (status !== 'COMPLETED' || tasks.some(({ taskType }) => taskType === 'TERMINATE'))
}

function comparableTask(task: ShownTask, isShort: boolean, names: ReadonlyMap<string, string>): unknown {
  const { taskType } = task
  const isOthers = isForWorkers(task) || taskType === 'SUB_WORKFLOW'
  const isJoining = taskType === 'JOIN' && task.status === 'IN_PROGRESS'
  return {
    type: taskType,
    retried: task.retried ?? false,
    iteration: task.iteration ?? 0,
    // Definitions in them are shown with more or fewer defaults.
    ...(taskType === 'FORK' || taskType === 'SUB_WORKFLOW' ? {} : { input: named(task.inputData, names) }),
    ...(isShort && !isOthers ? {} : { status: statusOf(task), reason: named(task.reasonForIncompletion, names) }),
    ...((isShort && !isOthers) || isJoining ? {} : { output: named(task.outputData, names) }),
  }
}

/** An optional task that fails as the last one stays FAILED in Conductor, and others get COMPLETED_WITH_ERRORS. */
function statusOf({ status, workflowTask }: ShownTask): string {
  return workflowTask?.optional && status.startsWith('FAILED') ? 'COMPLETED_WITH_ERRORS' : status
}

export function isForWorkers({ taskType }: ShownTask): boolean {
  return taskType.startsWith('parity_')
}

const anyId = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g

function named(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return value.replaceAll(anyId, (id) => names.get(id) ?? '<id>')
  if (Array.isArray(value)) return value.map((item) => named(item, names))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, item]) => [key, named(item, names)] as const)
  return Object.fromEntries(entries.toSorted(([one], [other]) => (one < other ? -1 : 1)))
}

/** Where two values differ, a line each. */
export function differences(ours: unknown, theirs: unknown, place = ''): string[] {
  if (JSON.stringify(ours) === JSON.stringify(theirs)) return []
  if (isContainer(ours) && isContainer(theirs) && Array.isArray(ours) === Array.isArray(theirs)) {
    const keys = new Set([...Object.keys(ours), ...Object.keys(theirs)])
    return [...keys].flatMap((key) => differences(ours[key], theirs[key], `${place}.${key}`))
  }
  return [`${place.slice(1)}: ${brief(ours)} here, ${brief(theirs)} there`]
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function brief(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 120 ? `${text.slice(0, 120)}…` : text
}
