import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { createElement } from 'react'
import { z } from 'zod'
import { shellRoute } from '../app/root-route.tsx'
import { loadStrings } from '../i18n/i18n.ts'
import { CaseNumber } from './CaseNumber.tsx'
import { type CaseTab, caseTabs, queueSearchSchema } from './case-search.ts'

const section = { to: '/cases', label: 'queue' } as const
const strings = () => loadStrings('cases', 'codes', 'problems')

const list = createRoute({
  getParentRoute: () => shellRoute,
  path: '/cases',
  validateSearch: queueSearchSchema,
  staticData: { section },
  loader: strings,
  component: lazyRouteComponent(() => import('./CasesPage.tsx'), 'CasesPage'),
})

const approvals = createRoute({
  getParentRoute: () => shellRoute,
  path: '/approvals',
  staticData: { section: { to: '/approvals', label: 'approvals' } },
  loader: () => loadStrings('cases', 'codes', 'problems', 'governance'),
  component: lazyRouteComponent(() => import('./ApprovalsPage.tsx'), 'ApprovalsPage'),
})

const bare = createRoute({
  getParentRoute: () => shellRoute,
  path: '/cases/$caseId',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/cases/$caseId/$tab', params: { caseId: params.caseId, tab: 'overview' }, replace: true })
  },
})

const detail = createRoute({
  getParentRoute: () => shellRoute,
  path: '/cases/$caseId/$tab',
  params: {
    parse: ({ caseId, tab }): { caseId: string; tab: CaseTab } => ({
      caseId,
      tab: caseTabs.find((known) => known === tab) ?? 'overview',
    }),
  },
  validateSearch: z.object({
    hit: z.string().optional(),
    item: z.string().optional(),
    doc: z.string().optional(),
    task: z.string().optional(),
    iteration: z.string().optional(),
  }),
  staticData: { section, object: ({ caseId = '' }) => createElement(CaseNumber, { caseId }) },
  loader: () => loadStrings('cases', 'codes', 'facts', 'problems', 'executions', 'diagram', 'governance'),
  component: lazyRouteComponent(() => import('./CasePage.tsx'), 'CasePage'),
})

export const caseRoutes = [list, approvals, bare, detail] as const
