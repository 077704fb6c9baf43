/** What every part of the contract suite works with: the client, unique names, and waiting for a condition. */
import { type Answer, type ContractClient, createContractClient, type Json } from './contract-client.ts'
import { type DifferenceName, type Flavour, statusFor } from './known-differences.ts'

export interface Setting extends ContractClient {
  readonly flavour: Flavour
  /** A name that no other run of the suite uses. */
  unique(base: string): string
  status(difference: DifferenceName): number
  /** Registers the definition and answers its name; `tasks` are completed with a reference name equal to their name. */
  register(base: string, tasks: readonly Json[], more?: Json): Promise<string>
  start(name: string, input?: Json, more?: Json): Promise<string>
  workflow(workflowId: string): Promise<Json>
  /** Polls until there is a task, and takes it. */
  poll(taskType: string, query?: Record<string, string>): Promise<Json>
  /** Reports a result; answers the status code's owner: the answer. */
  report(task: Json, status: string, outputData?: Json, more?: Json): Promise<Answer>
  /** Waits until the execution has the status, and answers it. */
  ended(workflowId: string, status: string): Promise<Json>
  /** Looks again until there is something. */
  eventually(look: () => Promise<Json | undefined>, what: string): Promise<Json>
}

// OSS sweeps in the background; ours has answered before the caller can ask again.
const PATIENCE_MS = { gatehouse: 10_000, 'conductor-oss': 60_000 }

export function createSetting(getBaseUrl: () => string, flavour: Flavour): Setting {
  const client = createContractClient(getBaseUrl)
  const run = crypto.randomUUID().slice(0, 8)
  let count = 0
  const unique = (base: string) => `${base}_${run}_${++count}`

  async function register(base: string, tasks: readonly Json[], more: Json = {}): Promise<string> {
    const definition = {
      name: unique(base),
      version: 1,
      tasks: tasks.map(withReference),
      ownerEmail: 'contract@example.org',
      ...more,
    }
    const answer = await client.post('/api/metadata/workflow', { body: definition })
    mustBeOk(answer)
    return definition.name
  }

  async function start(name: string, input: Json = {}, more: Json = {}): Promise<string> {
    const answer = await client.post('/api/workflow', { body: { name, input, ...more } })
    mustBeOk(answer)
    return answer.text
  }

  async function workflow(workflowId: string): Promise<Json> {
    return (await client.get(`/api/workflow/${workflowId}`)).json()
  }

  async function eventually(look: () => Promise<Json | undefined>, what: string): Promise<Json> {
    const deadline = Date.now() + PATIENCE_MS[flavour]
    for (;;) {
      const found = await look()
      if (found !== undefined) return found
      if (Date.now() > deadline) throw new Error(`Still not so: ${what}`)
      await new Promise((resolve) => setTimeout(resolve, flavour === 'gatehouse' ? 5 : 100))
    }
  }

  function poll(taskType: string, query: Record<string, string> = {}): Promise<Json> {
    return eventually(async () => {
      const answer = await client.get(`/api/tasks/poll/${taskType}`, { query: { workerid: 'contract', ...query } })
      return answer.status === 200 ? answer.json() : undefined
    }, `a task of type ${taskType} can be polled`)
  }

  function report(task: Json, status: string, outputData: Json = {}, more: Json = {}): Promise<Answer> {
    const { workflowInstanceId, taskId } = task
    return client.post('/api/tasks', { body: { workflowInstanceId, taskId, status, outputData, ...more } })
  }

  function ended(workflowId: string, status: string): Promise<Json> {
    return eventually(async () => {
      const found = await workflow(workflowId)
      return found.status === status ? found : undefined
    }, `execution ${workflowId} is ${status}`)
  }

  return {
    ...client,
    flavour,
    unique,
    status: (name) => statusFor(flavour, name),
    register,
    start,
    workflow,
    poll,
    report,
    ended,
    eventually,
  }
}

function mustBeOk({ status, text }: Answer): void {
  if (status !== 200) throw new Error(`The server answered ${status}: ${text}`)
}

/** Reference names default to the name, in nested tasks too: most tests need no other. */
function withReference(task: Json): Json {
  const each = (tasks: Json[] | undefined) => tasks?.map(withReference)
  return {
    taskReferenceName: task.name,
    ...task,
    ...(task.defaultCase && { defaultCase: each(task.defaultCase) }),
    ...(task.loopOver && { loopOver: each(task.loopOver) }),
    ...(task.forkTasks && { forkTasks: task.forkTasks.map(each) }),
    ...(task.decisionCases && {
      decisionCases: Object.fromEntries(
        Object.entries<Json>(task.decisionCases).map(([key, tasks]) => [key, each(tasks)]),
      ),
    }),
  }
}
