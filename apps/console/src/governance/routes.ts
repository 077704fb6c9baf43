import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { shellRoute } from '../app/root-route.tsx'
import { loadStrings } from '../i18n/i18n.ts'

const text = z.string().optional().catch(undefined)

const goodGuys = createRoute({
  getParentRoute: () => shellRoute,
  path: '/good-guys',
  validateSearch: z.object({
    state: z.enum(['IN_FORCE', 'ENDED']).optional().catch(undefined),
    case: text,
    pair: text,
  }),
  staticData: { section: { to: '/good-guys', label: 'goodGuys' } },
  loader: () => loadStrings('governance', 'cases'),
  component: lazyRouteComponent(() => import('./GoodGuysPage.tsx'), 'GoodGuysPage'),
})

const retention = createRoute({
  getParentRoute: () => shellRoute,
  path: '/retention',
  validateSearch: z.object({ tab: z.enum(['holds', 'rules', 'requests']).optional().catch(undefined) }),
  staticData: { section: { to: '/retention', label: 'retention' } },
  loader: () => loadStrings('governance'),
  component: lazyRouteComponent(() => import('./RetentionPage.tsx'), 'RetentionPage'),
})

export const governanceRoutes = [goodGuys, retention] as const
