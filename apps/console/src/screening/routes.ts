import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shellRoute } from '../app/root-route.tsx'
import { loadStrings } from '../i18n/i18n.ts'
import { trySearchSchema } from './try-search.ts'

const strings = () => loadStrings('screening', 'cases', 'codes')

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
  validateSearch: trySearchSchema,
  staticData: { section: { to: '/screening/try', label: 'tryName' } },
  loader: strings,
  component: lazyRouteComponent(() => import('./TryNamePage.tsx'), 'TryNamePage'),
})

export const screeningRoutes = [lists, blacklist, tryName] as const
