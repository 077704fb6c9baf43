/** Addresses of Conductor's classic UI lead to our pages, so that links in logs and run-books keep working. */
import { createRoute, redirect } from '@tanstack/react-router'
import { rootRoute } from './root-route.tsx'

type Params = Readonly<Record<string, string>>

const forward = <const P extends string>(path: P, target: (params: Params) => string) =>
  createRoute({
    getParentRoute: () => rootRoute,
    path,
    beforeLoad: ({ params }) => {
      throw redirect({ href: target(params), replace: true })
    },
  })

const text = (value: string | undefined): string => encodeURIComponent(value ?? '')

export const legacyRoutes = [
  forward('/execution/$id', (params) => `/executions/${text(params['id'])}`),
  forward('/workflowDefs', () => '/build/workflows'),
  forward('/workflowDef/$name', (params) => `/build/workflows/${text(params['name'])}/latest`),
  forward(
    '/workflowDef/$name/$version',
    (params) => `/build/workflows/${text(params['name'])}/${text(params['version'])}`,
  ),
  forward('/newWorkflowDef', () => '/build/workflows/new'),
  forward('/taskDefs', () => '/build/tasks'),
  forward('/taskDef/$name', (params) => `/build/tasks/${text(params['name'])}`),
  forward('/eventHandlerDef', () => '/build/events'),
  forward('/eventHandlerDef/$name', (params) => `/build/events/${text(params['name'])}`),
  forward('/schedulerDefs', () => '/build/schedules'),
  forward('/schedulerDef/$name', (params) => `/build/schedules/${text(params['name'])}`),
  forward('/taskQueue', () => '/queues'),
  forward('/taskQueue/$name', (params) => `/queues?task=${text(params['name'])}`),
  forward('/runWorkflow', () => '/workbench'),
] as const
