// Whatever an execution is made of and whatever is done to it: it ends, or somebody has something to do for it.

import { it } from 'vitest'
import { EngineError } from '../src/errors.ts'
import { hasEnded } from '../src/model/status.ts'
import type { WorkflowDefInput } from '../src/model/definition.ts'
import type { Task } from '../src/model/execution.ts'
import type { Random } from '../testing/random.ts'
import { createRandom } from '../testing/random.ts'
import type { RandomFlow } from '../testing/random-flow.ts'
import { randomFlow, taskDefinitions } from '../testing/random-flow.ts'
import type { TestEngine } from './harness.ts'
import { openTestEngine } from './harness.ts'

// The last one once left tasks of an earlier turn behind.
const seeds = [...Array.from({ length: 300 }, (_, at) => at + 1), 5080]
const interventions = 4
const mostRounds = 500

it('an execution never stands still, whatever is done to it and its children', async () => {
  const t = await openTestEngine()
  await t.engine.metadata.registerTasks(taskDefinitions)
  for (const seed of seeds) {
    const flow = randomFlow(seed)
    const random = createRandom(seed)
    for (const child of flow.children)
      await t.engine.metadata.registerWorkflow(asDefinition(child), { overwrite: true })
    const id = await t.run(asDefinition(flow.definition), { input: flow.input })
    const done: string[] = []
    try {
      if (random.chance(0.3)) await workToTheEnd(t, flow, id, random.below(6))
      if (random.chance(0.3)) await t.engine.workflows.terminate(id).catch(orRefused)
      await workToTheEnd(t, flow, id)
      for (let count = 0; count < interventions; count += 1) {
        done.push(await intervene(t, id, random))
        await workToTheEnd(t, flow, id)
      }
    } catch (cause) {
      throw new Error(`flow ${seed}: ${done.join(', ')}`, { cause })
    }
  }
})

/** Does something to the execution or one of its children; answers what. What is not possible is refused, and nothing happens. */
async function intervene({ engine }: TestEngine, id: string, random: Random): Promise<string> {
  const root = await engine.workflows.get(id)
  const childIds = root.tasks.flatMap(({ subWorkflowId }) => subWorkflowId ?? [])
  const children = await Promise.all(childIds.map((childId) => engine.workflows.get(childId)))
  const one = random.pick([root, ...children])
  const task = one.tasks[random.below(one.tasks.length)]
  const what = random.pick(['retry', 'retry in place', 'restart', 'rerun', 'rerun', 'rerun', 'rerun'])
  const place = `${one === root ? '' : 'child '}${task?.referenceTaskName} ${task?.taskType} ${task?.status}`
  const { workflows } = engine
  const doing: Promise<unknown> =
    what === 'retry'
      ? workflows.retry(one.workflowId)
      : what === 'retry in place'
        ? workflows.retry(one.workflowId, { resumeSubworkflowTasks: true })
        : what === 'restart'
          ? workflows.restart(one.workflowId)
          : workflows.rerun(id, task ? { reRunFromTaskId: task.taskId } : {})
  return (await doing.catch(orRefused)) === 'refused' ? `${what} refused` : `${what} ${place}`
}

function orRefused(error: unknown): 'refused' {
  if (error instanceof EngineError) return 'refused'
  throw error
}

/** What is made up is a definition, which the engine judges as it does any. */
function asDefinition(made: unknown): WorkflowDefInput {
  return made as WorkflowDefInput
}

/** Works off what can be polled, and lets time pass when nothing can. */
async function workToTheEnd(t: TestEngine, flow: RandomFlow, id: string, most = mostRounds): Promise<void> {
  const attempts = new Map<string, number>()
  for (let round = 0; round < most; round += 1) {
    const tasks = await pollAll(t)
    for (const task of tasks) {
      const reference = task.referenceTaskName.replace(/__\d+$/, '')
      const attempt = attempts.get(reference) ?? 0
      attempts.set(reference, attempt + 1)
      const outcomes = flow.outcomes.get(reference) ?? []
      await t.report(task, outcomes[attempt % outcomes.length] ?? 'COMPLETED', { attempt })
    }
    // A retry takes breath before it can be polled.
    if (tasks.length === 0) await t.clock.advance(100)
    const hasWork = () => taskDefinitions.some(({ name }) => t.engine.queues.size(name) > 0)
    const current = await t.until(id, ({ status }) => hasEnded(status) || hasWork())
    if (hasEnded(current.status)) return
  }
  if (most === mostRounds) throw new Error(`Not ended after ${mostRounds} rounds`)
}

async function pollAll(t: TestEngine): Promise<Task[]> {
  const polled = await Promise.all(taskDefinitions.map(({ name }) => t.poll(name, { count: 10 })))
  return polled.flat()
}
