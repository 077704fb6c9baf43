import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { shellRoute } from '../app/root-route.tsx'
import { loadStrings } from '../i18n/i18n.ts'

const section = { to: '/build/workflows', label: 'workflows' } as const
const strings = () => loadStrings('build', 'diagram')

const list = createRoute({
  getParentRoute: () => shellRoute,
  path: '/build/workflows',
  validateSearch: z.object({ q: z.string().optional() }),
  staticData: { section },
  loader: strings,
  component: lazyRouteComponent(() => import('./WorkflowsPage.tsx'), 'WorkflowsPage'),
})

const create = createRoute({
  getParentRoute: () => shellRoute,
  path: '/build/workflows/new',
  staticData: { section, object: () => '+' },
  loader: strings,
  component: lazyRouteComponent(() => import('./NewWorkflowPage.tsx'), 'NewWorkflowPage'),
})

const detail = createRoute({
  getParentRoute: () => shellRoute,
  path: '/build/workflows/$name/$version',
  validateSearch: z.object({
    tab: z.enum(['diagram', 'json', 'split']).optional().catch(undefined),
    task: z.string().optional(),
  }),
  staticData: { section, object: (params) => params['name'] ?? '' },
  loader: strings,
  component: lazyRouteComponent(() => import('./WorkflowPage.tsx'), 'WorkflowPage'),
})

const diff = createRoute({
  getParentRoute: () => shellRoute,
  path: '/build/workflows/$name/diff',
  validateSearch: z.object({ from: z.string().optional(), to: z.string().optional() }),
  staticData: { section, object: (params) => params['name'] ?? '' },
  loader: strings,
  component: lazyRouteComponent(() => import('./VersionDiffPage.tsx'), 'VersionDiffPage'),
})

export const buildRoutes = [list, create, diff, detail] as const
