// An engine on memory or a file, with real scripts and an HTTP caller that answers from a function.

import { afterAll, afterEach } from 'vitest'
import { createEngine } from '../src/engine.ts'
import type { EngineOptions } from '../src/engine.ts'
import type { Engine, StartRequest } from '../src/api.ts'
import type { WorkflowDefInput, WorkflowTaskInput } from '../src/model/definition.ts'
import type { Task, Workflow } from '../src/model/execution.ts'
import type { JsonMap } from '../src/model/json.ts'
import type { TaskResultStatus } from '../src/model/status.ts'
import type { HttpCaller, HttpTaskOutcome, HttpTaskRequest } from '../src/ports.ts'
import { createScriptRunner } from '../src/scripts/script-runner.ts'
import { createVirtualClock } from '../src/time/clock.ts'

export interface TestEngine {
  readonly engine: Engine
  readonly clock: ReturnType<typeof createVirtualClock>
  /** Registers a definition and starts it; the execution's id. */
  run(definition: WorkflowDefInput, start?: Partial<StartRequest>): Promise<string>
  start(name: string, start?: Partial<StartRequest>): Promise<string>
  poll(
    taskType: string,
    more?: { count?: number; domain?: string; timeoutMs?: number; workerId?: string },
  ): Promise<Task[]>
  /** Polls one task, which must be there, and reports it. */
  work(taskType: string, output?: JsonMap, status?: TaskResultStatus, reason?: string): Promise<Task>
  report(task: Task, status: TaskResultStatus, output?: JsonMap, reason?: string): Promise<void>
  workflow(id: string): Promise<Workflow>
  /** `ref:STATUS` of every record, in order. */
  trace(id: string): Promise<string[]>
  /** Waits for a condition that work outside the engine (scripts, HTTP) brings about. */
  until(id: string, holds: (workflow: Workflow) => boolean): Promise<Workflow>
}

export type AnswerHttp = (request: HttpTaskRequest, signal: AbortSignal) => Promise<HttpTaskOutcome>

export function answerOk(body: unknown): HttpTaskOutcome {
  return { ok: true, response: { statusCode: 200, reasonPhrase: 'OK', headers: {}, body } }
}

const scripts = createScriptRunner()
afterAll(() => scripts.close())

export { scripts }

export function httpFrom(answer: AnswerHttp): HttpCaller {
  return { call: answer, close: async () => {} }
}

const opened: Engine[] = []
afterEach(async () => {
  for (const engine of opened.splice(0)) await engine.close()
})

export async function openTestEngine(
  options: Partial<EngineOptions> & { readonly answerHttp?: AnswerHttp } = {},
): Promise<TestEngine> {
  const clock = createVirtualClock()
  const { answerHttp = async () => answerOk({}), ...rest } = options
  const engine = await createEngine({
    dataFile: ':memory:',
    scripts,
    http: httpFrom(answerHttp),
    clock,
    random: () => 0.5,
    ...rest,
  })
  opened.push(engine)
  const start = (name: string, request: Partial<StartRequest> = {}) => engine.workflows.start({ name, ...request })
  const workflow = (id: string) => engine.workflows.get(id)
  const poll: TestEngine['poll'] = (taskType, more = {}) =>
    engine.tasks.poll({ taskType, workerId: 'tester', count: 1, ...more })
  const report: TestEngine['report'] = async (task, status, output = {}, reason) => {
    await engine.tasks.update({
      workflowInstanceId: task.workflowInstanceId,
      taskId: task.taskId,
      status,
      outputData: output,
      workerId: 'tester',
      ...(reason === undefined ? {} : { reasonForIncompletion: reason }),
    })
  }
  return {
    engine,
    clock,
    start,
    workflow,
    poll,
    report,
    async run(definition, request) {
      await engine.metadata.registerWorkflow(definition, { overwrite: true })
      return start(definition.name, request)
    },
    async work(taskType, output = {}, status = 'COMPLETED', reason) {
      const [task] = await poll(taskType)
      if (!task) throw new Error(`There is no task of type ${taskType}`)
      await report(task, status, output, reason)
      return task
    },
    async trace(id) {
      return (await workflow(id)).tasks.map((task) => `${task.referenceTaskName}:${task.status}`)
    },
    async until(id, holds) {
      const deadline = Date.now() + 10_000
      for (;;) {
        const current = await workflow(id)
        if (holds(current)) return current
        if (Date.now() > deadline) {
          throw new Error(
            `Still not so: ${current.status} ${current.tasks.map((t) => `${t.referenceTaskName}:${t.status}`).join(' ')}`,
          )
        }
        await new Promise((resolve) => setTimeout(resolve, 2))
      }
    },
  }
}

let names = 0

/** A definition of these tasks under a name of its own. */
export function flow(tasks: WorkflowTaskInput[], more: Partial<WorkflowDefInput> = {}): WorkflowDefInput {
  return { name: `flow_${++names}`, tasks, ...more }
}

/** A worker task whose name is its reference, unless another is given. */
export function simple(ref: string, more: Partial<WorkflowTaskInput> = {}): WorkflowTaskInput {
  return { name: ref, taskReferenceName: ref, ...more }
}

export function task(type: string, ref: string, more: Partial<WorkflowTaskInput> = {}): WorkflowTaskInput {
  return { name: ref, taskReferenceName: ref, type, ...more }
}

export function fork(ref: string, branches: WorkflowTaskInput[][]): WorkflowTaskInput {
  return task('FORK_JOIN', ref, { forkTasks: branches })
}

export function join(ref: string, joinOn: string[], more: Partial<WorkflowTaskInput> = {}): WorkflowTaskInput {
  return task('JOIN', ref, { joinOn, ...more })
}

/** The status of the newest attempt of each reference. */
export function statusesOf(workflow: Workflow): Record<string, string> {
  return Object.fromEntries(workflow.tasks.map((one) => [one.referenceTaskName, one.status]))
}

export function taskOf(workflow: Workflow, ref: string) {
  const found = workflow.tasks.findLast((one) => one.referenceTaskName === ref)
  if (!found) throw new Error(`There is no task ${ref}`)
  return found
}

const once = { retryCount: 0 }

/** A parent with a fork of a sub-workflow and a plain task. The child has two tasks, the second of which can fail. */
export async function startFamily(t: TestEngine, more = {}) {
  const child = flow([simple('c1'), simple('c2', once)])
  await t.engine.metadata.registerWorkflow(child)
  const parent = await t.run(
    flow([
      fork('f', [[task('SUB_WORKFLOW', 'sub', { subWorkflowParam: { name: child.name }, ...more })], [simple('side')]]),
      join('j', ['sub', 'side']),
    ]),
  )
  const childId = taskOf(await t.workflow(parent), 'sub').subWorkflowId ?? ''
  return { parent, childId, childName: child.name }
}
