/** `/kyc/v1/blacklist`: the bank's own list, each entry under four eyes. */
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { parse } from '../http/parse.ts'
import { valueOf } from '../refused.ts'
import type { Parts } from './parts.ts'

const EntrySchema = z.strictObject({
  names: z.array(z.string().min(1).max(400)).min(1).max(20),
  dateOfBirth: z.iso.date().optional(),
  documentNumbers: z.array(z.string().min(1).max(40)).max(20).optional(),
  category: z.enum(['FRAUD', 'ABUSE', 'COURT_ORDER', 'PREVIOUS_EXIT']),
  expiresOn: z.iso.date().optional(),
  reviewOn: z.iso.date().optional(),
})
const ConfirmSchema = z.strictObject({ decision: z.enum(['CONFIRM', 'REFUSE']) })
const ParamsSchema = z.object({ entryId: z.string().max(60) })

export function registerBlacklistRoutes(app: FastifyInstance, { store, gate, lists }: Parts): void {
  app.get('/kyc/v1/blacklist', async (request, reply) => {
    await gate.require(request, reply, 'blacklist.read')
    return store.listBlacklist()
  })

  app.post('/kyc/v1/blacklist', async (request, reply) => {
    const actor = await gate.require(request, reply, 'blacklist.propose')
    const { dateOfBirth, documentNumbers, expiresOn, reviewOn, ...entry } = parse(EntrySchema, request.body)
    const proposed = await store.proposeBlacklistEntry({
      actor,
      ...entry,
      ...(dateOfBirth === undefined ? {} : { dateOfBirth }),
      ...(documentNumbers === undefined ? {} : { documentNumbers }),
      ...(expiresOn === undefined ? {} : { expiresOn }),
      ...(reviewOn === undefined ? {} : { reviewOn }),
    })
    return reply.code(201).send(valueOf(proposed))
  })

  app.post('/kyc/v1/blacklist/:entryId/confirmation', async (request, reply) => {
    const actor = await gate.require(request, reply, 'blacklist.approve')
    const { entryId } = parse(ParamsSchema, request.params)
    const { decision } = parse(ConfirmSchema, request.body)
    const confirmed = valueOf(await store.confirmBlacklistEntry({ actor, entryId, decision }))
    await lists.reload()
    return confirmed
  })

  app.post('/kyc/v1/blacklist/:entryId/end', async (request, reply) => {
    const actor = await gate.require(request, reply, 'blacklist.approve')
    const { entryId } = parse(ParamsSchema, request.params)
    const ended = valueOf(await store.endBlacklistEntry({ actor, entryId }))
    await lists.reload()
    return ended
  })
}
