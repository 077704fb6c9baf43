/** The two outermost routes: the bare root, and the shell that wants somebody signed in. */
import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute, redirect } from '@tanstack/react-router'
import { z } from 'zod'
import { sessionQuery } from '../session/session.ts'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { NotFound } from './NotFound.tsx'
import { RootFrame } from './RootFrame.tsx'
import { Shell } from './Shell.tsx'
import { SignInPage } from '../session/SignInPage.tsx'

export interface RouterContext {
  readonly client: QueryClient
  /** Whether an address belongs to a page of this build. */
  readonly hasPage: (to: string) => boolean
}

export const rootRoute = createRootRouteWithContext<RouterContext>()({
  component: RootFrame,
  notFoundComponent: NotFound,
  errorComponent: ({ error, reset }) => (
    <main className="mx-auto max-w-3xl p-6">
      <ErrorPanel error={error} onRetry={reset} />
    </main>
  ),
})

export const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: z.object({ next: z.string().optional().catch(undefined) }),
  component: SignInPage,
})

/** Parent of every page of the console. */
export const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'shell',
  beforeLoad: async ({ context, location }) => {
    const session = await context.client.ensureQueryData(sessionQuery)
    if (session.user === null)
      throw redirect({ to: '/sign-in', search: { next: location.href === '/' ? undefined : location.href } })
  },
  component: Shell,
  errorComponent: ({ error, reset }) => (
    <div className="mx-auto max-w-3xl p-6">
      <ErrorPanel error={error} onRetry={reset} />
    </div>
  ),
})
