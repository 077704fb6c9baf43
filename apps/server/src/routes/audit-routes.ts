/** `/kyc/v1/audit`: reading, proving and exporting the trail. */
import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { AuditVerification } from '@gatehouse/kyc/wire'
import { parse } from '../http/parse.ts'
import { toActorNamer } from '../cases/name-actors.ts'
import type { Parts } from './parts.ts'

const QuerySchema = z.strictObject({
  caseId: z.string().max(60).optional(),
  action: z.string().max(80).optional(),
  actor: z.string().max(80).optional(),
  cursor: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

const RangeSchema = z.strictObject({
  fromSeq: z.coerce.number().int().min(1).optional(),
  toSeq: z.coerce.number().int().min(1).optional(),
})

export function registerAuditRoutes(app: FastifyInstance, parts: Parts): void {
  const { store, gate } = parts

  app.get('/kyc/v1/audit', async (request, reply) => {
    await gate.require(request, reply, 'audit.read')
    const { caseId, action, actor, cursor, limit } = parse(QuerySchema, request.query)
    const page = await store.auditList({
      limit,
      ...(caseId === undefined ? {} : { caseId }),
      ...(action === undefined ? {} : { action }),
      ...(actor === undefined ? {} : { actorId: actor }),
      ...(cursor === undefined ? {} : { cursor }),
    })
    const named = await toActorNamer(parts.directory)
    return { items: page.items.map((row) => ({ ...row, actor: named(row.actor) })), nextCursor: page.nextCursor }
  })

  app.post('/kyc/v1/audit/verify', async (request, reply): Promise<AuditVerification> => {
    const actor = await gate.require(request, reply, 'audit.verify')
    const { intact, records, head, firstBreak } = await store.verifyAudit()
    await store.recordAudit({
      actor,
      action: 'AUDIT_VERIFIED',
      object: { type: 'audit', id: 'chain' },
      after: { intact, records },
    })
    return { intact, records, head, firstBreak }
  })

  app.get('/kyc/v1/audit/export', async (request, reply) => {
    const actor = await gate.require(request, reply, 'audit.verify')
    const { fromSeq, toSeq } = parse(RangeSchema, request.query)
    const range = { ...(fromSeq === undefined ? {} : { fromSeq }), ...(toSeq === undefined ? {} : { toSeq }) }
    await store.recordAudit({ actor, action: 'AUDIT_EXPORTED', object: { type: 'audit', id: 'chain' }, after: range })
    const lines = Readable.from(withNewlines(store.exportAudit(range)))
    return reply
      .type('application/x-ndjson')
      .header('content-disposition', 'attachment; filename="audit.jsonl"')
      .send(lines)
  })
}

async function* withNewlines(lines: AsyncIterable<string>): AsyncIterable<string> {
  for await (const line of lines) yield line.endsWith('\n') ? line : `${line}\n`
}
