/** One cache of server state for the whole console. */
import { QueryClient } from '@tanstack/react-query'
import { ApiError } from './api-error.ts'

export const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        refetchOnWindowFocus: true,
        // A refusal stays a refusal; only an unreachable or overloaded server is asked again.
        retry: (count, error) => count < 2 && error instanceof ApiError && isPassing(error.status),
        retryDelay: (attempt) => Math.min(500 * 2 ** attempt, 4_000),
      },
      mutations: { retry: false },
    },
  })

const isPassing = (status: number): boolean => status === 0 || status === 429 || status >= 502
