/** `/api/queue`: completing waiting tasks by message. */
import type { Engine } from '../api.ts'
import { isTerminal } from '../model/status.ts'
import { type Handler, empty, json, param, type Route, type RouteRequest } from './exchange.ts'
import { readMap, readOptionalBody } from './request-body.ts'
import { RequestError } from './request-error.ts'

type QueuedStatus = 'COMPLETED' | 'FAILED'

export function queueAdminRoutes({ tasks, workflows }: Engine): Route[] {
  const byReference: Handler = async (request) => {
    const output = readOptionalBody(request, readMap, {})
    await tasks.updateByRef(param(request, 'workflowId'), param(request, 'taskRefName'), statusOf(request), output)
    return empty()
  }

  const byId: Handler = async (request) => {
    const status = statusOf(request)
    const payload = readOptionalBody(request, readMap, {})
    const { workflowId, tasks: all } = await workflows.get(param(request, 'workflowId'))
    const task = all.find(({ taskId }) => taskId === param(request, 'taskId'))
    if (task !== undefined && !isTerminal(task.status)) {
      const outputData = { ...task.outputData, ...payload }
      await tasks.update({ workflowInstanceId: workflowId, taskId: task.taskId, status, outputData })
    }
    return empty()
  }

  const none: Handler = () => json({})
  return [
    // There is no queue back end whose sizes could be told: messages are handled as they come.
    { method: 'GET', path: '/api/queue', summary: 'Message queues by status', handle: none },
    { method: 'GET', path: '/api/queue/', summary: 'Message queues by status', handle: none },
    { method: 'GET', path: '/api/queue/size', summary: 'Sizes of the message queues', handle: none },
    {
      method: 'POST',
      path: '/api/queue/update/{workflowId}/{taskRefName}/{status}',
      summary: 'Ends a waiting task by its reference name',
      handle: byReference,
    },
    {
      method: 'POST',
      path: '/api/queue/update/{workflowId}/task/{taskId}/{status}',
      summary: 'Ends a waiting task by its id',
      handle: byId,
    },
  ]
}

function statusOf(request: RouteRequest): QueuedStatus {
  const status = param(request, 'status')
  if (status === 'COMPLETED' || status === 'FAILED') return status
  throw new RequestError(400, `There is no queue for handling ${status} status`)
}
