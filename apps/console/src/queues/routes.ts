import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { shellRoute } from '../app/root-route.tsx'
import { loadStrings } from '../i18n/i18n.ts'

const queues = createRoute({
  getParentRoute: () => shellRoute,
  path: '/queues',
  validateSearch: z.object({ task: z.string().optional() }),
  staticData: { section: { to: '/queues', label: 'queues' } },
  loader: () => loadStrings('operate'),
  component: lazyRouteComponent(() => import('./QueuesPage.tsx'), 'QueuesPage'),
})

export const queueRoutes = [queues] as const
