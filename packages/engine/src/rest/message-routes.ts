/** Messages to an execution, which its PULL_WORKFLOW_MESSAGES tasks take. Absent unless the engine takes messages. */
import type { Engine } from '../api.ts'
import { EngineError } from '../errors.ts'
import { param, plain, type Route } from './exchange.ts'
import { readBody, readMap } from './request-body.ts'

const statusByCode: Readonly<Record<string, number>> = { NOT_FOUND: 404, CONFLICT: 409, TOO_MANY: 429 }

export function messageRoutes({ workflows, takesMessages }: Engine): Route[] {
  if (!takesMessages) return []
  return [
    {
      method: 'POST',
      path: '/api/workflow/{workflowId}/messages',
      summary: 'Sends a message to an execution; answers its id',
      async handle(request) {
        try {
          return plain(await workflows.send(param(request, 'workflowId'), readBody(request, readMap)))
        } catch (error) {
          // Conductor answers these as bare texts.
          const status = error instanceof EngineError ? statusByCode[error.code] : undefined
          if (status === undefined || !(error instanceof EngineError)) throw error
          return plain(error.message, status)
        }
      },
    },
  ]
}
