/** `/kyc/v1/lists`, `/kyc/v1/screening/try` and `/kyc/v1/screening/explain`. */
import type { FastifyInstance } from 'fastify'
import type { ListStatus, NameExplanation, TryNameResult } from '@gatehouse/kyc/wire'
import { ExplainNameSchema, TryNameSchema } from '@gatehouse/kyc/wire'
import { parse } from '../http/parse.ts'
import type { Parts } from './parts.ts'

export function registerListRoutes(app: FastifyInstance, parts: Parts): void {
  app.get('/kyc/v1/lists', async (request, reply): Promise<ListStatus> => {
    await parts.gate.require(request, reply, 'lists.read')
    return parts.screening.status()
  })

  app.post('/kyc/v1/screening/try', async (request, reply): Promise<TryNameResult> => {
    await parts.gate.require(request, reply, 'screening.try')
    return parts.screening.tryName(parse(TryNameSchema, request.body))
  })

  app.post('/kyc/v1/screening/explain', async (request, reply): Promise<NameExplanation> => {
    await parts.gate.require(request, reply, 'screening.try')
    return await parts.screening.explain(parse(ExplainNameSchema, request.body))
  })
}
