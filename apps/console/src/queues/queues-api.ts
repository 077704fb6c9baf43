import { queryOptions } from '@tanstack/react-query'
import { pollDataSchema, queueSizesSchema } from '../api/conductor.ts'
import { command, request } from '../api/request.ts'

/** Sizes of all queues and who polls them, in one entry so that a row never mixes two moments. */
export const queuesQuery = queryOptions({
  queryKey: ['queues', 'all'],
  queryFn: async ({ signal }) => {
    const [sizes, polls] = await Promise.all([
      request('/api/tasks/queue/all', queueSizesSchema, { signal }),
      request('/api/tasks/queue/polldata/all', pollDataSchema, { signal }),
    ])
    return { sizes, polls }
  },
  refetchInterval: 5_000,
})

export const requeue = (task: string): Promise<void> =>
  command(`/api/tasks/queue/requeue/${encodeURIComponent(task)}`, { method: 'POST' })
