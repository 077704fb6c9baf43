/** The clients, the definitions, and one line of output for each scenario: `ok NAME` or `not ok NAME: why`. */
import { readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import {
  type ConductorClient,
  createConductorClient,
  EventClient,
  MetadataClient,
  noopLogger,
  SchedulerClient,
  type StartWorkflowRequest,
  type Task,
  TaskClient,
  type TaskDef,
  type TaskResultStatus,
  type Workflow,
  type WorkflowDef,
  WorkflowExecutor,
} from '@io-orkes/conductor-javascript'

const PATIENCE_MS = Number(process.env['PATIENCE_MS'] ?? 20_000)
const TERMINAL = new Set(['COMPLETED', 'FAILED', 'TIMED_OUT', 'TERMINATED'])

interface Definitions {
  readonly tasks: readonly TaskDef[]
  readonly workflows: readonly WorkflowDef[]
}

export interface Suite {
  readonly url: string
  readonly client: ConductorClient
  readonly executor: WorkflowExecutor
  readonly metadata: MetadataClient
  readonly tasks: TaskClient
  readonly events: EventClient
  readonly scheduler: SchedulerClient
  /** Whether the server has what Orkes added to the API, idempotency keys among it. */
  readonly extended: boolean
  scenario(name: string, body: () => Promise<void>): Promise<void>
  failures(): number
  registerAll(file: string): Promise<void>
  start(name: string, input?: Record<string, unknown>, more?: Partial<StartWorkflowRequest>): Promise<string>
  get(workflowId: string): Promise<Workflow>
  /** Waits for the end and says what was wrong if it was another one. */
  ended(workflowId: string, status: string): Promise<Workflow>
  /** The newest record of the reference, once it has the status. */
  task(workflowId: string, reference: string, status: string): Promise<Task>
  finish(task: Task, status: TaskResultStatus, output?: Record<string, unknown>): Promise<void>
}

export async function createSuite(url: string, extended: boolean): Promise<Suite> {
  const client = await createConductorClient({ serverUrl: url, useEnvVars: false, logger: noopLogger })
  const executor = new WorkflowExecutor(client)
  const metadata = new MetadataClient(client)
  const only = process.env['ONLY']
  let failures = 0

  async function scenario(name: string, body: () => Promise<void>): Promise<void> {
    if (only !== undefined && !name.includes(only)) return
    try {
      await body()
      console.log(`ok ${name}`)
    } catch (error) {
      failures++
      const { message, stack = '' } = error instanceof Error ? error : new Error(String(error))
      const place = /(\w+\.ts:\d+):\d+\)?$/m.exec(stack.replaceAll(/.*suite\.ts.*/g, ''))?.[1] ?? ''
      console.log(`not ok ${name}: ${message.replaceAll('\n', ' ')} (${place})`)
    }
  }

  async function registerAll(file: string): Promise<void> {
    // Our own file beside this one.
    const { tasks, workflows } = JSON.parse(readFileSync(file, 'utf8')) as Definitions
    const ownerEmail = 'sdk@example.org'
    await metadata.registerTasks(tasks.map((one) => ({ ...one, ownerEmail })))
    for (const one of workflows)
      await metadata.registerWorkflowDef({ version: 1, schemaVersion: 2, ...one, ownerEmail }, true)
  }

  const get = (workflowId: string) => executor.getExecution(workflowId, true)

  async function ended(workflowId: string, status: string): Promise<Workflow> {
    const found = await until(
      `${workflowId} ends`,
      () => get(workflowId),
      (one) => TERMINAL.has(one.status ?? ''),
    )
    equal(status, found.status, `status of ${found.workflowName}`)
    return found
  }

  async function task(workflowId: string, reference: string, status: string): Promise<Task> {
    const found = await until(
      `${reference} is ${status}`,
      async () => newest(await get(workflowId), reference),
      (one) => one?.status === status,
    )
    if (found === undefined) throw new Error(`${reference} has no record`)
    return found
  }

  async function finish(one: Task, status: TaskResultStatus, output: Record<string, unknown> = {}): Promise<void> {
    await executor.updateTask(one.taskId ?? '', one.workflowInstanceId ?? '', status, output)
  }

  return {
    url,
    client,
    executor,
    metadata,
    tasks: new TaskClient(client),
    events: new EventClient(client),
    scheduler: new SchedulerClient(client),
    extended,
    scenario,
    failures: () => failures,
    registerAll,
    start: (name, input = {}, more = {}) => executor.startWorkflow({ name, version: 1, input, ...more }),
    get,
    ended,
    task,
    finish,
  }
}

export function newest(workflow: Workflow, reference: string): Task | undefined {
  return workflow.tasks?.findLast(({ referenceTaskName }) => referenceTaskName === reference)
}

export async function until<T>(what: string, look: () => Promise<T>, good: (found: T) => boolean): Promise<T> {
  const limit = performance.now() + PATIENCE_MS
  for (;;) {
    const found = await look()
    if (good(found)) return found
    if (performance.now() > limit) throw new Error(`never: ${what}`)
    await pause(25)
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

/** Expects an error whose text holds the words: the SDK keeps the message, and hides the status behind it. */
export async function refused(words: string, body: () => Promise<unknown>): Promise<void> {
  let answer: unknown
  try {
    answer = await body()
  } catch (error) {
    const text = error instanceof Error ? `${error.message} ${String(error.cause ?? '')}` : String(error)
    truth(text.includes(words), `«${words}» is not in «${text}»`)
    return
  }
  throw new Error(`not refused with «${words}» but ${JSON.stringify(answer)?.slice(0, 100)}`)
}

export function equal(expected: unknown, found: unknown, what: string): void {
  truth(
    isDeepStrictEqual(expected, found),
    `${what}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`,
  )
}

export function truth(holds: boolean, what: string): void {
  if (!holds) throw new Error(what)
}
