import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { z } from 'zod'
import { shellRoute } from '../app/root-route.tsx'
import { loadStrings } from '../i18n/i18n.ts'
import { executionSearchSchema } from './execution-search.ts'

const section = { to: '/executions', label: 'executions' } as const
const strings = () => loadStrings('executions', 'diagram')

export const executionTabs = ['diagram', 'timeline', 'tasks', 'io', 'logs', 'json', 'actions'] as const
export type ExecutionTab = (typeof executionTabs)[number]

const list = createRoute({
  getParentRoute: () => shellRoute,
  path: '/executions',
  validateSearch: executionSearchSchema,
  staticData: { section },
  loader: strings,
  component: lazyRouteComponent(() => import('./ExecutionsPage.tsx'), 'ExecutionsPage'),
})

const bare = createRoute({
  getParentRoute: () => shellRoute,
  path: '/executions/$workflowId',
  beforeLoad: ({ params }) => {
    throw redirect({
      to: '/executions/$workflowId/$tab',
      params: { workflowId: params.workflowId, tab: 'diagram' },
      replace: true,
    })
  },
})

const detail = createRoute({
  getParentRoute: () => shellRoute,
  path: '/executions/$workflowId/$tab',
  params: {
    parse: ({ workflowId, tab }): { workflowId: string; tab: ExecutionTab } => ({
      workflowId,
      tab: executionTabs.find((known) => known === tab) ?? 'diagram',
    }),
  },
  validateSearch: z.object({
    task: z.string().optional(),
    attempt: z.string().optional(),
    iteration: z.string().optional(),
    unfold: z.string().optional(),
  }),
  staticData: { section, object: (params) => shorten(params['workflowId'] ?? '') },
  loader: strings,
  component: lazyRouteComponent(() => import('./ExecutionPage.tsx'), 'ExecutionPage'),
})

const shorten = (id: string): string => (id.length > 14 ? `${id.slice(0, 8)}…${id.slice(-4)}` : id)

export const executionRoutes = [list, bare, detail] as const
