/** `POST /kyc/v1/applications`: intake by branch, partner or another system. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Actor } from '@gatehouse/kyc/store'
import { IntakeSchema } from '@gatehouse/kyc/wire'
import { parse } from '../http/parse.ts'
import { valueOf } from '../refused.ts'
import type { Parts } from './parts.ts'

export function registerIntakeRoutes(app: FastifyInstance, parts: Parts): void {
  app.post('/kyc/v1/applications', async (request, reply) => {
    const actor = await intakeActor(parts, request, reply)
    const { application, acceptIncomplete, idempotencyKey } = parse(IntakeSchema, request.body)
    const taken = valueOf(
      await parts.store.intake({
        actor,
        application,
        acceptIncomplete,
        ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
      }),
    )
    return reply.code(taken.replayed ? 200 : 201).send(taken)
  })
}

/** A machine with the scope. In the demo an analyst stands in for the branch, so that one can try it by hand. */
async function intakeActor(
  { access, config, gate }: Parts,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Actor> {
  const machine = access.machine(request, 'intake')
  if (machine !== undefined) {
    const session = gate.sessionMarks(request)
    return { type: 'service', id: machine.keyId, roles: ['service'], session, correlationId: request.id }
  }
  return gate.require(request, reply, config.demo ? 'case.propose' : 'application.intake')
}
