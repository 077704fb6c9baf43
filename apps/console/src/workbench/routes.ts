import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { shellRoute } from '../app/root-route.tsx'
import { loadStrings } from '../i18n/i18n.ts'

const workbench = createRoute({
  getParentRoute: () => shellRoute,
  path: '/workbench',
  validateSearch: z.object({
    workflow: z.string().optional(),
    version: z.string().optional(),
    run: z.string().optional(),
  }),
  staticData: { section: { to: '/workbench', label: 'workbench' } },
  loader: () => loadStrings('workbench', 'diagram', 'executions'),
  component: lazyRouteComponent(() => import('./WorkbenchPage.tsx'), 'WorkbenchPage'),
})

export const workbenchRoutes = [workbench] as const
