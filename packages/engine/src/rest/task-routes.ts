/** `/api/tasks`: what workers do, poll, report and log, and reading tasks. */
import type { Engine, Tasks } from '../api.ts'
import { EngineError } from '../errors.ts'
import type { TaskResult } from '../model/execution.ts'
import { taskResultStatuses } from '../model/status.ts'
import { judgeTaskResult } from '../validation/request-rules.ts'
import { readTaskResult } from '../validation/request-readers.ts'
import { refuse } from '../validation/violation.ts'
import { empty, json, jsonText, param, plain, type Route, type RouteRequest } from './exchange.ts'
import { numberParam, oneOfParam, textParam } from './parameters.ts'
import { readBody, readMap, readOptionalBody } from './request-body.ts'
import { RequestError } from './request-error.ts'
import { taskJson, tasksJson, workflowJson } from './workflow-json.ts'

const MAX_LONG_POLL_MS = 5000
const DEFAULT_POLL_MS = 100

export function taskRoutes({ tasks, workflows }: Engine): Route[] {
  return [
    ...pollRoutes(tasks),
    ...updateRoutes(tasks),
    {
      method: 'POST',
      path: '/api/tasks/{workflowId}/{taskRefName}/{status}',
      summary: 'Reports the result of the pending task of a reference name',
      async handle(request) {
        const taskId = await updateByRef(tasks, request)
        if (taskId !== undefined) return plain(taskId)
        // Conductor takes a result that nothing waits for in silence; here at least the execution must be there.
        await workflows.get(param(request, 'workflowId'), { includeTasks: false })
        return empty()
      },
    },
    {
      method: 'POST',
      path: '/api/tasks/{workflowId}/{taskRefName}/{status}/sync',
      summary: 'As above; answers the execution',
      async handle(request) {
        const workflowId = param(request, 'workflowId')
        if ((await updateByRef(tasks, request)) === undefined) {
          const message = `Found no running task ${param(request, 'taskRefName')} of workflow ${workflowId} to update`
          throw new RequestError(404, message)
        }
        return jsonText(workflowJson(await workflows.get(workflowId)))
      },
    },
    {
      method: 'GET',
      path: '/api/tasks/{taskId}',
      summary: 'One task',
      handle: async (request) => jsonText(taskJson(await tasks.get(param(request, 'taskId')))),
    },
    {
      method: 'POST',
      path: '/api/tasks/{taskId}/log',
      summary: 'Adds a line to the log of a task',
      async handle(request) {
        const line = request.rawBody ?? (typeof request.body === 'string' ? request.body : JSON.stringify(request.body))
        if (line === undefined || line === '') throw new RequestError(400, 'Required request body is missing')
        await unlessUnknown(tasks.log(param(request, 'taskId'), line))
        return empty()
      },
    },
    {
      method: 'GET',
      path: '/api/tasks/{taskId}/log',
      summary: 'The log of a task',
      async handle(request) {
        const lines = (await unlessUnknown(tasks.logs(param(request, 'taskId')))) ?? []
        return lines.length === 0 ? empty(204) : json(lines)
      },
    },
  ]
}

function pollRoutes(tasks: Tasks): Route[] {
  return [
    {
      method: 'GET',
      path: '/api/tasks/poll/{tasktype}',
      summary: 'Takes one task; 204 when there is none',
      async handle(request) {
        const [task] = await poll(tasks, request, 1, DEFAULT_POLL_MS)
        return task === undefined ? empty(204) : jsonText(taskJson(task))
      },
    },
    {
      method: 'GET',
      path: '/api/tasks/poll/batch/{tasktype}',
      summary: 'Takes up to so many tasks, waiting for the first',
      async handle(request) {
        const timeoutMs = numberParam(request, 'timeout', DEFAULT_POLL_MS)
        if (timeoutMs > MAX_LONG_POLL_MS) {
          throw new RequestError(400, 'Long Poll Timeout value cannot be more than 5 seconds')
        }
        return jsonText(tasksJson(await poll(tasks, request, numberParam(request, 'count', 1), timeoutMs)))
      },
    },
  ]
}

function poll(tasks: Tasks, request: RouteRequest, count: number, timeoutMs: number) {
  const workerId = textParam(request, 'workerid')
  const domain = textParam(request, 'domain')
  return tasks.poll({
    taskType: param(request, 'tasktype'),
    ...(workerId === undefined ? {} : { workerId }),
    ...(domain === undefined ? {} : { domain }),
    count: Math.max(0, count),
    timeoutMs: Math.max(0, timeoutMs),
    ...(request.signal === undefined ? {} : { signal: request.signal }),
  })
}

function updateRoutes(tasks: Tasks): Route[] {
  return [
    {
      method: 'POST',
      path: '/api/tasks',
      summary: 'Reports the result of a task; answers its id',
      handle: async (request) => plain(await tasks.update(taskResultOf(request, 'updateTask'))),
    },
    {
      method: 'POST',
      path: '/api/tasks/update-v2',
      summary: 'Reports the result of a task; answers the next task of the type, or 204',
      async handle(request) {
        const next = await tasks.updateAndPoll(taskResultOf(request, 'updateTaskV2'))
        return next === undefined ? empty(204) : jsonText(taskJson(next))
      },
    },
  ]
}

function taskResultOf(request: RouteRequest, operation: string): TaskResult {
  const result = readBody(request, readTaskResult)
  const { status } = result
  refuse(judgeTaskResult(result, `${operation}.arg0`))
  if (status !== undefined) return { ...result, status }
  // A lease is extended whatever the status says.
  if (result.extendLease === true) return { ...result, status: 'IN_PROGRESS' }
  throw new RequestError(400, `The task result has no status. Use one of ${taskResultStatuses.join(', ')}.`)
}

async function updateByRef(tasks: Tasks, request: RouteRequest): Promise<string | undefined> {
  const status = oneOfParam(param(request, 'status'), taskResultStatuses, 'status')
  const output = readOptionalBody(request, readMap, {})
  const workerId = textParam(request, 'workerid')
  return unlessUnknown(
    tasks.updateByRef(param(request, 'workflowId'), param(request, 'taskRefName'), status, output, workerId),
  )
}

/** Conductor takes reports about what it does not know in silence. */
async function unlessUnknown<T>(pending: Promise<T>): Promise<T | undefined> {
  try {
    return await pending
  } catch (error) {
    if (error instanceof EngineError && error.code === 'NOT_FOUND') return undefined
    throw error
  }
}
