import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { shellRoute } from '../app/root-route.tsx'
import { loadStrings } from '../i18n/i18n.ts'
import { definitionTitle } from '../ui/definition-name.ts'

const section = { to: '/build/schedules', label: 'schedules' } as const

const list = createRoute({
  getParentRoute: () => shellRoute,
  path: '/build/schedules',
  validateSearch: z.object({ q: z.string().optional() }),
  staticData: { section },
  loader: () => loadStrings('triggers'),
  component: lazyRouteComponent(() => import('./SchedulesPage.tsx'), 'SchedulesPage'),
})

const detail = createRoute({
  getParentRoute: () => shellRoute,
  path: '/build/schedules/$name',
  staticData: { section, object: (params) => definitionTitle(params['name']) },
  loader: () => loadStrings('triggers'),
  component: lazyRouteComponent(() => import('./SchedulePage.tsx'), 'SchedulePage'),
})

export const scheduleRoutes = [list, detail] as const
