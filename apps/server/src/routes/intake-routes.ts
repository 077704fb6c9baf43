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

/**
 * A machine with the scope. In the demo an analyst stands in for the branch, so that one can try it by hand: the trail
 * names the branch, on behalf of that person.
 */
async function intakeActor(
  { access, config, gate }: Parts,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Actor> {
  const machine = await access.machine(request, 'intake')
  const common = {
    type: 'service',
    roles: ['service'],
    session: gate.sessionMarks(request),
    correlationId: request.id,
  } as const
  if (machine !== undefined) return { ...common, id: machine.keyId }
  const staff = await gate.require(request, reply, config.demo ? 'case.propose' : 'application.intake')
  return { ...common, id: 'branch', onBehalfOf: staff.id }
}
