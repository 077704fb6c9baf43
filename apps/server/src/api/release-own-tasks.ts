/** Tasks that workers of an earlier run of this server had taken when it died: nobody works on them any more. */
import type { Engine } from '@gatehouse/engine'
import { TASK_OUTPUTS } from '@gatehouse/workers'

/** Name of the workers in this process. Only one process has the engine's data folder, so all others are gone. */
export const ownWorkerId = `gatehouse-${process.pid}`
const OWN = /^gatehouse-\d+$/

/**
 * Puts them back into their queues, instead of waiting for their response timeouts. Doing one twice is harmless: the
 * idempotency key of its result is the same. Answers how many there were.
 */
export async function releaseOwnTasks(engine: Engine): Promise<number> {
  const { results } = await engine.tasks.search({
    clauses: [
      { field: 'status', operator: '=', values: ['IN_PROGRESS'] },
      // Not the people's tasks, of which thousands may wait.
      { field: 'taskType', operator: 'IN', values: Object.keys(TASK_OUTPUTS) },
    ],
    size: -1,
  })
  const orphans = results.filter(({ workerId }) => workerId !== undefined && OWN.test(workerId))
  for (const { taskId, workflowInstanceId, outputData } of orphans) {
    await engine.tasks.update({
      taskId,
      workflowInstanceId,
      status: 'IN_PROGRESS',
      callbackAfterSeconds: 0,
      outputData: outputData ?? {},
    })
  }
  return orphans.length
}
