/** `/kyc/v1/cases`: the queue and one case, for reading. */
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { CaseDetail, CaseList, HitWhatIf, Timeline } from '@gatehouse/kyc/wire'
import { CaseStateSchema, CaseViewSchema } from '@gatehouse/kyc/wire'
import { toCaseDetail } from '../cases/case-detail.ts'
import { toCaseRow } from '../cases/case-row.ts'
import { hitWhatIf } from '../cases/hit-what-if.ts'
import { toActorNamer } from '../cases/name-actors.ts'
import { parse } from '../http/parse.ts'
import { valueOf } from '../refused.ts'
import type { Parts } from './parts.ts'

const QuerySchema = z.strictObject({
  view: CaseViewSchema.default('mine'),
  state: CaseStateSchema.optional(),
  risk: z.enum(['LOW', 'MEDIUM', 'HIGH', 'PROHIBITED']).optional(),
  q: z.string().max(200).optional(),
  cursor: z.string().max(400).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
const CaseParamsSchema = z.object({ caseId: z.string().max(60) })
const DocumentParamsSchema = CaseParamsSchema.extend({ documentId: z.string().max(60) })
const HitParamsSchema = CaseParamsSchema.extend({ hitId: z.string().max(60) })
const DocumentQuerySchema = z.strictObject({
  reason: z.enum(['ADJUDICATION', 'CALL_BACK', 'DOCUMENT_CHECK', 'AUDIT', 'COMPLAINT']).default('DOCUMENT_CHECK'),
})

export function registerCaseRoutes(app: FastifyInstance, parts: Parts): void {
  const { store, gate, directory } = parts

  app.get('/kyc/v1/cases', async (request, reply): Promise<CaseList> => {
    const actor = await gate.require(request, reply, 'case.read')
    const { view, limit, state, risk, q, cursor } = parse(QuerySchema, request.query)
    const page = await store.listCases({
      actor,
      view,
      limit,
      ...(state === undefined ? {} : { state }),
      ...(risk === undefined ? {} : { risk }),
      ...(q === undefined || q.trim() === '' ? {} : { q: q.trim() }),
      ...(cursor === undefined ? {} : { cursor }),
    })
    const items = await Promise.all(page.items.map((item) => toCaseRow(item, directory)))
    return { items, counts: { ...page.counts }, nextCursor: page.nextCursor }
  })

  app.get('/kyc/v1/cases/:caseId', async (request, reply): Promise<CaseDetail> => {
    const actor = await gate.require(request, reply, 'case.read')
    const { caseId } = parse(CaseParamsSchema, request.params)
    const file = valueOf(await store.caseDetail({ actor, caseId }))
    return toCaseDetail(file, actor, parts)
  })

  app.get('/kyc/v1/cases/:caseId/timeline', async (request, reply): Promise<Timeline> => {
    const actor = await gate.require(request, reply, 'case.timeline')
    const { caseId } = parse(CaseParamsSchema, request.params)
    const entries = valueOf(await store.timeline({ actor, caseId }))
    const named = await toActorNamer(directory)
    return entries.map((entry) => ({ ...entry, actor: named(entry.actor), detail: { ...entry.detail } }))
  })

  app.get('/kyc/v1/cases/:caseId/hits/:hitId/what-if', async (request, reply): Promise<HitWhatIf> => {
    const actor = await gate.require(request, reply, 'case.read')
    return hitWhatIf({ actor, ...parse(HitParamsSchema, request.params) }, parts)
  })

  app.get('/kyc/v1/cases/:caseId/documents/:documentId', async (request, reply) => {
    const actor = await gate.require(request, reply, 'document.read')
    const { caseId, documentId } = parse(DocumentParamsSchema, request.params)
    const { reason } = parse(DocumentQuerySchema, request.query)
    const file = valueOf(await store.readDocument({ actor, caseId, documentId, reason }))
    return reply
      .type(file.mediaType)
      .header(
        'content-disposition',
        `inline; filename="document"; filename*=UTF-8''${encodeURIComponent(file.fileName.toWellFormed())}`,
      )
      .send(Buffer.from(file.bytes))
  })
}
