/** `POST /api/workflow/test`: a real run in which given outputs stand in for the work of its tasks. */
import type { Engine, StartRequest, Workflows } from '../api.ts'
import type { WorkflowDefInput, WorkflowTaskInput } from '../model/definition.ts'
import type { Task, Workflow } from '../model/execution.ts'
import { hasEnded, isTerminal } from '../model/status.ts'
import { readTestRequest, type TaskMock, type TestMocks } from '../validation/test-request-reader.ts'
import { json, type Route } from './exchange.ts'
import { readBody } from './request-body.ts'
import { checkStart } from './start-request.ts'

const MAX_STEPS = 20_000
// How long a task that runs by itself, such as an HTTP call without a mock, may take before the test is over.
const PATIENCE_MS = 10_000
const LOOK_AGAIN_MS = 20

/** Tasks that reach out of the server: with a mock they are not run at all. */
const REACHING_OUT = new Set(['HTTP', 'KAFKA_PUBLISH', 'EVENT', 'START_WORKFLOW'])
/** Tasks that come to an end without anybody's doing. */
const SELF_RUNNING = new Set([
  'HTTP',
  'KAFKA_PUBLISH',
  'JOIN',
  'START_WORKFLOW',
  'SUB_WORKFLOW',
  'EXCLUSIVE_JOIN',
  'DO_WHILE',
])

export function testRoutes({ workflows, tasks, metadata }: Engine): Route[] {
  return [
    {
      method: 'POST',
      path: '/api/workflow/test',
      summary: 'Runs a workflow with given outputs in place of the work of its tasks',
      async handle(request) {
        const { mocks, ...body } = readBody(request, readTestRequest)
        const start = checkStart(body, metadata, 'testWorkflow.arg0')
        const definition = start.workflowDef ?? metadata.getWorkflow(start.name, start.version)
        const workflowId = await workflows.start(isolated(start, definition, mocks))
        const fed = new Map<string, TaskMock>()
        const feed = (task: Task, mock: TaskMock) => {
          fed.set(task.taskId, mock)
          return tasks.update({
            workflowInstanceId: task.workflowInstanceId,
            taskId: task.taskId,
            status: mock.status,
            outputData: mock.output,
            workerId: 'test',
          })
        }
        return json(withTimes(await drive(workflows, workflowId, mocks, feed), fed))
      },
    },
  ]
}

/** In a domain of its own, so that no worker takes its tasks. */
function isolated(start: StartRequest, definition: WorkflowDefInput, mocks: TestMocks): StartRequest {
  const workflowDef = { ...definition, tasks: definition.tasks.map((task) => withoutEffects(task, mocks)) }
  return { ...start, workflowDef, taskToDomain: { '*': crypto.randomUUID() } }
}

/** The task, and those in it, as worker tasks where they would reach out and a mock stands for them. */
function withoutEffects(task: WorkflowTaskInput, mocks: TestMocks): WorkflowTaskInput {
  const each = (tasks: readonly WorkflowTaskInput[]) => tasks.map((inner) => withoutEffects(inner, mocks))
  const isGiven = Object.keys(mocks.outputs).some((reference) => definedName(reference) === task.taskReferenceName)
  const isReplaced =
    REACHING_OUT.has(task.type ?? '') && (isGiven || Object.hasOwn(mocks.outputs, task.taskReferenceName))
  return {
    ...task,
    ...(isReplaced ? { type: 'SIMPLE' } : {}),
    ...(task.defaultCase === undefined ? {} : { defaultCase: each(task.defaultCase) }),
    ...(task.loopOver === undefined ? {} : { loopOver: each(task.loopOver) }),
    ...(task.forkTasks === undefined ? {} : { forkTasks: task.forkTasks.map(each) }),
    ...(task.decisionCases === undefined
      ? {}
      : {
          decisionCases: Object.fromEntries(
            Object.entries(task.decisionCases).map(([key, tasks]) => [key, each(tasks)]),
          ),
        }),
  }
}

type Feed = (task: Task, mock: TaskMock) => Promise<unknown>

/** Feeds mocks until the run has ended, or waits for something that has none. */
async function drive(workflows: Workflows, workflowId: string, mocks: TestMocks, feed: Feed): Promise<Workflow> {
  const used = new Map<string, number>()
  let quietSince = Date.now()
  for (let step = 0; ; ) {
    const workflow = await workflows.get(workflowId)
    if (hasEnded(workflow.status) || step >= MAX_STEPS) return workflow
    const fed = await feedOpenTasks(workflows, workflow, mocks, feed, used, '')
    step += fed
    if (fed > 0) {
      quietSince = Date.now()
    } else {
      const runsOn = workflow.tasks.some(({ taskType, status }) => SELF_RUNNING.has(taskType) && !isTerminal(status))
      if (!runsOn || Date.now() - quietSince > PATIENCE_MS) return workflow
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
    }
  }
}

/** How many tasks were given a result, in children too. */
async function feedOpenTasks(
  workflows: Workflows,
  workflow: Workflow,
  mocks: TestMocks,
  feed: Feed,
  used: Map<string, number>,
  prefix: string,
): Promise<number> {
  let fed = 0
  for (const task of workflow.tasks) {
    if (isTerminal(task.status)) continue
    const place = `${prefix}/${task.referenceTaskName}`
    // The outputs of one round of a loop go by its record's own name. Those under the name in the definition are taken by
    // the rounds one after the other; the last one serves all further rounds and attempts.
    const source = ofRound(mocks.outputs, task)
    const outputs = mocks.outputs[source] ?? []
    const taken = used.get(`${prefix}/${source}`) ?? 0
    const mock = outputs[Math.min(taken, outputs.length - 1)]
    const inner = mocks.children[ofRound(mocks.children, task)]
    if (mock !== undefined && task.taskType !== 'DO_WHILE') {
      used.set(`${prefix}/${source}`, taken + 1)
      await feed(task, mock)
      fed++
    } else if (inner !== undefined && task.subWorkflowId !== undefined) {
      fed += await feedOpenTasks(workflows, await workflows.get(task.subWorkflowId), inner, feed, used, place)
    }
  }
  return fed
}

/** `step__2` where something is given for that round, else `step`. */
function ofRound(given: Readonly<Record<string, unknown>>, { referenceTaskName }: Task): string {
  return Object.hasOwn(given, referenceTaskName) ? referenceTaskName : definedName(referenceTaskName)
}

function definedName(reference: string): string {
  return reference.replace(/(?:__\d+)+$/, '')
}

/** What was fed says how long its task waited and took. */
function withTimes(workflow: Workflow, fed: ReadonlyMap<string, TaskMock>): Workflow {
  return { ...workflow, tasks: workflow.tasks.map((task) => timed(task, fed.get(task.taskId))) }
}

function timed(task: Task, mock: TaskMock | undefined): Task {
  if (mock === undefined || (mock.executionTime === 0 && mock.queueWaitTime === 0)) return task
  const { executionTime, queueWaitTime } = mock
  const startTime = task.scheduledTime + queueWaitTime
  return { ...task, startTime, endTime: startTime + executionTime, queueWaitTime }
}
