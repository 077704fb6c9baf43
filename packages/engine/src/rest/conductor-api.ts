/** Conductor's REST API over an engine: a function from request to answer, for any HTTP server to mount. */
import { hostname } from 'node:os'
import type { Engine } from '../api.ts'
import { adminRoutes } from './admin-routes.ts'
import { bulkRoutes } from './bulk-routes.ts'
import { isDefect, toErrorResponse } from './error-response.ts'
import { environmentRoutes } from './environment-routes.ts'
import { eventHistoryRoutes } from './event-history-routes.ts'
import { eventRoutes } from './event-routes.ts'
import type { ApiRequest, ApiResponse, ConductorApi, Route, RouteRequest } from './exchange.ts'
import { executionRoutes } from './execution-routes.ts'
import { messageRoutes } from './message-routes.ts'
import { metadataRoutes } from './metadata-routes.ts'
import { payloadRoutes } from './payload-routes.ts'
import { openApiRoutes } from './open-api.ts'
import { queueAdminRoutes } from './queue-admin-routes.ts'
import { createRouter } from './router.ts'
import { rateLimitRoutes } from './rate-limit-routes.ts'
import { schedulerRoutes } from './scheduler-routes.ts'
import { schemaRoutes } from './schema-routes.ts'
import { searchRoutes } from './search-routes.ts'
import { secretRoutes } from './secret-routes.ts'
import { serverRoutes } from './server-routes.ts'
import { signalRoutes } from './signal-routes.ts'
import { stateRoutes } from './state-routes.ts'
import { tagRoutes } from './tag-routes.ts'
import { taskQueueRoutes } from './task-queue-routes.ts'
import { taskRoutes } from './task-routes.ts'
import { testRoutes } from './test-routes.ts'
import { webhookRoutes } from './webhook-routes.ts'
import { workflowRoutes } from './workflow-routes.ts'

export interface ConductorApiOptions {
  /** The name of this server in error bodies. Default: the host's. */
  readonly instance?: string
  /** Told of defects (500). Their text is not in the answer. */
  readonly onError?: (error: unknown, method: string, path: string) => void
}

/** Every error becomes an answer: the function rejects for nothing that a request can hold. */
export function createConductorApi(engine: Engine, options: ConductorApiOptions = {}): ConductorApi {
  const instance = options.instance ?? hostname()
  const routes = conductorRoutes(engine)
  const router = createRouter([...routes, ...openApiRoutes(routes)])

  return async (request): Promise<ApiResponse> => {
    try {
      const { route, params } = router.find(request.method, request.path)
      return await route.handle(new RoutedRequest(request, params))
    } catch (error) {
      if (isDefect(error)) options.onError?.(error, request.method, request.path)
      return toErrorResponse(error, instance)
    }
  }
}

/** Asks the request for its parts only when the route does. No part may be left out, the optional ones included. */
class RoutedRequest implements RouteRequest, Record<keyof RouteRequest, unknown> {
  readonly params: Readonly<Record<string, string>>
  private readonly request: ApiRequest

  constructor(request: ApiRequest, params: Readonly<Record<string, string>>) {
    this.request = request
    this.params = params
  }

  get method(): string {
    return this.request.method
  }

  get path(): string {
    return this.request.path
  }

  get query(): URLSearchParams {
    return this.request.query
  }

  get headers(): Readonly<Record<string, string | undefined>> {
    return this.request.headers
  }

  get origin(): string | undefined {
    return this.request.origin
  }

  get body(): unknown {
    return this.request.body
  }

  get rawBody(): string | undefined {
    return this.request.rawBody
  }

  get asker(): string | undefined {
    return this.request.asker
  }

  get signal(): AbortSignal | undefined {
    return this.request.signal
  }
}

function conductorRoutes(engine: Engine): Route[] {
  return [
    ...metadataRoutes(engine),
    ...rateLimitRoutes(engine),
    ...schemaRoutes(engine),
    ...executionRoutes(engine),
    ...workflowRoutes(engine),
    ...stateRoutes(engine),
    ...testRoutes(engine),
    ...searchRoutes(engine),
    ...bulkRoutes(engine),
    ...taskRoutes(engine),
    ...signalRoutes(engine),
    ...taskQueueRoutes(engine),
    ...eventRoutes(engine),
    ...eventHistoryRoutes(engine),
    ...schedulerRoutes(engine),
    ...tagRoutes(engine),
    ...webhookRoutes(engine),
    ...messageRoutes(engine),
    ...payloadRoutes(engine),
    ...queueAdminRoutes(engine),
    ...adminRoutes(engine),
    ...secretRoutes(engine),
    ...environmentRoutes(engine),
    ...serverRoutes(engine),
  ]
}
