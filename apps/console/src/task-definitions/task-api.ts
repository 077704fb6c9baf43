/** Task definitions as cache entries, and the acts on them. */
import { queryOptions } from '@tanstack/react-query'
import { z } from 'zod'
import { taskDefSchema } from '../api/conductor.ts'
import { command, request } from '../api/request.ts'

const root = '/api/metadata/taskdefs'

export const taskDefsQuery = queryOptions({
  queryKey: ['task-definitions'],
  queryFn: ({ signal }) => request(root, z.array(taskDefSchema), { signal }),
  staleTime: 15_000,
})

export const taskDefQuery = (name: string) =>
  queryOptions({
    queryKey: ['task-definitions', name],
    queryFn: async ({ signal }) => {
      const raw = await request(`${root}/${encodeURIComponent(name)}`, z.unknown(), { signal })
      return { raw, definition: taskDefSchema.parse(raw) }
    },
    staleTime: 15_000,
  })

/** Creates or replaces. @throws ApiError 400 with `fields` when invalid */
export const saveTaskDef = (definition: unknown): Promise<void> => command(root, { method: 'POST', body: [definition] })

export const deleteTaskDef = (name: string): Promise<void> =>
  command(`${root}/${encodeURIComponent(name)}`, { method: 'DELETE' })
