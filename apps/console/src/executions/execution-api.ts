/** What the console reads of runs, as cache entries; and the acts on a run. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { z } from 'zod'
import { ApiError } from '../api/api-error.ts'
import { type Execution, executionSchema, pollDataSchema, searchResultSchema, taskLogSchema } from '../api/conductor.ts'
import { command, request } from '../api/request.ts'
import type { JsonObject } from '../api/json.ts'
import { type ExecutionSearch, toConductorQuery, workflowStatuses, statusesOf } from './execution-search.ts'

const pageSize = 100
const searchPath = '/api/workflow/search'
const pathOf = (id: string): string => `/api/workflow/${encodeURIComponent(id)}`

export const executionsQuery = (search: ExecutionSearch) =>
  infiniteQueryOptions({
    queryKey: ['executions', 'list', search],
    queryFn: ({ signal, pageParam }) =>
      request(searchPath, searchResultSchema, {
        signal,
        query: { start: pageParam, size: pageSize, ...toConductorQuery(search, statusesOf(search), Date.now()) },
      }),
    initialPageParam: 0,
    getNextPageParam: (last, pages) => {
      const loaded = pages.reduce((sum, page) => sum + page.results.length, 0)
      return last.results.length > 0 && loaded < last.totalHits ? loaded : undefined
    },
  })

/** How many runs each status has under the other filters. */
export const statusCountsQuery = (search: ExecutionSearch) =>
  queryOptions({
    queryKey: ['executions', 'counts', { ...search, status: undefined, sort: undefined }],
    queryFn: async ({ signal }) => {
      const counts = await Promise.all(workflowStatuses.map((status) => countRuns(search, status, signal)))
      return new Map(workflowStatuses.map((status, index) => [status, counts[index] ?? 0]))
    },
  })

async function countRuns(search: ExecutionSearch, status: string, signal: AbortSignal): Promise<number> {
  const query = { start: 0, size: 1, ...toConductorQuery(search, [status], Date.now()) }
  return (await request(searchPath, searchResultSchema, { signal, query })).totalHits
}

export const fetchExecution = (id: string, signal: AbortSignal): Promise<Execution> =>
  request(pathOf(id), executionSchema, { signal, query: { includeTasks: true } })

export const executionQuery = (id: string) =>
  queryOptions({
    queryKey: ['execution', id],
    queryFn: ({ signal }) => fetchExecution(id, signal),
  })

/** The run as the server wrote it, for reading and copying. */
export const rawExecutionQuery = (id: string) =>
  queryOptions({
    queryKey: ['execution', id, 'raw'],
    queryFn: ({ signal }) => request(pathOf(id), z.unknown(), { signal }),
  })

export const recentRunsQuery = (workflow: string | undefined, size: number) =>
  queryOptions({
    queryKey: ['executions', 'recent', workflow, size],
    queryFn: ({ signal }) =>
      request(searchPath, searchResultSchema, {
        signal,
        query: { start: 0, size, ...toConductorQuery({ workflow }, [], Date.now()) },
      }),
  })

export const taskLogsQuery = (taskId: string) =>
  queryOptions({
    queryKey: ['task-logs', taskId],
    queryFn: async ({ signal }) =>
      (await request(`/api/tasks/${encodeURIComponent(taskId)}/log`, taskLogSchema.optional(), { signal })) ?? [],
  })

export const pollDataQuery = (taskType: string) =>
  queryOptions({
    queryKey: ['queues', 'polldata', taskType],
    queryFn: ({ signal }) => request('/api/tasks/queue/polldata', pollDataSchema, { signal, query: { taskType } }),
  })

const bulkSchema = z.object({
  bulkErrorResults: z.record(z.string(), z.string()).catch({}),
  bulkSuccessfulResults: z.array(z.unknown()).catch([]),
})
export type BulkResult = z.infer<typeof bulkSchema>

export const bulkActions = ['retry', 'restart', 'pause', 'resume', 'terminate'] as const
export type BulkAction = (typeof bulkActions)[number]

/** At most 1000 ids a call, as Conductor allows. @throws ApiError */
export async function runBulk(action: BulkAction, ids: readonly string[], reason = ''): Promise<BulkResult> {
  if (ids.length > 1000) throw new ApiError({ status: 400, code: 'TOO_MANY', message: 'At most 1000 runs at once.' })
  const method = action === 'pause' || action === 'resume' ? 'PUT' : 'POST'
  const query = action === 'terminate' && reason !== '' ? { reason } : {}
  return request(`/api/workflow/bulk/${action}`, bulkSchema, { method, body: ids, query })
}

export type RunCommand =
  | { readonly kind: 'retry'; readonly resumeSubworkflows: boolean }
  | { readonly kind: 'restart'; readonly useLatest: boolean }
  | { readonly kind: 'rerun'; readonly taskId: string | undefined; readonly taskInput: JsonObject | undefined }
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume' }
  | { readonly kind: 'terminate'; readonly reason: string }

/** @throws ApiError with Conductor's message when the state of the run does not allow the act */
export function runCommand(id: string, act: RunCommand): Promise<void> {
  const path = pathOf(id)
  switch (act.kind) {
    case 'retry':
      return command(`${path}/retry`, { method: 'POST', query: { resumeSubworkflowTasks: act.resumeSubworkflows } })
    case 'restart':
      return command(`${path}/restart`, { method: 'POST', query: { useLatestDefinitions: act.useLatest } })
    case 'rerun':
      return command(`${path}/rerun`, {
        method: 'POST',
        body: { reRunFromTaskId: act.taskId, taskInput: act.taskInput },
      })
    case 'pause':
    case 'resume':
      return command(`${path}/${act.kind}`, { method: 'PUT' })
    case 'terminate':
      return command(path, { method: 'DELETE', query: { reason: act.reason === '' ? undefined : act.reason } })
  }
}

/** Ends an open task by hand, as a worker would. @throws ApiError */
export const updateTask = (
  run: Execution,
  ref: string,
  status: 'COMPLETED' | 'FAILED',
  output: JsonObject,
): Promise<void> =>
  command(`/api/tasks/${encodeURIComponent(run.workflowId)}/${encodeURIComponent(ref)}/${status}`, {
    method: 'POST',
    query: { workerid: 'gatehouse-console' },
    body: output,
  })
