/** `/api/admin`: looking into the server, and setting an execution going again. */
import type { Engine } from '../api.ts'
import { EngineError } from '../errors.ts'
import { json, param, plain, type Route } from './exchange.ts'
import { numberParam } from './parameters.ts'
import { SERVER_VERSION } from './server-routes.ts'

export function adminRoutes({ workflows, queues, handlers }: Engine): Route[] {
  return [
    {
      method: 'GET',
      path: '/api/admin/config',
      summary: 'Properties of the server',
      handle: () => json({ version: SERVER_VERSION }),
    },
    {
      method: 'GET',
      path: '/api/admin/task/{tasktype}',
      summary: 'Pending tasks of a type',
      async handle(request) {
        const start = Math.max(0, numberParam(request, 'start', 0))
        const count = Math.max(0, numberParam(request, 'count', 100))
        return json(await queues.pending(param(request, 'tasktype'), { start, count }))
      },
    },
    {
      method: 'POST',
      path: '/api/admin/sweep/requeue/{workflowId}',
      summary: 'Decides an execution again',
      async handle(request) {
        const workflowId = param(request, 'workflowId')
        await ignoringUnknown(workflows.decide(workflowId))
        return plain(`true.${workflowId}`)
      },
    },
    {
      method: 'POST',
      path: '/api/admin/consistency/verifyAndRepair/{workflowId}',
      summary: 'Makes sure that an execution can go on; true when it exists',
      async handle(request) {
        await workflows.decide(param(request, 'workflowId'))
        return plain('true')
      },
    },
    {
      method: 'GET',
      path: '/api/admin/queues',
      summary: 'Event queues that handlers listen to',
      handle() {
        const events = handlers.list().filter(({ active }) => active)
        return json(Object.fromEntries(events.map(({ event }) => [event, event.slice(event.indexOf(':') + 1)])))
      },
    },
  ]
}

async function ignoringUnknown(pending: Promise<void>): Promise<void> {
  try {
    await pending
  } catch (error) {
    if (!(error instanceof EngineError && error.code === 'NOT_FOUND')) throw error
  }
}
