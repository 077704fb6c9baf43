import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { shellRoute } from '../app/root-route.tsx'
import { loadStrings } from '../i18n/i18n.ts'

const mailbox = createRoute({
  getParentRoute: () => shellRoute,
  path: '/mailbox',
  validateSearch: z.object({ id: z.string().optional() }),
  staticData: { section: { to: '/mailbox', label: 'mailbox' } },
  loader: () => loadStrings('operate'),
  component: lazyRouteComponent(() => import('./MailboxPage.tsx'), 'MailboxPage'),
})

export const mailboxRoutes = [mailbox] as const
