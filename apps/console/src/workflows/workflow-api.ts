/** Workflow definitions as cache entries, and the acts on them. */
import { queryOptions } from '@tanstack/react-query'
import { z } from 'zod'
import { workflowDefSchema } from '../api/conductor.ts'
import { command, request } from '../api/request.ts'

const root = '/api/metadata/workflow'

/** The newest version of each definition. */
export const latestVersionsQuery = queryOptions({
  queryKey: ['workflow-definitions', 'latest'],
  queryFn: ({ signal }) => request(`${root}/latest-versions`, z.array(workflowDefSchema), { signal }),
  staleTime: 15_000,
})

const versionsSchema = z.array(
  z.object({ name: z.string(), version: z.coerce.number(), createTime: z.coerce.number().catch(0) }),
)

export const versionsQuery = (name: string) =>
  queryOptions({
    queryKey: ['workflow-definitions', 'versions', name],
    queryFn: async ({ signal }) => {
      const versions = await request(`${root}/${encodeURIComponent(name)}/versions`, versionsSchema, { signal })
      return versions.map((item) => item.version).sort((a, b) => b - a)
    },
    staleTime: 15_000,
  })

/** @param version a number as text, or `latest` */
export const workflowQuery = (name: string, version: string) =>
  queryOptions({
    queryKey: ['workflow-definitions', 'one', name, version],
    queryFn: async ({ signal }) => {
      const raw = await request(`${root}/${encodeURIComponent(name)}`, z.unknown(), {
        signal,
        query: { version: version === 'latest' ? undefined : version },
      })
      return { raw, definition: workflowDefSchema.parse(raw) }
    },
    staleTime: 15_000,
  })

/** Registers a new name and version. @throws ApiError 409 when it exists, 400 with `fields` when invalid */
export const createWorkflow = (text: string): Promise<void> => command(root, { method: 'POST', rawBody: text })

/** Creates or replaces the version named in the text. @throws ApiError 400 with `fields` when invalid */
export const replaceWorkflow = (text: string): Promise<void> => command(root, { method: 'PUT', rawBody: `[${text}]` })

export const deleteWorkflow = (name: string, version: number): Promise<void> =>
  command(`${root}/${encodeURIComponent(name)}/${version}`, { method: 'DELETE' })
