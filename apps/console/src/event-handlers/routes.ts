import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { shellRoute } from '../app/root-route.tsx'
import { loadStrings } from '../i18n/i18n.ts'
import { definitionTitle } from '../ui/definition-name.ts'

const section = { to: '/build/events', label: 'eventHandlers' } as const

const list = createRoute({
  getParentRoute: () => shellRoute,
  path: '/build/events',
  validateSearch: z.object({ q: z.string().optional() }),
  staticData: { section },
  loader: () => loadStrings('triggers'),
  component: lazyRouteComponent(() => import('./EventHandlersPage.tsx'), 'EventHandlersPage'),
})

const detail = createRoute({
  getParentRoute: () => shellRoute,
  path: '/build/events/$name',
  staticData: { section, object: (params) => definitionTitle(params['name']) },
  loader: () => loadStrings('triggers'),
  component: lazyRouteComponent(() => import('./EventHandlerPage.tsx'), 'EventHandlerPage'),
})

export const eventHandlerRoutes = [list, detail] as const
