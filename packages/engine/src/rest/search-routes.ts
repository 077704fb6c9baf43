/** The searches over executions and tasks. */
import type { Engine, SearchRequest } from '../api.ts'
import type { Workflow } from '../model/execution.ts'
import { parseQuery, parseSort } from '../search/search-query.ts'
import { refuse, violation } from '../validation/violation.ts'
import { type Handler, json, type Route, type RouteRequest } from './exchange.ts'
import { flagParam, numberParam, textParam } from './parameters.ts'
import { toTaskSummary, toWorkflowSummary } from './summaries.ts'

const MAX_SIZE = 5000

export function searchRoutes({ workflows, tasks }: Engine): Route[] {
  const searchWorkflows =
    (show: (workflow: Workflow) => unknown): Handler =>
    async (request) => {
      const { totalHits, results } = await workflows.search(workflowSearchOf(request))
      return json({ totalHits, results: results.map(show) })
    }

  const searchByTasks =
    (show: (workflow: Workflow) => unknown): Handler =>
    async (request) => {
      const { totalHits, results } = await tasks.search(limited(request))
      const ids = [...new Set(results.map(({ workflowInstanceId }) => workflowInstanceId))]
      const found = await Promise.all(ids.map((id) => workflows.get(id, { includeTasks: false })))
      return json({ totalHits, results: found.map(show) })
    }

  return [
    {
      method: 'GET',
      path: '/api/workflow/search',
      summary: 'Finds executions; answers summaries',
      handle: searchWorkflows(toWorkflowSummary),
    },
    {
      method: 'GET',
      path: '/api/workflow/search-v2',
      summary: 'Finds executions; answers them whole, without tasks',
      handle: searchWorkflows(withoutTasks),
    },
    {
      method: 'GET',
      path: '/api/workflow/search-by-tasks',
      summary: 'Finds executions by their tasks; answers summaries',
      handle: searchByTasks(toWorkflowSummary),
    },
    {
      method: 'GET',
      path: '/api/workflow/search-by-tasks-v2',
      summary: 'Finds executions by their tasks',
      handle: searchByTasks(withoutTasks),
    },
    {
      method: 'GET',
      path: '/api/tasks/search',
      summary: 'Finds tasks; answers summaries',
      async handle(request) {
        const { totalHits, results } = await tasks.search(searchOf(request))
        return json({ totalHits, results: results.map(toTaskSummary) })
      },
    },
    {
      method: 'GET',
      path: '/api/tasks/search-v2',
      summary: 'Finds tasks',
      handle: async (request) => json(await tasks.search(searchOf(request))),
    },
  ]
}

function withoutTasks(workflow: Workflow): Workflow {
  return { ...workflow, tasks: [] }
}

function workflowSearchOf(request: RouteRequest): SearchRequest {
  const search = limited(request)
  const classifier = textParam(request, 'classifier')
  const clauses = [
    ...(search.clauses ?? []),
    ...(classifier === undefined
      ? []
      : [{ field: 'classifier', operator: '=' as const, values: [classifier.toLowerCase()] }]),
    ...(flagParam(request, 'topLevelOnly', false)
      ? [{ field: 'parentWorkflowId', operator: '=' as const, values: [''] }]
      : []),
  ]
  return { ...search, clauses }
}

function limited(request: RouteRequest): SearchRequest {
  const size = numberParam(request, 'size', 100)
  if (size > MAX_SIZE) {
    const message = `Cannot return more than ${MAX_SIZE} workflows. Please use pagination.`
    refuse([violation('searchWorkflows.arg1', message, size)])
  }
  return searchOf(request)
}

function searchOf(request: RouteRequest): SearchRequest {
  return {
    clauses: parseQuery(textParam(request, 'query') ?? ''),
    freeText: textParam(request, 'freeText') ?? '*',
    sort: parseSort(textParam(request, 'sort') ?? ''),
    start: Math.max(0, numberParam(request, 'start', 0)),
    size: numberParam(request, 'size', 100),
  }
}
