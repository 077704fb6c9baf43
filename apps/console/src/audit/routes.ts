import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { shellRoute } from '../app/root-route.tsx'
import { loadStrings } from '../i18n/i18n.ts'

const section = { to: '/audit', label: 'audit' } as const
const text = z.string().optional().catch(undefined)

const log = createRoute({
  getParentRoute: () => shellRoute,
  path: '/audit',
  validateSearch: z.object({ action: text, actor: text, caseId: text }),
  staticData: { section },
  loader: () => loadStrings('audit', 'codes'),
  component: lazyRouteComponent(() => import('./AuditPage.tsx'), 'AuditPage'),
})

const verify = createRoute({
  getParentRoute: () => shellRoute,
  path: '/audit/verify',
  staticData: { section },
  loader: () => loadStrings('audit', 'codes'),
  component: lazyRouteComponent(() => import('./VerifyPage.tsx'), 'VerifyPage'),
})

export const auditRoutes = [log, verify] as const
