import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { shellRoute } from '../app/root-route.tsx'
import { loadStrings } from '../i18n/i18n.ts'

const strings = () => loadStrings('screening', 'cases', 'codes')
const text = z.string().optional().catch(undefined)

const lists = createRoute({
  getParentRoute: () => shellRoute,
  path: '/lists',
  staticData: { section: { to: '/lists', label: 'lists' } },
  loader: strings,
  component: lazyRouteComponent(() => import('./ListsPage.tsx'), 'ListsPage'),
})

const blacklist = createRoute({
  getParentRoute: () => shellRoute,
  path: '/blacklist',
  staticData: { section: { to: '/blacklist', label: 'blacklist' } },
  loader: strings,
  component: lazyRouteComponent(() => import('./BlacklistPage.tsx'), 'BlacklistPage'),
})

const tryName = createRoute({
  getParentRoute: () => shellRoute,
  path: '/screening/try',
  validateSearch: z.object({ name: text, dob: text, country: text, document: text, hit: text }),
  staticData: { section: { to: '/screening/try', label: 'tryName' } },
  loader: strings,
  component: lazyRouteComponent(() => import('./TryNamePage.tsx'), 'TryNamePage'),
})

export const screeningRoutes = [lists, blacklist, tryName] as const
