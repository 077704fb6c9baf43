/** `/api/tasks/queue`: how much waits where, and who polls. */
import type { Engine } from '../api.ts'
import { json, param, plain, type Route } from './exchange.ts'
import { listParam, requiredParam, textParam } from './parameters.ts'
import { RequestError } from './request-error.ts'

export function taskQueueRoutes({ queues }: Engine): Route[] {
  return [
    {
      method: 'GET',
      path: '/api/tasks/queue/sizes',
      summary: 'Queue sizes of the named task types',
      handle(request) {
        const types = listParam(request, 'taskType')
        if (types.length === 0) throw new RequestError(400, "Required request parameter 'taskType' is not present")
        return json(Object.fromEntries(types.map((type) => [type, queues.size(type)])))
      },
    },
    {
      method: 'GET',
      path: '/api/tasks/queue/size',
      summary: 'Queue size of one task type',
      handle: (request) => json(queues.size(requiredParam(request, 'taskType'), textParam(request, 'domain'))),
    },
    {
      method: 'GET',
      path: '/api/tasks/queue/all',
      summary: 'Sizes of all queues',
      handle: () => json(Object.fromEntries(Object.entries(queues.all()).map(([name, { size }]) => [name, size]))),
    },
    {
      method: 'GET',
      path: '/api/tasks/queue/all/verbose',
      summary: 'Sizes of all queues, with what is handed out',
      handle() {
        const depths = Object.entries(queues.all())
        // One shard, as a single server has.
        return json(
          Object.fromEntries(depths.map(([name, { size, unacked }]) => [name, { a: { size, uacked: unacked } }])),
        )
      },
    },
    {
      method: 'GET',
      path: '/api/tasks/queue/polldata',
      summary: 'Last polls of a task type',
      handle: (request) => json(queues.pollData(requiredParam(request, 'taskType'))),
    },
    {
      method: 'GET',
      path: '/api/tasks/queue/polldata/all',
      summary: 'Last polls of all task types',
      handle: () => json(queues.pollData()),
    },
    {
      method: 'POST',
      path: '/api/tasks/queue/requeue/{taskType}',
      summary: 'Puts pending tasks back into their queue; answers how many',
      handle: (request) => plain(String(queues.requeue(param(request, 'taskType')))),
    },
  ]
}
