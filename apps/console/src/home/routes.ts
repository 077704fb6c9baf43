import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { NotFound } from '../app/NotFound.tsx'
import { shellRoute } from '../app/root-route.tsx'

const landing = createRoute({
  getParentRoute: () => shellRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/home', replace: true })
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
