/** The limit of running executions of a workflow. */
import type { Engine, Metadata } from '../api.ts'
import type { RateLimitConfig } from '../model/definition.ts'
import { readRateLimitConfig } from '../validation/definition-readers.ts'
import { empty, json, param, type Route } from './exchange.ts'
import { readBody } from './request-body.ts'
import { RequestError } from './request-error.ts'

/** The limit of running executions, as SDKs set it: on every version of the workflow. */
export function rateLimitRoutes({ metadata }: Pick<Engine, 'metadata'>): Route[] {
  const path = '/api/metadata/workflow/{name}/rate-limit'
  return [
    {
      method: 'PUT',
      path,
      summary: 'Limits how many executions of a workflow run at once',
      async handle(request) {
        await setRateLimit(metadata, param(request, 'name'), readBody(request, readRateLimitConfig))
        return empty()
      },
    },
    {
      method: 'GET',
      path,
      summary: 'The limit of running executions of a workflow',
      handle(request) {
        const { rateLimitConfig } = metadata.getWorkflow(param(request, 'name'))
        if (rateLimitConfig === undefined)
          throw new RequestError(404, `No rate limit is set for ${param(request, 'name')}`)
        return json(rateLimitConfig)
      },
    },
    {
      method: 'DELETE',
      path,
      summary: 'Takes the limit of running executions away',
      async handle(request) {
        await setRateLimit(metadata, param(request, 'name'), undefined)
        return empty()
      },
    },
  ]
}

/** Fails with 404 when there is no such workflow. Undefined: no limit. */
export async function setRateLimit(
  metadata: Metadata,
  name: string,
  rateLimitConfig: RateLimitConfig | undefined,
): Promise<void> {
  metadata.getWorkflow(name)
  const versions = metadata.listWorkflows().filter((definition) => definition.name === name)
  await Promise.all(
    versions.map((version) => {
      const { rateLimitConfig: _, ...definition } = version
      return metadata.updateWorkflow(rateLimitConfig === undefined ? definition : { ...definition, rateLimitConfig })
    }),
  )
}
