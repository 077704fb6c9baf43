/** `/api/workflow`: starting executions and reading them. */
import type { Engine, ExecuteOptions } from '../api.ts'
import type { Task } from '../model/execution.ts'
import { empty, type Handler, json, jsonText, param, plain, type Route, type RouteRequest } from './exchange.ts'
import { flagParam, listParam, numberParam, oneOfParam, textParam, wholeNumber } from './parameters.ts'
import { readBody, readTexts } from './request-body.ts'
import { returnStrategyParam, toSignalResponse } from './signal-response.ts'
import { startByName, startByPath, startRequestOf } from './start-request.ts'
import { workflowJson } from './workflow-json.ts'

export function executionRoutes(engine: Engine): Route[] {
  return [...startRoutes(engine), ...readRoutes(engine)]
}

function startRoutes({ workflows, metadata }: Engine): Route[] {
  const execute =
    (versionOf: (request: RouteRequest) => number | undefined): Handler =>
    async (request) => {
      const strategy = returnStrategyParam(request)
      oneOfParam(
        textParam(request, 'consistency') ?? 'DURABLE',
        ['DURABLE', 'SYNCHRONOUS', 'REGION_DURABLE'],
        'consistency',
      )
      const requestId = textParam(request, 'requestId') ?? crypto.randomUUID()
      const start = startByPath(request, param(request, 'name'), versionOf(request), metadata)
      const blocked = await workflows.execute(start, waitingOf(request))
      const response = toSignalResponse(blocked, strategy, requestId)
      return response === undefined ? empty() : json(response)
    }
  return [
    {
      method: 'POST',
      path: '/api/workflow',
      summary: 'Starts a workflow; answers its id',
      handle: async (request) => plain(await workflows.start(startRequestOf(request, metadata))),
    },
    {
      method: 'POST',
      path: '/api/workflow/{name}',
      summary: 'Starts a workflow with the body as its input',
      handle: async (request) =>
        plain(
          await workflows.start(
            startByName(request, metadata, param(request, 'name'), numberParam(request, 'version')),
          ),
        ),
    },
    {
      method: 'POST',
      path: '/api/workflow/start/{name}/{version}',
      summary: 'Starts a version of a workflow with the body as its input',
      handle: async (request) => {
        const version = wholeNumber(param(request, 'version'), 'version')
        return plain(await workflows.start(startByName(request, metadata, param(request, 'name'), version)))
      },
    },
    {
      method: 'POST',
      path: '/api/workflow/execute/{name}/{version}',
      summary: 'Starts a workflow and waits for its end or for what blocks it',
      handle: execute((request) => wholeNumber(param(request, 'version'), 'version')),
    },
    {
      method: 'POST',
      path: '/api/workflow/execute/{name}',
      summary: 'As above, with the version as a parameter',
      handle: execute((request) => numberParam(request, 'version')),
    },
    {
      method: 'POST',
      path: '/api/workflow/document-store/upload',
      summary: 'Nothing to do: executions that have ended stay where they are',
      handle: () => empty(),
    },
  ]
}

function readRoutes({ workflows }: Engine): Route[] {
  return [
    {
      method: 'GET',
      path: '/api/workflow/{workflowId}',
      summary: 'One execution',
      async handle(request) {
        const includeTasks = flagParam(request, 'includeTasks', true)
        return jsonText(workflowJson(await workflows.get(param(request, 'workflowId'), { includeTasks })))
      },
    },
    {
      method: 'GET',
      path: '/api/workflow/{workflowId}/tasks',
      summary: 'Tasks of an execution, by pages',
      async handle(request) {
        const start = Math.max(0, numberParam(request, 'start', 0))
        const count = Math.max(0, numberParam(request, 'count', 15))
        const { tasks } = await workflows.get(param(request, 'workflowId'))
        const hits = tasks.filter(withStatus(listParam(request, 'status')))
        return json({ totalHits: hits.length, results: hits.slice(start, start + count) })
      },
    },
    {
      method: 'GET',
      path: '/api/workflow/{workflowId}/status',
      summary: 'State of an execution in short',
      async handle(request) {
        const { workflowId, correlationId, output, variables, status } = await workflows.get(
          param(request, 'workflowId'),
          {
            includeTasks: false,
          },
        )
        return json({
          workflowId,
          correlationId,
          ...(flagParam(request, 'includeOutput', false) ? { output } : {}),
          ...(flagParam(request, 'includeVariables', false) ? { variables } : {}),
          status,
        })
      },
    },
    {
      method: 'GET',
      path: '/api/workflow/{name}/correlated/{correlationId}',
      summary: 'Executions of a correlation id',
      handle: async (request) =>
        json(
          await workflows.correlated(
            param(request, 'name'),
            param(request, 'correlationId'),
            correlatedOptions(request),
          ),
        ),
    },
    {
      method: 'POST',
      path: '/api/workflow/{name}/correlated',
      summary: 'Executions of several correlation ids',
      async handle(request) {
        const ids = readBody(request, readTexts)
        const lists = ids.map(async (id) => [
          id,
          await workflows.correlated(param(request, 'name'), id, correlatedOptions(request)),
        ])
        return json(Object.fromEntries(await Promise.all(lists)))
      },
    },
    {
      method: 'GET',
      path: '/api/workflow/running/{name}',
      summary: 'Ids of running executions',
      async handle(request) {
        const startTime = numberParam(request, 'startTime')
        const endTime = numberParam(request, 'endTime')
        const range = startTime === undefined || endTime === undefined ? {} : { startTime, endTime }
        return json(
          await workflows.runningIds(param(request, 'name'), { version: numberParam(request, 'version', 1), ...range }),
        )
      },
    },
  ]
}

/** How long a synchronous call waits, and for what. */
export function waitingOf(request: RouteRequest): ExecuteOptions {
  return {
    waitUntilTaskRefs: listParam(request, 'waitUntilTaskRef').map((ref) => ref.trim()),
    waitForSeconds: Math.max(0, numberParam(request, 'waitForSeconds', 10)),
    ...(request.signal === undefined ? {} : { signal: request.signal }),
  }
}

/** Whether lists hold ended executions, and tasks. */
export function correlatedOptions(request: RouteRequest): { includeClosed: boolean; includeTasks: boolean } {
  return {
    includeClosed: flagParam(request, 'includeClosed', false),
    includeTasks: flagParam(request, 'includeTasks', false),
  }
}

function withStatus(statuses: readonly string[]): (task: Task) => boolean {
  return statuses.length === 0 ? () => true : ({ status }) => statuses.includes(status)
}
