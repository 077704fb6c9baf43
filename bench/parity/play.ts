/** Plays a random flow on a server: reports what its workers report, one result after the other, and operates it. */
import { comparable, hasEnded, isForWorkers } from './execution.ts'
import type { Member, ShownTask, ShownWorkflow } from './execution.ts'
import type { Operation, RandomFlow } from '../../packages/engine/testing/random-flow.ts'
import { taskDefinitions } from '../../packages/engine/testing/random-flow.ts'

export interface Moment {
  readonly after: string
  readonly state: unknown
}

/** Calls the API; answers the status and the body, parsed when it is JSON. */
type Call = (
  method: string,
  path: string,
  body?: unknown,
) => Promise<{ readonly status: number; readonly body: unknown }>

export interface Player {
  prepare(): Promise<void>
  /** What there was to see whenever the server had come to rest. */
  play(flow: RandomFlow): Promise<Moment[]>
}

const mostResults = 60

/** @param restMs how long nothing may change before the server counts as having come to rest. */
export function createPlayer(url: string, restMs: number): Player {
  const call = callerOf(url)

  async function register(flow: RandomFlow): Promise<void> {
    for (const definition of [...flow.children, flow.definition]) {
      const { status, body } = await call('PUT', '/metadata/workflow', [definition])
      if (status !== 200) throw new Error(`The definition was refused: ${JSON.stringify(body)}`)
    }
  }

  async function play(flow: RandomFlow): Promise<Moment[]> {
    await register(flow)
    const { body } = await call('POST', `/workflow/${flow.definition.name}?version=1`, flow.input)
    const id = String(body)
    const reported = new Map<string, number>()
    const moments: Moment[] = []
    const note = (after: string, family: readonly Member[]) => moments.push({ after, state: comparable(family) })
    if (flow.midway) {
      const { after, operation } = flow.midway
      note(`${after} results`, await work(flow, id, reported, after))
      moments.push({ after: operation, state: await operate(id, operation) })
      if (operation === 'pause') {
        note('the pause', await rest(id))
        await call('PUT', `/workflow/${id}/resume`)
      }
    }
    note('all results', await work(flow, id, reported, mostResults))
    for (const operation of flow.afterwards) {
      moments.push({ after: operation, state: await operate(id, operation) })
      note(`all results behind a ${operation}`, await work(flow, id, reported, mostResults))
    }
    await call('DELETE', `/workflow/${id}`)
    return moments
  }

  /** Reports until nothing can be, or so many results; answers what there is then. */
  async function work(flow: RandomFlow, id: string, reported: Map<string, number>, most: number): Promise<Member[]> {
    for (let count = 0; ; count += 1) {
      const family = await rest(id)
      const [first] = openWork(family)
      if (!first || count >= most) return family
      const { task, workflowId } = first
      const reference = task.referenceTaskName.replace(/__\d+$/, '')
      const attempt = reported.get(task.referenceTaskName) ?? 0
      reported.set(task.referenceTaskName, attempt + 1)
      const outcomes = flow.outcomes.get(reference) ?? []
      const status = outcomes[attempt % outcomes.length] ?? 'COMPLETED'
      const reason = status === 'COMPLETED' ? {} : { reasonForIncompletion: `refused ${attempt}` }
      const result = { workflowInstanceId: workflowId, taskId: task.taskId, status, outputData: { attempt, reference } }
      await call('POST', '/tasks', { ...result, ...reason, workerId: 'parity' })
    }
  }

  async function operate(id: string, operation: Operation): Promise<'done' | 'refused'> {
    const requests: Record<Operation, Parameters<Call>> = {
      retry: ['POST', `/workflow/${id}/retry`],
      'retry-in-place': ['POST', `/workflow/${id}/retry?resumeSubworkflowTasks=true`],
      restart: ['POST', `/workflow/${id}/restart`],
      rerun: ['POST', `/workflow/${id}/rerun`, {}],
      terminate: ['DELETE', `/workflow/${id}?reason=stop`],
      pause: ['PUT', `/workflow/${id}/pause`],
    }
    const { status } = await call(...requests[operation])
    return status < 300 ? 'done' : 'refused'
  }

  /** A Conductor works on by itself, so its rest is only seen by nothing changing for a while. */
  async function rest(id: string): Promise<Member[]> {
    let last = ''
    let since = Date.now()
    for (;;) {
      const family = await familyOf(id)
      const state = JSON.stringify(comparable(family))
      if (state !== last) since = Date.now()
      last = state
      const isOver = family.every(({ workflow }) => hasEnded(workflow) || workflow.status === 'PAUSED')
      const isOurTurn = openWork(family).length > 0 && !isMoving(family)
      if (Date.now() - since > restMs * (isOver || isOurTurn ? 1 : 6)) return family
      await new Promise((resolve) => setTimeout(resolve, restMs / 4))
    }
  }

  async function familyOf(id: string, path = ''): Promise<Member[]> {
    const { status, body } = await call('GET', `/workflow/${id}?includeTasks=true`)
    if (status !== 200) return []
    const workflow = body as ShownWorkflow // as Conductor shows one
    const members: Member[] = [{ path, workflow }]
    for (const { taskType, subWorkflowId, referenceTaskName, retryCount, retried } of workflow.tasks) {
      if (taskType !== 'SUB_WORKFLOW' || subWorkflowId === undefined) continue
      const step = `${path}/${referenceTaskName}#${retryCount ?? 0}${retried ? ' retried' : ''}`
      members.push(...(await familyOf(subWorkflowId, step)))
    }
    return members
  }

  return {
    prepare: async () => void (await call('POST', '/metadata/taskdefs', taskDefinitions)),
    play,
  }
}

function openWork(family: readonly Member[]): { readonly task: ShownTask; readonly workflowId: string }[] {
  return family
    .filter(({ workflow }) => workflow.status === 'RUNNING')
    .flatMap(({ path, workflow }) => workflow.tasks.map((task) => ({ path, task, workflowId: workflow.workflowId })))
    .filter(({ task }) => isForWorkers(task) && (task.status === 'SCHEDULED' || task.status === 'IN_PROGRESS'))
    .toSorted((one, other) => (orderOf(one) < orderOf(other) ? -1 : 1))
}

function orderOf({ path, task }: { readonly path: string; readonly task: ShownTask }): string {
  return `${task.referenceTaskName} ${path}`
}

/** Something is still on its way that no worker has to bring. */
function isMoving(family: readonly Member[]): boolean {
  return family.some(
    ({ workflow }) =>
      workflow.status === 'RUNNING' &&
      workflow.tasks.some((task) => task.status === 'SCHEDULED' && !isForWorkers(task)),
  )
}

function callerOf(url: string): Call {
  return async (method, path, body) => {
    const response = await fetch(`${url}/api${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    const text = await response.text()
    return { status: response.status, body: parsed(text) }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
