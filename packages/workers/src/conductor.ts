// What the outbox asks of a Conductor server, in its public REST: start once, complete once, end, retry.
// Conductor OSS ignores idempotency keys, so "once" is kept here: by correlation id for starts, and by an act id in the
// completed task's output for completions.
import { z } from 'zod'

/** The parts of an execution that are looked at. */
const ExecutionSchema = z.object({
  workflowId: z.string(),
  status: z.enum(['RUNNING', 'COMPLETED', 'FAILED', 'TIMED_OUT', 'TERMINATED', 'PAUSED']),
  tasks: z
    .array(
      z.object({
        referenceTaskName: z.string(),
        status: z.string(),
        outputData: z.record(z.string(), z.unknown()).optional(),
      }),
    )
    .default([]),
})
export type Execution = z.infer<typeof ExecutionSchema>

export interface ConductorOptions {
  /** Without a trailing `/api`. */
  readonly serverUrl: string
  readonly fetch: typeof fetch
  /** `X-Authorization` of a server that asks for it. */
  readonly authentication?: () => Promise<Record<string, string> | null>
}

/** A Conductor server answered with an error. `status` is HTTP's. */
export class ConductorError extends Error {
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.name = 'ConductorError'
    this.status = status
  }
}

export interface StartOnce {
  readonly name: string
  readonly correlationId: string
  readonly input: Record<string, unknown>
  /** Executions that do not count: they have ended, and this one takes their place. */
  readonly replaces?: readonly string[]
}

export type Completion = 'completed' | 'was-completed' | 'workflow-ended' | 'not-waiting-yet'

export interface Conductor {
  /** Starts unless an execution of that name has the correlation id, in whatever status. */
  startOnce(start: StartOnce): Promise<string>
  /** Completes the pending task of that reference name, once an act id. */
  completeOnce(workflowId: string, taskRef: string, actId: string, output: Record<string, unknown>): Promise<Completion>
  /** An ended or unknown execution is left as it is. */
  terminate(workflowId: string, reason: string): Promise<void>
  /** Retries from the failed task; nothing happens to an execution that did not fail. */
  retry(workflowId: string): Promise<void>
  execution(workflowId: string): Promise<Execution | null>
  /** Its status alone; null for an unknown one. */
  statusOf(workflowId: string): Promise<Execution['status'] | null>
  registerTaskDefinitions(definitions: readonly object[]): Promise<void>
  registerWorkflow(definition: object): Promise<void>
}

export function createConductor(options: ConductorOptions): Conductor {
  const call = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const authentication = (await options.authentication?.()) ?? {}
    const response = await options.fetch(`${options.serverUrl}/api${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...authentication },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    if (!response.ok)
      throw new ConductorError(response.status, messageOf(text) ?? `${method} ${path}: ${response.status}`)
    return readBody(text, response.headers.get('content-type'))
  }
  const execution = async (workflowId: string, query = ''): Promise<Execution | null> => {
    try {
      return ExecutionSchema.parse(await call('GET', `/workflow/${encodeURIComponent(workflowId)}${query}`))
    } catch (error) {
      if (error instanceof ConductorError && error.status === 404) return null
      throw error
    }
  }
  return {
    execution: (workflowId) => execution(workflowId),
    statusOf: async (workflowId) => (await execution(workflowId, '?includeTasks=false'))?.status ?? null,
    async startOnce({ name, correlationId, input, replaces = [] }) {
      const path = `/workflow/${encodeURIComponent(name)}/correlated/${encodeURIComponent(correlationId)}`
      const found = z.array(ExecutionSchema).parse(await call('GET', `${path}?includeClosed=true&includeTasks=false`))
      const known = found.find(({ workflowId }) => !replaces.includes(workflowId))
      if (known !== undefined) return known.workflowId
      return z.string().parse(await call('POST', '/workflow', { name, correlationId, input }))
    },
    async completeOnce(workflowId, taskRef, actId, output) {
      const current = await execution(workflowId)
      if (current === null) return 'workflow-ended'
      const tasks = current.tasks.filter(({ referenceTaskName: ref }) => bareName(ref) === taskRef)
      if (tasks.some((task) => task.outputData?.['actId'] === actId)) return 'was-completed'
      if (isEnded(current)) return 'workflow-ended'
      if (!tasks.some((task) => task.status === 'IN_PROGRESS' || task.status === 'SCHEDULED')) return 'not-waiting-yet'
      const path = `/tasks/${encodeURIComponent(workflowId)}/${encodeURIComponent(taskRef)}/COMPLETED`
      const taskId = await call('POST', path, { ...output, actId })
      return taskId === '' || taskId === null ? 'not-waiting-yet' : 'completed'
    },
    async terminate(workflowId, reason) {
      const current = await execution(workflowId)
      if (current === null || isEnded(current)) return
      await call('DELETE', `/workflow/${encodeURIComponent(workflowId)}?reason=${encodeURIComponent(reason)}`)
    },
    async retry(workflowId) {
      const current = await execution(workflowId)
      if (current === null || (current.status !== 'FAILED' && current.status !== 'TIMED_OUT')) return
      await call('POST', `/workflow/${encodeURIComponent(workflowId)}/retry?resumeSubworkflowTasks=true`)
    },
    async registerTaskDefinitions(definitions) {
      await call('POST', '/metadata/taskdefs', definitions)
    },
    async registerWorkflow(definition) {
      await call('PUT', '/metadata/workflow', [definition])
    },
  }
}

/** Inside a loop Conductor appends `__<iteration>` to the name. */
function bareName(reference: string): string {
  return reference.replace(/(__\d+)+$/, '')
}

function isEnded(execution: Execution): boolean {
  return execution.status !== 'RUNNING' && execution.status !== 'PAUSED'
}

function readBody(text: string, contentType: string | null): unknown {
  if (text === '') return ''
  return contentType?.includes('json') ? JSON.parse(text) : text
}

function messageOf(text: string): string | undefined {
  try {
    const body: unknown = JSON.parse(text)
    return typeof body === 'object' && body !== null && 'message' in body ? String(body.message) : undefined
  } catch {
    return undefined
  }
}
