import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { shellRoute } from '../app/root-route.tsx'
import { loadStrings } from '../i18n/i18n.ts'
import { definitionTitle } from '../ui/definition-name.ts'

const section = { to: '/build/tasks', label: 'tasks' } as const

const list = createRoute({
  getParentRoute: () => shellRoute,
  path: '/build/tasks',
  validateSearch: z.object({ q: z.string().optional() }),
  staticData: { section },
  loader: () => loadStrings('build'),
  component: lazyRouteComponent(() => import('./TaskDefinitionsPage.tsx'), 'TaskDefinitionsPage'),
})

const detail = createRoute({
  getParentRoute: () => shellRoute,
  path: '/build/tasks/$name',
  staticData: { section, object: (params) => definitionTitle(params['name']) },
  loader: () => loadStrings('build'),
  component: lazyRouteComponent(() => import('./TaskDefinitionPage.tsx'), 'TaskDefinitionPage'),
})

export const taskDefinitionRoutes = [list, detail] as const
