/** All pages of the console. A feature lists its own routes; here they are put together. */
import { buildRoutes } from '../workflows/routes.ts'
import { eventHandlerRoutes } from '../event-handlers/routes.ts'
import { governanceRoutes } from '../governance/routes.ts'
import { policyRoutes } from '../policy/routes.ts'
import { executionRoutes } from '../executions/routes.ts'
import { homeRoutes } from '../home/routes.ts'
import { legacyRoutes } from './legacy-routes.ts'
import { mailboxRoutes } from '../mailbox/routes.ts'
import { queueRoutes } from '../queues/routes.ts'
import { taskDefinitionRoutes } from '../task-definitions/routes.ts'
import { auditRoutes } from '../audit/routes.ts'
import { caseRoutes } from '../cases/routes.ts'
import { screeningRoutes } from '../screening/routes.ts'
import { scheduleRoutes } from '../schedules/routes.ts'
import { workbenchRoutes } from '../workbench/routes.ts'
import { rootRoute, shellRoute, signInRoute } from './root-route.tsx'

export const routeTree = rootRoute.addChildren([
  signInRoute,
  ...legacyRoutes,
  shellRoute.addChildren([
    ...homeRoutes,
    ...caseRoutes,
    ...screeningRoutes,
    ...governanceRoutes,
    ...policyRoutes,
    ...auditRoutes,
    ...executionRoutes,
    ...buildRoutes,
    ...taskDefinitionRoutes,
    ...eventHandlerRoutes,
    ...scheduleRoutes,
    ...workbenchRoutes,
    ...queueRoutes,
    ...mailboxRoutes,
  ]),
])
