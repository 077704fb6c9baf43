import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { NotFound } from '../app/NotFound.tsx'
import { shellRoute } from '../app/root-route.tsx'
import { landingPage } from '../session/areas.ts'
import { sessionQuery } from '../session/session.ts'

const landing = createRoute({
  getParentRoute: () => shellRoute,
  path: '/',
  beforeLoad: async ({ context }) => {
    const { permissions } = await context.client.ensureQueryData(sessionQuery)
    throw redirect({ href: landingPage(permissions, context.hasPage), replace: true })
  },
})

const home = createRoute({
  getParentRoute: () => shellRoute,
  path: '/home',
  staticData: { section: { to: '/home', label: 'home' } },
  component: lazyRouteComponent(() => import('./HomePage.tsx'), 'HomePage'),
})

const elsewhere = createRoute({ getParentRoute: () => shellRoute, path: '$', component: NotFound })

export const homeRoutes = [landing, home, elsewhere] as const
