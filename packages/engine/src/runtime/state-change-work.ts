// The execution that brings news of a task's change to workers.

import type { StartRequest } from '../api.ts'
import type { WorkRequest } from '../decider/effects.ts'
import type { Run } from '../decider/run.ts'

/** News that nobody has asked for by then are news no more. */
const timeoutSeconds = 7 * 86_400

/** A task of the wanted type and nothing else; what the changed execution hides stays hidden there. */
export function stateChangeStart(changed: Run, { taskType, ref, input }: WorkRequest): StartRequest {
  const name = `${changed.def.name}_state_change`
  return {
    name,
    workflowDef: {
      name,
      version: 1,
      schemaVersion: 2,
      timeoutSeconds,
      timeoutPolicy: 'TIME_OUT_WF',
      maskedFields: changed.def.maskedFields ?? [],
      tasks: [{ name: taskType, taskReferenceName: ref, type: 'SIMPLE', inputParameters: parametersFor(input) }],
    },
    input,
    // As with children: who looks for what belongs to an order finds the news of it too. The news names the execution.
    correlationId: changed.correlationId ?? changed.id,
    priority: changed.priority,
    taskToDomain: changed.taskToDomain,
  }
}

/** By name, so that the values are not taken for expressions. */
function parametersFor(input: object): Record<string, string> {
  return Object.fromEntries(
    Object.keys(input).map((key) => [key, `\${workflow.input['${key.replaceAll(/['\\]/g, '\\$&')}']}`]),
  )
}
