import type { QueryClient } from '@tanstack/react-query'
import { createRouter } from '@tanstack/react-router'
import { NotFound } from './NotFound.tsx'
import { routeTree } from './route-tree.ts'
import { parseSearch, stringifySearch } from './search-text.ts'

export const createConsoleRouter = (client: QueryClient) => {
  const router = createRouter({
    routeTree,
    context: { client, hasPage: (to): boolean => Object.hasOwn(router.routesByPath, to) },
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    defaultNotFoundComponent: NotFound,
    scrollRestoration: true,
  })
  return router
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createConsoleRouter>
  }
}
