/** Starting runs, and the inputs that can serve as examples. */
import { queryOptions } from '@tanstack/react-query'
import { z } from 'zod'
import { executionSchema, searchResultSchema, type WorkflowDef } from '../api/conductor.ts'
import { isJsonObject, type JsonObject } from '../api/json.ts'
import { request } from '../api/request.ts'

export interface StartRequest {
  readonly name: string
  readonly version: number | undefined
  readonly input: JsonObject
  readonly correlationId: string | undefined
  readonly priority: number | undefined
  readonly taskToDomain: JsonObject | undefined
}

export const startPath = '/api/workflow'

/** Answers the id of the new run. @throws ApiError 404 for an unknown name or version, 400 when the input is refused */
export const startWorkflow = (start: StartRequest): Promise<string> =>
  request(startPath, z.coerce.string(), { method: 'POST', body: start })

export interface Example {
  readonly id: string
  readonly label: string
  readonly input: JsonObject
}

/** Examples that a definition carries in its metadata: `{"examples": [{"name": "…", "input": {…}}]}`. */
export function examplesOf(definition: WorkflowDef): readonly Example[] {
  const listed = definition.metadata?.['examples']
  if (!Array.isArray(listed)) return []
  return listed.flatMap((item, index) => {
    if (!isJsonObject(item) || !isJsonObject(item['input'])) return []
    return [
      {
        id: `example-${index}`,
        label: typeof item['name'] === 'string' ? item['name'] : `${index + 1}`,
        input: item['input'],
      },
    ]
  })
}

const samples = 5

/** Inputs of the newest runs of a workflow: search gives them as text of another notation, so each run is read. */
export const sampleInputsQuery = (workflow: string) =>
  queryOptions({
    queryKey: ['sample-inputs', workflow],
    staleTime: 30_000,
    queryFn: async ({ signal }): Promise<readonly Example[]> => {
      const query = `workflowType='${workflow.replaceAll(/['",()]/g, '')}'`
      const found = await request('/api/workflow/search', searchResultSchema, {
        signal,
        query: { start: 0, size: samples, sort: 'startTime:DESC', query },
      })
      const runs = await Promise.all(
        found.results.map((run) =>
          request(`/api/workflow/${encodeURIComponent(run.workflowId)}`, executionSchema, {
            signal,
            query: { includeTasks: false },
          }),
        ),
      )
      return runs.map((run) => ({ id: run.workflowId, label: run.workflowId.slice(0, 8), input: run.input }))
    },
  })
