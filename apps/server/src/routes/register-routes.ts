/** Every route of the server, one file a resource. */
import type { FastifyInstance } from 'fastify'
import { registerApiRoutes } from '../api/api-routes.ts'
import { registerWebhookRoutes } from '../api/webhook-routes.ts'
import { registerDocsRoutes } from '../docs/docs-routes.ts'
import { registerStaticRoutes } from '../http/static-routes.ts'
import { registerApplyRoutes } from './apply-routes.ts'
import { registerAuditRoutes } from './audit-routes.ts'
import { registerAuthRoutes } from './auth-routes.ts'
import { registerBlacklistRoutes } from './blacklist-routes.ts'
import { registerCaseRoutes } from './case-routes.ts'
import { registerCaseWorkRoutes } from './case-work-routes.ts'
import { registerEventRoutes } from './event-routes.ts'
import { registerGovernanceRoutes } from './governance-routes.ts'
import { registerHealthRoutes } from './health-routes.ts'
import { registerIntakeRoutes } from './intake-routes.ts'
import { registerListRoutes } from './list-routes.ts'
import { registerOutboxRoutes } from './outbox-routes.ts'
import type { Parts } from './parts.ts'
import { registerPolicyRoutes } from './policy-routes.ts'
import { registerScreeningRoutes } from './screening-routes.ts'
import { registerYenteRoutes } from './yente-routes.ts'
import { registerSessionRoutes } from './session-routes.ts'

export function registerRoutes(app: FastifyInstance, parts: Parts): void {
  parts.metrics.observe(app)
  // First: the description is made from the routes that follow.
  registerDocsRoutes(app, parts.version)
  registerHealthRoutes(app, parts)
  registerApiRoutes(app, { ...parts, door: parts.conductor })
  registerWebhookRoutes(app, { ...parts, door: parts.conductor })
  registerSessionRoutes(app, parts)
  registerEventRoutes(app, parts)
  registerAuthRoutes(app, parts)
  registerCaseRoutes(app, parts)
  registerCaseWorkRoutes(app, parts)
  registerGovernanceRoutes(app, parts)
  registerPolicyRoutes(app, parts)
  registerIntakeRoutes(app, parts)
  registerAuditRoutes(app, parts)
  registerListRoutes(app, parts)
  registerBlacklistRoutes(app, parts)
  registerYenteRoutes(app, parts)
  registerScreeningRoutes(app, parts)
  registerOutboxRoutes(app, parts)
  registerApplyRoutes(app, parts)
  registerStaticRoutes(app, {
    dist: parts.pages,
    built: parts.pagesBuilt,
    secure: parts.origins.primary.startsWith('https:'),
  })
}
