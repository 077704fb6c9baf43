import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { shellRoute } from '../app/root-route.tsx'
import { loadStrings } from '../i18n/i18n.ts'

const section = { to: '/policy', label: 'riskPolicy' } as const
const text = z.string().optional().catch(undefined)
const strings = () => loadStrings('policy', 'cases', 'codes')

const list = createRoute({
  getParentRoute: () => shellRoute,
  path: '/policy',
  staticData: { section },
  loader: strings,
  component: lazyRouteComponent(() => import('./PolicyListPage.tsx'), 'PolicyListPage'),
})

const draft = createRoute({
  getParentRoute: () => shellRoute,
  path: '/policy/draft',
  validateSearch: z.object({ from: text }),
  staticData: { section },
  loader: strings,
  component: lazyRouteComponent(() => import('./PolicyDraftPage.tsx'), 'PolicyDraftPage'),
})

const diff = createRoute({
  getParentRoute: () => shellRoute,
  path: '/policy/diff',
  validateSearch: z.object({ from: text, to: text }),
  staticData: { section },
  loader: strings,
  component: lazyRouteComponent(() => import('./PolicyDiffPage.tsx'), 'PolicyDiffPage'),
})

const detail = createRoute({
  getParentRoute: () => shellRoute,
  path: '/policy/$version',
  validateSearch: z.object({ tab: z.enum(['content', 'use']).optional().catch(undefined) }),
  staticData: { section, object: ({ version = '' }) => version },
  loader: strings,
  component: lazyRouteComponent(() => import('./PolicyPage.tsx'), 'PolicyPage'),
})

export const policyRoutes = [list, draft, diff, detail] as const
