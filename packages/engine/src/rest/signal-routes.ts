/** Signals: completing the WAIT that blocks an execution. */
import type { Engine } from '../api.ts'
import { taskResultStatuses } from '../model/status.ts'
import { empty, json, param, type Route, type RouteRequest } from './exchange.ts'
import { numberParam, oneOfParam } from './parameters.ts'
import { readMap, readOptionalBody } from './request-body.ts'
import { RequestError } from './request-error.ts'
import { returnStrategyParam, toSignalResponse } from './signal-response.ts'

export function signalRoutes({ workflows }: Engine): Route[] {
  const signal = (request: RouteRequest) => {
    const status = oneOfParam(param(request, 'status'), taskResultStatuses, 'status')
    return workflows.signal(param(request, 'workflowId'), status, readOptionalBody(request, readMap, {}))
  }
  return [
    {
      method: 'POST',
      path: '/api/tasks/{workflowId}/{status}/signal',
      summary: 'Completes the WAIT that blocks an execution, if any',
      async handle(request) {
        await signal(request)
        return empty()
      },
    },
    {
      method: 'POST',
      path: '/api/tasks/{workflowId}/{status}/signal/sync',
      summary: 'As above; answers once the execution has ended or is blocked again',
      async handle(request) {
        const workflowId = param(request, 'workflowId')
        const strategy = returnStrategyParam(request)
        const timeoutMs = numberParam(request, 'timeoutMillis', 5000)
        if ((await signal(request)) === undefined) {
          throw new RequestError(404, `Found no blocked task in workflow ${workflowId} to signal`)
        }
        const blocked = await workflows.waitFor(workflowId, {
          waitForSeconds: timeoutMs / 1000,
          ...(request.signal === undefined ? {} : { signal: request.signal }),
        })
        const response = toSignalResponse(blocked, strategy, crypto.randomUUID())
        return response === undefined ? empty() : json(response)
      },
    },
  ]
}
