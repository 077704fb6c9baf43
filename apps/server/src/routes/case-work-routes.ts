/** `/kyc/v1/cases/:caseId/…`: what staff do on a case. The use cases decide; these lines only carry. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Actor } from '@gatehouse/kyc/store'
import { ConfirmationSchema, ProposalSchema, RevealSchema } from '@gatehouse/kyc/wire'
import type { Permission } from '../auth/permissions.ts'
import { parse } from '../http/parse.ts'
import { valueOf } from '../refused.ts'
import type { Parts } from './parts.ts'

const base = '/kyc/v1/cases/:caseId'
const CaseParamsSchema = z.object({ caseId: z.string().max(60) })
const ItemParamsSchema = CaseParamsSchema.extend({ itemId: z.string().max(60) })
const RfiParamsSchema = CaseParamsSchema.extend({ rfiId: z.string().max(60) })
const AssignSchema = z.strictObject({ assigneeId: z.string().max(60).nullable() })
const NoteSchema = z.strictObject({ text: z.string().trim().min(1).max(4000) })
const CancelSchema = z.strictObject({ reasonCode: z.string().min(1).max(60) })

export function registerCaseWorkRoutes(app: FastifyInstance, parts: Parts): void {
  const { store, gate } = parts
  const onCase = async (
    request: FastifyRequest,
    reply: FastifyReply,
    permission: Permission,
  ): Promise<{ actor: Actor; caseId: string }> => {
    const actor = await gate.require(request, reply, permission)
    return { actor, caseId: parse(CaseParamsSchema, request.params).caseId }
  }

  app.post(`${base}/claim`, async (request, reply) =>
    valueOf(await store.claim(await onCase(request, reply, 'case.work'))),
  )

  app.post(`${base}/release`, async (request, reply) =>
    valueOf(await store.release(await onCase(request, reply, 'case.work'))),
  )

  app.post(`${base}/assignment`, async (request, reply) => {
    const target = await onCase(request, reply, 'case.assign')
    return valueOf(await store.assign({ ...target, ...parse(AssignSchema, request.body) }))
  })

  app.post(`${base}/notes`, async (request, reply) => {
    const target = await onCase(request, reply, 'case.note')
    return reply.code(201).send(valueOf(await store.addNote({ ...target, ...parse(NoteSchema, request.body) })))
  })

  app.post(`${base}/reveal`, async (request, reply) => {
    const target = await onCase(request, reply, 'case.reveal')
    return valueOf(await store.reveal({ ...target, ...parse(RevealSchema, request.body) }))
  })

  app.post(`${base}/retry`, async (request, reply) =>
    valueOf(await store.retryHold(await onCase(request, reply, 'case.retry'))),
  )

  app.post(`${base}/items/:itemId/proposal`, async (request, reply) => {
    const target = await onCase(request, reply, 'case.propose')
    const { itemId } = parse(ItemParamsSchema, request.params)
    const { rfiItems, conditions, ...proposal } = parse(ProposalSchema, request.body)
    const proposed = await store.propose({
      ...target,
      itemId,
      ...proposal,
      ...(rfiItems === undefined ? {} : { rfiItems }),
      ...(conditions === undefined ? {} : { conditions }),
    })
    return valueOf(proposed)
  })

  app.post(`${base}/items/:itemId/confirmation`, async (request, reply) => {
    const target = await onCase(request, reply, 'case.confirm')
    const { itemId } = parse(ItemParamsSchema, request.params)
    return valueOf(await store.confirm({ ...target, itemId, ...parse(ConfirmationSchema, request.body) }))
  })

  app.post(`${base}/rfis/:rfiId/cancellation`, async (request, reply) => {
    const target = await onCase(request, reply, 'case.cancelRfi')
    const { rfiId } = parse(RfiParamsSchema, request.params)
    return valueOf(await store.cancelRfi({ ...target, rfiId, ...parse(CancelSchema, request.body) }))
  })
}
