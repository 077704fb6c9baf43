/** Calls that SDKs know and Conductor OSS lacks: changing a running execution and waiting for what comes of it. */
import type { Engine } from '../api.ts'
import { readStateUpdate } from '../validation/request-readers.ts'
import { list, object, readText } from '../validation/wire-reader.ts'
import { json, param, type Route } from './exchange.ts'
import { correlatedOptions, waitingOf } from './execution-routes.ts'
import { textParam } from './parameters.ts'
import { readBody } from './request-body.ts'
import { RequestError } from './request-error.ts'
import { toSignalResponse } from './signal-response.ts'

const readBatch = object<{ workflowNames: string[]; correlationIds: string[] }>({
  workflowNames: list(readText),
  correlationIds: list(readText),
})

export function stateRoutes({ workflows, tasks }: Engine): Route[] {
  return [
    {
      method: 'POST',
      path: '/api/workflow/{workflowId}/state',
      summary: 'Changes variables, reports a task, and waits as a synchronous execute does',
      async handle(request) {
        const workflowId = param(request, 'workflowId')
        const { variables, taskReferenceName, taskResult } = readBody(request, readStateUpdate)
        if (variables !== undefined) await workflows.updateVariables(workflowId, variables)
        if (taskReferenceName !== undefined && taskResult !== undefined) {
          // Clients leave the status out for a task that is done.
          const { status = 'COMPLETED', outputData = {}, workerId } = taskResult
          const taskId = await tasks.updateByRef(workflowId, taskReferenceName, status, outputData, workerId)
          if (taskId === undefined) {
            throw new RequestError(
              404,
              `Found no running task ${taskReferenceName} of workflow ${workflowId} to update`,
            )
          }
        }
        const blocked = await workflows.waitFor(workflowId, waitingOf(request))
        return json(
          toSignalResponse(blocked, 'TARGET_WORKFLOW', textParam(request, 'requestId') ?? crypto.randomUUID()),
        )
      },
    },
    {
      method: 'POST',
      path: '/api/workflow/correlated/batch',
      summary: 'Executions of several workflows by several correlation ids',
      async handle(request) {
        const { workflowNames = [], correlationIds = [] } = readBody(request, readBatch)
        const options = correlatedOptions(request)
        const found = correlationIds.map(async (id) => {
          const lists = await Promise.all(workflowNames.map((name) => workflows.correlated(name, id, options)))
          return [id, lists.flat()]
        })
        return json(Object.fromEntries(await Promise.all(found)))
      },
    },
  ]
}
