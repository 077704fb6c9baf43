/** Cleared pairs, legal holds, retention, and the requests that need a second person. The use cases decide. */
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { RETENTION_RULES } from '@gatehouse/kyc'
import { NewLegalHoldSchema, ReasonSchema, RequestDecisionSchema, RevocationSchema } from '@gatehouse/kyc/wire'
import type { ApprovalRequest, GoodGuy, LegalHold, RetentionRuleRow, RetentionState } from '@gatehouse/kyc/wire'
import { toGoodGuy } from '../governance/good-guy-view.ts'
import { toRequestView } from '../governance/request-view.ts'
import { parse } from '../http/parse.ts'
import { valueOf } from '../refused.ts'
import type { Parts } from './parts.ts'

const id = z.string().max(60)
const OfCaseSchema = z.strictObject({ caseId: id.optional() })
const CaseSchema = z.object({ caseId: id })
const GoodGuysSchema = z.strictObject({
  caseId: id.optional(),
  state: z.enum(['IN_FORCE', 'ENDED']).optional(),
  cursor: id.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
const RuleSchema = z.object({ rule: z.enum(RETENTION_RULES) })

export function registerGovernanceRoutes(app: FastifyInstance, parts: Parts): void {
  registerGoodGuyRoutes(app, parts)
  registerHoldRoutes(app, parts)
  const { store, gate, directory } = parts

  app.get('/kyc/v1/requests', async (request, reply): Promise<ApprovalRequest[]> => {
    const actor = await gate.require(request, reply, 'requests.read')
    const { caseId } = parse(OfCaseSchema, request.query)
    const requests = await store.listRequests({ actor, ...(caseId === undefined ? {} : { caseId }) })
    return Promise.all(requests.map((each) => toRequestView(each, actor, directory)))
  })

  app.post('/kyc/v1/requests/:requestId/decision', async (request, reply) => {
    const actor = await gate.require(request, reply, 'requests.decide')
    const { requestId } = parse(z.object({ requestId: id }), request.params)
    return valueOf(await store.decideRequest({ actor, requestId, ...parse(RequestDecisionSchema, request.body) }))
  })
}

function registerGoodGuyRoutes(app: FastifyInstance, { store, gate, lists, directory }: Parts): void {
  app.get('/kyc/v1/good-guys', async (request, reply): Promise<{ items: GoodGuy[]; nextCursor: string | null }> => {
    const actor = await gate.require(request, reply, 'goodGuys.read')
    const { caseId, state, cursor, limit } = parse(GoodGuysSchema, request.query)
    const found = await store.listGoodGuys({
      actor,
      limit,
      ...(caseId === undefined ? {} : { caseId }),
      ...(state === undefined ? {} : { inForce: state === 'IN_FORCE' }),
      ...(cursor === undefined ? {} : { before: cursor }),
    })
    const items = await Promise.all(found.map((record) => toGoodGuy(record, lists.current(), directory)))
    return { items, nextCursor: found.length < limit ? null : (found.at(-1)?.goodGuyId ?? null) }
  })

  app.post('/kyc/v1/good-guys/:goodGuyId/revocation', async (request, reply) => {
    const actor = await gate.require(request, reply, 'goodGuys.revoke')
    const { goodGuyId } = parse(z.object({ goodGuyId: id }), request.params)
    return valueOf(await store.revokeGoodGuy({ actor, goodGuyId, ...parse(RevocationSchema, request.body) }))
  })
}

function registerHoldRoutes(app: FastifyInstance, { store, gate, directory }: Parts): void {
  app.get('/kyc/v1/legal-holds', async (request, reply): Promise<LegalHold[]> => {
    const actor = await gate.require(request, reply, 'retention.read')
    const { caseId } = parse(OfCaseSchema, request.query)
    const holds = await store.listLegalHolds({ actor, ...(caseId === undefined ? {} : { caseId }) })
    return Promise.all(
      holds.map(async (hold) => ({
        ...hold,
        setBy: await directory.find(hold.setBy),
        approvedBy: await directory.find(hold.approvedBy),
      })),
    )
  })

  app.post('/kyc/v1/cases/:caseId/legal-holds', async (request, reply) => {
    const actor = await gate.require(request, reply, 'holds.request')
    const { caseId } = parse(CaseSchema, request.params)
    const asked = await store.requestLegalHold({ actor, caseId, ...parse(NewLegalHoldSchema, request.body) })
    return reply.code(201).send(valueOf(asked))
  })

  app.post('/kyc/v1/legal-holds/:holdId/lifting', async (request, reply) => {
    const actor = await gate.require(request, reply, 'holds.request')
    const { holdId } = parse(z.object({ holdId: id }), request.params)
    const asked = await store.requestLiftLegalHold({ actor, holdId, ...parse(ReasonSchema, request.body) })
    return reply.code(201).send(valueOf(asked))
  })

  app.get('/kyc/v1/cases/:caseId/retention', async (request, reply): Promise<RetentionState> => {
    const actor = await gate.require(request, reply, 'retention.read')
    return valueOf(await store.retentionState({ actor, ...parse(CaseSchema, request.params) }))
  })

  app.get('/kyc/v1/retention/rules', async (request, reply): Promise<RetentionRuleRow[]> => {
    const actor = await gate.require(request, reply, 'retention.read')
    const named = async (person: string | null) => (person === null ? null : directory.find(person))
    const rules = valueOf(await store.retentionRules({ actor }))
    return Promise.all(
      rules.map(async (line) => ({
        ...line,
        requestedBy: await named(line.requestedBy),
        approvedBy: await named(line.approvedBy),
      })),
    )
  })

  app.post('/kyc/v1/retention/rules/:rule/requests', async (request, reply) => {
    const actor = await gate.require(request, reply, 'retention.configure')
    const { rule } = parse(RuleSchema, request.params)
    const asked = await store.requestRetentionRule({ actor, rule, ...parse(ReasonSchema, request.body) })
    return reply.code(201).send(valueOf(asked))
  })
}
