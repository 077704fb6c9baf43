/** `/api/workflow/bulk`: one operation on up to a thousand executions. */
import type { Engine } from '../api.ts'
import { runEach } from './bulk-response.ts'
import { type Handler, json, type Route, type RouteRequest } from './exchange.ts'
import { flagParam } from './parameters.ts'
import { readBody, readTexts } from './request-body.ts'
import { refuse, violation } from '../validation/violation.ts'
import { reasonOf } from './workflow-routes.ts'

const MAX_IDS = 1000

export function bulkRoutes({ workflows }: Engine): Route[] {
  const routes: readonly [Route['method'], string, string, (id: string, request: RouteRequest) => Promise<unknown>][] =
    [
      ['PUT', 'pause', 'Pauses executions', (id) => workflows.pause(id)],
      ['PUT', 'resume', 'Resumes executions', (id) => workflows.resume(id)],
      [
        'POST',
        'restart',
        'Starts ended executions over',
        (id, request) =>
          workflows.restart(id, { useLatestDefinitions: flagParam(request, 'useLatestDefinitions', false) }),
      ],
      ['POST', 'retry', 'Retries ended executions', (id) => workflows.retry(id)],
      ['POST', 'terminate', 'Terminates executions', (id, request) => workflows.terminate(id, reasonOf(request))],
      [
        'DELETE',
        'remove',
        'Removes executions',
        (id, request) => workflows.remove(id, { archive: flagParam(request, 'archiveWorkflow', true) }),
      ],
      [
        'DELETE',
        'terminate-remove',
        'Terminates and removes executions',
        async (id, request) => {
          await workflows.terminate(id, reasonOf(request))
          await workflows.remove(id, { archive: flagParam(request, 'archiveWorkflow', true) })
        },
      ],
      ['POST', 'delete', 'Removes executions without archiving', (id) => workflows.remove(id, { archive: false })],
    ]
  return [
    ...routes.map(([method, name, summary, act]) => ({
      method,
      path: `/api/workflow/bulk/${name}`,
      summary,
      handle: forEachId(name, act),
    })),
    {
      method: 'POST',
      path: '/api/workflow/bulk/search',
      summary: 'Reads executions',
      async handle(request) {
        const includeTasks = flagParam(request, 'includeTasks', true)
        return json(
          await runEach(
            idsOf(request, 'search'),
            (id) => id,
            (id) => workflows.get(id, { includeTasks }),
          ),
        )
      },
    },
  ]
}

function forEachId(name: string, act: (id: string, request: RouteRequest) => Promise<unknown>): Handler {
  return async (request) => {
    const outcome = await runEach(
      idsOf(request, name),
      (id) => id,
      async (id) => {
        await act(id, request)
        return id
      },
    )
    return json(outcome)
  }
}

function idsOf(request: RouteRequest, operation: string): string[] {
  const ids = readBody(request, readTexts)
  const path = `${operation}.arg0`
  if (ids.length === 0) refuse([violation(path, 'WorkflowIds list cannot be null.')])
  if (ids.length > MAX_IDS) {
    refuse([violation(path, `Cannot process more than ${MAX_IDS} workflows. Please use multiple requests.`)])
  }
  return ids
}
